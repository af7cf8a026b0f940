#include "ui/figures/growth_figure.h"
#include "ui/models/column_table.h"

#include <QCoreApplication>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::GrowthFigure)
};

QString unitOf(GrowthView view)
{
    switch (view) {
    case GrowthView::Time:
    case GrowthView::PerToken:
        return QStringLiteral("s");
    case GrowthView::Ratio:
        return QStringLiteral("1");
    case GrowthView::Rate:
        return QStringLiteral("flop/s");
    case GrowthView::Memory:
        break;
    }
    return QStringLiteral("B");
}

struct Rows
{
    const GrowthSpec& spec;
    std::vector<ColumnTable::Row> rows;

    void add(const QString& series, const QVariant& tokens, const QString& what, const QVariant& value,
             const QString& unit, const QString& origin, const QString& note = {})
    {
        rows.push_back({series, tokens, what, value, unit, origin, note});
    }
    void addPoint(const GrowthSeries& series, const QString& name, const GrowthPoint& point);
    void addSetup(const GrowthSeries& series, const BenchResult& result);
    void addFits(const GrowthSeries& series);
    void addCrossovers(const GrowthData& data);
};

void Rows::addPoint(const GrowthSeries& series, const QString& name, const GrowthPoint& point)
{
    const auto tokens = static_cast<qlonglong>(point.tokens);
    const QString unit = unitOf(spec.view);
    const QString origin = series.modelled ? Words::tr("modelled") : Words::tr("measured");
    if (point.formula > 0.0)
        add(name, tokens, Words::tr("formula"), point.formula, unit, Words::tr("modelled"));
    if (point.samples.empty()) {
        const QString what = point.refused ? Words::tr("refused") : Words::tr("missing");
        return add(name, tokens, what, QVariant(), unit, origin, point.reason);
    }
    if (point.samples.size() == 1 && (series.modelled || spec.view == GrowthView::Memory))
        return add(name, tokens,
                   series.modelled ? Words::tr("device time") : Words::tr("held after the call"),
                   point.samples.front(), unit, origin);
    add(name, tokens, Words::tr("median"), point.median, unit, origin);
    const bool percentiles = spec.whisker == GrowthWhisker::Percentiles;
    add(name, tokens, percentiles ? Words::tr("10th percentile") : Words::tr("median, 95 % interval, low"),
        point.low, unit, origin);
    add(name, tokens, percentiles ? Words::tr("90th percentile") : Words::tr("median, 95 % interval, high"),
        point.high, unit, origin);
    for (std::size_t round = 0; round < point.samples.size(); ++round)
        add(name, tokens, Words::tr("round %1").arg(round + 1), point.samples[round], unit, origin);
}

/// What a call's curve does not show: the first call, and the process's peak.
void Rows::addSetup(const GrowthSeries& series, const BenchResult& result)
{
    for (const GrowthPoint& point : series.points) {
        const Measurement* cell = result.find(series.backend, point.tokens);
        if (cell == nullptr || !cell->measured())
            continue;
        const auto tokens = static_cast<qlonglong>(point.tokens);
        if (spec.view == GrowthView::Time)
            add(series.name, tokens, Words::tr("first call"), cell->setupSeconds, QStringLiteral("s"),
                Words::tr("measured"));
        if (spec.view == GrowthView::Memory && cell->peakBytes > 0)
            add(series.name, tokens, Words::tr("growth of the process at its peak"),
                static_cast<double>(cell->peakBytes), QStringLiteral("B"), Words::tr("measured"));
    }
}

void Rows::addFits(const GrowthSeries& series)
{
    const QString origin = Words::tr("fitted to measured medians");
    if (series.exponent) {
        const QString range =
            Words::tr("%1 to %2 tokens").arg(series.exponent->fromTokens).arg(series.exponent->toTokens);
        const auto addExponent = [&](const QString& what, double value) {
            add(series.name, QVariant(), what, value, QStringLiteral("1"), origin, range);
        };
        addExponent(Words::tr("slope"), series.exponent->value);
        addExponent(Words::tr("slope, 95 % interval, low"), series.exponent->confidence95.low);
        addExponent(Words::tr("slope, 95 % interval, high"), series.exponent->confidence95.high);
    }
    if (spec.view != GrowthView::Time)
        return;
    const BackendGrowth* growth = spec.summary->growthOf(series.backend);
    for (const GrowthFit& fit : growth != nullptr ? growth->fits : std::vector<GrowthFit>()) {
        const QString law = QString::fromUtf8(growthLawName(fit.law).data(),
                                              static_cast<qsizetype>(growthLawName(fit.law).size()));
        const QString note = Words::tr("t = a + b %1").arg(law);
        add(series.name, QVariant(), Words::tr("a"), fit.offset, QStringLiteral("s"), origin, note);
        add(series.name, QVariant(), Words::tr("b"), fit.slope, QStringLiteral("s"), origin, note);
        add(series.name, QVariant(), Words::tr("relative residual, rms"), fit.rmsResidual,
            QStringLiteral("1"), origin, note);
    }
}

void Rows::addCrossovers(const GrowthData& data)
{
    const QString origin = Words::tr("from measured medians");
    for (const GrowthCrossover& crossover : data.crossovers) {
        const QString name = QString::fromStdString(crossover.backend);
        const QString sentence = crossoverSentence(crossover, data.baseline);
        const QString unit = Words::tr("tokens");
        const Crossover& found = crossover.crossover;
        if (found.kind != CrossoverKind::Crosses) {
            add(name, QVariant(), Words::tr("crossover"), QVariant(), unit, origin, sentence);
            continue;
        }
        add(name, QVariant(), Words::tr("crossover"), found.tokens, unit, origin, sentence);
        add(name, QVariant(), Words::tr("crossover, 95 % interval, low"), found.confidence95.low, unit,
            origin);
        add(name, QVariant(), Words::tr("crossover, 95 % interval, high"), found.confidence95.high, unit,
            origin);
        add(name, QVariant(), Words::tr("share of bootstrap draws that cross"), found.share,
            QStringLiteral("1"), origin);
    }
}

} // namespace

std::unique_ptr<QAbstractTableModel> GrowthFigure::table() const
{
    Rows rows{m_spec, {}};
    for (const GrowthSeries& series : m_data.series) {
        const QString name =
            series.overlay() ? series.name + QStringLiteral(" @ ") + series.machine : series.name;
        for (const GrowthPoint& point : series.points)
            rows.addPoint(series, name, point);
        if (series.overlay() || series.modelled)
            continue;
        rows.addSetup(series, *m_spec.result);
        rows.addFits(series);
    }
    rows.addCrossovers(m_data);
    return std::make_unique<ColumnTable>(QStringList{Words::tr("series"), Words::tr("tokens"),
                                                     Words::tr("what"), Words::tr("value"), Words::tr("unit"),
                                                     Words::tr("origin"), Words::tr("note")},
                                         std::move(rows.rows));
}

} // namespace mixlens::ui
