#include "ui/figures/heat_map_paint.h"
#include "ui/figures/heat_map_statistics.h"
#include "ui/figures/plot_paint.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mixlens::ui {

QFont HeatMapPaint::labelFont(const AxisLabel& label, double cellLength) const
{
    QFont font = plotFont();
    font.setPixelSize(labelSize(cellLength));
    font.setItalic(label.special);
    return font;
}

QString HeatMapPaint::labelText(const AxisLabel& label, Index at, Index step) const
{
    return step == 1 || label.text == QString::number(at) ? label.text
                                                          : QStringLiteral("%1 %2").arg(label.text).arg(at);
}

void HeatMapPaint::rowLabels() const
{
    const QRectF& box = m_geometry.rowLabels;
    if (box.isNull())
        return;
    const QRect shown = shownCells();
    const double height = cell().height();
    const Index step = labelStep(height);
    for (Index row = shown.top(); row <= shown.bottom(); ++row) {
        const double y = layout().rectOf(row, 0).center().y();
        if (row % step != 0 || y < box.top() || y > box.bottom())
            continue;
        const AxisLabel label = labelAt(m_spec.rows, row);
        const QFont font = labelFont(label, height);
        const double line = QFontMetricsF(font).height();
        drawLine(m_painter, {box.left(), y - line / 2.0, box.width(), line},
                 Qt::AlignRight | Qt::AlignVCenter, font,
                 label.special || label.padding ? m_theme.fadedInk : m_theme.ink,
                 labelText(label, row, step));
    }
    if (m_geometry.colLabels.isNull() || !m_parts.axisTitles)
        return;
    // Which axis is which, in the corner that the slanted labels leave free.
    const QFont font = plotFont(PlotText::Small);
    const double line = QFontMetricsF(font).height();
    double bottom = m_geometry.colLabels.bottom() - 1.0;
    for (const auto& [title, arrow] : {std::pair(m_spec.rowTitle, QStringLiteral(" ↓")),
                                       std::pair(m_spec.colTitle, QStringLiteral(" →"))}) {
        if (!title.isEmpty() && bottom - line >= m_geometry.colLabels.top() - 1.0)
            drawLine(m_painter, {box.left(), bottom - line, box.width(), line},
                     Qt::AlignRight | Qt::AlignBottom, font, m_theme.fadedInk, title + arrow);
        bottom -= line;
    }
}

void HeatMapPaint::colLabels() const
{
    const QRectF& box = m_geometry.colLabels;
    if (box.isNull())
        return;
    const QRect shown = shownCells();
    const double width = cell().width();
    const Index step = labelStep(width);
    const double radians = labelAngle * std::numbers::pi / 180.0;
    for (Index col = shown.left(); col <= shown.right(); ++col) {
        const double x = layout().rectOf(0, col).center().x();
        if (col % step != 0 || x < m_geometry.cells.left() || x > m_geometry.cells.right())
            continue;
        const AxisLabel label = labelAt(m_spec.cols, col);
        // As far apart as slanted lines are.
        const QFont font = labelFont(label, width * std::sin(radians));
        const QFontMetricsF metrics(font);
        const double thick = metrics.ascent() + metrics.descent();
        const double high = (box.height() - thick * std::cos(radians) - 1.0) / std::sin(radians);
        const double wide = (box.right() - x - thick * std::sin(radians) / 2.0) / std::cos(radians);
        const QString text =
            metrics.elidedText(labelText(label, col, step), Qt::ElideRight, std::min(high, wide));
        m_painter.save();
        m_painter.translate(x, box.bottom() - thick * std::cos(radians) / 2.0);
        m_painter.rotate(-labelAngle);
        m_painter.setFont(font);
        m_painter.setPen(label.special || label.padding ? m_theme.fadedInk : m_theme.ink);
        m_painter.drawText(QPointF(0.0, (metrics.ascent() - metrics.descent()) / 2.0), text);
        m_painter.restore();
    }
}

