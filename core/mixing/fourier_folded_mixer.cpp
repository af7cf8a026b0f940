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

    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        return {.flops = pointSymmetricFlops(input),
                .bytes = mixedBytes(input),
                .workspace = pointSymmetricWorkspace(input)};
    }

    void forward(ConstMatrixView x, KeyMask, MatrixView y, MixWorkspace& workspace, MixTape*) const override
    {
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
                                    .title = "Fourier (FFTW, folded)",
                                    .formula = fourierFormula,
                                    .source = fourierSource,
                                    .family = MixerFamily::Fourier,
                                    .settings = fftwSettings,
                                    .make = make};
    return info;
}

} // namespace mixlens
