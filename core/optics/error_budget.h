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
    FullWell,  ///< readings cut where a pixel holds no more electrons
    Converter, ///< rounding, and readings cut at the ends of the converter's range
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
/// `device` with every imperfection off but this one. A full well alone cuts light so bright that shot noise
/// doesn't show: as many more electrons fit in the well as are sent.
[[nodiscard]] DeviceSpec only(Stage stage, const DeviceSpec& device);

/// The signal that predictions are made for.
struct SignalFacts
{
    Shape shape;
    double realShare = 0.5; ///< ρ = Σ Re² / Σ |X|², over what goes through the optics
    Modulation modulation;
    Exposure exposure;
    double lostSign = 0.0;        ///< error power of intensities' lost signs over signal power (clipping.h)
    double lostAtWell = 0.0;      ///< likewise, of cut readings
    double lostInConverter = 0.0; ///< what the converter's ends add to it
};

/// Error power over signal power of one stage, by its closed form. Independent errors add. The forms hold for
/// generic signals: repeated rows quantise to a comb of lines. Linear flaws (envelopes, alignment) are those
/// of a white input (linear_flaws.h). What cut readings lose is known of the light itself, bin by bin.
[[nodiscard]] double predictedError(Stage stage, const DeviceSpec& device, const SignalFacts& signal);

/// Error power over signal power of all stages but those that multiply the light (linear_flaws.h): panel
/// phases, envelopes, alignment.
[[nodiscard]] double predictedNoise(const DeviceSpec& device, const SignalFacts& signal);

/// All stages together, in dB; +infinity for a perfect device. Bins folded at a weak bias and signs that get
/// lost in dim light belong to no stage: they are in every one's. Average and mirror image lower the
/// converter's error only where noise dithers it.
[[nodiscard]] double predictedSnr(const DeviceSpec& device, const SignalFacts& signal);

/// Σ reference² / Σ (y - reference)² in dB over the bins that light measured: with the bypass on, row 0 and
/// column 0 are digital and don't count.
[[nodiscard]] double snr(ConstMatrixView y, ConstFieldView reference, bool bypass);

/// Σ Re² of the exact spectrum over the same bins.
[[nodiscard]] double realPower(ConstFieldView reference, bool bypass);

/// ρ of SignalFacts, from the exact spectrum.
[[nodiscard]] double realShare(ConstFieldView reference, bool bypass);

[[nodiscard]] double decibels(double powerRatio) noexcept;

} // namespace mixlens::optics
