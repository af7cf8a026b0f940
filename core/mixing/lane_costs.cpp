#include "core/mixing/lane_costs.h"

#include "core/mixing/lane_lengths.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace mixlens::lane {
namespace {

/// A convolution takes a bit more time for each value when its grid, or a column of it, is longer.
constexpr Index nearFloats = 8192;

/// Time of a pass for each value, in units of a radix-4 pass. Measured on a Zen 4, 16 lanes.
double passCost(int radix)
{
    switch (radix) {
    case 2:
        return 0.8;
    case 3:
    case 4:
        return 1.0;
    case 5:
    case 6:
        return 1.2;
    case 7:
        return 1.6;
    case 8:
        return 1.4;
    case 11:
        return 2.3;
    case 12:
        return 1.5;
    case 13:
        return 2.8;
    case 16:
        return 2.0;
    default:
        return 1.7 + 0.17 * radix; // `radix` products a value
    }
}

bool isPrime(Index n)
{
    for (Index factor = 2; factor * factor <= n; ++factor)
        if (n % factor == 0)
            return false;
    return n > 1;
}

/// Larger radices are made by oddPass(), which no pivot() is.
constexpr int pivots[] = {2, 3, 4, 5, 6, 7, 8, 12, 16};

bool hasPivot(int radix)
{
    return std::ranges::find(pivots, radix) != std::end(pivots);
}

double isFar(Index floats)
{
    return floats > nearFloats ? 1.0 : 0.0;
}

/// The cheapest way to a cyclic convolution over n = n1 n2; over an even n1 where `even`.
Split bestConvolution(Index n, bool even, Index lanes)
{
    Split best{0, 0, never};
    for (Index n2 = 2; n2 <= 128 && n2 < n; ++n2) {
        const Index n1 = n / n2;
        if (n % n2 != 0 || (even && n1 % 2 != 0))
            continue;
        const Radices radices = radicesOf(n2);
        if (!radices.possible || !std::ranges::all_of(radices.values, hasPivot))
            continue;
        // There and back; a pivot takes the time of two passes.
        const double passes = 2.0 * costOf(n1) + 2.1 * costOf(n2) + (radices.values.size() == 1 ? 0.0 : 1.0);
        const double cost = passes + 1.0 + 2.0 * isFar(2 * lanes * n) + 2.0 * isFar(4 * lanes * n1);
        if (cost < best.cost)
            best = {n1, n2, cost};
    }
    return best;
}

/// The cheapest length of a cyclic convolution that holds 2 n values.
Split convolutionOf(Index n, Index lanes)
{
    const Index least = std::max<Index>(2 * n, 16);
    Split best{0, 0, never};
    for (Index m = least; m <= least + least / 4 + 4; ++m) {
        Index rest = m;
        for (const Index prime : {2, 3, 5, 7})
            while (rest % prime == 0)
                rest /= prime;
        if (rest != 1)
            continue;
        const Split split = bestConvolution(m, false, lanes);
        if (work(split) < work(best))
            best = split;
    }
    assert(best.n1 > 0);
    return best;
}

/// PaddedPowers for the prime n: the best n1, and radices of the padded convolution, of which the first has
/// halves and the last a pivot.
Convolution paddedPowersOf(Index n, Index lanes)
{
    Convolution best{LaneTransform::Method::PaddedPowers, 0, {}, never};
    for (Index n1 = 2; n1 <= 64; n1 += 2) {
        if ((n - 1) % n1 != 0)
            continue;
        const double outer = costOf(n1) + 0.5 * static_cast<double>(radicesOf(n1).values.size());
        const Index s = (n - 1) / n1;
        for (const int first : {4, 6, 8, 12, 16})
            for (const int middle : {1, 3, 4, 5, 6, 7, 8, 12, 16})
                for (const int pivot : pivots) {
                    const Index length = Index{first} * middle * pivot;
                    if (length < 2 * s)
                        continue;
                    // There and back; half a pass at both ends. A pass over the whole grid is dearer.
                    const double inner = 1.5 * passCost(first) + 2.1 * passCost(pivot) +
                                         (middle == 1 ? 0.0 : 2.0 * passCost(middle) + 1.3) +
                                         2.0 * isFar(lanes * length);
                    const double work = static_cast<double>(n1 * length) * (inner + outer) +
                                        static_cast<double>(n) * (1.0 + 2.0 * isFar(2 * lanes * n));
                    if (work < best.work) {
                        best.n1 = n1;
                        best.n2 = middle == 1 ? std::vector<int>{first, pivot}
                                              : std::vector<int>{first, middle, pivot};
                        best.work = work;
                    }
                }
    }
    return best;
}

/// Of a pivot between lanes, for each value: a butterfly over the lanes, twice, and the passes in between.
constexpr double rowPivotCost = 4.75;

} // namespace

