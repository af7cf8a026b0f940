#include "core/mixing/noisy_fourier_mixer.h"

#include "core/kernels/kernels.h"
#include "core/mixing/fourier_influence.h"
#include "core/mixing/mixer_settings.h"
#include "core/mixing/noise_stream.h"

#include <array>
#include <cmath>

namespace mixlens {
namespace {

constexpr std::string_view mixerId = "fourier-noise";

/// Its own stream of random numbers, so that no device of the same seed shares them.
constexpr std::uint64_t noiseStream = 0x6E6F697365;

class NoisyFourierMixer final : public TokenMixer
{
public:
    NoisyFourierMixer(std::unique_ptr<TokenMixer> exact, double snr, bool even, std::uint64_t seed)
        : m_exact(std::move(exact)), m_snr(snr), m_even(even), m_seed(seed)
    {}

    [[nodiscard]] std::string_view id() const noexcept override { return mixerId; }

    /// Of the transform, and one multiplication and addition a bin.
    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        Cost cost = m_exact->cost(input);
        cost.flops += 2 * static_cast<std::uint64_t>(input.size());
        cost.workspace += sizeof(float) * static_cast<std::uint64_t>(padded(input));
        return cost;
    }

    void forward(ConstMatrixView x, KeyMask mask, MatrixView y, MixWorkspace& workspace,
                 MixTape*) const override
    {
        m_exact->forward(x, mask, y, workspace, nullptr);
        if (x.rows() < 2 || x.cols() < 2)
            return; // no bin beyond row 0 and column 0
        const MatrixView noise = workspace.matrix(noiseSlot, {1, padded(x.shape())});
        kernels().philoxNormals(seedOfStream(m_seed, workspace.stream()), noiseStream, 0,
                                static_cast<std::size_t>(noise.cols()), noise.data());
        addNoise(y, noise.data(), amplitude(y));
    }

    [[nodiscard]] Result<Matrix> influence(ConstMatrixView x, KeyMask, const MixTape&,
                                           const std::stop_token& stop) const override
    {
        return fourierInfluence(x.shape(), stop);
    }

    [[nodiscard]] std::optional<Matrix> weights(Index tokens, Index, const MixTape&) const override
    {
        return fourierWeights(tokens);
    }

private:
    /// Far from the few slots that the exact mixer uses.
    static constexpr std::size_t noiseSlot = 15;

    [[nodiscard]] static Index padded(Shape shape) noexcept
    {
        constexpr auto group = static_cast<Index>(normalGroup);
        return (shape.size() + group - 1) / group * group;
    }

    /// Standard deviation of the noise: rms of the signal over 10^(snr / 20).
    [[nodiscard]] double amplitude(ConstMatrixView y) const
    {
        double power = 0.0;
        for (Index k = 1; k < y.rows(); ++k) {
            for (const float value : y.row(k).subspan(1))
                power += static_cast<double>(value) * static_cast<double>(value);
        }
        const double mean = power / static_cast<double>((y.rows() - 1) * (y.cols() - 1));
        return std::sqrt(mean) * std::pow(10.0, -m_snr / 20.0);
    }

    void addNoise(MatrixView y, const float* noise, double sigma) const
    {
        const auto scale = static_cast<float>(sigma);
        const Index width = y.cols();
        for (Index k = 1; k < y.rows(); ++k) {
            const float* own = noise + k * width;
            const float* mirror = noise + (y.rows() - k) * width;
            for (Index l = 1; l < width; ++l) {
                // The mean of a draw and its mirror image has half the power: times sqrt(2) it has all of it.
                const float drawn = m_even ? (own[l] + mirror[width - l]) *
                                                 (k * 2 == y.rows() && l * 2 == width ? 0.5F : halfRoot)
                                           : own[l];
                y(k, l) += scale * drawn;
            }
        }
    }

    static constexpr float halfRoot = 0.70710678F;

    std::unique_ptr<TokenMixer> m_exact;
    double m_snr;
    bool m_even;
    std::uint64_t m_seed;
};

constexpr std::array settings{
    MixerSetting{"snr", "40", "signal over noise in dB, -20 to 200"},
    MixerSetting{"even", "1", "1: noise as even as the signal, as averaging mirror images leaves it"},
};

Result<std::unique_ptr<TokenMixer>> make(const MixerSetup& setup)
{
    SettingReader reader(mixerId, setup, settings);
    const double snr = reader.number("snr", -20.0, 200.0);
    const bool even = reader.flag("even");
    if (auto problem = reader.problem(); !problem)
        return tl::unexpected(problem.error());
    MixerSetup plain;
    plain.hidden = setup.hidden;
    plain.maxTokens = setup.maxTokens;
    auto exact = makeMixer("fourier", plain);
    if (!exact)
        return tl::unexpected(exact.error());
    return std::make_unique<NoisyFourierMixer>(std::move(*exact), snr, even, setup.seed);
}

} // namespace

const MixerInfo& noisyFourierInfo() noexcept
{
    static constexpr MixerInfo info{.id = mixerId,
                                    .title = "Fourier with white noise",
                                    .formula = "Re(F_N X F_d) + noise",
                                    .source = "control of the precision experiment",
                                    .family = MixerFamily::Control,
                                    .settings = settings,
                                    .make = make};
    return info;
}

} // namespace mixlens
