#pragma once

#include "core/base/result.h"
#include "core/math/matrix.h"

#include <span>
#include <string>
#include <string_view>

namespace mixlens::optics {

/// How signed numbers become light, in the order of the setting "encoding".
enum class Encoding {
    Bipolar,      ///< t = v / A: push-pull modulator, or amplitude with a phase of 0 or π
    Offset,       ///< t = (1 + v / A) / 2: amplitude alone; the axis gets most of the light
    Differential, ///< positive and negative parts in two frames, fields subtracted
    BitPlane,     ///< a mirror array: one binary frame a digit, fields added digitally
    DoublePhase   ///< t = (e^{iθ} + e^{-iθ}) / 2, θ = acos(v / A): phase-only panels
};

/// How the field is measured, in the order of the setting "detection".
enum class Detection {
    Balanced,    ///< both ports of a beam splitter at once, subtracted: one quadrature, one exposure
    Sequential,  ///< one camera, reference beam at +r and -r: two exposures
    Quadratures, ///< 90° hybrid: real and imaginary part at once, each with twice the noise
    EvenSign,    ///< |F|² of the even part of the input, sign by a second frame with a point of light added
    EvenBias,    ///< |F + r|² of the even part of the input, r above any |F|
    Intensity    ///< a bare camera: sqrt(|F|²); the sign is lost
};

/// How light gets from the modulator to the receiver.
enum class Propagator {
    Fast,    ///< the Fourier integral of an ideal lens at the bins λf / (N p)
    Matrix,  ///< the same at any detector pitch
    FullWave ///< Fresnel, lens of finite aperture, Fresnel
};

/// How the device is used for the whole transform.
enum class Composition {
    Whole,     ///< all of the input at once
    MultiPass, ///< a small core again and again, mixed radix
    OnePass    ///< one optical pass over decimated parts, digital butterflies for the rest
};

/// How the response of the bins is known that recovery divides by, in the order of the setting "calibration".
enum class CalibrationSource {
    Ideal,   ///< as the device was built
    Impulses ///< as exposures of a single lit pixel showed it, noise and all
};

/// What the curve of a modulator does to its drive.
enum class DriveCurve {
    Linear,
    Sine,    ///< t = sin(π v / 2), driven as if it were linear
    LookedUp ///< t = sin(π v / 2), the code with the nearest t is taken
};

/// A number of a device and where it comes from. `source` begins with one of sourceWords().
struct DeviceValue
{
    double value = 0.0; ///< SI units
    std::string source;
};

/// The words a source begins with: "cited" (a document that was read), "recalled" (known from a document that
/// was not read again), "derived", "assumed", "ideal" (an imperfection left out), "set" (by a person).
[[nodiscard]] std::span<const std::string_view> sourceWords() noexcept;
/// The word that `source` begins with; empty when it begins with none.
[[nodiscard]] std::string_view sourceWord(std::string_view source) noexcept;

/// A lens with a modulator in front of it and a receiver behind it: every number that the simulation and the
/// model of time and energy use. deviceFields() says what each means and may be; it also has the defaults: a
/// silicon-photonic tile with bipolar 8-bit modulators, a reference beam ten times the signal, 5,000
/// photo-electrons a bin and 10-bit converters. 0 switches an imperfection off; with all of them off the
/// bench computes the exact transform.
struct DeviceSpec
{
    DeviceSpec();

    // Geometry
    DeviceValue wavelength, focalLength, pitch, pitchHidden, tile, panelTokens, panelHidden, composition;

    // Modulator
    DeviceValue encoding, modulatorBits, modulatorCrest, driveCurve, extinction, leakPhase, fill, crosstalk,
        phaseError, phaseJitter, phaseLayout;

    // Light
    DeviceValue photons, loRatio, loPhase, loDrift, intensityNoise, powerMonitor, beamRadius;

    // Lens and alignment
    DeviceValue propagator, aperture, tiltTokens, tiltHidden, defocus, inputDistance, inputShiftTokens,
        inputShiftHidden, detectorShiftTokens, detectorShiftHidden;
    DeviceValue zernike4, zernike5, zernike6, zernike7, zernike8, zernike9, zernike10, zernike11;

