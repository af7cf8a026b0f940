#include "ui/figures/growth_data.h"

#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::GrowthFigure)
};

struct Builder
{
    const GrowthSpec& spec;
    const BenchResult& result;
    const BenchSummary& summary;

    void value(GrowthPoint& point, const Measurement& cell) const;
    [[nodiscard]] const RoundValues* measure(const CellSummary& cell) const;
    [[nodiscard]] GrowthPoint point(const std::string& backend, Index tokens) const;
    [[nodiscard]] std::optional<GrowthSeries> device(const std::string& backend) const;
    [[nodiscard]] std::optional<Exponent> exponent(const std::string& backend) const;
};

/// What the view shows of a cell; null for memory, which is no matter of rounds.
const RoundValues* Builder::measure(const CellSummary& cell) const
{
    switch (spec.view) {
    case GrowthView::Time:
        return &cell.seconds;
    case GrowthView::PerToken:
        return &cell.perToken;
    case GrowthView::Ratio:
        return &cell.ratio;
    case GrowthView::Rate:
        return &cell.rate;
    case GrowthView::Memory:
        break;
    }
    return nullptr;
}

void Builder::value(GrowthPoint& point, const Measurement& cell) const
{
    if (spec.view == GrowthView::Memory) {
        const auto bytes = static_cast<double>(cell.workspaceBytes);
        point.samples = {bytes};
        point.median = point.low = point.high = bytes;
        return;
    }
    const CellSummary* known = summary.find(cell.cell.backend, cell.cell.tokens);
    const RoundValues* rounds = known != nullptr ? measure(*known) : nullptr;
    if (rounds == nullptr || rounds->values.empty()) {
        point.reason = spec.view == GrowthView::Ratio ? Words::tr("%1 was not measured at this length")
                                                            .arg(QString::fromStdString(summary.baseline))
                                                      : Words::tr("not summarised");
        return;
    }
    const Statistics& statistics = rounds->statistics;
    const bool percentiles = spec.whisker == GrowthWhisker::Percentiles;
    point.samples = rounds->values;
    point.median = statistics.median;
    point.low = percentiles ? statistics.p10 : statistics.confidence95.low;
    point.high = percentiles ? statistics.p90 : statistics.confidence95.high;
}

GrowthPoint Builder::point(const std::string& backend, Index tokens) const
{
    GrowthPoint point;
    point.tokens = tokens;
    const Measurement* cell = result.find(backend, tokens);
    if (cell == nullptr) {
        point.reason = Words::tr("not measured");
        return point;
    }
    if (spec.view == GrowthView::Memory)
        point.formula = static_cast<double>(cell->formulaWorkspace);
    if (cell->measured()) {
        value(point, *cell);
    } else {
        point.refused = !cell->refusal.empty();
        point.reason = point.refused ? QString::fromStdString(cell->refusal) : Words::tr("not measured");
    }
    return point;
}

/// The device that a simulated mixer stands for, where its model gives a time.
std::optional<GrowthSeries> Builder::device(const std::string& backend) const
{
    if (spec.view != GrowthView::Time && spec.view != GrowthView::PerToken)
        return std::nullopt;
    GrowthSeries series;
    series.backend = backend;
    series.name = Words::tr("%1 device").arg(QString::fromStdString(backend));
    series.modelled = true;
    for (const Index tokens : result.grid.lengths) {
        GrowthPoint point;
        point.tokens = tokens;
        point.reason = Words::tr("no model of the device's time");
        const Measurement* cell = result.find(backend, tokens);
        const double seconds = cell == nullptr                     ? 0.0
                               : spec.view == GrowthView::PerToken ? deviceSecondsPerToken(result, *cell)
                                                                   : deviceSeconds(*cell);
        if (seconds > 0.0) {
            point.samples = {seconds};
            point.median = point.low = point.high = seconds;
            point.reason.clear();
        }
        series.points.push_back(std::move(point));
    }
    return series.lastDrawn() == nullptr ? std::nullopt : std::optional(std::move(series));
}

