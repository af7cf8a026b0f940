#include "ui/figures/growth_figure.h"

#include "ui/figures/plot_paint.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::GrowthFigure)
};

constexpr double tickColumn = 42.0;
constexpr double leastLabels = 84.0; ///< "slope 1.97 ± 0.04" with its mark
constexpr double mostLabels = 150.0;
constexpr double hitRadius = 9.0;
constexpr double shortFigure = 130.0; ///< below this height a title above the axis takes too much of it

QStringList noteSentences(const GrowthSpec& spec, const GrowthData& data)
{
    QStringList sentences{spec.note};
    for (const GrowthCrossover& crossover : data.crossovers)
        if (crossover.crossover.kind != CrossoverKind::Crosses)
            sentences.append(crossoverSentence(crossover, data.baseline) + QLatin1Char('.'));
    if (data.refusedCells > 0)
        sentences.append(Words::tr("Ticks at the top edge: refused cells (%1), reasons in the table.")
                             .arg(data.refusedCells));
    if (data.zeros > 0)
        sentences.append(Words::tr("Values of 0 (%1) cannot stand on a logarithmic axis.").arg(data.zeros));
    const bool mixer = spec.result && spec.result->grid.level == BenchLevel::Mixer;
    if (spec.view == GrowthView::Memory)
        sentences.append(Words::tr("Marks: held after the call, measured; thin lines: from the formula."));
    else if (spec.view == GrowthView::Rate && !mixer)
        sentences.append(Words::tr("Flops of the formula over measured times."));
    else if (spec.view == GrowthView::Rate)
        sentences.append(Words::tr("Fourier mixers: 2.5 N d log₂(N d) / t as benchFFT counts, whatever they "
                                   "compute; others: flops of their formula / t."));
    else
        sentences.append(spec.whisker == GrowthWhisker::Percentiles
                             ? Words::tr("Marks: medians; whiskers: P10–P90; dots: every repetition.")
                             : Words::tr("Marks: medians; whiskers: their 95 % intervals; dots: every "
                                         "repetition."));
    return sentences;
}

AxisRange valueRange(const GrowthSpec& spec, const GrowthData& data)
{
    LogExtent extent;
    for (const GrowthSeries& series : data.series)
        for (const GrowthPoint& point : series.points) {
            if (point.drawn())
                extent.add(point.median);
            if (point.formula > 0.0)
                extent.add(point.formula);
            if (series.overlay())
                continue; // without dots and whiskers
            for (const double sample : point.samples)
                extent.add(sample);
            for (const double end : {point.low, point.high})
                if (point.drawn())
                    extent.add(end);
        }
    if (spec.view == GrowthView::Ratio && !extent.empty())
        extent.add(1.0);
    return extent.range(1.3, 8.0);
}

} // namespace

GrowthFigure::GrowthFigure(GrowthSpec spec) : m_spec(std::move(spec)), m_data(growthData(m_spec)) {}

GrowthLayout GrowthFigure::layoutIn(const QRectF& area) const
{
    GrowthLayout layout;
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -2.0);
    layout.note = fittingNote(inner, noteSentences(m_spec, m_data));
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const double labels = std::clamp(0.26 * area.width(), leastLabels, mostLabels);
    layout.titled = m_spec.view != GrowthView::Memory || area.height() >= shortFigure;
    const double top = body.top() + (layout.titled ? axisTextHeight + 5.0 : 4.0);
    const double bottom = std::max(top + 20.0, body.bottom() - axisTextHeight - 3.0);
    layout.frame.rect = {inner.left() + tickColumn, top, std::max(20.0, inner.width() - tickColumn - labels),
                         bottom - top};
    layout.labels = {layout.frame.rect.right() + 3.0, top, labels - 3.0, bottom - top};
    LogExtent lengths;
    for (const Index tokens : m_data.lengths)
        lengths.add(static_cast<double>(tokens));
    layout.frame.x = lengths.range(1.22, 4.0);
    layout.frame.y = valueRange(m_spec, m_data);
    return layout;
}

QPointF refusedTick(const GrowthLayout& layout, std::size_t series, Index tokens)
{
    constexpr std::array shifts{0.0, 3.0, -3.0, 6.0, -6.0};
    return {layout.frame.xOf(static_cast<double>(tokens)) + shifts[series % shifts.size()],
            layout.frame.rect.top()};
}