    // Receiver
    DeviceValue detection, perturbation, bias, detectorPitch, detectorFill, quantumEfficiency, responseSpread,
        darkElectrons, darkSpread, fullWell, readNoise, converterBits, converterCrest, averages;

    // Recovery
    DeviceValue bypass, symmetrise, calibrate, calibration, calibrationFrames, calibrationShared;

    // Time
    DeviceValue converterInRate, channelsIn, panelLoad, settle, exposure, converterOutRate, channelsOut,
        panelRead, turnaround, parallelTiles, digitalRate, linkBandwidth, linkLatency;

    // Energy
    DeviceValue opticalLoss, wallPlug, staticPower, dacEnergy, modulatorEnergy, amplifierPower, adcEnergy,
        sramEnergy, operationEnergy, dramEnergy;
};

/// Where a person looks for a field.
enum class FieldGroup { Geometry, Modulator, Light, Alignment, Receiver, Recovery, Time, Energy };
[[nodiscard]] std::string_view title(FieldGroup group) noexcept;

/// What a value of DeviceSpec means and may be: the one table that device files, settings, sentences about
/// wrong values and controls are made from.
struct DeviceField
{
    std::string_view key;  ///< stable, e.g. "slm_bits"; also a setting of the optical mixer
    std::string_view unit; ///< "m", "e-", "bit", "rad", "1"
    double least = 0.0;
    double most = 0.0;
    bool whole = false;     ///< only whole numbers make sense
    bool zeroIsOff = false; ///< 0 is allowed besides [least, most]: no such imperfection, or automatic
    double fallback = 0.0;
    std::string_view source; ///< of the fallback
    std::string_view meaning;
    DeviceValue DeviceSpec::*member = nullptr;
    FieldGroup group = FieldGroup::Geometry;
    std::span<const std::string_view> names{}; ///< of the values 0, 1, … where they are choices

    [[nodiscard]] bool isSwitch() const noexcept
    {
        return whole && least == 0.0 && most == 1.0 && names.empty();
    }
};

/// Every value of a DeviceSpec, in the order of the light.
[[nodiscard]] std::span<const DeviceField> deviceFields() noexcept;
/// Null for a key that no field has.
[[nodiscard]] const DeviceField* findField(std::string_view key) noexcept;

/// OutOfRange, naming the field, its value and its range.
[[nodiscard]] Result<void> checkValue(const DeviceField& field, double value);
/// The first thing that makes the device impossible to build: checkValue() of each field, a core larger than
/// its panel, a lens smaller than a core.
[[nodiscard]] Result<void> checkDevice(const DeviceSpec& device);
/// OutOfRange where an input does not fit on the panel of a device that takes it whole.
[[nodiscard]] Result<void> checkInput(const DeviceSpec& device, Shape input);

/// Sets one field from text, as `--set key=value` and device files do: a number, or a name of a choice, or
/// on / off for a switch. Usage for an unknown key or text that is no number, OutOfRange otherwise.
[[nodiscard]] Result<void> setField(DeviceSpec& device, std::string_view key, std::string_view text,
                                    std::string_view source = "set by the user");
/// The value as setField() takes it: "8", "bipolar", "1e-07".
[[nodiscard]] std::string fieldText(const DeviceField& field, const DeviceSpec& device);

/// All imperfections off and nothing bypassed: bare optics without noise or digits.
[[nodiscard]] DeviceSpec idealDevice();

[[nodiscard]] Encoding encoding(const DeviceSpec& device) noexcept;
[[nodiscard]] Detection detection(const DeviceSpec& device) noexcept;
[[nodiscard]] Propagator propagator(const DeviceSpec& device) noexcept;
[[nodiscard]] Composition composition(const DeviceSpec& device) noexcept;
[[nodiscard]] DriveCurve driveCurve(const DeviceSpec& device) noexcept;
/// Whether recovery divides by a measured response.
[[nodiscard]] bool measuresResponse(const DeviceSpec& device) noexcept;

/// Metres between modulators along the hidden units: pitch_hidden, or pitch where that is 0.
[[nodiscard]] double pitchAlongHidden(const DeviceSpec& device) noexcept;

} // namespace mixlens::optics
