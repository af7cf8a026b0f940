#pragma once

#include "core/optics/device_spec.h"
#include "core/optics/precise_field.h"

#include <array>

namespace mixlens::optics {

/// What cut readings take away from the recovered transform on average, bin by bin: the estimate with the
/// limits less the one without. Known from the light without its noise, the well and the converter's end.
///
/// A reading n of mean μ and variance v (shot noise, spread of the response) that stops at L keeps
///   E min(n, L) = μ - √v [φ(z) - z Q(z)],  z = (L - μ) / √v,
/// the normal's tail above L folded onto it: μ far below L, L far above, μ - 0.4 √v on the edge. The well
/// comes before the read noise, the converter after it, so readings stop twice: E min(min(n, W) + read, F).
/// Each detection then does with the kept readings what it does with all (field_reader.h), a = light,
/// ρ = r e^{iφ}:
///   Balanced     n± = keep(|a ± ρ|² / 2), ŷ = keep±F(n+ - n-) / (2 r): cut bins end at
///                (W - |a - ρ|² / 2) / (2 r), and at 0 where both ports are full
///   Sequential   ŷ = [keep(|a + ρ|²) - keep(|a - ρ|²)] / (4 r), likewise
///   Quadratures  as Balanced, half of the light and the reference for each part
///   EvenSign     I0 = keep(a²), I1 = keep((a + ε)²), ŷ = sign(I1 - I0 - ε²) √I0: where both are full the
///                difference is 0 < ε², so a bright positive bin comes out at -√L, worse than lost. The sign
///                is wrong with p = Q(|mean| / √variance) of that difference; counted as
///                √[(1 - p) (|a| - √I0)² + p (|a| + √I0)²]
///   EvenBias     ŷ = √keep((a + b)²) - b, folded where a < -b
///   Intensity    ŷ = √keep(|a|²)
/// The losses of all frames of an encoding add as fields, pass the same recovery as the transform, and their
/// squares are error power: they are the same in every exposure, so averaging takes none of them away. The
/// variance that cutting takes from a reading stays counted as receiver noise, which the loss of the same
/// reading exceeds; pixels' responses count by their spread, not one by one.
struct LostLight
{
    PreciseField well; ///< by the full well alone; empty where nothing is lost
    PreciseField all;  ///< by the well and the converter
    /// What intensities do not tell even without limits: |a| - Re a of a bare camera, bins folded at the
    /// bias, wrong signs in dim light. Empty for homodyne detection.
    PreciseField sign;
};

/// Adds weight times what is lost of one frame's light `field`, in sqrt(e-), whose readings, the mean of
/// `exposures`, are converted over `fullScales` electrons, of the real and the imaginary part; 0: no
/// converter.
void addLost(const PreciseField& field, const DeviceSpec& device, const std::array<double, 2>& fullScales,
             int exposures, double weight, LostLight& lost);

/// Error power of what is lost, over the bins that light measured.
struct LostPower
{
    double well = 0.0; ///< that the well adds; less than nothing where it cuts what the lost sign spoils
    double all = 0.0;  ///< that well and converter add
    double sign = 0.0; ///< without any limits
};

/// Of the real parts; with `bypass` row 0 and column 0 are digital.
[[nodiscard]] LostPower lostPower(const LostLight& lost, bool bypass);
/// Of real and imaginary parts together.
[[nodiscard]] LostPower lostComplexPower(const LostLight& lost);

} // namespace mixlens::optics
