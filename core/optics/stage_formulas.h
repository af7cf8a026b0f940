#pragma once

#include "core/optics/device_spec.h"
#include "core/optics/modulator.h"

namespace mixlens::optics {

/// How the frames of an encoding add up, over the full scale A.
struct EncodingFacts
{
    double squares = 1.0;  ///< Σ (w_j / A)²: noise of a frame against that of a bipolar one
    double sum = 1.0;      ///< Σ w_j / A: what all frames have in common
    double light = 1.0;    ///< mean |a|² of a frame off the axis, over that of bipolar code
    double pedestal = 0.0; ///< (constant / A)²: light that the code adds to every pixel
};
[[nodiscard]] EncodingFacts encodingFacts(const DeviceSpec& device, const Modulation& modulation) noexcept;

/// Whether the device transforms the even part of its input: a real spectrum.
[[nodiscard]] bool evenInput(const DeviceSpec& device) noexcept;

// Error power over the power of the input or of the light, by closed forms.

/// σ² / (Δ² / 12) is 6.02 b + 4.77 - 20 log10(crest); clipping of a Gaussian; curve sin(πv/2) to third order.
[[nodiscard]] double modulatorError(const DeviceSpec& device, const Modulation& modulation);
/// c² / ER: on the axis alone where pixels leak in phase.
[[nodiscard]] double leakError(const DeviceSpec& device, const Modulation& modulation);

/// By how much noise grows where recovery divides by a known envelope of the bins, and where a known window
/// is made up for before the modulator, whose light it costs: mean 1 / H² times mean 1 / W². 2.6 dB for a
/// panel filled to 93 %.
[[nodiscard]] double equalisationGain(const DeviceSpec& device, Shape shape);

// Variance of a bin's estimate, in photo-electrons, of all frames of the encoding together.

[[nodiscard]] double receiverVariance(const DeviceSpec& device, const Modulation& modulation);
[[nodiscard]] double converterVariance(const DeviceSpec& device, const Modulation& modulation, double range);

/// Re(a e^{-iφ}) = Re a cos φ + Im a sin φ, of which the mirror image takes the odd part away.
[[nodiscard]] double referencePhaseError(const DeviceSpec& device, double realShare);
[[nodiscard]] double responseError(const DeviceSpec& device);
[[nodiscard]] double laserError(const DeviceSpec& device, double realShare);

} // namespace mixlens::optics
