#pragma once

#include "core/optics/device_spec.h"
#include "core/optics/precise_field.h"

#include <cstdint>

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

} // namespace mixlens::optics
