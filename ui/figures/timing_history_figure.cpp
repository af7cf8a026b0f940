#include "ui/figures/timing_history_figure.h"

#include "ui/figures/axis_ticks.h"
#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::TimingHistoryFigure)
};

constexpr double lineHeight = 10.0;
constexpr double scaleWidth = 44.0;

struct Axis
{
    double low = 0.0;
    double high = 1.0;
    bool logarithmic = false;

    [[nodiscard]] double yOf(double seconds, const QRectF& plot) const
    {
        const double share =
            logarithmic ? std::log(seconds / low) / std::log(high / low) : (seconds - low) / (high - low);
        return plot.bottom() - std::clamp(share, 0.0, 1.0) * plot.height();
    }
};

/// From zero, or logarithmic when the values differ more than tenfold; none without any value.
std::optional<Axis> axisFor(const std::vector<TimingHistory>& lanes)
{
    double least = INFINITY;
    double largest = 0.0;
    for (const TimingHistory& lane : lanes)
        for (const double seconds : lane.seconds)
            if (std::isfinite(seconds) && seconds > 0.0) {
                least = std::min(least, seconds);
                largest = std::max(largest, seconds);
            }
    if (!(largest > 0.0))
        return std::nullopt;
    if (largest > 10.0 * least)
        return Axis{least / 1.3, largest * 1.3, true};
    return Axis{0.0, largest * 1.1, false};
}

std::optional<double> newest(const TimingHistory& lane)
{
    const auto last =
        std::find_if(lane.seconds.rbegin(), lane.seconds.rend(), [](double s) { return std::isfinite(s); });
    return last == lane.seconds.rend() ? std::nullopt : std::optional(*last);
}

void drawScale(QPainter& painter, const QRectF& plot, const Theme& theme, const Axis& axis)
{
    const int count = std::max(2, static_cast<int>(plot.height() / 20.0));
    const auto ticks =
        axis.logarithmic ? logTicks(axis.low, axis.high, count) : linearTicks(axis.low, axis.high, count);
    double free = 1e9; // labels of a logarithmic axis come close
    for (const double tick : ticks) {
        const double y = axis.yOf(tick, plot);
        painter.setPen(QPen(theme.grid, 0.6));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        if (y + lineHeight / 2 > free)
            continue;
        free = y - lineHeight / 2;
        drawLine(painter, {plot.left() - scaleWidth, y - lineHeight / 2, scaleWidth - 4.0, lineHeight},
                 Qt::AlignRight | Qt::AlignVCenter, plotFont(PlotText::Small), theme.ink,
                 secondsTickText(tick));
    }
}

void drawSeries(QPainter& painter, const QRectF& plot, const Theme& theme, const Axis& axis,
                const TimingHistory& lane)
{
    const double step = plot.width() / static_cast<double>(TimingHistoryFigure::keystrokes - 1);
    const std::size_t shown = std::min(lane.seconds.size(), TimingHistoryFigure::keystrokes);
    const std::size_t skipped = lane.seconds.size() - shown;
    QPainterPath path;
    bool joined = false; // a gap where a keystroke was not timed
    std::vector<QPointF> points;
    for (std::size_t i = 0; i < shown; ++i) {
        const double seconds = lane.seconds[skipped + i];
        if (!std::isfinite(seconds) || !(seconds > 0.0)) {
            joined = false;
            continue;
        }
        const QPointF point(plot.right() - static_cast<double>(shown - 1 - i) * step,
                            axis.yOf(seconds, plot));
        joined ? path.lineTo(point) : path.moveTo(point);
        joined = true;
        points.push_back(point);
    }
    QPen pen(theme.lane(lane.identity), 1.2);
    pen.setStyle(dashOf(lane.identity));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(pen);
    painter.drawPath(path);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.lane(lane.identity));
    for (const QPointF& point : points)
        painter.drawEllipse(point, 1.3, 1.3);
    painter.setBrush(Qt::NoBrush);
}

} // namespace

TimingHistoryFigure::TimingHistoryFigure(QString title, std::vector<TimingHistory> lanes)
    : m_title(std::move(title)), m_lanes(std::move(lanes))
{}

