#pragma once

#include "core/bench/statistics.h"
#include "core/experiment/precision_sweep.h"

#include <cstdint>
#include <span>
#include <vector>

namespace mixlens {

/// Wilson's score interval of a share (Wilson 1927), 95 %. (0, 1) for an empty sample.
[[nodiscard]] Interval wilson95(std::size_t count, std::size_t of) noexcept;

/// Mean of a sample with its percentile bootstrap 95 % interval (Efron 1979), 1,000 draws.
struct MeanInterval
{
    double mean = 0.0;
    Interval confidence95;
};
[[nodiscard]] MeanInterval bootstrapMean(std::span<const double> sample, std::uint64_t seed);

/// Values that grow with x and lie nearest to y in the weighted least-squares sense: pool adjacent violators
/// (Barlow et al. 1972). `x` ascending; the result belongs to the same places.
[[nodiscard]] std::vector<double> isotonic(std::span<const double> y, std::span<const double> weights);

/// The least x at which the straight lines between isotonic values reach `level`; NaN where they never do.
[[nodiscard]] double firstReaching(std::span<const double> x, std::span<const double> isotonicValues,
                                   double level);

/// See SweepThreshold. `agreements` has one row of `sentences` bytes a point.
[[nodiscard]] SweepThreshold findThreshold(const SweepResult& result);

/// Loss of accuracy, absolute, that counts as none.
inline constexpr double toleratedLoss = 0.01;

} // namespace mixlens
