#include "core/bench/roofline.h"

#include <cmath>

namespace mixlens {

namespace {

/// Bytes a second of the innermost level that holds the call, and which that is.
struct Bandwidth
{
    MemoryLevel level;
    double bytesPerSecond;
};

Bandwidth bandwidthFor(std::uint64_t bytes, const MachineLimits& limits, const Environment& machine)
{
    if (bytes <= machine.cacheL2 && limits.copyL2 > 0.0)
        return {MemoryLevel::L2, limits.copyL2};
    if (bytes <= machine.cacheL3 && limits.copyL3 > 0.0)
        return {MemoryLevel::L3, limits.copyL3};
    return {MemoryLevel::Memory, limits.copyMemory};
}

} // namespace

std::optional<RooflinePoint> rooflinePoint(const Measurement& cell, const MachineLimits& limits,
                                           const Environment& machine)
{
    const double seconds = summarise(cell.seconds).median;
    if (!(seconds > 0.0) || cell.formulaFlops == 0 || cell.formulaBytes == 0)
        return std::nullopt;
    const auto flops = static_cast<double>(cell.formulaFlops);
    const auto [level, bytesPerSecond] = bandwidthFor(cell.formulaBytes, limits, machine);
    RooflinePoint point;
    point.intensity = flops / static_cast<double>(cell.formulaBytes);
    point.rate = flops / seconds;
    point.level = level;
    const double slope = point.intensity * bytesPerSecond;
    point.computeBound = limits.gemmFlops > 0.0 && (limits.gemmFlops < slope || slope <= 0.0);
    point.limit = point.computeBound ? limits.gemmFlops : slope;
    point.share = point.limit > 0.0 ? point.rate / point.limit : 0.0;
    return point;
}

double transformFlops(Index tokens, Index width) noexcept
{
    const double points = static_cast<double>(tokens) * static_cast<double>(width);
    return points > 1.0 ? 2.5 * points * std::log2(points) : 0.0;
}

} // namespace mixlens
