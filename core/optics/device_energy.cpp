#include "core/optics/device_energy.h"

#include <cmath>

namespace mixlens::optics {
namespace {

constexpr double planck = 6.62607015e-34;  // J s
constexpr double lightSpeed = 299792458.0; // m / s
constexpr double fullDigits = 12.0;        // where the device loses none
constexpr double bitsAWord = 16.0;
/// Power at full transmission over its mean, for inputs of crest 4.2 as LayerNorm gives them (12.5 dB).
constexpr double peakToMean = 17.8;

struct LaserShares
{
    double signal = 0.0;
    double reference = 0.0;
};

LaserShares laserShares(const DeviceSpec& device, const FramePlan& plan) noexcept
{
    const double photon = planck * lightSpeed / device.wavelength.value;
    const double electrons = device.photons.value > 0.0 ? device.photons.value : 1.0;
    const double loss = std::pow(10.0, device.opticalLoss.value / 10.0);
    const double each = electrons * photon * loss / (device.quantumEfficiency.value * device.wallPlug.value);
    const double bins = static_cast<double>(plan.optical.size()) * static_cast<double>(plan.frames);
    const Detection way = detection(device);
    const bool beats =
        way == Detection::Balanced || way == Detection::Sequential || way == Detection::Quadratures;
    return {bins * each * peakToMean, beats ? bins * each * device.loRatio.value : 0.0};
}

/// Murmann's Walden form: energy doubles with each effective bit.
double adcEnergy(const DeviceSpec& device) noexcept
{
    const double bits = device.converterBits.value > 0.0 ? device.converterBits.value : fullDigits;
    return device.adcEnergy.value * std::exp2(bits - 8.0);
}

/// The Lightening-Transformer simulator's law, 2^b / b.
double dacEnergy(const DeviceSpec& device) noexcept
{
    const double bits = device.modulatorBits.value > 0.0 ? device.modulatorBits.value : fullDigits;
    return device.dacEnergy.value * std::exp2(bits - 8.0) * 8.0 / bits;
}

double modulatorEnergy(const DeviceSpec& device) noexcept
{
    const double bits = device.modulatorBits.value > 0.0 ? device.modulatorBits.value : fullDigits;
    return device.modulatorEnergy.value * (encoding(device) == Encoding::BitPlane ? 1.0 : bits);
}

} // namespace

double laserEnergy(const DeviceSpec& device, const FramePlan& plan) noexcept
{
    const LaserShares shares = laserShares(device, plan);
    return shares.signal + shares.reference;
}

namespace {

/// Light and conversions of an exposure, times the exposures of a calibration that fall to one transform.
double calibrationEnergy(const DeviceSpec& device, const FramePlan& plan, const LaserShares& laser) noexcept
{
    const double symbol = device.converterOutRate.value > 0.0 ? 1.0 / device.converterOutRate.value : 0.0;
    const double in = modulatorEnergy(device) + dacEnergy(device) + device.sramEnergy.value;
    const double out = device.amplifierPower.value * symbol + adcEnergy(device) + device.sramEnergy.value;
    const double points = static_cast<double>(plan.optical.size());
    const double exposure =
        (laser.signal + laser.reference) / static_cast<double>(plan.frames) + points * out;
    return (points * in + static_cast<double>(plan.calibration) * exposure) / device.calibrationShared.value *
           (plan.calibration > 0 ? 1.0 : 0.0);
}

} // namespace

std::vector<CostItem> energyOf(const DeviceSpec& device, const FramePlan& plan, double seconds)
{
    const LaserShares laser = laserShares(device, plan);
    const auto modulated = static_cast<double>(plan.modulated);
    const auto detected = static_cast<double>(plan.detected);
    const double symbol = device.converterOutRate.value > 0.0 ? 1.0 / device.converterOutRate.value : 0.0;
    const double words = 2.0 * static_cast<double>(plan.planned.size()); // in and out
    return {
        {"laser, signal", laser.signal, "derived from photons, losses and 12.5 dB of peak over mean"},
        {"laser, reference", laser.reference, "derived from photons and losses"},
        {"modulators", modulated * modulatorEnergy(device), device.modulatorEnergy.source},
        {"digital to analogue", modulated * dacEnergy(device), device.dacEnergy.source},
        {"amplifiers", detected * device.amplifierPower.value * symbol, device.amplifierPower.source},
        {"analogue to digital", detected * adcEnergy(device), device.adcEnergy.source},
        {"on-chip memory", (modulated + detected) * device.sramEnergy.value, device.sramEnergy.source},
        {"digital work", static_cast<double>(plan.operations) * device.operationEnergy.value,
         device.operationEnergy.source},
        {"calibration", calibrationEnergy(device, plan, laser), device.calibrationShared.source},
        {"static power", device.staticPower.value * seconds, device.staticPower.source},
        {"main memory", words * bitsAWord * device.dramEnergy.value, device.dramEnergy.source},
    };
}

} // namespace mixlens::optics
