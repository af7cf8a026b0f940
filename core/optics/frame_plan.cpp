#include "core/optics/frame_plan.h"

#include "core/optics/calibration.h"
#include "core/optics/tile_plan.h"

#include <algorithm>
#include <cmath>

namespace mixlens::optics {
namespace {

bool panelHolds(const DeviceSpec& device, Shape input) noexcept
{
    const auto holds = [](double edge, Index length) {
        return edge == 0.0 || static_cast<double>(length) <= edge;
    };
    return holds(device.panelTokens.value, input.rows) && holds(device.panelHidden.value, input.cols);
}

/// Real operations a point and halving of an axis: 5 n log2 n, radix 2 (Cooley and Tukey 1965).
constexpr double butterflies = 5.0;

double log2Of(Index value) noexcept
{
    return value > 1 ? std::log2(static_cast<double>(value)) : 0.0;
}

/// Constant rows and columns: two sums and two subtractions a point, and a real transform of each edge.
double bypassOperations(Shape input) noexcept
{
    const auto edge = [](Index length) { return 2.5 * static_cast<double>(length) * log2Of(length); };
    return 4.0 * static_cast<double>(input.size()) + edge(input.rows) + edge(input.cols);
}

/// What all ways of working share: the digital work around the light.
double surroundings(const DeviceSpec& device, Shape input) noexcept
{
    const auto points = static_cast<double>(input.size());
    double operations = device.bypass.value > 0.0 ? bypassOperations(input) : 0.0;
    if (device.symmetrise.value > 0.0)
        operations += points; // one addition for each of half the bins, and its halving
    const double looks =
        static_cast<double>(encodingFrames(device) * detectionFrames(device)) * device.averages.value;
    return operations + points * (looks - 1.0); // adding up or subtracting exposures
}

void whole(const DeviceSpec& device, Shape input, FramePlan& plan) noexcept
{
    plan.fits = panelHolds(device, input);
    plan.planned = plan.optical = input;
    plan.tiles = 1;
    plan.modulated = plan.detected = static_cast<std::uint64_t>(input.size());
    plan.operations = static_cast<std::uint64_t>(surroundings(device, input));
}

/// Real in, Re out; between passes both quadratures. What a real part becomes is Hermitian: half is read.
void multiPass(const DeviceSpec& device, Shape input, FramePlan& plan) noexcept
{
    const auto edge = static_cast<Index>(device.tile.value);
    const TilePlan tiles = planTiles(input, edge);
    const auto points = static_cast<double>(tiles.planned.size());
    const double between = tiles.passes - 1.0;
    plan.fits = tiles.exact;
    plan.planned = tiles.planned;
    plan.optical = {std::min(edge, tiles.planned.rows), std::min(edge, tiles.planned.cols)};
    plan.passes = tiles.passes;
    plan.tiles = tiles.frames;
    plan.parts = 2 * tiles.frames - tiles.firstFrames;
    plan.modulated = static_cast<std::uint64_t>(points * (1.0 + 2.0 * between));
    plan.detected = static_cast<std::uint64_t>(points * (tiles.passes > 1 ? 2.0 * between : 1.0));
    plan.operations = static_cast<std::uint64_t>(
        surroundings(device, tiles.planned) + points * between * 6.0 +
        points * butterflies * (log2Of(tiles.tokens.residual) + log2Of(tiles.hidden.residual)));
}

/// Real tiles in, both quadratures of half the bins out (Hermitian), then digital butterflies: two real
/// operations a point and halving of either axis (radix 2 x 2: 4 m N d for m levels, "Scaling up",
/// Optalysys).
void onePass(const DeviceSpec& device, Shape input, FramePlan& plan) noexcept
{
    const auto edge = static_cast<Index>(device.tile.value);
    plan.planned = input;
    plan.optical = {largestDivisor(input.rows, edge), largestDivisor(input.cols, edge)};
    const Index down = input.rows / plan.optical.rows;
    const Index across = input.cols / plan.optical.cols;
    plan.tiles = plan.parts = static_cast<std::uint64_t>(down * across);
    plan.modulated = plan.detected = static_cast<std::uint64_t>(input.size());
    const double levels = log2Of(down) + log2Of(across);
    plan.operations = static_cast<std::uint64_t>(surroundings(device, input) +
                                                 butterflies * levels * static_cast<double>(input.size()));
}

} // namespace

std::uint64_t encodingFrames(const DeviceSpec& device) noexcept
{
    switch (encoding(device)) {
    case Encoding::Differential:
        return 2;
    case Encoding::BitPlane: {
        constexpr double allBits = 16.0; // where no digit is lost
        const double bits = device.modulatorBits.value > 0.0 ? device.modulatorBits.value : allBits;
        return static_cast<std::uint64_t>(bits);
    }
    case Encoding::Bipolar:
    case Encoding::Offset:
    case Encoding::DoublePhase:
        break;
    }
    return 1;
}

std::uint64_t detectionFrames(const DeviceSpec& device) noexcept
{
    const Detection way = detection(device);
    return way == Detection::Sequential || way == Detection::EvenSign ? 2 : 1;
}

FramePlan planFrames(const DeviceSpec& device, Shape input) noexcept
{
    FramePlan plan;
    switch (composition(device)) {
    case Composition::OnePass:
        onePass(device, input, plan);
        break;
    case Composition::MultiPass:
        multiPass(device, input, plan);
        break;
    case Composition::Whole:
        whole(device, input, plan);
        break;
    }
    // The preview sets the converter's range for one setting of the modulators.
    const bool preview = device.converterBits.value > 0.0 && device.converterCrest.value == 0.0;
    const auto averages = static_cast<std::uint64_t>(device.averages.value);
    const std::uint64_t settings =
        encodingFrames(device) * (detection(device) == Detection::EvenSign ? 2 : 1);
    plan.patterns = plan.parts * settings;
    plan.looks = encodingFrames(device) * (detectionFrames(device) * averages + (preview ? 1 : 0));
    plan.frames = plan.parts * plan.looks;
    plan.calibration = responseExposures(device);
    plan.modulated *= settings;
    plan.detected *= plan.looks;
    return plan;
}

} // namespace mixlens::optics
