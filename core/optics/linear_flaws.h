#pragma once

#include "core/optics/device_spec.h"
#include "core/optics/modulator.h"

#include <span>

namespace mixlens::optics {

/// A passage of the light through panel and lens, for one factor of each axis. `core` is a multiple of
/// `factor`: a small tile stands at a stride, and its bins are the first ones of the core.
struct CorePass
{
    Shape factor;
    Shape core;
};

/// Error power over signal power of what multiplies the light, by its closed form for a white real input:
/// pixels by W, bins by H, and by Q = M / F where a matrix M stands for the lens in place of the transform F.
///
/// In a transform made of several passes (tiled_pass.h) each pass multiplies by the digits of pixel and bin
/// that are its own, n = N2 n1 + n2 and k = k1 + r1 k2, and twiddle factors turn nothing but the phase of the
/// exact transform. So the passes together are one transform of W(n) = W1(n1) W2(n2) and H(k) = H1(k1)
/// H2(k2), whose error is E |Q H W - 1|². With the mean of mirror images the factor is
///   G = [H(k) W(n) + conj(H(-k) W(n))] / 2:
/// of a turned pixel only the real part is left, so that a tilt, of phase φ across the panel, costs φ⁴ / 4
/// instead of φ². Where rows of the input are digital, light that leaves its bin finds only measured ones to
/// come from and to spoil.
///
/// W and H are averaged exactly. Phases that change between exposures have their expectation: of independent
/// tiles they don't meet their own in the mirrored bin, of the first pass they do.
[[nodiscard]] double linearError(const DeviceSpec& device, const Modulation& modulation, Shape shape,
                                 std::span<const CorePass> passes);

/// Of an input that goes through at once.
[[nodiscard]] double linearError(const DeviceSpec& device, const Modulation& modulation, Shape shape);

} // namespace mixlens::optics