void HeatMapPaint::margins() const
{
    const QRect shown = shownCells();
    const QFont font = plotFont(PlotText::Small);
    const double line = QFontMetricsF(font).height();
    const QColor colour = m_theme.lane(m_spec.identity);
    const double hairline = m_grid.raster ? 1.0 / m_grid.scale() : 0.25;
    const auto largest = [](const std::vector<double>& values) {
        double most = 0.0;
        for (const double value : values)
            most = std::isfinite(value) ? std::max(most, value) : most;
        return most > 0.0 ? most : 1.0;
    };
    const auto share = [](double value, double full) {
        return std::isfinite(value) ? std::clamp(value / full, 0.0, 1.0) : 0.0;
    };
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    if (const QRectF& box = m_geometry.rowMargin; !box.isNull()) {
        const double full = m_spec.rowMarginFull > 0.0 ? m_spec.rowMarginFull : largest(m_spec.rowMargin);
        const double thick = std::clamp(0.5 * cell().height(), hairline, 7.0);
        const Index step = std::max<Index>(labelStep(cell().height()), cell().height() < 8.5 ? 2 : 1);
        // In a narrow margin bars have the space alone unless every row's number fits.
        const bool narrow = m_parts.room.has_value();
        const auto number = [narrow](double value) {
            return QString::number(value, 'f', narrow && value >= 9.95 ? 0 : 1);
        };
        const double numbers = textWidth(font, QStringLiteral("8.8")) + 1.0;
        const bool numbered = !narrow || cell().height() >= 8.5;
        const double bar = !narrow    ? 24.0
                           : numbered ? std::max(0.0, box.width() - numbers - 2.0)
                                      : box.width() - 2.0;
        const double gap = narrow ? 2.0 : labelGap;
        for (Index row = shown.top(); row <= shown.bottom(); ++row) {
            const auto at = static_cast<std::size_t>(row);
            const double y = layout().rectOf(row, 0).center().y();
            if (at >= m_spec.rowMargin.size() || y < box.top() || y > box.bottom())
                continue;
            const double value = m_spec.rowMargin[at];
            m_painter.fillRect(QRectF(box.left(), y - thick / 2.0, bar * share(value, full), thick) & box,
                               colour);
            if (numbered && row % step == 0 && std::isfinite(value))
                drawLine(m_painter, {box.left() + bar + gap, y - line / 2.0, box.width() - bar - gap, line},
                         Qt::AlignLeft | Qt::AlignVCenter, font, m_theme.fadedInk, number(value));
        }
        const double top = m_geometry.colMargin.isNull() ? box.bottom() - line : m_geometry.colMargin.top();
        drawLine(m_painter, {box.left(), top, box.width(), line}, Qt::AlignLeft | Qt::AlignTop, font,
                 m_theme.fadedInk, m_spec.rowMarginName);
    }
    if (const QRectF& box = m_geometry.colMargin; !box.isNull() && !m_spec.colMargin.empty()) {
        const double full = largest(m_spec.colMargin);
        const double thick = std::clamp(0.5 * cell().width(), hairline, 7.0);
        for (Index col = shown.left(); col <= shown.right(); ++col) {
            const auto at = static_cast<std::size_t>(col);
            const double x = layout().rectOf(0, col).center().x();
            if (at < m_spec.colMargin.size())
                m_painter.fillRect(QRectF(x - thick / 2.0, box.top(), thick,
                                          box.height() * share(m_spec.colMargin[at], full)) &
                                       box,
                                   colour);
        }
        if (const QRectF& left = m_geometry.rowLabels;
            !left.isNull() && left.width() >= textWidth(font, m_spec.colMarginName))
            drawLine(m_painter, {left.left(), box.top(), left.width(), line}, Qt::AlignRight | Qt::AlignTop,
                     font, m_theme.fadedInk, m_spec.colMarginName);
    }
}

} // namespace mixlens::ui
