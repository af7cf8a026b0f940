#include "core/bench/statistics.h"

#include "core/analysis/statistics.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mixlens {
namespace {

std::vector<double> sortedCopy(std::span<const double> sample)
{
    std::vector<double> sorted(sample.begin(), sample.end());
    std::ranges::sort(sorted);
    return sorted;
}

/// Of a sorted sample that is not empty.
double medianOfSorted(std::span<const double> sorted)
{
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : sorted[half - 1] + (sorted[half] - sorted[half - 1]) / 2.0;
}

double medianAbsoluteDeviation(std::span<const double> sample, double median)
{
    std::vector<double> distances(sample.size());
    std::ranges::transform(sample, distances.begin(), [&](double x) { return std::abs(x - median); });
    std::ranges::sort(distances);
    return medianOfSorted(distances);
}

struct RankPair
{
    std::size_t below = 0; ///< order statistics [below] and [n - 1 - below], counted from zero
    double coverage = 0.0;
};

/// Largest `below` with P(below < B <= n - 1 - below) >= 95 % for B ~ binomial(n, 1/2): the pair of order
/// statistics holds the median when B, the number of values under it, lies between them.
RankPair medianRanks(std::size_t n)
{
    // Binomial coefficients relative to the middle one: nothing overflows, and what underflows is nothing.
    const std::size_t middle = n / 2;
    std::vector<double> weights(middle + 1);
    weights[middle] = 1.0;
    for (std::size_t j = middle; j > 0; --j)
        weights[j - 1] = weights[j] * static_cast<double>(j) / static_cast<double>(n - j + 1);
    double total = n % 2 == 0 ? 1.0 : 2.0;
    for (std::size_t j = 0; j < middle; ++j)
        total += 2.0 * weights[j];

    constexpr double wanted = 0.95;
    double tails = 2.0 * weights[0] / total;
    RankPair pair{0, std::max(0.0, 1.0 - tails)};
    while (pair.below + 1 < middle) {
        tails += 2.0 * weights[pair.below + 1] / total;
        if (1.0 - tails < wanted)
            break;
        pair = {pair.below + 1, 1.0 - tails};
    }
    return pair;
}

} // namespace

Statistics summarise(std::span<const double> sample)
{
    if (sample.empty())
        return {};
    const std::vector<double> sorted = sortedCopy(sample);
    Statistics result;
    result.samples = sorted.size();
    result.median = medianOfSorted(sorted);
    result.minimum = sorted.front();
    result.maximum = sorted.back();
    result.p10 = quantile(sorted, 0.1);
    result.p90 = quantile(sorted, 0.9);
    result.medianAbsoluteDeviation = medianAbsoluteDeviation(sorted, result.median);

    // Welford 1962: exact for equal values, and no sum of squares that cancels.
    double squares = 0.0;
    double count = 0.0;
    for (const double x : sorted) {
        count += 1.0;
        const double step = x - result.mean;
        result.mean += step / count;
        squares += step * (x - result.mean);
    }
    if (sorted.size() > 1)
        result.standardDeviation = std::sqrt(squares / (count - 1.0));

    const RankPair ranks = medianRanks(sorted.size());
    result.confidence95 = {sorted[ranks.below], sorted[sorted.size() - 1 - ranks.below]};
    result.coverage = ranks.coverage;
    return result;
}

std::size_t countOutliers(std::span<const double> sample)
{
    if (sample.empty())
        return 0;
    const double median = medianOfSorted(sortedCopy(sample));
    const double deviation = medianAbsoluteDeviation(sample, median);
    if (deviation <= 0.0)
        return 0;
    return static_cast<std::size_t>(std::ranges::count_if(
        sample, [&](double x) { return 0.6745 * std::abs(x - median) / deviation > outlierScore; }));
}

double driftRatio(std::span<const double> inOrder)
{
    if (inOrder.size() < 6)
        return 1.0;
    const std::size_t third = inOrder.size() / 3;
    const double first = medianOfSorted(sortedCopy(inOrder.first(third)));
    const double last = medianOfSorted(sortedCopy(inOrder.last(third)));
    return first > 0.0 ? last / first : 1.0; // without a scale there is nothing to compare with
}

Statistics pairedRatio(std::span<const double> a, std::span<const double> b)
{
    std::vector<double> ratios;
    for (std::size_t round = 0; round < std::min(a.size(), b.size()); ++round) {
        const double ratio = b[round] / a[round];
        if (a[round] > 0.0 && std::isfinite(ratio))
            ratios.push_back(ratio);
    }
    return summarise(ratios);
}

} // namespace mixlens
