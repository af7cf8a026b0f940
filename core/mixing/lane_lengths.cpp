#include "core/mixing/lane_lengths.h"

#include "core/mixing/lane_costs.h"

#include <algorithm>
#include <optional>

namespace mixlens {
using namespace lane;

namespace {

/// Complex registers of this many floats in all still make one Direct transform: a longer signal and its copy
/// would leave the first-level cache. Measured on a Zen 4.
constexpr Index directFloats = 3072;

int largestOf(const Radices& radices)
{
    int largest = 1;
    for (const int radix : radices.values)
        largest = std::max(largest, radix);
    return largest;
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

LaneTransform inTwoLevels(LaneTransform::Method method, Index n, Index n1, std::vector<int> radices)
{
    LaneTransform t{};
    t.method = method;
    t.length = n;
    t.first = passesOf(n1);
    t.second = passesOf(radices);
    std::ranges::reverse(radices);
    t.back = passesOf(radices);
    const Index n2 = t.second.length;
    if (method == LaneTransform::Method::PaddedPowers) {
        t.pitch = n2 / 2 + (n2 % 16 == 0 ? 1 : 0);
        for (FftPass& pass : std::span(t.first.pass).first(static_cast<std::size_t>(t.first.count)))
            pass.run *= t.pitch;
        t.grid = 2 * n1 * t.pitch;
        t.line = 2 * n2;
        return t;
    }
    t.pitch = n2 + 1;
    t.grid = n1 * t.pitch;
    t.line = 4 * std::max(n1, n2);
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
        if (work(nested) < std::min(whole.work, passes)) {
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
        if (whole.work < passes)
            return inTwoLevels(whole.method, n, whole.n1, whole.n2);
    }
    if (split)
        return inTwoLevels(Method::TwoLevels, n, split->n1, radicesOf(split->n2).values);
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
    return inTwoLevels(convolution.method, n, convolution.n1, convolution.n2);
}

} // namespace mixlens
