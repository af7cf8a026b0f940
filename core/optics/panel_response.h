#pragma once

#include "core/optics/device_spec.h"
#include "core/optics/precise_field.h"

#include <cstdint>

namespace mixlens::optics {

/// A panel of pixels as the light meets it. (samples) counts pixels, so along the hidden units it is
/// `pixelsAValue` times the number of values.
struct PanelShape
{
    Shape values;
    Index pixelsAValue = 1;

    [[nodiscard]] Shape pixels() const noexcept { return {values.rows, values.cols * pixelsAValue}; }
};

/// Everything that multiplies or joins the transmission t before the lens:
///   (t + leak) · beam · receiver window · exp(i (errors of the pixels + aberrations + tilt + defocus)).
/// A receiver q bins wide that integrates the field is a window sinc(q n / N) on the input; receivers of
/// intensity integrate elsewhere. Tilt, defocus and shift of the receiver are phases on the input where the
/// propagator does not know them. Jitter belongs to `exposure`.
void passPanel(PreciseField& light, const PanelShape& panel, const DeviceSpec& device, std::uint64_t seed,
               std::uint32_t exposure);

/// What multiplies bin (k, l), in place: pixels of finite width and their crosstalk, and phases of a panel
/// that is shifted or out of the front focal plane where the propagator does not know them.
void passEnvelope(PreciseField& field, const PanelShape& panel, const DeviceSpec& device);

/// What calibration with impulses and plane waves shows of the two, and can be undone: beam and receiver
/// window at pixel value (n, m), pixel shape and crosstalk at bin (k, l).
[[nodiscard]] double knownWindow(const DeviceSpec& device, Shape values, Index n, Index m);
[[nodiscard]] double knownEnvelope(const DeviceSpec& device, Shape values, Index k, Index l);
/// Least beam, receiver window or envelope that is undone: beyond it, noise would be all that is left.
inline constexpr double leastWindow = 0.02;
/// Whether there is anything to undo at the input.
[[nodiscard]] bool hasWindow(const DeviceSpec& device) noexcept;

/// Σ_j c_j Z_j over the panel, rad, at a point in units of half its diagonal.
[[nodiscard]] double aberration(const DeviceSpec& device, double x, double y) noexcept;

} // namespace mixlens::optics
