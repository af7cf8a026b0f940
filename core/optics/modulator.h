#pragma once

#include "core/math/matrix.h"
#include "core/optics/device_spec.h"

namespace mixlens::optics {

/// What the modulator did, all of it known to the electronics that drive it.
struct Modulation
{
    double scale = 0.0; ///< A: the value that full transmission stands for; 0 for an input of zeros
    double meanSquare =
        0.0; ///< mean |t|², the share of the light that passes; NaN for an input with NaN or infinity
    double rms = 0.0; ///< of the input
};

/// Bipolar encoding: each value v of `plane` becomes the transmission t = Q(clip(v / A)) in [-1, 1], a
/// push-pull modulator or amplitude with a phase of 0 or π. Q is a
/// mid-tread quantiser with step 2 / (2^bits - 1): zero stays exactly zero, or padding would turn into a
/// bright spot.
[[nodiscard]] Modulation modulate(MatrixView plane, const DeviceSpec& device);

} // namespace mixlens::optics
