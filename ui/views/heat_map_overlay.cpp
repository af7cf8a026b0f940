#include "ui/views/heat_map_overlay.h"

#include "ui/figures/heat_map_statistics.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::HeatMapView)
};

constexpr double frameFrom = 5.0; ///< pixels a cell; smaller ones get lines through their middle

QString numbered(const std::vector<AxisLabel>& labels, Index at)
{
    const QString text = labelAt(labels, at).text;
    const QString number = QString::number(at);
    return text == number ? text : QStringLiteral("%1 %2").arg(text, number);
}

void tag(QPainter& painter, QRectF box, const QString& text, const Theme& theme)
{
    painter.fillRect(box, theme.ink);
    painter.setPen(theme.paper);
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace

void HeatMapOverlay::crosshair(QPainter& painter, Index row, Index col, bool locked) const
{
    const QRectF& cells = layout.cells;
    const QRectF cell = layout.rectOf(row, col);
    const QRectF shown = cell & cells;
    if (shown.isEmpty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(font);
    QColor line = theme.highlight;
    if (!locked)
        line.setAlphaF(0.75F);
    // From the labels to the cell and no farther, so that the row's other values stay readable.
    painter.setPen(QPen(line, 1.0));
    if (std::min(cell.width(), cell.height()) >= frameFrom) {
        for (const double y : {cell.top(), cell.bottom()})
            if (y >= cells.top() - 0.5 && y <= cells.bottom() + 0.5)
                painter.drawLine(QPointF(cells.left(), y), QPointF(shown.left(), y));
        for (const double x : {cell.left(), cell.right()})
            if (x >= cells.left() - 0.5 && x <= cells.right() + 0.5)
                painter.drawLine(QPointF(x, cells.top()), QPointF(x, shown.top()));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.paper, locked ? 5.0 : 3.0, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(shown);
        painter.setPen(
            QPen(theme.highlight, locked ? 3.0 : 1.5, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(shown);
    } else {
        const QPointF middle = cell.center();
        painter.drawLine(QPointF(cells.left(), middle.y()), QPointF(middle.x() - 4.0, middle.y()));
        painter.drawLine(QPointF(middle.x(), cells.top()), QPointF(middle.x(), middle.y() - 4.0));
        painter.setPen(QPen(theme.highlight, locked ? 3.0 : 1.5));
        painter.drawRect(QRectF(middle - QPointF(4.0, 4.0), QSizeF(8.0, 8.0)));
    }
    const QFontMetricsF metrics(font);
    const double height = metrics.height() + 2.0;
    if (rowLabels) {
        const QString text = numbered(spec.rows, row);
        const double width = std::min(metrics.horizontalAdvance(text) + 8.0, std::max(cells.right(), 40.0));
        const double top = std::clamp(cell.center().y() - height / 2.0, cells.top() - height / 2.0,
                                      cells.bottom() - height / 2.0);
        tag(painter, {std::max(0.0, cells.left() - 4.0 - width), top, width, height}, text, theme);
    }
    if (colLabels) {
        const QString text = numbered(spec.cols, col);
        const double width = metrics.horizontalAdvance(text) + 8.0;
        const double left =
            std::clamp(cell.center().x() - width / 2.0, 0.0, std::max(0.0, painter.window().width() - width));
        tag(painter, {left, std::max(0.0, cells.top() - 4.0 - height), width, height}, text, theme);
    }
    painter.restore();
}

QString heatCellText(const HeatMapSpec& spec, Index row, Index col)
{
    const double value = static_cast<double>((*spec.values)(row, col));
    const AxisLabel output = labelAt(spec.rows, row), input = labelAt(spec.cols, col);
    QString text = Words::tr("%1 ← %2: %3").arg(output.text, input.text, heatValueText(spec, value));
    if (!spec.valueName.isEmpty())
        text += QLatin1Char(' ') + spec.valueName;
    if (output.padding || input.padding)
        text += Words::tr(" (padding)");
    return text;
}

} // namespace mixlens::ui
