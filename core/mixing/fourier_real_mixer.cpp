#include "core/mixing/fourier_real_mixer.h"

#include "core/math/linear_algebra.h"
#include "core/mixing/fourier_mixer.h"

namespace mixlens {
namespace {

constexpr std::string_view mixerId = "fourier-real";

class FourierRealMixer final : public FourierMixer
{
public:
    explicit FourierRealMixer(PlanRigour rigour) : m_rigour(rigour) {}

    [[nodiscard]] std::string_view id() const noexcept override { return mixerId; }

    /// Half of a complex transform's 5 N d log2(N d); (N x (d/2 + 1)) complex numbers and a compact copy of
    /// X.
    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        const auto half = static_cast<std::uint64_t>(input.rows * (input.cols / 2 + 1));
        return {.flops = static_cast<std::uint64_t>(0.5 * fftFlops(input.size())),
                .bytes = mixedBytes(input),
                .workspace = mixedBytes(input) / 2 + half * sizeof(std::complex<float>)};
    }

    void forward(ConstMatrixView x, KeyMask, MatrixView y, MixWorkspace& workspace, MixTape*) const override
    {
        const Index rows = x.rows();
        const Index d = x.cols();
        const Index half = d / 2 + 1;
        // Plans are for compact aligned data, which a view need not be.
        const MatrixView in = workspace.matrix(0, x.shape());
        const FieldView spectrum = workspace.field(0, {rows, half});
        copy(x, in);
        FftPlan::plan(FftKind::Real2d, x.shape(), m_rigour)->forward(in, spectrum);
        for (Index k = 0; k < rows; ++k) {
            const auto here = spectrum.row(k).data();
            const auto opposite = spectrum.row(k == 0 ? 0 : rows - k).data();
            float* out = y.row(k).data();
            for (Index l = 0; l < half; ++l)
                out[l] = here[l].real();
            for (Index l = half; l < d; ++l) // X[k, l] = conj(X[-k, -l])
                out[l] = opposite[d - l].real();
        }
    }

private:
    PlanRigour m_rigour;
};

Result<std::unique_ptr<TokenMixer>> make(const MixerSetup& setup)
{
    return readPlanning(mixerId, setup).map([](PlanRigour rigour) -> std::unique_ptr<TokenMixer> {
        return std::make_unique<FourierRealMixer>(rigour);
    });
}

} // namespace

const MixerInfo& fourierRealInfo() noexcept
{
    static constexpr MixerInfo info{.id = mixerId,
                                    .title = "Fourier (FFTW, real)",
                                    .formula = fourierFormula,
                                    .source = fourierSource,
                                    .family = MixerFamily::Fourier,
                                    .settings = fftwSettings,
                                    .make = make};
    return info;
}

} // namespace mixlens
