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

constexpr double never = std::numeric_limits<double>::infinity();

/// Time of a pass for each value, in units of a radix-4 pass.
double passCost(int radix)
{
    switch (radix) {
    case 2:
        return 0.8;
    case 3:
        return 1.0;
    case 4:
        return 1.0;
    case 5:
        return 1.3;
    case 6:
        return 1.2;
    case 7:
        return 1.7;
    case 8:
        return 1.3;
    case 12:
        return 1.7;
    case 16:
        return 1.9;
    default:
        return 0.6 + radix / 12.0; // `radix` products a value
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

double work(const Split& split)
{
    return split.cost * static_cast<double>(split.n1 * split.n2);
}

bool isPrime(Index n)
{
    for (Index factor = 2; factor * factor <= n; ++factor)
        if (n % factor == 0)
            return false;
    return n > 1;
}

/// The cheapest length of a cyclic convolution that holds 2 n - 1 values.
Split convolutionOf(Index n)
{
    const Index least = std::max<Index>(2 * n - 1, 16);
    Split best{0, 0, never};
    for (Index m = least; m <= least + least / 4 + 4; ++m) {
        Index rest = m;
        for (const Index prime : {2, 3, 5, 7})
            while (rest % prime == 0)
                rest /= prime;
        if (rest != 1)
            continue;
        const auto split = splitOf(m);
        if (split && (best.n1 == 0 || work(*split) < work(best)))
            best = *split;
    }
    assert(best.n1 > 0);
    return best;
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

FftPasses passesOf(Index n)
{
    FftPasses fft{.length = n, .count = 0, .pass = {}};
    Index rest = n;
    Index run = 1;
    for (const int radix : radicesOf(n).values) {
        rest /= radix;
        fft.pass[fft.count++] = {
            .radix = radix, .groups = rest, .run = run, .twiddles = nullptr, .angles = nullptr};
        run *= radix;
    }
    return fft;
}

LaneTransform laneTransformOf(Index n, Index lanes)
{
    using Method = LaneTransform::Method;
    const bool isShort = 2 * lanes * n <= directFloats;
    const auto split = isShort ? std::nullopt : splitOf(n);
    LaneTransform t{};
    t.length = n;
    t.method = Method::Chirp;
    if (split)
        t.method = Method::TwoLevels;
    else if (radicesOf(n).possible)
        t.method = Method::Direct;
    if (t.method == Method::Direct) {
        t.first = passesOf(n);
        t.grid = n;
        t.line = n;
        return t;
    }
    Split parts = t.method == Method::TwoLevels ? *split : convolutionOf(n);
    if (t.method == Method::Chirp && isPrime(n)) {
        const auto powers = splitOf(n - 1);
        if (powers && work(*powers) < work(parts)) {
            t.method = Method::Powers;
            parts = *powers;
        }
    }
    t.first = passesOf(parts.n1);
    t.second = passesOf(parts.n2);
    t.pitch = parts.n2 + 1;
    t.grid = parts.n1 * t.pitch;
    t.line = 4 * std::max(parts.n1, parts.n2);
    return t;
}

} // namespace mixlens
