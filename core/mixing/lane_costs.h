#pragma once

#include "core/kernels/lane_fourier.h"
#include "core/math/matrix.h"

#include <limits>
#include <optional>
#include <vector>

namespace mixlens::lane {

// What ways to transform a length are estimated to cost, in units of a radix-4 pass over its values.

/// Up to this radix, a pass is as good as a convolution. Measured on a Zen 4.
inline constexpr int largestFastRadix = 31;

inline constexpr double never = std::numeric_limits<double>::infinity();

/// Of a transform of length n by passes, for each of its values; never where there is none.
[[nodiscard]] double costOf(Index n);

/// Two levels, n1 n2.
struct Split
{
    Index n1, n2;
    double cost; ///< for each of the n1 n2 values
};

/// Of all the values.
[[nodiscard]] double work(const Split& split);

/// Two factors, as equal as they can be, for a transform in two levels.
[[nodiscard]] std::optional<Split> splitOf(Index n);

/// The cheapest convolution for a transform of length n.
struct Convolution
{
    LaneTransform::Method method;
    Index n1;
    std::vector<int> n2; ///< its radices
    double work;
};
[[nodiscard]] Convolution convolutionFor(Index n, Index lanes);

/// Of the cheapest transform of length n in lanes, for each of its values.
[[nodiscard]] double transformCost(Index n, Index lanes);

/// Radices of M for rows of length d by a chirp over lanes M values, rowPivot last.
[[nodiscard]] std::vector<int> rowRadices(Index d, Index lanes);
/// Of that, for each of the d values.
[[nodiscard]] double rowChirpCost(Index d, Index lanes);

/// n = n1 n2 with the largest prime factor as n2, which goes by a convolution of its own; of cost never where
/// that makes no sense.
[[nodiscard]] Split nestedSplitOf(Index n, Index lanes);

} // namespace mixlens::lane
