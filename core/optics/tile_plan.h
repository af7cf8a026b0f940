#pragma once

#include "core/math/matrix.h"

#include <array>
#include <cstdint>

namespace mixlens::optics {

/// How one axis of length n is cut for a core with `tile` channels: n = residual · Π factors.
struct AxisPlan
{
    static constexpr int mostPasses = 10;    ///< enough for 262,144 with 4 channels
    static constexpr Index mostResidual = 8; ///< done digitally: small optical factors waste whole frames

    bool exact = false;
    Index residual = 1;
    std::array<Index, mostPasses> factors{}; ///< one each pass, at most `tile`; 1 where the axis rests
};

/// How a two-dimensional transform is cut. A pass transforms along both axes at once, so both have as many.
struct TilePlan
{
    bool exact = false; ///< both lengths are products of factors that the core has room for
    Shape planned;      ///< the input's shape, or the next larger one that is
    int passes = 1;
    std::uint64_t frames = 1;      ///< tiles over all passes, one exposure each
    std::uint64_t firstFrames = 1; ///< of the first pass, whose tiles are real
    AxisPlan tokens;
    AxisPlan hidden;
};

/// The largest divisor of `length` that is at most `most`.
[[nodiscard]] Index largestDivisor(Index length, Index most) noexcept;

/// Mixed radix over a core of tile x tile. Factors are placed at a stride in the core, never padded with
/// zeros, which would interpolate the spectrum. Allocates nothing.
[[nodiscard]] TilePlan planTiles(Shape input, Index tile) noexcept;

} // namespace mixlens::optics
