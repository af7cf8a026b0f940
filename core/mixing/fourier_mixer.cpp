#include "core/mixing/fourier_mixer.h"

#include "core/mixing/fourier_influence.h"
#include "core/mixing/mixer_settings.h"

#include <cmath>

namespace mixlens {

Result<Matrix> FourierMixer::influence(ConstMatrixView x, KeyMask, const MixTape&,
                                       const std::stop_token& stop) const
{
    return fourierInfluence(x.shape(), stop);
}

std::optional<Matrix> FourierMixer::weights(Index tokens, Index, const MixTape&) const
{
    return fourierWeights(tokens);
}

Result<PlanRigour> readPlanning(std::string_view mixer, const MixerSetup& setup)
{
    static constexpr std::array<std::string_view, 2> choices{"estimate", "measure"};
    SettingReader settings(mixer, setup, fftwSettings);
    const bool measure = settings.choice("planning", choices) == choices[1];
    return settings.problem().map([&] { return measure ? PlanRigour::Measure : PlanRigour::Estimate; });
}

double fftFlops(Index n) noexcept
{
    const double length = static_cast<double>(n);
    return n > 1 ? 5.0 * length * std::log2(length) : 0.0;
}

std::uint64_t pointSymmetricFlops(Shape input) noexcept
{
    const double rows = static_cast<double>(input.rows / 2 + 1);
    const double columns = static_cast<double>(input.cols / 2 + 1);
    const double flops = static_cast<double>(input.rows) * columns + 0.5 * columns * fftFlops(input.rows) +
                         6.0 * rows * columns + 0.5 * rows * fftFlops(input.cols);
    return static_cast<std::uint64_t>(flops);
}

std::uint64_t mixedBytes(Shape input) noexcept
{
    return 2 * sizeof(float) * static_cast<std::uint64_t>(input.size());
}

} // namespace mixlens
