#pragma once

#include "core/math/matrix.h"
#include "core/optics/detector.h"
#include "core/optics/device_spec.h"
#include "core/optics/modulator.h"

#include <string_view>
#include <vector>

namespace mixlens::optics {

/// A part of the device that spoils the transform.
enum class Stage {
    Modulator,  ///< digits, clipping, curve
    Leak,       ///< extinction
    PanelPhase, ///< map and jitter of the pixels' phases
    Envelopes,  ///< beam, width of pixels and receivers, crosstalk
    Alignment,  ///< tilt, shifts, focus, aberrations, aperture
    SignLoss,   ///< a camera that sees intensities alone
    ReceiverNoise,
    Converter,
    ReferencePhase,
    Response,
    Laser
};

/// Every stage, in the order of the light.
[[nodiscard]] std::vector<Stage> stages();
[[nodiscard]] std::string_view title(Stage stage) noexcept;

/// Whether `device` has this imperfection at all.
[[nodiscard]] bool isOn(Stage stage, const DeviceSpec& device) noexcept;
/// `device` with this imperfection off.
[[nodiscard]] DeviceSpec without(Stage stage, const DeviceSpec& device);
/// `device` with every imperfection off but this one.
[[nodiscard]] DeviceSpec only(Stage stage, const DeviceSpec& device);

/// The signal that predictions are made for.
struct SignalFacts
{
    Shape shape;
    double realShare = 0.5; ///< ρ = Σ Re² / Σ |X|², over what goes through the optics
    Modulation modulation;
    Exposure exposure;
};

/// Error power over signal power of one stage, by its closed form. Independent errors add. The forms hold for
/// generic signals: repeated rows quantise to a comb of lines, and clipping at a well or converter isn't
/// predicted. Linear flaws (envelopes, alignment) are those of a white input.
[[nodiscard]] double predictedError(Stage stage, const DeviceSpec& device, const SignalFacts& signal);

/// All stages together, in dB; +infinity for a perfect device. Average and mirror image lower the converter's
/// error only where noise dithers it.
[[nodiscard]] double predictedSnr(const DeviceSpec& device, const SignalFacts& signal);

/// Σ reference² / Σ (y - reference)² in dB over the bins that light measured: with the bypass on, row 0 and
/// column 0 are digital and don't count.
[[nodiscard]] double snr(ConstMatrixView y, ConstFieldView reference, bool bypass);

/// ρ of SignalFacts, from the exact spectrum.
[[nodiscard]] double realShare(ConstFieldView reference, bool bypass);

[[nodiscard]] double decibels(double powerRatio) noexcept;

} // namespace mixlens::optics
