#pragma once

#include "core/optics/precise_field.h"

#include <span>
#include <vector>

namespace mixlens::optics {

/// The constant-row bypass in double precision: what row means and column means add up to at each value, and
/// row 0 and column 0 of the spectrum, by two digital 1-D transforms. Empty: takes off and places nothing.
class MeanLines
{
public:
    MeanLines() = default;
    /// `x` is row-major.
    MeanLines(std::span<const double> x, Shape shape);

    /// Row mean + column mean - mean at value `index`.
    [[nodiscard]] double at(std::size_t index) const noexcept
    {
        if (m_rowMeans.empty())
            return 0.0;
        return m_rowMeans[index / m_colMeans.size()] + m_colMeans[index % m_colMeans.size()];
    }

    void place(PreciseField& spectrum) const;

private:
    std::vector<double> m_rowMeans; ///< less the mean
    std::vector<double> m_colMeans;
    std::vector<std::complex<double>> m_firstCol;
    std::vector<std::complex<double>> m_firstRow;
};

/// (x[n, m] + x[-n, -m]) / 2.
void takeEvenPart(PreciseField& field);

} // namespace mixlens::optics
