#include "ui/figures/edge_labels.h"
#include "ui/figures/growth_figure.h"
#include "ui/figures/hollow_paint.h"
#include "ui/figures/plot_paint.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::GrowthFigure)
};

constexpr double wordHeight = 10.5;

struct Brush
{
    QPainter& painter;
    const Theme& theme;
    const GrowthSpec& spec;
    const GrowthData& data;
    const GrowthLayout& layout;

    [[nodiscard]] QPointF at(const GrowthPoint& point, double value) const
    {
        return layout.frame.at(static_cast<double>(point.tokens), value);
    }
    [[nodiscard]] QColor colour(const GrowthSeries& series) const
    {
        return backendColour(theme, series.style);
    }
    /// Of a mark: smaller where lengths stand close.
    [[nodiscard]] double diameter() const
    {
        const double lengths = std::log2(layout.frame.x.high / layout.frame.x.low);
        return std::clamp(0.3 * layout.frame.rect.width() / std::max(1.0, lengths), 3.4, 6.5);
    }
    [[nodiscard]] QStringList yTitles() const;
    void axes() const;
    /// What words inside the plot should not cover.
    [[nodiscard]] FreeSpots occupied() const;
    void bands(FreeSpots& spots) const;
    void baseline(FreeSpots& spots) const;
    void now(FreeSpots& spots) const;
    void formula(const GrowthSeries& series) const;
    void samples(const GrowthSeries& series, std::size_t index) const;
    void line(const GrowthSeries& series) const;
    void marks(const GrowthSeries& series) const;
    void refused(const GrowthSeries& series, std::size_t index) const;
    void labels() const;
    void words(FreeSpots& spots, double x, bool below, const QString& text, const QColor& ink) const;
};

QStringList Brush::yTitles() const
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

void Brush::axes() const
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
    drawYAxis(painter, theme, layout.frame, valueText, left, layout.labels.right(), yTitles());
    drawXAxis(painter, theme, layout.frame, powersOfTwo(layout.frame.x, count),
              [](double tokens) { return countText(std::llround(tokens)); }, layout.labels.right(),
              {Words::tr("tokens, log₂"), Words::tr("tokens")});
}

FreeSpots Brush::occupied() const
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
void Brush::words(FreeSpots& spots, double x, bool below, const QString& text, const QColor& ink) const
{
    const QFont font = plotFont(PlotText::Small);
    const QRectF& plot = layout.frame.rect;
    const double width = textWidth(font, text) + 1.0;
    const double bottom = plot.bottom() - wordHeight - 2.0;
    const double top = plot.top() + 8.0; // below the refused cells' ticks
    std::vector<QRectF> candidates;
    for (int row = 0; row < 4; ++row) {
        const double down = row * wordHeight;
        for (const double y :
             below ? std::array{bottom - down, top + down} : std::array{top + down, bottom - down})
            for (const double left : {x + 4.0, x - 4.0 - width})
                candidates.emplace_back(left, y, width, wordHeight);
    }
    if (const auto box = spots.place(candidates))
        drawLine(painter, *box, Qt::AlignLeft | Qt::AlignVCenter, font, ink, text);
}

/// Where the baseline is overtaken: an interval, not a point.
void Brush::bands(FreeSpots& spots) const
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

void Brush::baseline(FreeSpots& spots) const
{
    if (spec.view != GrowthView::Ratio)
        return;
    const QRectF& plot = layout.frame.rect;
    const double y = layout.frame.yOf(1.0);
    painter.setPen(QPen(theme.ink, 0.8));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    spots.avoid({plot.left(), y}, {plot.right(), y});
}

void Brush::now(FreeSpots& spots) const
{
    if (spec.now < 1 || !layout.frame.x.holds(static_cast<double>(spec.now)))
        return;
    const double x = layout.frame.xOf(static_cast<double>(spec.now));
    painter.setPen(QPen(theme.highlight, 0.8, Qt::DashLine));
    painter.drawLine(QPointF(x, layout.frame.rect.top()), QPointF(x, layout.frame.rect.bottom()));
    words(spots, x, false, Words::tr("now: %1").arg(tokensText(static_cast<double>(spec.now))), theme.ink);
}

void Brush::formula(const GrowthSeries& series) const
{
    painter.setPen(QPen(mixed(colour(series), theme.paper, 0.25), 0.7));
    for (std::size_t i = 1; i < series.points.size(); ++i) {
        const GrowthPoint& from = series.points[i - 1];
        const GrowthPoint& to = series.points[i];
        if (from.formula > 0.0 && to.formula > 0.0)
            painter.drawLine(at(from, from.formula), at(to, to.formula));
    }
}

void Brush::samples(const GrowthSeries& series, std::size_t index) const
{
    if (series.modelled || series.overlay() || spec.view == GrowthView::Memory)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(mixed(colour(series), theme.paper, 0.62));
    for (const GrowthPoint& point : series.points)
        for (std::size_t round = 0; round < point.samples.size(); ++round) {
            if (!(point.samples[round] > 0.0))
                continue;
            // Spread by the golden ratio, so that equal times do not hide each other; the same at every
            // paint.
            const double spread =
                std::fmod(static_cast<double>(round + 1) * 0.6180339887 + 0.25 * static_cast<double>(index),
                          1.0) -
                0.5;
            painter.drawEllipse(at(point, point.samples[round]) + QPointF(1.4 * diameter() * spread, 0.0),
                                0.9, 0.9);
        }
    painter.setBrush(Qt::NoBrush);
}

