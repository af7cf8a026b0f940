#include "ui/figures/axis_ticks.h"
#include "ui/figures/plot_paint.h"
#include "ui/figures/timing_figure.h"
#include "ui/style/marks.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::TimingFigure)
};

constexpr double lineHeight = 12.0;

void drawAxis(QPainter& painter, const Theme& theme, const TimingLayout& layout)
{
    const QFont font = plotFont(PlotText::Small);
    const int count = std::max(2, static_cast<int>(layout.plot.width() / 60.0));
    const std::vector<double> ticks = layout.logarithmic ? logTicks(layout.low, layout.high, count)
                                                         : linearTicks(layout.low, layout.high, count);
    const double bottom = layout.plot.bottom();
    double free = -1e9; // labels of a logarithmic axis come close
    for (const double tick : ticks) {
        const double x = layout.xOf(tick);
        painter.setPen(QPen(theme.grid, 0.6));
        painter.drawLine(QPointF(x, layout.plot.top()), QPointF(x, bottom));
        const QString text = secondsTickText(tick);
        const double half = textWidth(font, text) / 2 + 1.0;
        if (x - half < free)
            continue;
        free = x + half + 4.0;
        drawLine(painter, {x - half, bottom + 1.0, 2 * half, lineHeight}, Qt::AlignHCenter | Qt::AlignTop,
                 font, theme.ink, text);
    }
    painter.setPen(QPen(theme.ink, 0.8));
    painter.drawLine(layout.plot.bottomLeft(), layout.plot.bottomRight());
    const QString title = layout.logarithmic ? Words::tr("measured time of one inference, logarithmic")
                                             : Words::tr("measured time of one inference");
    drawLine(painter, {layout.plot.left(), bottom + lineHeight, layout.plot.width(), lineHeight},
             Qt::AlignHCenter | Qt::AlignTop, font, theme.fadedInk, title);
}

/// The lane's mark, filled: the time that a simulation took is measured, only its device is modelled.
void drawMeasuredMark(QPainter& painter, LaneIdentity identity, QPointF centre, double diameter,
                      const QColor& colour)
{
    drawMark(painter, markOf(identity), centre, diameter, colour);
    if (markOf(identity) != Mark::HollowDiamond)
        return;
    const double r = diameter / 2;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(QPolygonF({centre - QPointF(0.0, r), centre + QPointF(r, 0.0),
                                   centre + QPointF(0.0, r), centre - QPointF(r, 0.0)}));
    painter.setBrush(Qt::NoBrush);
}

