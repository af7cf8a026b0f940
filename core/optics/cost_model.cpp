#include "core/optics/cost_model.h"

#include "core/optics/device_energy.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mixlens::optics {
namespace {

constexpr double lightSpeed = 299792458.0; // m / s
constexpr double bytesAWord = 2.0;

double total(const std::vector<CostItem>& items)
{
    return std::accumulate(items.begin(), items.end(), 0.0,
                           [](double sum, const CostItem& item) { return sum + item.value; });
}

/// Time for `values` over `channels` of one rate, each taking its share one after the other.
double conversionTime(double values, double channels, double rate) noexcept
{
    if (rate <= 0.0)
        return 0.0;
    return channels > 0.0 ? std::ceil(values / channels) / rate : 1.0 / rate;
}

std::vector<CostItem> timeOf(const DeviceSpec& device, const FramePlan& plan, const FrameTime& frame)
{
    const double passes = plan.passes;
    const double cores = device.parallelTiles.value;
    const double patterns = std::max(passes, std::ceil(static_cast<double>(plan.patterns) / cores));
    const double frames = std::max(patterns, std::ceil(static_cast<double>(plan.frames) / cores));
    const double words = 2.0 * static_cast<double>(plan.planned.size()); // in and out
    const double link = device.linkBandwidth.value > 0.0
                            ? words * bytesAWord / device.linkBandwidth.value + 2.0 * device.linkLatency.value
                            : 0.0;
    const double digital = device.digitalRate.value > 0.0
                               ? static_cast<double>(plan.operations) / device.digitalRate.value
                               : 0.0;
    return {
        {"load", passes * frame.load,
         device.panelLoad.value > 0.0 ? device.panelLoad.source : device.converterInRate.source},
        {"settle", passes * frame.settle, device.settle.source},
        {"propagation", passes * frame.propagation, "derived: 2 f / c"},
        {"exposure", passes * frame.exposure, device.exposure.source},
        {"read-out", passes * frame.readOut,
         device.panelRead.value > 0.0 ? device.panelRead.source : device.converterOutRate.source},
        {"further patterns", (patterns - passes) * frame.period, "derived: stages overlap"},
        {"further exposures", (frames - patterns) * frame.samePattern, "derived: the modulators stand still"},
        {"digital turnaround", (passes - 1.0) * device.turnaround.value, device.turnaround.source},
        {"digital work", digital, device.digitalRate.source},
        {"link", link, device.linkBandwidth.source},
        {"calibration", static_cast<double>(plan.calibration) * frame.period / device.calibrationShared.value,
         device.calibrationShared.source},
    };
}

std::string shapeText(Shape shape)
{
    return std::to_string(shape.rows) + " x " + std::to_string(shape.cols);
}

std::string sizeProblem(const DeviceSpec& device, Shape input, const FramePlan& plan)
{
    if (plan.planned == input)
        return "An input of " + shapeText(input) + " does not fit on the panel of " +
               shapeText({static_cast<Index>(device.panelTokens.value),
                          static_cast<Index>(device.panelHidden.value)}) +
               " modulators; give fewer tokens, or choose a device that works in tiles.";
    const auto tile = static_cast<Index>(device.tile.value);
    const bool tokens = plan.planned.rows != input.rows;
    return "A core of " + shapeText({tile, tile}) + " channels cannot transform exactly " +
           (tokens ? std::to_string(input.rows) + " tokens" : std::to_string(input.cols) + " hidden units") +
           ", which has a prime factor larger than " + std::to_string(tile) + "; the figures are those of " +
           shapeText(plan.planned) + ".";
}

/// Converters of all cores. Panels and cameras have none of their own here: a few serve all pixels in turn.
std::uint64_t channelsOf(const DeviceSpec& device, const FramePlan& plan)
{
    const double points = static_cast<double>(plan.optical.size());
    const auto count = [points](double rate, double channels) {
        return rate <= 0.0 ? 0.0 : (channels > 0.0 ? channels : points);
    };
    const double each = count(device.converterInRate.value, device.channelsIn.value) +
                        count(device.converterOutRate.value, device.channelsOut.value);
    return static_cast<std::uint64_t>(each * device.parallelTiles.value);
}

void findProblems(const DeviceSpec& device, Shape input, DeviceCost& cost)
{
    if (!cost.plan.fits)
        cost.problems.push_back(sizeProblem(device, input, cost.plan));
    if (cost.channels > mostChannels)
        cost.problems.push_back("It would need " + std::to_string(cost.channels) +
                                " converters working at once; more than " + std::to_string(mostChannels) +
                                " on one device have not been shown, so " +
                                (composition(device) == Composition::Whole
                                     ? "let a small core work in tiles (composition multi-pass)."
                                     : "take a smaller tile or fewer parallel ones."));
    if (cost.meanPower > mostPower)
        cost.problems.push_back("It would draw " + std::to_string(std::lround(cost.meanPower)) +
                                " W while it works, more than the " + std::to_string(std::lround(mostPower)) +
                                " W of an A100 board; take fewer channels or fewer photons.");
    cost.feasible = cost.problems.empty();
    if (!cost.feasible)
        cost.reason = cost.problems.front();
}

} // namespace

