#include "ui/figures/axis_ticks.h"
#include "ui/figures/heat_map_paint.h"
#include "ui/figures/heat_map_statistics.h"
#include "ui/figures/plot_paint.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

QFont font()
{
    return plotFont(PlotText::Small);
}

double widestNumber(const std::vector<AxisLabel>& labels)
{
    double width = 0.0;
    for (const std::size_t at : {std::size_t{0}, labels.size() / 2, labels.size() - 1}) // ends are longest
        if (at < labels.size())
            width = std::max(width, textWidth(font(), labels[at].text));
    return width;
}

/// Round steps from zero that keep `apart` points between labels of cells `cell` points long.
Index stepFor(double cell, double apart)
{
    return std::max<Index>(1, static_cast<Index>(std::ceil(niceCeiling(std::ceil(apart / cell - 1e-9)))));
}

/// Index of the label "0": steps count from it, so that labels are round numbers wherever zero stands.
Index zeroOf(const std::vector<AxisLabel>& labels)
{
    const auto zero = std::ranges::find(labels, QStringLiteral("0"), &AxisLabel::text);
    return zero == labels.end() ? 0 : static_cast<Index>(zero - labels.begin());
}

} // namespace

NumericAxesSize numericAxesSize(const HeatMapSpec& spec)
{
    const double line = QFontMetricsF(font()).height();
    const bool titled = !spec.rowTitle.isEmpty() || !spec.colTitle.isEmpty();
    return {widestNumber(spec.rows) + 3.0 + labelGap, (titled ? 2.0 : 1.0) * line + labelGap,
            widestNumber(spec.cols) / 2.0 + 1.0};
}

void HeatMapPaint::numericAxes() const
{
    const QRect shown = shownCells();
    const QRectF& cells = m_geometry.cells;
    const double line = QFontMetricsF(font()).height();
    m_painter.setRenderHint(QPainter::Antialiasing, true);
    const QPen tick(m_theme.fadedInk, 0.75);
    if (const QRectF& box = m_geometry.rowLabels; !box.isNull()) {
        const Index zero = zeroOf(m_spec.rows);
        const Index step = stepFor(cell().height(), line);
        for (Index row = shown.top(); row <= shown.bottom(); ++row) {
            const double y = layout().rectOf(row, 0).center().y();
            if ((row - zero) % step != 0 || y < box.top() || y > box.bottom())
                continue;
            m_painter.setPen(tick);
            m_painter.drawLine(QPointF(cells.left() - 3.0, y), QPointF(cells.left() - 0.75, y));
            drawLine(m_painter, {box.left(), y - line / 2.0, box.width(), line},
                     Qt::AlignRight | Qt::AlignVCenter, font(), m_theme.ink, labelAt(m_spec.rows, row).text);
        }
    }
    const QRectF& box = m_geometry.colLabels;
    if (box.isNull())
        return;
    const Index zero = zeroOf(m_spec.cols);
    const Index step = stepFor(cell().width(), widestNumber(m_spec.cols) + 6.0);
    for (Index col = shown.left(); col <= shown.right(); ++col) {
        const double x = layout().rectOf(0, col).center().x();
        if ((col - zero) % step != 0 || x < cells.left() || x > cells.right())
            continue;
        m_painter.setPen(tick);
        m_painter.drawLine(QPointF(x, cells.top() - 3.0), QPointF(x, cells.top() - 0.75));
        const double half = widestNumber(m_spec.cols) / 2.0 + 2.0;
        drawLine(m_painter, {x - half, box.bottom() - line - 1.0, 2.0 * half, line},
                 Qt::AlignHCenter | Qt::AlignVCenter, font(), m_theme.ink, labelAt(m_spec.cols, col).text);
    }
    // Titles on a line of their own: the rows' from the left, the columns' after it.
    const double top = box.top();
    const QString rows = m_spec.rowTitle.isEmpty() ? QString() : m_spec.rowTitle + QStringLiteral(" ↓");
    const double left = m_geometry.rowLabels.isNull() ? cells.left() : m_geometry.rowLabels.left() + 2.0;
    drawLine(m_painter, {left, top, box.right() - left, line}, Qt::AlignLeft | Qt::AlignTop, font(),
             m_theme.fadedInk, rows);
    const double next = rows.isEmpty() ? cells.left() : left + textWidth(font(), rows) + 14.0;
    if (!m_spec.colTitle.isEmpty() && next < box.right())
        drawLine(m_painter, {next, top, box.right() - next, line}, Qt::AlignLeft | Qt::AlignTop, font(),
                 m_theme.fadedInk, m_spec.colTitle + QStringLiteral(" →"));
}

} // namespace mixlens::ui
