#include "core/optics/cost_model.h"

#include "core/optics/tile_plan.h"

#include <algorithm>
#include <cmath>

namespace mixlens::optics {
namespace {

constexpr double planck = 6.62607015e-34;  // J s
constexpr double lightSpeed = 299792458.0; // m / s
constexpr double symbol = 1e-9;            // s: 1 GS/s a channel
constexpr double turnaround = 10e-9;       // s between passes
constexpr double pico = 1e-12;
constexpr double bytesAWord = 2.0;

constexpr std::string_view assumed = "assumed";
constexpr std::string_view deviceTable = "device table of the Lightening-Transformer and SimPhony simulators";
constexpr std::string_view derived = "derived";

/// Exposures of one pass over one tile: the averages, and the preview that sets the converter's range.
std::uint64_t exposures(const DeviceSpec& device) noexcept
{
    const bool preview = device.converterBits.value > 0.0 && device.converterCrest.value == 0.0;
    return static_cast<std::uint64_t>(device.averages.value) + (preview ? 1 : 0);
}

double total(const std::vector<CostItem>& items)
{
    double sum = 0.0;
    for (const CostItem& item : items)
        sum += item.value;
    return sum;
}

/// Each pass fills the pipe once (load, fly, expose, read); further frames follow one symbol apart, since the
/// receiver reads one while the next arrives.
std::vector<CostItem> timeOf(const DeviceSpec& device, const TilePlan& plan, std::uint64_t frames)
{
    const double passes = plan.passes;
    return {
        {"load", passes * symbol, "assumed: 1 GS/s a channel (converters to 14 GS/s exist)"},
        {"propagation", passes * 2.0 * device.focalLength.value / lightSpeed, "derived: 2 f / c"},
        {"exposure", passes * symbol, assumed},
        {"read-out", passes * symbol, "assumed: 1 GS/s a channel"},
        {"further frames", (static_cast<double>(frames) - passes) * symbol, "derived: one symbol each"},
        {"digital turnaround", (passes - 1.0) * turnaround, assumed},
    };
}

std::vector<CostItem> energyOf(const DeviceSpec& device, const TilePlan& plan)
{
    constexpr double loss = 31.6;    // 15 dB from laser to receiver
    constexpr double crest2 = 17.8;  // 12.5 dB from mean to full transmission of a modulator
    constexpr double wallPlug = 0.2; // light over electricity
    constexpr double operation = 0.3 * pico;
    constexpr double fullDigits = 12.0; // where the device loses none

    const auto points = static_cast<double>(plan.planned.size());
    const double repeats = static_cast<double>(exposures(device));
    const double passes = plan.passes;
    // Real in, Re out; between passes both quadratures. The first pass's output is Hermitian: half is read.
    const double modulated = points * (1.0 + 2.0 * (passes - 1.0)) * repeats;
    const double detected = points * (passes > 1.0 ? 2.0 * (passes - 1.0) : 1.0) * repeats;

    const double photon = planck * lightSpeed / device.wavelength.value;
    const double electrons = device.photons.value > 0.0 ? device.photons.value : 1.0;
    const double light = points * passes * repeats * electrons * photon * loss / wallPlug;
    const double slmBits = device.modulatorBits.value > 0.0 ? device.modulatorBits.value : fullDigits;
    const double adcBits = device.converterBits.value > 0.0 ? device.converterBits.value : fullDigits;
    const double residual = static_cast<double>(plan.tokens.residual + plan.hidden.residual - 2);
    const double lines = static_cast<double>(plan.planned.rows + plan.planned.cols);
    const double bypass = device.bypass.value > 0.0 ? 4.0 * points + 5.0 * lines * std::log2(lines) : 0.0;
    return {
        {"laser, signal", light * crest2, "derived from photons; 15 dB loss assumed; wall plug 20 %"},
        {"laser, reference", light * device.loRatio.value, "derived from photons; 15 dB loss assumed"},
        {"modulators", modulated * 0.45 * pico * slmBits, deviceTable},
        {"digital to analogue", modulated * 3.57 * pico * std::exp2(slmBits - 8.0) * 8.0 / slmBits,
         deviceTable},
        {"amplifiers", detected * 3e-3 * symbol, deviceTable},
        {"analogue to digital", detected * 1.48 * pico * std::exp2(adcBits - 8.0),
         "1.48 pJ at 8 bits, Walden scaling"},
        {"on-chip memory", (modulated + detected) * 1.66 * pico, deviceTable},
        {"twiddle factors", points * (passes - 1.0) * 6.0 * operation, "assumed: 0.3 pJ an operation"},
        {"digital butterflies", points * residual * 8.0 * operation, "assumed: 0.3 pJ an operation"},
        {"constant-row bypass", bypass * operation, "assumed: 0.3 pJ an operation"},
        {"main memory", points * 2.0 * bytesAWord * 31.2 * pico, deviceTable},
    };
}

std::string whyNot(Shape input, const TilePlan& plan, Index tile)
{
    const bool tokens = plan.planned.rows != input.rows;
    return "A core of " + std::to_string(tile) + " x " + std::to_string(tile) +
           " channels cannot transform exactly " +
           (tokens ? std::to_string(input.rows) + " tokens" : std::to_string(input.cols) + " hidden units") +
           ", which has a prime factor larger than " + std::to_string(tile) + "; the figures are those of " +
           std::to_string(plan.planned.rows) + " x " + std::to_string(plan.planned.cols) + ".";
}

} // namespace

DeviceCost deviceCost(const DeviceSpec& device, Shape input)
{
    const auto tile = static_cast<Index>(device.tile.value);
    const TilePlan plan = planTiles(input, tile);
    DeviceCost cost;
    cost.feasible = plan.exact;
    if (!plan.exact)
        cost.reason = whyNot(input, plan, tile);
    cost.passes = plan.passes;
    cost.frames = plan.frames * exposures(device);
    cost.time = timeOf(device, plan, cost.frames);
    cost.energy = energyOf(device, plan);
    cost.seconds = total(cost.time);
    cost.joules = total(cost.energy);
    cost.coreJoules = cost.joules - cost.energy.back().value;
    return cost;
}

std::uint64_t opticalFrames(const DeviceSpec& device, Shape input) noexcept
{
    return planTiles(input, static_cast<Index>(device.tile.value)).frames * exposures(device);
}

} // namespace mixlens::optics
