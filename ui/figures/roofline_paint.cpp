#include "ui/figures/axis_ticks.h"
#include "ui/figures/edge_labels.h"
#include "ui/figures/growth_figure.h"
#include "ui/figures/plot_paint.h"
#include "ui/figures/roofline_figure.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QLineF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::RooflineFigure)
};

constexpr double wordHeight = 10.5;

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const RooflineFigure& figure;
    const RooflineLayout& layout;

    [[nodiscard]] QPointF at(const RooflineCell& cell) const
    {
        return layout.frame.at(cell.point.intensity, cell.point.rate);
    }
    void axes() const;
    [[nodiscard]] QLineF lineOf(const Roof& roof) const;
    void roof(const Roof& roof, FreeSpots& spots) const;
    void cells(const RooflineSeries& series) const;
    void lengths(const RooflineSeries& series, FreeSpots& spots) const;
    void labels() const;
};

void Brush::axes() const
{
    const auto count = std::max(3, static_cast<int>(layout.frame.rect.width() / 40.0));
    drawYAxis(painter, theme, layout.frame, [](double value) { return prefixedTick(value, {}); },
              layout.frame.rect.left() - 42.0, layout.labels.right(), {Words::tr("achieved flop/s, log")});
    drawXAxis(painter, theme, layout.frame, logTicks(layout.frame.x.low, layout.frame.x.high, count),
              [](double value) { return QString::number(value, 'g', 4); }, layout.labels.right(),
              {Words::tr("flop/byte, log"), Words::tr("flop/byte")});
}

/// A slope as far as the ceiling, the ceiling from the slope of the fastest level on; null outside the plot.
QLineF Brush::lineOf(const Roof& roof) const
{
    const AxisRange& x = layout.frame.x;
    const AxisRange& y = layout.frame.y;
    double ceiling = 0.0;
    double fastest = 0.0;
    for (const Roof& one : figure.roofs()) {
        ceiling = std::max(ceiling, one.flops);
        fastest = std::max(fastest, one.bytesPerSecond);
    }
    if (roof.flops > 0.0) {
        const double from = fastest > 0.0 ? std::clamp(roof.flops / fastest, x.low, x.high) : x.low;
        return {layout.frame.at(from, roof.flops), layout.frame.at(x.high, roof.flops)};
    }
    const double from = std::max(x.low, y.low / roof.bytesPerSecond);
    const double top = ceiling > 0.0 ? std::min(ceiling, y.high) : y.high;
    const double to = std::min(x.high, top / roof.bytesPerSecond);
    if (!(from < to))
        return {};
    return {layout.frame.at(from, from * roof.bytesPerSecond), layout.frame.at(to, to * roof.bytesPerSecond)};
}

void Brush::roof(const Roof& roof, FreeSpots& spots) const
{
    const QLineF line = lineOf(roof);
    if (line.isNull())
        return;
    painter.setPen(QPen(theme.ink, 0.9));
    painter.drawLine(line);
    const QFont font = plotFont(PlotText::Small);
    const bool ceiling = roof.flops > 0.0;
    const QString limit =
        ceiling ? rateText(roof.flops) : Words::tr("%1/s").arg(memoryText(roof.bytesPerSecond));
    const QString full = Words::tr("%1 %2").arg(roof.name, limit);
    // Over data only where even the name alone has no other place; the table has the numbers.
    for (const auto& [text, most] :
         {std::pair(full, 0), std::pair(roof.name, 0), std::pair(roof.name, 1000)}) {
        const double width = textWidth(font, text) + 1.0;
        std::vector<QRectF> candidates;
        for (int step = 0; step <= 12; ++step) {
            const QPointF place = line.pointAt(ceiling ? 1.0 - step / 12.0 : step / 12.0);
            if (ceiling) {
                for (const double top : {place.y() - wordHeight - 1.0, place.y() + 1.5})
                    candidates.emplace_back(place.x() - width - 2.0, top, width, wordHeight);
                continue;
            }
            candidates.emplace_back(place.x() + 5.0, place.y() + 1.0, width, wordHeight); // under a slope
            candidates.emplace_back(place.x() - width - 4.0, place.y() - wordHeight - 1.0, width, wordHeight);
        }
        if (const auto box = spots.place(candidates, most)) {
            drawLine(painter, *box, Qt::AlignLeft | Qt::AlignVCenter, font, theme.ink, text);
            return;
        }
    }
}

