#include "core/mixing/dft_mixers.h"

#include "core/math/dft.h"
#include "core/mixing/fourier_mixer.h"
#include "core/mixing/mixer_settings.h"

#include <algorithm>
#include <complex>

namespace mixlens {
namespace {

std::uint64_t square(Index n) noexcept
{
    return static_cast<std::uint64_t>(n) * static_cast<std::uint64_t>(n);
}

class DftMatrixMixer final : public FourierMixer
{
public:
    [[nodiscard]] std::string_view id() const noexcept override { return "dft-matrix"; }

    /// X times (d x 2d), then (N x 2N) times what that gave: 4 N d² + 4 N² d operations.
    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        const auto size = static_cast<std::uint64_t>(input.size());
        const std::uint64_t matrices = 2 * sizeof(float) * (square(input.rows) + square(input.cols));
        return {.flops = 4 * size * static_cast<std::uint64_t>(input.rows + input.cols),
                .bytes = mixedBytes(input) + matrices,
                .workspace = mixedBytes(input) + matrices};
    }

    void forward(ConstMatrixView x, KeyMask, MatrixView y, MixWorkspace& workspace, MixTape*) const override
    {
        realDftByProducts(x, workspace.matrix(0, {2 * x.rows(), x.cols()}), y);
    }
};

class DftDefinitionMixer final : public FourierMixer
{
public:
    [[nodiscard]] std::string_view id() const noexcept override { return "dft-definition"; }

    /// 4 operations for each of N² d products of a real and a root, 8 for each of N d² of two complex
    /// numbers.
    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        const auto size = static_cast<std::uint64_t>(input.size());
        return {.flops = 4 * size * static_cast<std::uint64_t>(input.rows) +
                         8 * size * static_cast<std::uint64_t>(input.cols),
                .bytes = mixedBytes(input),
                .workspace =
                    sizeof(std::complex<double>) * static_cast<std::uint64_t>(input.rows + 2 * input.cols)};
    }

    void forward(ConstMatrixView x, KeyMask, MatrixView y, MixWorkspace& workspace, MixTape*) const override
    {
        const auto tokenRoots = rootsOfUnity(x.rows());
        const auto hiddenRoots = rootsOfUnity(x.cols());
        const auto tokens = static_cast<std::size_t>(x.rows());
        const auto hidden = static_cast<std::size_t>(x.cols());
        const std::span<std::complex<double>> overTokens = workspace.precise(0, hidden);
        for (std::size_t k = 0; k < tokens; ++k) {
            // g[m] = Σ_n x[n, m] exp(-2πi nk / N)
            std::ranges::fill(overTokens, std::complex<double>{});
            for (std::size_t n = 0; n < tokens; ++n) {
                const std::complex<double> root = (*tokenRoots)[n * k % tokens];
                const auto row = x.row(static_cast<Index>(n));
                for (std::size_t m = 0; m < hidden; ++m)
                    overTokens[m] += static_cast<double>(row[m]) * root;
            }
            // y[k, l] = Re Σ_m g[m] exp(-2πi ml / d)
            const auto out = y.row(static_cast<Index>(k));
            for (std::size_t l = 0; l < hidden; ++l) {
                double sum = 0.0;
                for (std::size_t m = 0; m < hidden; ++m) {
                    const std::complex<double> root = (*hiddenRoots)[m * l % hidden];
                    sum += overTokens[m].real() * root.real() - overTokens[m].imag() * root.imag();
                }
                out[l] = static_cast<float>(sum);
            }
        }
    }
};

template<class Mixer>
Result<std::unique_ptr<TokenMixer>> make(const MixerSetup& setup)
{
    auto mixer = std::make_unique<Mixer>();
    return SettingReader(mixer->id(), setup, {}).problem().map([&]() -> std::unique_ptr<TokenMixer> {
        return std::move(mixer);
    });
}

} // namespace

const MixerInfo& dftMatrixInfo() noexcept
{
    static constexpr MixerInfo info{.id = "dft-matrix",
                                    .title = "Fourier, DFT matrices",
                                    .formula = "Re(F_N X F_d), by products",
                                    .source = "Lee-Thorp et al. 2021, section 4.3 (TPU implementation)",
                                    .family = MixerFamily::Fourier,
                                    .settings = {},
                                    .make = make<DftMatrixMixer>};
    return info;
}

const MixerInfo& dftDefinitionInfo() noexcept
{
    static constexpr MixerInfo info{.id = "dft-definition",
                                    .title = "Fourier, by definition",
                                    .formula = "Re sum_n sum_m x[n,m] exp(-2 pi i (n k / N + m l / d))",
                                    .source = "Lee-Thorp et al. 2021, eq. 1 and 3",
                                    .family = MixerFamily::Fourier,
                                    .settings = {},
                                    .make = make<DftDefinitionMixer>};
    return info;
}

} // namespace mixlens
