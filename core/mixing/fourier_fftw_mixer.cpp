#include "core/mixing/fourier_fftw_mixer.h"

#include "core/mixing/fourier_mixer.h"

#include <algorithm>

namespace mixlens {
namespace {

constexpr std::string_view mixerId = "fourier-fftw";

class FourierFftwMixer final : public FourierMixer
{
public:
    explicit FourierFftwMixer(PlanRigour rigour) : m_rigour(rigour) {}

    [[nodiscard]] std::string_view id() const noexcept override { return mixerId; }

    /// 5 N d log2(N d) operations; input and output as complex numbers.
    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        return {.flops = static_cast<std::uint64_t>(fftFlops(input.size())),
                .bytes = mixedBytes(input),
                .workspace = 2 * mixedBytes(input)};
    }

    void forward(ConstMatrixView x, KeyMask, MatrixView y, MixWorkspace& workspace, MixTape*) const override
    {
        const FieldView in = workspace.field(0, x.shape());
        const FieldView out = workspace.field(1, x.shape());
        for (Index n = 0; n < x.rows(); ++n)
            std::ranges::copy(x.row(n), in.row(n).begin());
        FftPlan::plan(FftKind::Complex2d, x.shape(), m_rigour)->forward(in, out);
        for (Index k = 0; k < y.rows(); ++k)
            std::ranges::transform(out.row(k), y.row(k).begin(),
                                   [](std::complex<float> z) { return z.real(); });
    }

private:
    PlanRigour m_rigour;
};

Result<std::unique_ptr<TokenMixer>> make(const MixerSetup& setup)
{
    return readPlanning(mixerId, setup).map([](PlanRigour rigour) -> std::unique_ptr<TokenMixer> {
        return std::make_unique<FourierFftwMixer>(rigour);
    });
}

} // namespace

const MixerInfo& fourierFftwInfo() noexcept
{
    static constexpr MixerInfo info{.id = mixerId,
                                    .title = "Fourier (FFTW, complex)",
                                    .formula = fourierFormula,
                                    .source = fourierSource,
                                    .family = MixerFamily::Fourier,
                                    .settings = fftwSettings,
                                    .make = make};
    return info;
}

} // namespace mixlens
