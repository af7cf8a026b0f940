#include "core/optics/mean_lines.h"

#include "core/optics/precise_transform.h"

namespace mixlens::optics {

MeanLines::MeanLines(std::span<const double> x, Shape shape)
    : m_rowMeans(static_cast<std::size_t>(shape.rows)), m_colMeans(static_cast<std::size_t>(shape.cols)),
      m_firstCol(m_rowMeans.size()), m_firstRow(m_colMeans.size())
{
    double total = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        m_firstCol[i / m_colMeans.size()] += x[i];
        m_firstRow[i % m_colMeans.size()] += x[i];
        total += x[i];
    }
    const double mean = total / static_cast<double>(x.size());
    for (std::size_t row = 0; row < m_rowMeans.size(); ++row)
        m_rowMeans[row] = m_firstCol[row].real() / static_cast<double>(shape.cols) - mean;
    for (std::size_t col = 0; col < m_colMeans.size(); ++col)
        m_colMeans[col] = m_firstRow[col].real() / static_cast<double>(shape.rows);
    transformPrecisely(m_firstCol);
    transformPrecisely(m_firstRow);
}

void MeanLines::place(PreciseField& spectrum) const
{
    for (std::size_t k = 0; k < m_firstCol.size(); ++k)
        spectrum(static_cast<Index>(k), 0) = m_firstCol[k];
    for (std::size_t l = 0; l < m_firstRow.size(); ++l)
        spectrum(0, static_cast<Index>(l)) = m_firstRow[l];
}

void takeEvenPart(PreciseField& field)
{
    const auto [rows, cols] = field.shape;
    const PreciseField original = field;
    for (Index n = 0; n < rows; ++n) {
        for (Index m = 0; m < cols; ++m)
            field(n, m) = 0.5 * (original(n, m) + original(mirrored(n, rows), mirrored(m, cols)));
    }
}

} // namespace mixlens::optics
