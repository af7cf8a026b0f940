#pragma once

#include "core/bench/growth.h"
#include "core/bench/statistics.h"

#include <cmath>

namespace mixlens {

/// Median of a point, or 0 where it has none that a logarithm could take: no samples, no length, no time.
[[nodiscard]] inline double usableMedian(const CurvePoint& point)
{
    const double median = summarise(point.samples).median;
    const bool usable = std::isfinite(point.tokens) && point.tokens > 0.0 && std::isfinite(median);
    return usable && median > 0.0 ? median : 0.0;
}

} // namespace mixlens