/// Memory's marks are joined by the formula's line alone.
void Brush::line(const GrowthSeries& series) const
{
    const Qt::PenStyle dash = series.modelled    ? Qt::DotLine
                              : series.overlay() ? Qt::DashLine
                                                 : backendDash(series.style);
    painter.setPen(
        QPen(colour(series), series.modelled || series.overlay() ? 0.8 : 0.7 + 0.1 * diameter(), dash));
    for (std::size_t i = 1; i < series.points.size(); ++i)
        if (series.points[i - 1].drawn() && series.points[i].drawn() && !(series.points[i].formula > 0.0))
            painter.drawLine(at(series.points[i - 1], series.points[i - 1].median),
                             at(series.points[i], series.points[i].median));
}

void Brush::marks(const GrowthSeries& series) const
{
    for (const GrowthPoint& point : series.points) {
        if (!point.drawn())
            continue;
        const QPointF centre = at(point, point.median);
        if (series.modelled) {
            drawClearMark(painter, centre, diameter(), colour(series), theme.paper);
            continue;
        }
        if (!series.overlay() && point.low > 0.0 && point.high > point.low) {
            painter.setPen(QPen(colour(series), 0.6 + 0.08 * diameter()));
            const QPointF low = at(point, point.low);
            const QPointF high = at(point, point.high);
            painter.drawLine(low, high);
            for (const QPointF end : {low, high})
                painter.drawLine(end - QPointF(0.4 * diameter(), 0.0), end + QPointF(0.4 * diameter(), 0.0));
        }
        drawFilledMark(painter, series.style, centre, (series.overlay() ? 0.6 : 1.0) * diameter(),
                       colour(series));
    }
}

void Brush::refused(const GrowthSeries& series, std::size_t index) const
{
    if (series.overlay())
        return;
    painter.setPen(QPen(colour(series), 1.8, Qt::SolidLine, Qt::FlatCap));
    for (const GrowthPoint& point : series.points)
        if (point.refused) {
            const QPointF top = refusedTick(layout, index, point.tokens);
            painter.drawLine(top, top + QPointF(0.0, 6.0));
        }
}

void Brush::labels() const
{
    std::vector<EdgeLabel> labels;
    for (const GrowthSeries& series : data.series) {
        const GrowthPoint* last = series.lastDrawn();
        if (last == nullptr)
            continue;
        EdgeLabel label;
        label.anchor = at(*last, last->median);
        label.colour = backendText(theme, series.style);
        label.line = colour(series);
        const bool simulation =
            series.style.identity == LaneIdentity::Optical && spec.view != GrowthView::Memory;
        if (series.modelled) {
            label.names = QStringList{series.name + Words::tr(", modelled"),
                                      QString::fromStdString(series.backend) + Words::tr(", modelled"),
                                      Words::tr("device, modelled"), Words::tr("modelled")};
        } else if (series.overlay()) {
            label.names = QStringList{series.name + QStringLiteral(" @ ") + series.machine};
        } else {
            label.names = QStringList{series.name};
            const QString slope =
                series.exponent ? Words::tr("slope %1").arg(exponentText(*series.exponent)) : QString();
            if (simulation)
                label.details = QStringList{Words::tr("simulation on this machine"),
                                            Words::tr("simulation here"), Words::tr("simulated")};
            else if (!slope.isEmpty())
                label.details = QStringList{slope, slope.section(QLatin1Char(' '), 0, 1)};
            else
                label.details =
                    QStringList{Words::tr("%1 at %2")
                                    .arg(growthValueText(spec.view, last->median), countText(last->tokens)),
                                growthValueText(spec.view, last->median)};
        }
        label.mark = [this, &series](QPainter& to, QPointF centre, double diameter) {
            if (series.modelled)
                drawHollowMark(to, centre, diameter, colour(series));
            else
                drawFilledMark(to, series.style, centre, series.overlay() ? 3.6 : diameter, colour(series));
        };
        labels.push_back(std::move(label));
    }
    drawEdgeLabels(painter, theme, layout.labels, labels);
}

} // namespace

void GrowthFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(area, Qt::IntersectClip);
    painter.fillRect(area, theme.paper);
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -2.0);
    const GrowthLayout layout = layoutIn(area);
    const auto hasPoint = [](const GrowthSeries& series) { return series.lastDrawn() != nullptr; };
    if (std::ranges::none_of(m_data.series, hasPoint)) {
        const QRectF body = drawFlatHeading(painter, inner, theme, m_spec.title, m_spec.note);
        drawMessage(painter, body, theme, summary());
        painter.restore();
        return;
    }
    (void)drawFlatHeading(painter, inner, theme, m_spec.title, layout.note);
    const Brush brush{painter, theme, m_spec, m_data, layout};
    FreeSpots spots = brush.occupied();
    brush.axes();
    brush.bands(spots);
    brush.baseline(spots);
    brush.now(spots);
    for (std::size_t i = 0; i < m_data.series.size(); ++i)
        brush.samples(m_data.series[i], i);
    for (std::size_t i = 0; i < m_data.series.size(); ++i) {
        brush.formula(m_data.series[i]);
        brush.line(m_data.series[i]);
        brush.refused(m_data.series[i], i);
    }
    for (const GrowthSeries& series : m_data.series)
        brush.marks(series);
    brush.labels();
    painter.restore();
}

} // namespace mixlens::ui
