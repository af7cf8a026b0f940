#pragma once

#include "core/bench/bench_result.h"
#include "core/bench/growth.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace mixlens {

/// Which cells a run's curves are made of.
enum class CurveCells {
    Everything, ///< whatever has a time
    Finished    ///< those that have all their rounds: what a run under way has of its last length comes later
};

/// Samples at each measured length: what fits, exponents and crossovers take. Views of `result`.
[[nodiscard]] std::vector<CurvePoint> curveOf(const BenchResult& result, const std::string& backend,
                                              CurveCells cells = CurveCells::Everything);

/// What the times of one backend say over its lengths.
struct BackendGrowth
{
    std::string backend;
    std::vector<GrowthFit> fits;      ///< of seconds, as fitGrowth()
    std::optional<Exponent> exponent; ///< of seconds
    /// From where on it is cheaper than the baseline. Not of the baseline itself, nor of a simulated device:
    /// what a simulation costs this machine says nothing about the device.
    std::optional<Crossover> crossover;

    /// What this was found from, so that a later snapshot of the same run need not find it again: samples at
    /// each length of the grid, 0 where there is no point, its own and the baseline's.
    std::vector<std::size_t> samples, baselineSamples;
};

/// Of seconds a token: t / N grows with one power of N less than t.
[[nodiscard]] Exponent perToken(const Exponent& exponent) noexcept;

/// `earlier`: of a former snapshot of the same run and baseline, or null.
[[nodiscard]] BackendGrowth growthOf(const BenchResult& result, const std::string& backend,
                                     const std::string& baseline, CurveCells cells,
                                     const BackendGrowth* earlier);

} // namespace mixlens
