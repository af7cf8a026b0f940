#include "ui/figures/axis_ticks.h"
#include "ui/figures/plot_paint.h"
#include "ui/figures/timing_figure.h"
#include "ui/style/marks.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
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

void drawAxis(QPainter& painter, const Theme& theme, const TimingLayout& layout, double left,
              const QString& note)
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
    // Beside the ticks, under the names: a line of its own would cost the rows their height.
    const double half = textWidth(font, secondsTickText(ticks.empty() ? 0.0 : ticks.front())) / 2;
    const double first = ticks.empty() ? layout.plot.left() : layout.xOf(ticks.front());
    const QRectF box(left, bottom + 1.0, first - half - 6.0 - left, lineHeight);
    const QString log = layout.logarithmic ? Words::tr(", log axis") : QString();
    QStringList titles{Words::tr("measured time of one inference") + log, Words::tr("measured time") + log,
                       Words::tr("measured")};
    if (!note.isEmpty())
        titles.prepend(note + log);
    const auto fits = [&](const QString& title) { return textWidth(font, title) <= box.width(); };
    const auto title = std::ranges::find_if(titles, fits);
    drawLine(painter, box, Qt::AlignLeft | Qt::AlignTop, font, theme.fadedInk,
             title == titles.end() ? titles.back() : *title);
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
    const bool twoLines = layout.twoLines; // otherwise the second line is left to the table
    const double step =
        twoLines ? std::min(11.0, layout.rowHeight / 2) : std::min(lineHeight, layout.rowHeight);
    const double top = twoLines ? y - step : y - step / 2;
    const QFont small = plotFont(PlotText::Small);
    drawMeasuredMark(painter, row.identity, {left + 5.0, top + step / 2}, 7.0, colour);
    const double textLeft = left + 14.0;
    const double room = layout.plot.left() - textLeft - 6.0;
    // Where there is too little room the lane's name gives way, not that it was the simulation.
    const QFont body = plotFont();
    const QString comma = QStringLiteral(", ");
    const QString full = timingRowName(row);
    const QString lane = row.what.isEmpty() ? full : full.chopped(comma.size() + row.what.size());
    const bool broken = twoLines && !row.what.isEmpty() && textWidth(body, full) > room;
    const QString what = broken || row.what.isEmpty() ? QString() : comma + row.what;
    const QString name =
        QFontMetricsF(body).elidedText(lane, Qt::ElideRight, room - textWidth(body, what)) + what;
    drawLine(painter, {textLeft, top, room, step}, Qt::AlignLeft | Qt::AlignVCenter, body,
             theme.laneText(row.identity), name);
    if (twoLines) {
        const QString rows = row.tokens > 0 ? Words::tr("rows: %1").arg(countText(row.tokens)) : QString();
        QString below = broken ? row.what : rows;
        if (broken && textWidth(small, row.what + comma + rows) <= room && !rows.isEmpty())
            below += comma + rows;
        drawLine(painter, {textLeft, y, room, step}, Qt::AlignLeft | Qt::AlignVCenter, small, theme.fadedInk,
                 below);
    }

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

/// A device's phrases in lines of `box`, as many whole ones as fit; the table has them all.
void drawDevice(QPainter& painter, const Theme& theme, const QRectF& box, const ModelledRow& row, bool column)
{
    constexpr double line = 10.0;
    const QFont small = plotFont(PlotText::Small);
    TimingRow named;
    named.lane = row.lane;
    named.what = Words::tr("modelled");
    const QString title = timingRowName(named);
    drawMark(painter, Mark::HollowDiamond, {box.left() + 5.0, box.top() + line / 2}, 7.0,
             theme.lane(row.identity));
    const double left = box.left() + 14.0;
    drawLine(painter, {left, box.top(), box.right() - left, line}, Qt::AlignLeft | Qt::AlignVCenter, small,
             theme.laneText(row.identity), title);
    double x = column ? left : left + textWidth(small, title) + 10.0;
    double y = column ? box.top() + line : box.top();
    for (const QString& phrase : devicePhrases(row.quantities)) {
        const double width = textWidth(small, phrase);
        if (x > left && (x + width > box.right() || (column && y > box.top()))) {
            x = left;
            y += line;
        }
        if (y + line > box.bottom() + 0.5)
            return;
        drawLine(painter, {x, y, box.right() - x, line}, Qt::AlignLeft | Qt::AlignVCenter, small, theme.ink,
                 phrase);
        x += width + 10.0;
    }
}

} // namespace

void TimingFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(area, theme.paper);
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -1.0);
    const TimingLayout layout = layoutIn(area);
    const QRectF body =
        drawHeading(painter, inner, theme, m_spec.title, layout.showsNote ? m_spec.note : QString());
    if (m_spec.measured.empty()) {
        drawMessage(painter, body, theme, Words::tr("Nothing is timed yet: type a sentence."));
    } else {
        if (std::ranges::any_of(m_spec.measured, [](const TimingRow& row) { return !row.seconds.empty(); }))
            drawAxis(painter, theme, layout, inner.left(), layout.showsNote ? QString() : m_spec.shortNote);
        for (std::size_t at = 0; at < m_spec.measured.size(); ++at)
            drawRow(painter, theme, layout, m_spec.measured[at], at, inner.left(),
                    layout.beside ? layout.modelled.left() - 2.0 : inner.right());
        QRectF device = layout.modelled;
        if (!m_spec.modelled.empty())
            device.setHeight(device.height() / static_cast<double>(m_spec.modelled.size()));
        for (const ModelledRow& row : m_spec.modelled) {
            drawDevice(painter, theme, device, row, layout.beside);
            device.translate(0.0, device.height());
        }
    }
    painter.restore();
}

} // namespace mixlens::ui
