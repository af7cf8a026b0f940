#include "core/optics/error_budget.h"

#include <array>

namespace mixlens::optics {
namespace {

using S = DeviceSpec;

/// A value that, other than 0, is the work of one stage.
struct Part
{
    Stage stage;
    DeviceValue DeviceSpec::*member;
};

constexpr std::array parts{
    Part{Stage::Modulator, &S::modulatorBits},
    Part{Stage::Modulator, &S::modulatorCrest},
    Part{Stage::Modulator, &S::driveCurve},
    Part{Stage::Leak, &S::extinction},
    Part{Stage::PanelPhase, &S::phaseError},
    Part{Stage::PanelPhase, &S::phaseJitter},
    Part{Stage::Envelopes, &S::fill},
    Part{Stage::Envelopes, &S::crosstalk},
    Part{Stage::Envelopes, &S::beamRadius},
    Part{Stage::Envelopes, &S::detectorFill},
    Part{Stage::Alignment, &S::propagator},
    Part{Stage::Alignment, &S::tiltTokens},
    Part{Stage::Alignment, &S::tiltHidden},
    Part{Stage::Alignment, &S::defocus},
    Part{Stage::Alignment, &S::inputDistance},
    Part{Stage::Alignment, &S::inputShiftTokens},
    Part{Stage::Alignment, &S::inputShiftHidden},
    Part{Stage::Alignment, &S::detectorShiftTokens},
    Part{Stage::Alignment, &S::detectorShiftHidden},
    Part{Stage::Alignment, &S::zernike4},
    Part{Stage::Alignment, &S::zernike5},
    Part{Stage::Alignment, &S::zernike6},
    Part{Stage::Alignment, &S::zernike7},
    Part{Stage::Alignment, &S::zernike8},
    Part{Stage::Alignment, &S::zernike9},
    Part{Stage::Alignment, &S::zernike10},
    Part{Stage::Alignment, &S::zernike11},
    Part{Stage::Alignment, &S::detectorPitch},
    Part{Stage::ReceiverNoise, &S::photons},
    Part{Stage::ReceiverNoise, &S::readNoise},
    Part{Stage::ReceiverNoise, &S::darkElectrons},
    Part{Stage::FullWell, &S::fullWell},
    Part{Stage::Converter, &S::converterBits},
    Part{Stage::ReferencePhase, &S::loPhase},
    Part{Stage::ReferencePhase, &S::loDrift},
    Part{Stage::Response, &S::responseSpread},
    Part{Stage::Laser, &S::intensityNoise},
};

/// Wells, reading and dark current count nothing where no quanta are counted.
bool countsQuanta(const DeviceSpec& device) noexcept
{
    return device.photons.value > 0.0;
}

} // namespace

std::vector<Stage> stages()
{
    return {Stage::Modulator, Stage::Leak,           Stage::PanelPhase,    Stage::Envelopes,
            Stage::Alignment, Stage::SignLoss,       Stage::ReceiverNoise, Stage::FullWell,
            Stage::Converter, Stage::ReferencePhase, Stage::Response,      Stage::Laser};
}

std::string_view title(Stage stage) noexcept
{
    switch (stage) {
    case Stage::Modulator:
        return "modulator";
    case Stage::Leak:
        return "leak";
    case Stage::PanelPhase:
        return "pixel phases";
    case Stage::Envelopes:
        return "beam and pixels";
    case Stage::Alignment:
        return "alignment";
    case Stage::SignLoss:
        return "lost sign";
    case Stage::ReceiverNoise:
        return "receiver noise";
    case Stage::FullWell:
        return "full well";
    case Stage::Converter:
        return "converter";
    case Stage::ReferencePhase:
        return "reference phase";
    case Stage::Response:
        return "receiver response";
    case Stage::Laser:
        return "laser power";
    }
    return "";
}

bool isOn(Stage stage, const DeviceSpec& device) noexcept
{
    if (stage == Stage::SignLoss)
        return detection(device) == Detection::Intensity;
    if (stage == Stage::ReceiverNoise)
        return countsQuanta(device);
    if (stage == Stage::FullWell && !countsQuanta(device))
        return false;
    for (const Part& part : parts) {
        if (part.stage == stage && (device.*part.member).value != 0.0)
            return true;
    }
    return false;
}

DeviceSpec without(Stage stage, const DeviceSpec& device)
{
    DeviceSpec kept = device;
    for (const Part& part : parts) {
        if (part.stage == stage)
            (kept.*part.member).value = 0.0;
    }
    if (stage == Stage::SignLoss && detection(device) == Detection::Intensity)
        kept.detection.value = static_cast<double>(Detection::Balanced);
    if (stage == Stage::Modulator && encoding(device) == Encoding::BitPlane)
        kept.modulatorBits.value = findField("slm_bits")->most; // planes are its way of showing a value
    return kept;
}

DeviceSpec only(Stage stage, const DeviceSpec& device)
{
    DeviceSpec kept = device;
    for (const Stage other : stages()) {
        if (other != stage)
            kept = without(other, kept);
    }
    if (stage == Stage::FullWell && countsQuanta(device)) {
        constexpr double manyQuanta = 1e8; // shot noise of 1 electron a bin is then 80 dB below the light
        kept.photons.value = manyQuanta * device.photons.value;
        kept.fullWell.value = manyQuanta * device.fullWell.value;
    }
    return kept;
}

} // namespace mixlens::optics
