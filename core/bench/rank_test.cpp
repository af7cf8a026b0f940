#include "core/bench/statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace mixlens {
namespace {

/// Up to this many pairs the distribution of U is counted, which takes pairs² additions.
constexpr std::size_t exactPairs = 400;

/// P(U <= u) for n and m values without ties, from Mann and Whitney's recurrence over which sample the
/// largest value comes from: f(n, m, u) = f(n - 1, m, u - m) + f(n, m - 1, u). Additions of positive
/// numbers only.
double exactLowerTail(std::size_t n, std::size_t m, double u)
{
    const std::size_t pairs = n * m;
    // counts[j][u] is f(i, j, u) for the row i that is being built.
    std::vector<std::vector<double>> counts(m + 1, std::vector<double>(pairs + 1, 0.0));
    for (auto& row : counts)
        row[0] = 1.0; // f(0, j, u): only u = 0
    for (std::size_t i = 1; i <= n; ++i)
        for (std::size_t j = 1; j <= m; ++j)
            for (std::size_t k = i * j + 1; k-- > 0;)
                counts[j][k] = (k >= j ? counts[j][k - j] : 0.0) + counts[j - 1][k];
    double below = 0.0;
    double all = 0.0;
    for (std::size_t k = 0; k <= pairs; ++k) {
        all += counts[m][k];
        if (static_cast<double>(k) <= u)
            below += counts[m][k];
    }
    return below / all;
}

/// Doubles in the order of their values, as integers without gaps.
std::int64_t orderKey(double value)
{
    const auto bits = std::bit_cast<std::int64_t>(value);
    return bits >= 0 ? bits : std::numeric_limits<std::int64_t>::min() - bits;
}

double fromOrderKey(std::int64_t key)
{
    return std::bit_cast<double>(key >= 0 ? key : std::numeric_limits<std::int64_t>::min() - key);
}

/// How many of the differences b - a are at most `x`; both sorted.
std::size_t differencesUpTo(std::span<const double> a, std::span<const double> b, double x)
{
    std::size_t count = 0;
    std::size_t inB = 0;
    for (const double value : a) { // the larger a is, the more of b lies below a + x
        while (inB < b.size() && b[inB] - value <= x)
            ++inB;
        count += inB;
    }
    return count;
}

/// The rank-th smallest b - a (from 1), by bisection over all doubles: 64 steps, and no table of n m.
double differenceOfRank(std::span<const double> a, std::span<const double> b, std::size_t rank)
{
    std::int64_t low = orderKey(b.front() - a.back());
    std::int64_t high = orderKey(b.back() - a.front());
    while (low < high) {
        // Unsigned, since the distance of two keys may pass the signed range.
        const auto distance = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
        const auto middle = static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + distance / 2U);
        if (differencesUpTo(a, b, fromOrderKey(middle)) >= rank)
            high = middle;
        else
            low = middle + 1;
    }
    return fromOrderKey(low);
}

/// Hodges and Lehmann 1963: the median of all differences b - a; both sorted.
double hodgesLehmann(std::span<const double> a, std::span<const double> b)
{
    const std::size_t pairs = a.size() * b.size();
    const double lower = differenceOfRank(a, b, (pairs + 1) / 2);
    if (pairs % 2 == 1)
        return lower;
    return lower + (differenceOfRank(a, b, pairs / 2 + 1) - lower) / 2.0;
}

/// Sum of t³ - t over the groups of t equal values, in both samples together.
double tieSum(std::span<const double> a, std::span<const double> b)
{
    std::vector<double> all(a.begin(), a.end());
    all.insert(all.end(), b.begin(), b.end());
    std::ranges::sort(all);
    double sum = 0.0;
    for (auto first = all.begin(); first != all.end();) {
        const auto last = std::upper_bound(first, all.end(), *first);
        const auto t = static_cast<double>(last - first);
        sum += t * t * t - t;
        first = last;
    }
    return sum;
}

double normalPValue(double n, double m, double u, double ties)
{
    const double total = n + m;
    const double variance = n * m / 12.0 * (total + 1.0 - ties / (total * (total - 1.0)));
    if (variance <= 0.0) // every value the same
        return 1.0;
    const double distance = std::max(0.0, std::abs(u - n * m / 2.0) - 0.5);
    return std::erfc(distance / std::sqrt(variance) / std::numbers::sqrt2);
}

} // namespace

RankTest mannWhitney(std::span<const double> a, std::span<const double> b)
{
    if (a.empty() || b.empty())
        return {};
    std::vector<double> first(a.begin(), a.end());
    std::vector<double> second(b.begin(), b.end());
    std::ranges::sort(first);
    std::ranges::sort(second);

    RankTest test;
    for (const double value : second) {
        const auto [low, high] = std::equal_range(first.begin(), first.end(), value);
        test.u += static_cast<double>(low - first.begin()) + 0.5 * static_cast<double>(high - low);
    }
    const double ties = tieSum(first, second);
    const auto n = static_cast<double>(first.size());
    const auto m = static_cast<double>(second.size());
    if (ties > 0.0 || first.size() > exactPairs / second.size())
        test.pValue = normalPValue(n, m, test.u, ties);
    else
        test.pValue = std::min(
            1.0, 2.0 * exactLowerTail(first.size(), second.size(), std::min(test.u, n * m - test.u)));
    test.shift = hodgesLehmann(first, second);
    return test;
}

} // namespace mixlens
