#include "core/mixing/lane_lengths.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>

namespace mixlens {
namespace {

/// Complex registers of this many floats in all still make one Direct transform: a longer signal and its copy
/// would leave the first-level cache. Measured on a Zen 4.
constexpr Index directFloats = 3072;

/// A convolution takes a bit more time for each value when its grid, or a column of it, is longer.
constexpr Index nearFloats = 8192;

/// Up to this radix, a pass is as good as a convolution. Measured on a Zen 4.
constexpr int largestFastRadix = 31;

constexpr double never = std::numeric_limits<double>::infinity();

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

/// Of a transform of length n by passes, for each of its values; never where there is none.
double costOf(Index n)
{
    const Radices radices = radicesOf(n);
    double cost = radices.possible ? 0.0 : never;
    for (const int radix : radices.values)
        cost += passCost(radix);
    return cost;
}

struct Split
{
    Index n1, n2;
    double cost; ///< for each of the n1 n2 values
};

/// Two factors, as equal as they can be, for a transform in two levels.
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

int largestOf(const Radices& radices)
{
    int largest = 1;
    for (const int radix : radices.values)
        largest = std::max(largest, radix);
    return largest;
}

bool isPrime(Index n)
{
    for (Index factor = 2; factor * factor <= n; ++factor)
        if (n % factor == 0)
            return false;
    return n > 1;
}

/// Larger radices are made by oddPass(), which no pivot() is.
bool hasPivot(int radix)
{
    return radix <= 8 || radix == 12 || radix == 16;
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
        const auto isFar = [&](Index values) { return 2 * lanes * values > nearFloats ? 1.0 : 0.0; };
        const double cost = passes + 1.0 + 2.0 * isFar(n) + 2.0 * isFar(2 * n1);
        if (cost < best.cost)
            best = {n1, n2, cost};
    }
    return best;
}

double work(const Split& split)
{
    return split.n1 == 0 ? never : split.cost * static_cast<double>(split.n1 * split.n2);
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

/// The cheapest convolution for a transform of length n.
struct Convolution
{
    LaneTransform::Method method;
    Split split;
};

Convolution convolutionFor(Index n, Index lanes)
{
    const Split chirp = convolutionOf(n, lanes);
    const Split powers = isPrime(n) ? bestConvolution(n - 1, true, lanes) : Split{0, 0, never};
    if (work(powers) < work(chirp))
        return {LaneTransform::Method::Powers, powers};
    return {LaneTransform::Method::Chirp, chirp};
}

/// n = n1 n2 with the largest prime factor as n2, which goes by a convolution of its own.
Split nestedSplitOf(Index n, Index lanes)
{
    Index n2 = n;
    for (Index factor = 2; factor * factor <= n2; ++factor)
        while (n2 % factor == 0 && n2 > factor)
            n2 /= factor;
    const Index n1 = n / n2;
    if (n1 == 1 || n2 <= largestFastRadix)
        return {0, 0, never};
    const double inner = work(convolutionFor(n2, lanes).split) / static_cast<double>(n2);
    return {n1, n2, costOf(n1) + inner + 2.0};
}

} // namespace

Radices radicesOf(Index n)
{
    const auto strip = [&](Index prime) {
        int times = 0;
        for (; n % prime == 0; n /= prime)
            ++times;
        return times;
    };
    int twos = strip(2);
    int threes = strip(3);
    Radices radices;
    std::vector<int> odd;
    for (int prime = 5; prime <= largestRadix && n > 1; prime += 2) // composites never divide what is left
        odd.insert(odd.end(), static_cast<std::size_t>(strip(prime)), prime);
    radices.possible = n == 1;
    if (!radices.possible)
        return radices;
    // Threes go with twos that radix 8 leaves over.
    for (; threes > 0 && twos >= 2 && twos % 3 == 2; --threes, twos -= 2)
        odd.push_back(12);
    for (; threes > 0 && twos >= 1 && twos % 3 == 1; --threes, twos -= 1)
        odd.push_back(6);
    odd.insert(odd.end(), static_cast<std::size_t>(threes), 3);
    if (twos == 4 && odd.empty()) {
        radices.values.push_back(16);
        twos = 0;
    }
    while (twos % 3 != 0 && twos >= 2) {
        radices.values.push_back(4);
        twos -= 2;
    }
    if (twos == 1) {
        radices.values.push_back(2);
        twos = 0;
    }
    radices.values.insert(radices.values.end(), static_cast<std::size_t>(twos / 3), 8);
    std::ranges::sort(radices.values, std::greater());
    radices.values.insert(radices.values.end(), odd.begin(), odd.end());
    return radices;
}

FftPasses passesOf(std::span<const int> radices)
{
    FftPasses fft{.length = 1, .count = 0, .pass = {}};
    for (const int radix : radices)
        fft.length *= radix;
    Index rest = fft.length;
    for (const int radix : radices) {
        const Index run = fft.length / rest;
        rest /= radix;
        fft.pass[fft.count++] = {
            .radix = radix, .groups = rest, .run = run, .twiddles = nullptr, .angles = nullptr};
    }
    return fft;
}

FftPasses passesOf(Index n)
{
    return passesOf(radicesOf(n).values);
}

namespace {

LaneTransform inTwoLevels(LaneTransform::Method method, Index n, const Split& split)
{
    LaneTransform t{};
    t.method = method;
    t.length = n;
    t.first = passesOf(split.n1);
    std::vector<int> radices = radicesOf(split.n2).values;
    t.second = passesOf(radices);
    std::ranges::reverse(radices);
    t.back = passesOf(radices);
    t.pitch = split.n2 + 1;
    t.grid = split.n1 * t.pitch;
    t.line = 4 * std::max(split.n1, split.n2);
    return t;
}

} // namespace

LaneTransform laneTransformOf(Index n, Index lanes)
{
    using Method = LaneTransform::Method;
    const Radices radices = radicesOf(n);
    const bool isShort = 2 * lanes * n <= directFloats;
    const auto split = isShort ? std::nullopt : splitOf(n);
    if (!radices.possible || largestOf(radices) > largestFastRadix) {
        const double passes = (split ? split->cost : costOf(n)) * static_cast<double>(n);
        const Convolution whole = convolutionFor(n, lanes);
        const Split nested = nestedSplitOf(n, lanes);
        if (work(nested) < std::min(work(whole.split), passes)) {
            LaneTransform t{};
            t.method = Method::TwoLevels;
            t.length = n;
            t.first = passesOf(nested.n1);
            t.second.length = nested.n2;
            const LaneTransform inner = innerTransformOf(t, lanes);
            t.pitch = nested.n2 + 1;
            t.grid = nested.n1 * t.pitch;
            t.line = std::max(2 * nested.n1, 4 * nested.n2 + inner.grid + inner.line);
            return t;
        }
        if (work(whole.split) < passes)
            return inTwoLevels(whole.method, n, whole.split);
    }
    if (split)
        return inTwoLevels(Method::TwoLevels, n, *split);
    LaneTransform t{};
    t.method = Method::Direct;
    t.length = n;
    t.first = passesOf(n);
    t.grid = n;
    t.line = n;
    return t;
}

LaneTransform innerTransformOf(const LaneTransform& transform, Index lanes)
{
    const Index n = transform.second.length;
    if (transform.method != LaneTransform::Method::TwoLevels || transform.second.count > 0)
        return {};
    const Convolution convolution = convolutionFor(n, lanes);
    return inTwoLevels(convolution.method, n, convolution.split);
}

} // namespace mixlens