std::optional<Exponent> Builder::exponent(const std::string& backend) const
{
    const BackendGrowth* growth = summary.growthOf(backend);
    if (growth == nullptr || !growth->exponent)
        return std::nullopt;
    if (spec.view == GrowthView::Time)
        return growth->exponent;
    return spec.view == GrowthView::PerToken ? std::optional(perToken(*growth->exponent)) : std::nullopt;
}

void addResult(GrowthData& data, const GrowthSpec& spec, const BenchResult& result,
               const BenchSummary& summary, const QString& machine)
{
    const Builder build{spec, result, summary};
    const std::map<std::string, BackendStyle> styles = stylesOf(result);
    std::vector<GrowthSeries> devices;
    for (const std::string& backend : result.backends()) {
        GrowthSeries series;
        series.backend = backend;
        series.name = QString::fromStdString(backend);
        series.machine = machine;
        series.style = styles.at(backend);
        for (const Index tokens : result.grid.lengths)
            series.points.push_back(build.point(backend, tokens));
        if (machine.isEmpty()) {
            series.exponent = build.exponent(backend);
            if (auto device = build.device(backend)) {
                device->style = series.style;
                devices.push_back(std::move(*device));
            }
        }
        data.series.push_back(std::move(series));
    }
    std::ranges::move(devices, std::back_inserter(data.series));
}

} // namespace

const GrowthPoint* GrowthSeries::lastDrawn() const noexcept
{
    const auto last =
        std::find_if(points.rbegin(), points.rend(), [](const auto& point) { return point.drawn(); });
    return last == points.rend() ? nullptr : &*last;
}

GrowthData growthData(const GrowthSpec& spec)
{
    GrowthData data;
    if (!spec.result || !spec.summary)
        return data;
    data.baseline = spec.summary->baseline;
    addResult(data, spec, *spec.result, *spec.summary, {});
    if (spec.view != GrowthView::Memory)
        for (const BackendGrowth& growth : spec.summary->growth)
            if (growth.crossover)
                data.crossovers.push_back({growth.backend, *growth.crossover});
    for (const BenchOverlay& overlay : spec.overlays)
        if (overlay.result && overlay.summary)
            addResult(data, spec, *overlay.result, *overlay.summary,
                      overlay.name.isEmpty() ? Words::tr("other result") : overlay.name);
    std::set<Index> lengths;
    for (const GrowthSeries& series : data.series)
        for (const GrowthPoint& point : series.points) {
            lengths.insert(point.tokens);
            data.zeros += static_cast<std::size_t>(
                std::ranges::count_if(point.samples, [](double value) { return !(value > 0.0); }));
            data.refusedCells += point.refused && !series.overlay() ? 1U : 0U;
        }
    data.lengths.assign(lengths.begin(), lengths.end());
    return data;
}

QString crossoverSentence(const GrowthCrossover& crossover, const std::string& baseline)
{
    const QString other = QString::fromStdString(crossover.backend);
    const QString base = QString::fromStdString(baseline);
    const auto count = [](double tokens) { return countText(std::llround(tokens)); };
    const Crossover& found = crossover.crossover;
    const QString range = Words::tr("%1 to %2 tokens").arg(count(found.fromTokens), count(found.toTokens));
    switch (found.kind) {
    case CrossoverKind::Crosses:
        return Words::tr("%1 is cheaper than %2 from %3 tokens on (95 % interval %4–%5)")
            .arg(other, base, count(found.tokens), count(found.confidence95.low),
                 count(found.confidence95.high));
    case CrossoverKind::AlwaysCheaper:
        return Words::tr("%1 is cheaper than %2 at every length measured, %3 (crossover: none in range)")
            .arg(other, base, range);
    case CrossoverKind::NeverCheaper:
        return Words::tr("%1 is nowhere cheaper than %2, %3 (crossover: none in range)")
            .arg(other, base, range);
    case CrossoverKind::Mixed:
        return Words::tr("%1 and %2 take turns, %3 (no single crossover)").arg(other, base, range);
    case CrossoverKind::TooFewPoints:
        break;
    }
    return Words::tr("%1 and %2 have too few common lengths for a crossover").arg(other, base);
}

} // namespace mixlens::ui