double costOf(Index n)
{
    const Radices radices = radicesOf(n);
    double cost = radices.possible ? 0.0 : never;
    for (const int radix : radices.values)
        cost += passCost(radix);
    return cost;
}

double work(const Split& split)
{
    return split.n1 == 0 ? never : split.cost * static_cast<double>(split.n1 * split.n2);
}

std::optional<Split> splitOf(Index n)
{
    for (Index n1 = static_cast<Index>(std::sqrt(static_cast<double>(n))); n1 > 1; --n1) {
        if (n % n1 == 0) {
            const double cost = costOf(n1) + costOf(n / n1);
            if (cost < never)
                return Split{n1, n / n1, cost + 1.0};
            return {};
        }
    }
    return {};
}

Convolution convolutionFor(Index n, Index lanes)
{
    using Method = LaneTransform::Method;
    const auto asConvolution = [](Method method, const Split& split) {
        return Convolution{method, split.n1, radicesOf(split.n2).values, work(split)};
    };
    Convolution best = asConvolution(Method::Chirp, convolutionOf(n, lanes));
    if (!isPrime(n))
        return best;
    if (const Split powers = bestConvolution(n - 1, true, lanes); work(powers) < best.work)
        best = asConvolution(Method::Powers, powers);
    if (const Convolution padded = paddedPowersOf(n, lanes); padded.work < best.work)
        best = padded;
    return best;
}

double transformCost(Index n, Index lanes)
{
    const auto split = splitOf(n);
    const double passes = split ? split->cost : costOf(n);
    const Radices radices = radicesOf(n);
    if (radices.possible && std::ranges::all_of(radices.values, [](int r) { return r <= largestFastRadix; }))
        return passes;
    return std::min(
        {passes, convolutionFor(n, lanes).work / static_cast<double>(n), nestedSplitOf(n, lanes).cost});
}

std::vector<int> rowRadices(Index d, Index lanes)
{
    std::vector<int> best;
    double least = never;
    const Index least8 = (std::max(2 * d, lanes * lanes) + lanes * rowPivot - 1) / (lanes * rowPivot);
    for (Index rest = least8; rest <= least8 + least8 / 4 + 2; ++rest) {
        const double work = static_cast<double>(rest) * (2.0 * costOf(rest) + rowPivotCost);
        if (work < least) {
            least = work;
            best = radicesOf(rest).values;
            best.push_back(rowPivot);
        }
    }
    return best;
}

double rowChirpCost(Index d, Index lanes)
{
    const Index length = lanes * passesOf(rowRadices(d, lanes)).length;
    const double cost = rowPivotCost + 2.0 * costOf(length / lanes / rowPivot) + 3.0 * isFar(5 * length);
    return cost * static_cast<double>(length) / static_cast<double>(d);
}

Split nestedSplitOf(Index n, Index lanes)
{
    Index n2 = n;
    for (Index factor = 2; factor * factor <= n2; ++factor)
        while (n2 % factor == 0 && n2 > factor)
            n2 /= factor;
    const Index n1 = n / n2;
    if (n1 == 1 || n2 <= largestFastRadix)
        return {0, 0, never};
    const double inner = convolutionFor(n2, lanes).work / static_cast<double>(n2);
    return {n1, n2, costOf(n1) + inner + 2.0};
}

} // namespace mixlens::lane