void drawRow(QPainter& painter, const Theme& theme, const TimingLayout& layout, const TimingRow& row,
             std::size_t at, double left, double right)
{
    const double y = layout.yOf(at);
    const QColor colour = theme.lane(row.identity);
    const bool twoLines = layout.rowHeight >= 22.0; // otherwise the second line is left to the table
    const double step = twoLines ? 11.0 : std::min(lineHeight, layout.rowHeight);
    const double top = twoLines ? y - step : y - step / 2;
    const QFont small = plotFont(PlotText::Small);
    drawMeasuredMark(painter, row.identity, {left + 5.0, top + step / 2}, 7.0, colour);
    const double textLeft = left + 14.0;
    const double room = layout.plot.left() - textLeft - 6.0;
    // That it was the simulation is said even where there is room for one line only.
    const QString name =
        twoLines || row.what.isEmpty() ? row.lane : row.what + QStringLiteral(": ") + row.lane;
    drawLine(painter, {textLeft, top, room, step}, Qt::AlignLeft | Qt::AlignVCenter, plotFont(),
             theme.laneText(row.identity), name);
    const QString rows = row.tokens > 0 ? Words::tr("rows: %1").arg(countText(row.tokens)) : QString();
    const QString below = row.what.isEmpty() ? rows
                          : rows.isEmpty()   ? row.what
                                             : row.what + QStringLiteral(", ") + rows;
    if (twoLines)
        drawLine(painter, {textLeft, y, room, step}, Qt::AlignLeft | Qt::AlignVCenter, small, theme.fadedInk,
                 below);

    if (row.seconds.empty()) {
        drawLine(painter, {layout.plot.left() + 4.0, top, right - layout.plot.left() - 4.0, step},
                 Qt::AlignLeft | Qt::AlignVCenter, small, theme.fadedInk,
                 row.missing.isEmpty() ? Words::tr("not timed yet") : row.missing);
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.fadedInk);
    for (std::size_t run = 0; run < row.seconds.size(); ++run) {
        // Spread by the golden ratio, so that equal times do not hide each other; the same at every paint.
        const double spread = std::fmod(static_cast<double>(run + 1) * 0.6180339887, 1.0) - 0.5;
        painter.drawEllipse(QPointF(layout.xOf(row.seconds[run]), y + spread * layout.rowHeight * 0.6), 1.2,
                            1.2);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(colour, 1.6));
    const double low = layout.xOf(row.low);
    const double high = layout.xOf(row.high);
    painter.drawLine(QPointF(low, y), QPointF(high, y));
    for (const double x : {low, high})
        painter.drawLine(QPointF(x, y - 3.0), QPointF(x, y + 3.0));
    drawMeasuredMark(painter, row.identity, {layout.xOf(row.median), y}, 9.0, colour);

    const double valueLeft = layout.plot.right() + 10.0;
    QFont bold = plotFont();
    bold.setBold(true);
    drawLine(painter, {valueLeft, top, right - valueLeft, step}, Qt::AlignLeft | Qt::AlignVCenter, bold,
             theme.ink, secondsText(row.median));
    if (twoLines)
        drawLine(painter, {valueLeft, y, right - valueLeft, step}, Qt::AlignLeft | Qt::AlignVCenter, small,
                 theme.fadedInk, secondsRangeText(row.low, row.high));
}

void drawModelled(QPainter& painter, const Theme& theme, const QRectF& box,
                  const std::vector<ModelledRow>& rows)
{
    const double height = box.height() / static_cast<double>(rows.size() + 1);
    const QFont small = plotFont(PlotText::Small);
    drawLine(painter, {box.left(), box.top(), box.width(), height}, Qt::AlignLeft | Qt::AlignVCenter, small,
             theme.fadedInk, Words::tr("Device model: modelled, not measured, and not on the axis above"));
    double y = box.top() + height;
    for (const ModelledRow& row : rows) {
        drawMark(painter, Mark::HollowDiamond, {box.left() + 5.0, y + height / 2}, 7.0,
                 theme.lane(row.identity));
        QStringList parts;
        for (const Quantity& quantity : row.quantities)
            parts.append(QString::fromStdString(quantity.name).replace(QLatin1Char('_'), QLatin1Char(' ')) +
                         QLatin1Char(' ') + quantityText(quantity));
        const double name = std::min(textWidth(plotFont(), row.lane) + 10.0, box.width() / 3);
        drawLine(painter, {box.left() + 14.0, y, name, height}, Qt::AlignLeft | Qt::AlignVCenter, plotFont(),
                 theme.laneText(row.identity), row.lane);
        drawLine(painter, {box.left() + 14.0 + name, y, box.width() - 14.0 - name, height},
                 Qt::AlignLeft | Qt::AlignVCenter, small, theme.ink, parts.join(QStringLiteral("  ·  ")));
        y += height;
    }
}

} // namespace

void TimingFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(area, theme.paper);
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -3.0);
    const QRectF body = drawHeading(painter, inner, theme, m_spec.title, m_spec.note);
    if (m_spec.measured.empty()) {
        drawMessage(painter, body, theme, Words::tr("Nothing is timed yet: type a sentence."));
    } else {
        const TimingLayout layout = layoutIn(area);
        if (std::ranges::any_of(m_spec.measured, [](const TimingRow& row) { return !row.seconds.empty(); }))
            drawAxis(painter, theme, layout);
        for (std::size_t at = 0; at < m_spec.measured.size(); ++at)
            drawRow(painter, theme, layout, m_spec.measured[at], at, inner.left(), inner.right());
        if (!layout.modelled.isNull())
            drawModelled(painter, theme, layout.modelled, m_spec.modelled);
    }
    painter.restore();
}

} // namespace mixlens::ui
