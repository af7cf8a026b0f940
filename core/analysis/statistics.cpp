#include "core/analysis/statistics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace mixlens {

double quantile(std::span<const double> sample, double p)
{
    assert(p >= 0.0 && p <= 1.0);
    if (sample.empty())
        return 0.0;
    std::vector<double> sorted(sample.begin(), sample.end());
    std::ranges::sort(sorted);
    const double at = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(at));
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - std::floor(at)) * (sorted[above] - sorted[below]);
}

} // namespace mixlens
