#pragma once

#include "core/base/result.h"

#include <span>
#include <string>
#include <string_view>

namespace mixlens::optics {

/// A number of a device and where it comes from: a document, a derivation, or "assumed".
struct DeviceValue
{
    double value = 0.0; ///< SI units
    std::string source;
};

/// A lens with a modulator in its front focal plane and a balanced homodyne receiver in its back one.
///
/// Defaults: a silicon-photonic tile with bipolar 8-bit modulators, a reference beam ten times the signal,
/// 5,000 photo-electrons a bin and 10-bit converters. 0 switches an imperfection off; with all of them off
/// the bench computes the exact transform. deviceFields() says what each value means.
struct DeviceSpec
{
    // Geometry
    DeviceValue wavelength{1550e-9, "telecom C band, where silicon photonics works"};
    DeviceValue focalLength{25.8e-3,
                            "derived: tile * pitch^2 / wavelength, so that both planes have one pitch"};
    DeviceValue pitch{50e-6, "assumed"};
    DeviceValue tile{16, "assumed; Optalysys describes 11 x 11"};

    // Modulator
    DeviceValue modulatorBits{8, "DAC of Lightening-Transformer's device table"};
    DeviceValue modulatorCrest{0, "scaled to the largest magnitude"};

    // Light
    DeviceValue photons{5000, "derived: 40 dB of shot noise"};
    DeviceValue loRatio{10, "assumed"};
    DeviceValue loPhase{0, "ideal"};
    DeviceValue intensityNoise{0, "ideal"};

    // Receiver
    DeviceValue fullWell{0, "photodiodes have none"};
    DeviceValue readNoise{2, "assumed; the class of a scientific camera"};
    DeviceValue responseSpread{0, "ideal"};
    DeviceValue converterBits{10, "assumed"};
    DeviceValue converterCrest{0, "set from a preview exposure"};
    DeviceValue averages{1, "assumed"};

    // Recovery
    DeviceValue bypass{1, "recommended: constant rows would set the converter's range"};
    DeviceValue symmetrise{1, "recommended: the wanted output is even"};
};

/// What a value of DeviceSpec means and may be.
struct DeviceField
{
    std::string_view key;  ///< stable, e.g. "slm_bits"; also a setting of the optical mixer
    std::string_view unit; ///< "m", "e-", "bit", "rad", "1"
    double least = 0.0;
    double most = 0.0;
    bool whole = false;     ///< only whole numbers make sense
    bool zeroIsOff = false; ///< 0 is allowed besides [least, most]: no such imperfection, or automatic
    std::string_view meaning;
    DeviceValue DeviceSpec::*member = nullptr;
};

/// Every value of a DeviceSpec, in the order of the light.
[[nodiscard]] std::span<const DeviceField> deviceFields() noexcept;

/// OutOfRange, naming the field, its value and its range, for a device that cannot be built.
[[nodiscard]] Result<void> checkDevice(const DeviceSpec& device);

/// All imperfections off and nothing bypassed: bare optics without noise or digits.
[[nodiscard]] DeviceSpec idealDevice();

} // namespace mixlens::optics