QString TimingHistoryFigure::heading() const
{
    const auto axis = axisFor(m_lanes);
    return !axis               ? m_title
           : axis->logarithmic ? Words::tr("%1, newest at the right, log axis").arg(m_title)
                               : Words::tr("%1, newest at the right").arg(m_title);
}

QRectF TimingHistoryFigure::plotIn(const QRectF& area) const
{
    const QRectF body = belowHeading(area.adjusted(4.0, 3.0, -4.0, -3.0), {}, heading());
    double names = 0.0;
    for (const TimingHistory& lane : m_lanes)
        names = std::max(names, textWidth(plotFont(PlotText::Small), lane.lane));
    return body.adjusted(scaleWidth, 4.0, -std::min(names + 8.0, 0.4 * body.width()), -4.0);
}

QString TimingHistoryFigure::title() const
{
    return m_title;
}

QString TimingHistoryFigure::summary() const
{
    QStringList parts;
    for (const TimingHistory& lane : m_lanes)
        if (const auto seconds = newest(lane))
            parts.append(QStringLiteral("%1 %2").arg(lane.lane, secondsText(*seconds)));
    return parts.isEmpty() ? Words::tr("No keystroke is timed yet.")
                           : Words::tr("Newest medians: %1.").arg(parts.join(QStringLiteral("; ")));
}

QSizeF TimingHistoryFigure::preferredSize() const
{
    return {300.0, 110.0};
}

void TimingHistoryFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(area, theme.paper);
    const QRectF body = drawHeading(painter, area.adjusted(4.0, 3.0, -4.0, -3.0), theme, {}, heading());
    if (const auto axis = axisFor(m_lanes)) {
        const QRectF plot = plotIn(area);
        drawScale(painter, plot, theme, *axis);
        std::vector<std::pair<double, const TimingHistory*>> labels;
        for (const TimingHistory& lane : m_lanes) {
            drawSeries(painter, plot, theme, *axis, lane);
            if (const auto seconds = newest(lane))
                labels.emplace_back(axis->yOf(*seconds, plot), &lane);
        }
        // Direct labels, pushed apart from above and then back from below; what then has no room is left
        // to the table.
        std::ranges::sort(labels, {}, [](const auto& label) { return label.first; });
        for (std::size_t i = 1; i < labels.size(); ++i)
            labels[i].first = std::max(labels[i].first, labels[i - 1].first + lineHeight);
        double limit = body.bottom() - lineHeight / 2;
        for (auto label = labels.rbegin(); label != labels.rend(); ++label, limit -= lineHeight)
            label->first = std::min(label->first, limit);
        const double left = plot.right() + 6.0;
        for (const auto& [y, lane] : labels)
            if (y - lineHeight / 2 >= body.top() - 2.0)
                drawLine(painter, {left, y - lineHeight / 2, body.right() + 2.0 - left, lineHeight},
                         Qt::AlignLeft | Qt::AlignVCenter, plotFont(PlotText::Small),
                         theme.laneText(lane->identity), lane->lane);
    } else {
        drawMessage(painter, body, theme, summary());
    }
    painter.restore();
}

std::unique_ptr<QAbstractTableModel> TimingHistoryFigure::table() const
{
    QStringList headers{Words::tr("keystrokes ago")};
    std::size_t longest = 0;
    for (const TimingHistory& lane : m_lanes) {
        headers.append(Words::tr("%1, median (s)").arg(lane.lane));
        longest = std::max(longest, lane.seconds.size());
    }
    std::vector<ColumnTable::Row> rows;
    for (std::size_t ago = longest; ago-- > 0;) {
        ColumnTable::Row row{static_cast<qlonglong>(ago)};
        for (const TimingHistory& lane : m_lanes)
            row.push_back(ago < lane.seconds.size() ? QVariant(lane.seconds[lane.seconds.size() - 1 - ago])
                                                    : QVariant());
        rows.push_back(std::move(row));
    }
    return std::make_unique<ColumnTable>(headers, std::move(rows));
}

} // namespace mixlens::ui