FrameTime frameTime(const DeviceSpec& device, const FramePlan& plan) noexcept
{
    const auto points = static_cast<double>(plan.optical.size());
    FrameTime frame;
    frame.load = device.panelLoad.value > 0.0
                     ? device.panelLoad.value
                     : conversionTime(points, device.channelsIn.value, device.converterInRate.value);
    frame.settle = device.settle.value;
    frame.propagation = 2.0 * device.focalLength.value / lightSpeed;
    frame.exposure = device.exposure.value;
    const bool camera = device.panelRead.value > 0.0;
    frame.readOut = camera ? device.panelRead.value
                           : conversionTime(points, device.channelsOut.value, device.converterOutRate.value);
    // Channels sample and hold: one value is converted while the next arrives. A camera exposes, then reads.
    frame.samePattern = camera ? frame.exposure + frame.readOut : std::max(frame.exposure, frame.readOut);
    frame.period = std::max(frame.load + frame.settle, frame.samePattern);
    return frame;
}

DeviceCost deviceCost(const DeviceSpec& device, Shape input)
{
    DeviceCost cost;
    cost.plan = planFrames(device, input);
    cost.frame = frameTime(device, cost.plan);
    cost.passes = cost.plan.passes;
    cost.frames = cost.plan.frames;
    cost.time = timeOf(device, cost.plan, cost.frame);
    cost.seconds = total(cost.time);
    // Where many wait, the pipe of the last pass is refilled while it drains.
    cost.periodSeconds =
        std::max(cost.seconds - (cost.frame.latency() - cost.frame.period), cost.frame.period);
    cost.energy = energyOf(device, cost.plan, cost.seconds);
    cost.joules = total(cost.energy);
    cost.coreJoules = cost.joules - cost.energy.back().value;
    cost.laserPower = laserEnergy(device, cost.plan) /
                      (static_cast<double>(cost.frames) * cost.frame.exposure / device.parallelTiles.value);
    cost.meanPower = cost.joules / cost.periodSeconds;
    cost.channels = channelsOf(device, cost.plan);
    findProblems(device, input, cost);
    return cost;
}

std::uint64_t opticalFrames(const DeviceSpec& device, Shape input) noexcept
{
    return planFrames(device, input).frames;
}

std::vector<ScalingMark> scalingMarks(const DeviceSpec& device)
{
    std::vector<ScalingMark> marks;
    const auto add = [&marks](Shape shape, const char* what) {
        marks.push_back({static_cast<double>(shape.size()), what + shapeText(shape)});
    };
    if (device.panelTokens.value > 0.0 && device.panelHidden.value > 0.0)
        add({static_cast<Index>(device.panelTokens.value), static_cast<Index>(device.panelHidden.value)},
            "panel of ");
    else
        add({static_cast<Index>(device.tile.value), static_cast<Index>(device.tile.value)}, "core of ");
    return marks;
}

double focalLengthFor(double wavelength, double pitch, double detectorPitch, Index length) noexcept
{
    return static_cast<double>(length) * pitch * detectorPitch / wavelength;
}

} // namespace mixlens::optics
