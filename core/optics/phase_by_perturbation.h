#pragma once

#include "core/optics/precise_field.h"

#include <functional>

namespace mixlens::optics {

/// Intensities |F{g}|² of an input as some camera sees them, in the input's units squared.
using IntensityCamera = std::function<PreciseField(const PreciseField& input)>;

/// F{z} of any complex input from eight frames of a camera that sees intensities alone (Macfaden, Gordon and
/// Wilkinson 2017; patent US 11073860): the even parts of real and imaginary part have real transforms, the
/// odd parts imaginary ones, so a second frame with the origin changed by ε, or iε, tells the sign:
///   s = sign(I1 - I0 - ε²), R = s sqrt(I0), Z = R_ea + i R_oa + i R_eb - R_ob.
/// For the real part of a real input's transform only the even part is needed: two frames
/// (Detection::EvenSign).
[[nodiscard]] PreciseField transformByPerturbation(const PreciseField& input, double epsilon,
                                                   const IntensityCamera& camera);

} // namespace mixlens::optics
