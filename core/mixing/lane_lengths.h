#pragma once

#include "core/kernels/lane_fourier.h"
#include "core/math/matrix.h"

#include <span>
#include <vector>

namespace mixlens {

/// The radices of the passes of a transform of length n, in their order; none for n = 1, and for an n with a
/// prime factor above largestRadix, which `possible` tells apart.
struct Radices
{
    std::vector<int> values;
    bool possible = true;
};
[[nodiscard]] Radices radicesOf(Index n);

/// How signals of length n in registers of `lanes` are best transformed: method, lengths and sizes, the
/// tables still null.
[[nodiscard]] LaneTransform laneTransformOf(Index n, Index lanes);

/// What the second level of `transform` is made by when it has no passes; otherwise of length 0.
[[nodiscard]] LaneTransform innerTransformOf(const LaneTransform& transform, Index lanes);

/// `n` as passes, the tables still null. Precondition: it is possible.
[[nodiscard]] FftPasses passesOf(Index n);
[[nodiscard]] FftPasses passesOf(std::span<const int> radices);

} // namespace mixlens
