#include "core/mixing/fourier_folded_mixer.h"

#include "core/mixing/fourier_mixer.h"
#include "core/mixing/point_symmetric_fft.h"

namespace mixlens {
namespace {

constexpr std::string_view mixerId = "fourier-folded";

class FourierFoldedMixer final : public FourierMixer
{
public:
    explicit FourierFoldedMixer(PlanRigour rigour) : m_rigour(rigour) {}

    [[nodiscard]] std::string_view id() const noexcept override { return mixerId; }

    /// Folding N (d/2 + 1) additions; (d/2 + 1) / 2 complex columns of length N; unpacking 2 operations and
    /// packing rows 4 for each of the (N/2 + 1) (d/2 + 1) values; (N/2 + 1) / 2 complex rows of length d.
    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        const double rows = static_cast<double>(input.rows / 2 + 1);
        const double columns = static_cast<double>(input.cols / 2 + 1);
        const double flops = static_cast<double>(input.rows) * columns +
                             0.5 * columns * fftFlops(input.rows) + 6.0 * rows * columns +
                             0.5 * rows * fftFlops(input.cols);
        return {.flops = static_cast<std::uint64_t>(flops),
                .bytes = mixedBytes(input),
                .workspace = pointSymmetricWorkspace(input)};
    }

    void forward(ConstMatrixView x, KeyMask, MatrixView y, MixWorkspace& workspace, MixTape*) const override
    {
        // A lane-batched transform of our own would stand here beside FFTW's, with the same signature.
        pointSymmetricFft(x, y, m_rigour, workspace);
    }

private:
    PlanRigour m_rigour;
};

Result<std::unique_ptr<TokenMixer>> make(const MixerSetup& setup)
{
    return readPlanning(mixerId, setup).map([](PlanRigour rigour) -> std::unique_ptr<TokenMixer> {
        return std::make_unique<FourierFoldedMixer>(rigour);
    });
}

} // namespace

const MixerInfo& fourierFoldedInfo() noexcept
{
    static constexpr MixerInfo info{.id = mixerId,
                                    .title = "Fourier",
                                    .formula = fourierFormula,
                                    .source = fourierSource,
                                    .family = MixerFamily::Fourier,
                                    .settings = fftwSettings,
                                    .make = make};
    return info;
}

} // namespace mixlens
