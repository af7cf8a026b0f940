#pragma once

#include "core/optics/device_spec.h"
#include "core/optics/precise_field.h"

#include <cstdint>
#include <memory>

namespace mixlens::optics {

/// What three exposures of single lit pixels tell of a device, noise and all: the light of one pixel reaches
/// every bin alike, so what differs is the device's.
struct Calibration
{
    PreciseField response;    ///< of each bin, ideally 1: pixel shape, crosstalk, misplaced panel, reference
    double phase = 0.0;       ///< rad, of the reference beam against the light on the axis
    double gain = 1.0;        ///< amplitude received on average over amplitude expected
    double shiftTokens = 0.0; ///< bins that tilt or a receiver off the axis move the pattern by
    double shiftHidden = 0.0;
    int frames = 0; ///< exposures it took
};

/// Lights the pixel on the axis and its two neighbours, calibration_frames times each, and reads both
/// quadratures. The laser is turned up until a bin has its mean electrons, as for any input.
[[nodiscard]] Calibration calibrateByImpulses(const DeviceSpec& device, Shape shape, std::uint64_t seed);

/// The response that recovery divides by where measuresResponse(): of the bins and the reference beam, from
/// the pixel on the axis. Flats know the pixels of the camera apart from it. Measured once for a device and
/// shape, always with the same noise, as a calibration is; the last few are kept. Any thread.
[[nodiscard]] std::shared_ptr<const PreciseField> measuredResponse(const DeviceSpec& device, Shape shape);

/// Exposures that measuring it takes: one quadrature needs a second setting of the reference beam, one camera
/// two exposures each; intensities need no reference. With a preview.
[[nodiscard]] std::uint64_t responseExposures(const DeviceSpec& device) noexcept;

/// Error power over signal power, of all bins, that the noise of the measured response brings: an error
/// ε of variance v / (n M) in each part of a bin's response, with v the variance of a read quadrature, n the
/// mean electrons and M the frames averaged. Dividing by Re (1 + ε) makes it E ε_r² = v / (n M); by the
/// whole, Re X ε_r - Im X ε_i makes it that over ρ.
[[nodiscard]] double responseNoise(const DeviceSpec& device, double realShare);

} // namespace mixlens::optics