void Brush::cells(const RooflineSeries& series) const
{
    const QColor colour = backendColour(theme, series.style);
    painter.setPen(QPen(colour, 0.9, backendDash(series.style)));
    const std::vector<Index>& lengths = figure.spec().result->grid.lengths;
    for (std::size_t i = 1; i < series.cells.size(); ++i) {
        const auto next = std::ranges::upper_bound(lengths, series.cells[i - 1].tokens);
        if (next != lengths.end() && *next == series.cells[i].tokens) // no bridge over a missing cell
            painter.drawLine(at(series.cells[i - 1]), at(series.cells[i]));
    }
    for (const RooflineCell& cell : series.cells)
        drawFilledMark(painter, series.style, at(cell), 5.5, colour);
}

/// Which end of a path is which: its shortest and longest length.
void Brush::lengths(const RooflineSeries& series, FreeSpots& spots) const
{
    const QFont font = plotFont(PlotText::Small);
    const auto one = [&](const RooflineCell& cell) {
        const QString text = countText(cell.tokens);
        const double width = textWidth(font, text) + 1.0;
        const QPointF place = at(cell);
        const std::vector<QRectF> candidates{
            {place.x() - width / 2, place.y() + 4.0, width, wordHeight},
            {place.x() + 5.0, place.y() - wordHeight / 2, width, wordHeight},
            {place.x() - 5.0 - width, place.y() - wordHeight / 2, width, wordHeight},
            {place.x() - width / 2, place.y() - 4.0 - wordHeight, width, wordHeight}};
        if (const auto box = spots.place(candidates, 2)) // the table has those without a place
            drawLine(painter, *box, Qt::AlignLeft | Qt::AlignVCenter, font, backendText(theme, series.style),
                     text);
    };
    one(series.cells.back());
    if (series.cells.size() > 1)
        one(series.cells.front());
}

void Brush::labels() const
{
    std::vector<EdgeLabel> labels;
    for (const RooflineSeries& series : figure.series()) {
        EdgeLabel label;
        label.anchor = at(series.cells.back());
        label.names = QStringList{QString::fromStdString(series.backend)};
        if (const QString share = limitShareText(series); !share.isEmpty())
            label.details = QStringList{share, share.section(QLatin1Char(' '), 0, 0)};
        if (series.style.identity == LaneIdentity::Optical)
            label.details =
                QStringList{Words::tr("simulation on this machine"), Words::tr("simulation here")};
        label.colour = backendText(theme, series.style);
        label.line = backendColour(theme, series.style);
        label.mark = [this, &series](QPainter& to, QPointF centre, double diameter) {
            drawFilledMark(to, series.style, centre, diameter, backendColour(theme, series.style));
        };
        labels.push_back(std::move(label));
    }
    drawEdgeLabels(painter, theme, layout.labels, labels);
}

} // namespace

void RooflineFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(area, Qt::IntersectClip);
    painter.fillRect(area, theme.paper);
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -2.0);
    const RooflineLayout layout = layoutIn(area);
    if (m_series.empty()) {
        const QRectF body = drawFlatHeading(painter, inner, theme, m_spec.title, m_spec.note);
        drawMessage(painter, body, theme, summary());
        painter.restore();
        return;
    }
    (void)drawFlatHeading(painter, inner, theme, m_spec.title, layout.note);
    const Brush brush{painter, theme, *this, layout};
    brush.axes();
    FreeSpots spots(layout.frame.rect);
    for (const Roof& roof : m_roofs)
        spots.avoid(brush.lineOf(roof).p1(), brush.lineOf(roof).p2());
    for (const RooflineSeries& series : m_series) {
        for (const RooflineCell& cell : series.cells)
            spots.avoid(brush.at(series.cells.front()), brush.at(cell));
        const QPointF last = brush.at(series.cells.back()); // from where a leader goes to the label
        spots.avoid(last, {layout.frame.rect.right(), last.y()});
    }
    for (const Roof& roof : m_roofs)
        brush.roof(roof, spots);
    for (const RooflineSeries& series : m_series)
        brush.cells(series);
    for (const RooflineSeries& series : m_series)
        brush.lengths(series, spots);
    brush.labels();
    painter.restore();
}

} // namespace mixlens::ui
