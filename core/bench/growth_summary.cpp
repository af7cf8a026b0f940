#include "core/bench/growth_summary.h"

#include "core/mixing/mixer_registry.h"

#include <algorithm>

namespace mixlens {

namespace {

bool isPoint(const Measurement* cell, const BenchGrid& grid, CurveCells cells)
{
    return cell != nullptr && cell->measured() &&
           (cells == CurveCells::Everything ||
            cell->seconds.size() >= static_cast<std::size_t>(std::max(grid.rounds, 1))) &&
           std::ranges::all_of(cell->seconds, [](double seconds) { return seconds > 0.0; });
}

std::vector<std::size_t> samplesOf(const BenchResult& result, const std::string& backend, CurveCells cells)
{
    std::vector<std::size_t> samples;
    for (const Index tokens : result.grid.lengths) {
        const Measurement* cell = result.find(backend, tokens);
        samples.push_back(isPoint(cell, result.grid, cells) ? cell->seconds.size() : 0);
    }
    return samples;
}

bool simulatesDevice(const BenchResult& result, const std::string& backend)
{
    const auto cell = std::ranges::find_if(
        result.measurements, [&](const Measurement& one) { return one.cell.backend == backend; });
    if (cell != result.measurements.end() && !cell->family.empty())
        return cell->family == "optical";
    const MixerInfo* info = findMixer(backend.substr(0, backend.find_first_of(": ")));
    return info != nullptr && info->family == MixerFamily::Optical;
}

} // namespace

std::vector<CurvePoint> curveOf(const BenchResult& result, const std::string& backend, CurveCells cells)
{
    std::vector<CurvePoint> points;
    for (const Index tokens : result.grid.lengths)
        if (const Measurement* cell = result.find(backend, tokens); isPoint(cell, result.grid, cells))
            points.push_back({static_cast<double>(tokens), cell->seconds});
    return points;
}

Exponent perToken(const Exponent& exponent) noexcept
{
    Exponent less = exponent;
    less.value -= 1.0;
    less.confidence95.low -= 1.0;
    less.confidence95.high -= 1.0;
    return less;
}

BackendGrowth growthOf(const BenchResult& result, const std::string& backend, const std::string& baseline,
                       CurveCells cells, const BackendGrowth* earlier)
{
    BackendGrowth growth;
    growth.backend = backend;
    growth.samples = samplesOf(result, backend, cells);
    growth.baselineSamples = samplesOf(result, baseline, cells);
    const std::vector<CurvePoint> curve = curveOf(result, backend, cells);
    const bool same = earlier != nullptr && earlier->samples == growth.samples;
    growth.fits = same ? earlier->fits : fitGrowth(curve);
    growth.exponent = same ? earlier->exponent : growthExponent(curve);
    if (backend == baseline || simulatesDevice(result, backend))
        return growth;
    if (same && earlier->baselineSamples == growth.baselineSamples)
        growth.crossover = earlier->crossover;
    else if (const auto base = curveOf(result, baseline, cells); !base.empty() && !curve.empty())
        growth.crossover = findCrossover(base, curve);
    return growth;
}

} // namespace mixlens
