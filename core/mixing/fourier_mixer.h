#pragma once

#include "core/math/fft.h"
#include "core/mixing/mixer_registry.h"

#include <array>

namespace mixlens {

/// Y = Re(F_N X F_d), unnormalised: FNet's mixing (Lee-Thorp et al. 2021, eq. 3). Whatever way it is
/// computed, the operator is the same, and so is what one token does to another.
class FourierMixer : public TokenMixer
{
public:
    [[nodiscard]] Result<Matrix> influence(ConstMatrixView x, KeyMask mask, const MixTape& tape,
                                           const std::stop_token& stop) const override;
    [[nodiscard]] std::optional<Matrix> weights(Index tokens, Index head, const MixTape& tape) const override;
};

/// What the mixers that use FFTW can be told.
inline constexpr std::array fftwSettings{MixerSetting{
    "planning", "estimate",
    "estimate, or measure: search up to seconds at the first use of a length for FFTW's fastest way"}};

/// The value of "planning", with unknown settings refused.
[[nodiscard]] Result<PlanRigour> readPlanning(std::string_view mixer, const MixerSetup& setup);

inline constexpr std::string_view fourierFormula = "Re(F_N X F_d)";
inline constexpr std::string_view fourierSource = "Lee-Thorp et al. 2021, eq. 3";

/// Real operations of one complex FFT of length n, 5 n log2 n: the count of radix 2, by which FFTs are
/// compared (Frigo and Johnson 2005), whatever their own.
[[nodiscard]] double fftFlops(Index n) noexcept;

/// Of Re(F_N X F_d) from the point-symmetric half of X: folding N (d/2 + 1) additions; (d/2 + 1) / 2 complex
/// columns of length N; unpacking 2 operations and packing rows 4 for each of the (N/2 + 1) (d/2 + 1) values;
/// (N/2 + 1) / 2 complex rows of length d.
[[nodiscard]] std::uint64_t pointSymmetricFlops(Shape input) noexcept;

/// Bytes of X and Y.
[[nodiscard]] std::uint64_t mixedBytes(Shape input) noexcept;

} // namespace mixlens
