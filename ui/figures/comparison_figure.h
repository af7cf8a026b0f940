#pragma once

#include "core/bench/result_file.h"
#include "ui/figures/bench_series.h"
#include "ui/figures/figure.h"
#include "ui/figures/log_axes.h"

namespace mixlens::ui {

struct ComparisonSpec
{
    QString title;
    QString note;
    QString before, after; ///< names of the two results
    Comparison comparison;
};

/// A cell of the picture, in drawing order.
struct ComparisonRow
{
    CellComparison cell;
    BackendStyle style;
    bool firstOfBackend = false;
    /// So many cells of a backend, which cannot be compared for one reason, in this row.
    std::size_t cells = 1;
    [[nodiscard]] bool compared() const noexcept { return cell.problem.empty() && cell.ratio > 0.0; }
    /// By the rank test, at 5 %.
    [[nodiscard]] bool significant() const noexcept { return compared() && cell.test.pValue < 0.05; }
};

struct ComparisonLayout
{
    QString note;
    PlotFrame frame; ///< x: the ratio; y has no meaning
    double rowHeight = 0.0;
    double nameLeft = 0.0, tokensRight = 0.0; ///< columns left of the plot
    QRectF values;                            ///< right of the plot
    [[nodiscard]] double yOf(std::size_t row) const
    {
        return frame.rect.top() + (static_cast<double>(row) + 0.5) * rowHeight;
    }
};

/// Two runs: the ratio of medians of each cell with its interval, grouped by backend, lengths ascending.
class ComparisonFigure : public Figure
{
public:
    explicit ComparisonFigure(ComparisonSpec spec);

    [[nodiscard]] const ComparisonSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] const std::vector<ComparisonRow>& rows() const noexcept { return m_rows; }
    [[nodiscard]] ComparisonLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    ComparisonSpec m_spec;
    std::vector<ComparisonRow> m_rows;
};

} // namespace mixlens::ui
