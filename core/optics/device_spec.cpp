#include "core/optics/device_spec.h"

#include <array>
#include <cmath>
#include <locale>
#include <sstream>

namespace mixlens::optics {
namespace {

using S = DeviceSpec;

constexpr std::array fields{
    DeviceField{"wavelength", "m", 200e-9, 20e-6, false, false, "wavelength in vacuum", &S::wavelength},
    DeviceField{"focal_length", "m", 1e-4, 10.0, false, false, "focal length of the lens", &S::focalLength},
    DeviceField{"pitch", "m", 1e-7, 1e-3, false, false, "distance between modulators", &S::pitch},
    DeviceField{"tile", "1", 4, 8192, true, false, "modulators along each edge of one optical core",
                &S::tile},
    DeviceField{"slm_bits", "bit", 2, 16, true, true, "digits of the modulators; 0: none lost",
                &S::modulatorBits},
    DeviceField{"slm_crest", "1", 0.5, 1000, false, true,
                "full scale in standard deviations, beyond it clips; 0: the largest magnitude",
                &S::modulatorCrest},
    DeviceField{"photons", "e-", 1e-3, 1e12, false, true,
                "mean photo-electrons of the signal in one bin; 0: no quantum or read noise", &S::photons},
    DeviceField{"lo_ratio", "1", 0.01, 1e6, false, false, "reference beam's power over the mean signal's",
                &S::loRatio},
    DeviceField{"lo_phase", "rad", -3.2, 3.2, false, false, "phase error of the reference beam", &S::loPhase},
    DeviceField{"rin", "1", 1e-6, 1, false, true, "relative spread of the laser's power from frame to frame",
                &S::intensityNoise},
    DeviceField{"full_well", "e-", 10, 1e12, false, true, "most electrons a port holds; 0: any",
                &S::fullWell},
    DeviceField{"read_noise", "e-", 1e-3, 1e6, false, true, "electrons rms a port and exposure",
                &S::readNoise},
    DeviceField{"prnu", "1", 1e-6, 0.5, false, true, "relative spread of the receivers' response",
                &S::responseSpread},
    DeviceField{"adc_bits", "bit", 2, 24, true, true, "digits of the converters; 0: none lost",
                &S::converterBits},
    DeviceField{"adc_crest", "1", 0.5, 1000, false, true,
                "full scale over the rms that Parseval predicts; 0: from a preview exposure",
                &S::converterCrest},
    DeviceField{"averages", "1", 1, 10000, true, false, "exposures averaged", &S::averages},
    DeviceField{"bypass", "1", 0, 1, true, false, "1: transform constant rows and columns digitally",
                &S::bypass},
    DeviceField{"symmetrise", "1", 0, 1, true, false, "1: average each bin with its mirror image",
                &S::symmetrise},
};

std::string numberText(double value)
{
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << value;
    return out.str();
}

} // namespace

std::span<const DeviceField> deviceFields() noexcept
{
    return fields;
}

Result<void> checkDevice(const DeviceSpec& device)
{
    for (const DeviceField& field : fields) {
        const double value = (device.*field.member).value;
        const bool off = field.zeroIsOff && value == 0.0;
        const bool inside = std::isfinite(value) && value >= field.least && value <= field.most &&
                            (!field.whole || value == std::floor(value));
        if (off || inside)
            continue;
        std::string unit; // appended, not added: g++ 12 sees an overlap in " " + std::string (GCC bug 105329)
        if (field.unit != "1")
            unit.append(" ").append(field.unit);
        return failure(Error::Code::OutOfRange,
                       "The optical device's " + std::string(field.key) + " is " + numberText(value) + unit +
                           "; give " + (field.whole ? "a whole number" : "a value") + " from " +
                           numberText(field.least) + " to " + numberText(field.most) + unit +
                           (field.zeroIsOff ? ", or 0 to switch it off." : "."));
    }
    return {};
}

DeviceSpec idealDevice()
{
    DeviceSpec device;
    for (const DeviceField& field : fields) {
        if (field.zeroIsOff)
            device.*field.member = {0.0, "ideal"};
    }
    device.bypass = {0, "ideal"};
    device.symmetrise = {0, "ideal"};
    return device;
}

} // namespace mixlens::optics
