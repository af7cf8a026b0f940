#pragma once

#include "core/math/matrix.h"

#include <complex>
#include <vector>

namespace mixlens::optics {

/// A plane of light in double precision, row-major: sample (n, m) of tokens and hidden units.
struct PreciseField
{
    PreciseField() = default;
    explicit PreciseField(Shape size) : shape(size), values(static_cast<std::size_t>(size.size())) {}

    [[nodiscard]] std::complex<double>& operator()(Index row, Index col)
    {
        return values[static_cast<std::size_t>(row * shape.cols + col)];
    }
    [[nodiscard]] const std::complex<double>& operator()(Index row, Index col) const
    {
        return values[static_cast<std::size_t>(row * shape.cols + col)];
    }

    Shape shape;
    std::vector<std::complex<double>> values;
};

/// Where sample or bin `index` of `count` lies, in steps from the axis: 0, 1, …, then the negative ones, as a
/// DFT counts; -count / 2 for the middle one of an even count.
[[nodiscard]] constexpr Index fromAxis(Index index, Index count) noexcept
{
    return 2 * index < count ? index : index - count;
}

/// The index at the mirrored position.
[[nodiscard]] constexpr Index mirrored(Index index, Index count) noexcept
{
    return index == 0 ? 0 : count - index;
}

/// sin(πx) / (πx).
[[nodiscard]] double sinc(double x) noexcept;

} // namespace mixlens::optics