QString GrowthFigure::readOut(const QRectF& area, QPointF at) const
{
    const GrowthLayout layout = layoutIn(area);
    QString best;
    double nearest = hitRadius;
    for (std::size_t i = 0; i < m_data.series.size(); ++i) {
        const GrowthSeries& series = m_data.series[i];
        const QString origin = series.modelled ? Words::tr("modelled") : Words::tr("measured");
        const QString name =
            series.overlay() ? series.name + QStringLiteral(" @ ") + series.machine : series.name;
        for (const GrowthPoint& point : series.points) {
            if (!point.drawn() && !point.refused)
                continue;
            const QPointF place = point.drawn()
                                      ? layout.frame.at(static_cast<double>(point.tokens), point.median)
                                      : refusedTick(layout, i, point.tokens);
            const double distance = std::hypot(place.x() - at.x(), place.y() - at.y());
            if (distance >= nearest)
                continue;
            nearest = distance;
            const QString where = name + QStringLiteral(", ") + tokensText(static_cast<double>(point.tokens));
            if (!point.drawn())
                best = Words::tr("%1: refused. %2").arg(where, point.reason);
            else if (point.samples.size() < 2)
                best = QStringLiteral("%1: %2, %3")
                           .arg(where, growthValueText(m_spec.view, point.median), origin);
            else
                best = Words::tr("%1: median %2 (%3 to %4) of %5, %6")
                           .arg(where, growthValueText(m_spec.view, point.median),
                                growthValueText(m_spec.view, point.low),
                                growthValueText(m_spec.view, point.high),
                                countText(static_cast<qint64>(point.samples.size())), origin);
        }
    }
    return best;
}

QString GrowthFigure::title() const
{
    return m_spec.title;
}

QString GrowthFigure::summary() const
{
    QStringList ends;
    QString refusal;
    for (const GrowthSeries& series : m_data.series) {
        for (const GrowthPoint& point : series.points)
            if (point.refused && refusal.isEmpty())
                refusal = Words::tr("%1, %2: %3")
                              .arg(series.name, tokensText(static_cast<double>(point.tokens)), point.reason);
        const GrowthPoint* last = series.lastDrawn();
        if (last == nullptr || series.overlay())
            continue;
        QString end = Words::tr("%1 %2 at %3")
                          .arg(series.name, growthValueText(m_spec.view, last->median),
                               tokensText(static_cast<double>(last->tokens)));
        if (series.exponent)
            end += Words::tr(", slope %1").arg(exponentText(*series.exponent));
        ends.append(series.modelled ? end + Words::tr(", modelled") : end);
    }
    if (m_spec.result && !m_spec.summary)
        return Words::tr("This run is being summarised.");
    if (ends.isEmpty() && m_spec.view == GrowthView::Ratio && !m_data.baseline.empty() && refusal.isEmpty())
        return Words::tr("There are no ratios: the baseline %1 is not measured.")
            .arg(QString::fromStdString(m_data.baseline));
    if (ends.isEmpty())
        return refusal.isEmpty() ? Words::tr("Nothing is measured yet.")
                                 : Words::tr("Nothing could be measured: %1").arg(refusal);
    QString main;
    for (const GrowthCrossover& crossover : m_data.crossovers)
        if (main.isEmpty() || crossover.crossover.kind == CrossoverKind::Crosses)
            main = crossoverSentence(crossover, m_data.baseline) + QStringLiteral("; ");
    return Words::tr("%1measured medians: %2.").arg(main, ends.join(QStringLiteral("; ")));
}

QSizeF GrowthFigure::preferredSize() const
{
    return m_spec.view == GrowthView::Memory ? QSizeF(560.0, 200.0) : QSizeF(560.0, 340.0);
}

QString rateText(double flopsPerSecond)
{
    constexpr std::array<std::pair<double, const char*>, 3> units{
        {{1e9, "Gflop/s"}, {1e6, "Mflop/s"}, {1.0, "flop/s"}}};
    for (const auto& [factor, unit] : units)
        if (flopsPerSecond >= 0.9995 * factor)
            return numberText(flopsPerSecond / factor) + QChar(0x202F) + QString::fromLatin1(unit);
    return numberText(flopsPerSecond) + QChar(0x202F) + QStringLiteral("flop/s");
}

QString growthValueText(GrowthView view, double value)
{
    switch (view) {
    case GrowthView::Time:
    case GrowthView::PerToken:
        return secondsText(value);
    case GrowthView::Ratio:
        return numberText(value) + QChar(0x202F) + QChar(0x00D7);
    case GrowthView::Rate:
        return rateText(value);
    case GrowthView::Memory:
        break;
    }
    return memoryText(value);
}

QString exponentText(const Exponent& exponent)
{
    const double half =
        std::max(exponent.confidence95.high - exponent.value, exponent.value - exponent.confidence95.low);
    return spreadText(exponent.value, half);
}

} // namespace mixlens::ui
