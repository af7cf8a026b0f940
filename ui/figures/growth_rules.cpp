#include "ui/figures/growth_brush.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

// Axes, and what stands at a place of them: crossovers, the baseline, the sentence in hand.

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::GrowthFigure)
};

constexpr double wordHeight = 10.5;

} // namespace

QStringList GrowthBrush::yTitles() const
{
    const Index batch = spec.result->grid.batch;
    const QString call = batch > 1 ? Words::tr("one call (batch %1)").arg(batch) : Words::tr("one call");
    switch (spec.view) {
    case GrowthView::Time:
        return {Words::tr("time of %1, log").arg(call), Words::tr("time, log")};
    case GrowthView::PerToken:
        return {Words::tr("time of %1 per token, log").arg(call), Words::tr("time per token, log")};
    case GrowthView::Ratio: {
        const QString base = QString::fromStdString(data.baseline);
        return {Words::tr("time over that of %1, round by round, log").arg(base),
                Words::tr("time over that of %1, log").arg(base), Words::tr("ratio of times, log")};
    }
    case GrowthView::Rate:
        if (spec.result->grid.level != BenchLevel::Mixer)
            return {Words::tr("flop/s, log: formula's flops / t"), Words::tr("flop/s, log")};
        return {Words::tr("flop/s, log; Fourier: 2.5 N d log₂(N d) / t, others: formula's flops / t"),
                Words::tr("flop/s; Fourier: 2.5 N d log₂(N d) / t"), Words::tr("flop/s, log")};
    case GrowthView::Memory:
        break;
    }
    return {Words::tr("memory, log")};
}

void GrowthBrush::axes() const
{
    const auto valueText = [this](double value) {
        switch (spec.view) {
        case GrowthView::Time:
        case GrowthView::PerToken:
            return secondsTickText(value);
        case GrowthView::Ratio:
            return QString::number(value, 'g', 6);
        default:
            return prefixedTick(value, spec.view == GrowthView::Memory ? QStringLiteral("B") : QString());
        }
    };
    const double left = layout.frame.rect.left() - 42.0;
    const int count = std::max(2, static_cast<int>(layout.frame.rect.width() / 30.0));
    drawYAxis(painter, theme, layout.frame, valueText, left, layout.labels.right(),
              layout.titled ? yTitles() : QStringList());
    drawXAxis(painter, theme, layout.frame, powersOfTwo(layout.frame.x, count),
              [](double tokens) { return countText(std::llround(tokens)); }, layout.labels.right(),
              {Words::tr("tokens, log₂"), Words::tr("tokens")});
}

FreeSpots GrowthBrush::occupied() const
{
    FreeSpots spots(layout.frame.rect);
    const auto rule = [&](double tokens) {
        const double x = layout.frame.xOf(tokens);
        spots.avoid({x, layout.frame.rect.top()}, {x, layout.frame.rect.bottom()});
    };
    for (const GrowthSeries& series : data.series)
        for (std::size_t i = 0; i < series.points.size(); ++i) {
            const GrowthPoint& point = series.points[i];
            if (!point.drawn())
                continue;
            spots.avoid(at(point, point.median));
            if (!series.overlay() && point.low > 0.0 && point.high > point.low)
                spots.avoid(at(point, point.low), at(point, point.high));
            if (i > 0 && series.points[i - 1].drawn())
                spots.avoid(at(series.points[i - 1], series.points[i - 1].median), at(point, point.median));
        }
    for (const GrowthCrossover& crossover : data.crossovers)
        if (crossover.crossover.kind == CrossoverKind::Crosses)
            rule(crossover.crossover.tokens);
    if (spec.now > 0)
        rule(static_cast<double>(spec.now));
    return spots;
}

/// Words beside a vertical place of the plot, at its bottom or top, left or right of it.
void GrowthBrush::words(FreeSpots& spots, double x, bool below, const QString& text, const QColor& ink) const
{
    const QFont font = plotFont(PlotText::Small);
    const QRectF& plot = layout.frame.rect;
    const double width = textWidth(font, text) + 1.0;
    const double bottom = plot.bottom() - wordHeight - 2.0;
    const double top = plot.top() + 8.0; // below the refused cells' ticks
    std::vector<QRectF> candidates;
    for (double down = 0.0; down < plot.height() - wordHeight; down += wordHeight / 2) {
        for (const double y :
             below ? std::array{bottom - down, top + down} : std::array{top + down, bottom - down})
            for (const double left : {x + 4.0, x - 4.0 - width})
                candidates.emplace_back(left, y, width, wordHeight);
    }
    if (const auto box = spots.place(candidates))
        drawLine(painter, *box, Qt::AlignLeft | Qt::AlignVCenter, font, ink, text);
}

/// Where the baseline is overtaken: an interval, not a point.
void GrowthBrush::bands(FreeSpots& spots) const
{
    int drawn = 0;
    for (const GrowthCrossover& crossover : data.crossovers) {
        const Crossover& found = crossover.crossover;
        if (found.kind != CrossoverKind::Crosses || drawn == 2) // more would hide the data; the table has all
            continue;
        ++drawn;
        const auto own = std::ranges::find(data.series, crossover.backend, &GrowthSeries::backend);
        const QColor hue = colour(*own);
        const double low = layout.frame.xOf(found.confidence95.low);
        const double high = std::max(layout.frame.xOf(found.confidence95.high), low + 1.0);
        const double middle = layout.frame.xOf(found.tokens);
        const QRectF& plot = layout.frame.rect;
        painter.fillRect(QRectF(low, plot.top(), high - low, plot.height()), mixed(hue, theme.paper, 0.82));
        painter.setPen(QPen(hue, 0.7));
        painter.drawLine(QPointF(middle, plot.top()), QPointF(middle, plot.bottom()));
        const auto count = [](double tokens) { return countText(std::llround(tokens)); };
        const QString text =
            Words::tr("crossover %1 tokens (%2–%3)")
                .arg(count(found.tokens), count(found.confidence95.low), count(found.confidence95.high));
        const QFont font = plotFont(PlotText::Small);
        const QString brief =
            Words::tr("%1 tokens (%2–%3)")
                .arg(count(found.tokens), count(found.confidence95.low), count(found.confidence95.high));
        const double room = std::max(plot.right() - high, low - plot.left()) - 6.0;
        words(spots, textWidth(font, text) <= plot.right() - high - 6.0 ? high : low, true,
              textWidth(font, text) <= room ? text : brief, backendText(theme, own->style));
    }
}

void GrowthBrush::baseline(FreeSpots& spots) const
{
    if (spec.view != GrowthView::Ratio)
        return;
    const QRectF& plot = layout.frame.rect;
    const double y = layout.frame.yOf(1.0);
    painter.setPen(QPen(theme.ink, 0.8));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    spots.avoid({plot.left(), y}, {plot.right(), y});
}

void GrowthBrush::now(FreeSpots& spots) const
{
    if (spec.now < 1 || !layout.frame.x.holds(static_cast<double>(spec.now)))
        return;
    const double x = layout.frame.xOf(static_cast<double>(spec.now));
    painter.setPen(QPen(theme.highlight, 0.8, Qt::DashLine));
    painter.drawLine(QPointF(x, layout.frame.rect.top()), QPointF(x, layout.frame.rect.bottom()));
    words(spots, x, false, Words::tr("now: %1").arg(tokensText(static_cast<double>(spec.now))), theme.ink);
}

} // namespace mixlens::ui
