#include "ui/figures/growth_data.h"

#include "core/bench/roofline.h"
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

/// Flops of one call by the convention of the rate view.
double conventionalFlops(const BenchResult& result, const Measurement& cell)
{
    if (result.grid.level == BenchLevel::Mixer && cell.family == "fourier")
        return static_cast<double>(result.grid.batch) * transformFlops(cell.cell.tokens, cell.width);
    return static_cast<double>(cell.formulaFlops);
}

/// b over a, as pairedRatio() pairs them.
std::vector<double> roundRatios(const std::vector<double>& a, const std::vector<double>& b)
{
    std::vector<double> ratios;
    for (std::size_t round = 0; round < std::min(a.size(), b.size()); ++round)
        ratios.push_back(b[round] / a[round]);
    return ratios;
}

struct Builder
{
    const GrowthSpec& spec;
    const BenchResult& result;
    const std::string& baseline;

    void value(GrowthPoint& point, const Measurement& cell) const;
    void summary(GrowthPoint& point, const Statistics& statistics) const;
    [[nodiscard]] GrowthPoint point(const std::string& backend, Index tokens) const;
    [[nodiscard]] std::optional<GrowthSeries> device(const std::string& backend) const;
    [[nodiscard]] std::optional<Exponent> exponent(const GrowthSeries& series) const;
};

void Builder::summary(GrowthPoint& point, const Statistics& statistics) const
{
    point.median = statistics.median;
    const bool percentiles = spec.whisker == GrowthWhisker::Percentiles;
    point.low = percentiles ? statistics.p10 : statistics.confidence95.low;
    point.high = percentiles ? statistics.p90 : statistics.confidence95.high;
}

void Builder::value(GrowthPoint& point, const Measurement& cell) const
{
    if (spec.view == GrowthView::Memory) {
        point.samples = {static_cast<double>(cell.workspaceBytes)};
    } else if (spec.view == GrowthView::Ratio) {
        const Measurement* base = result.find(baseline, cell.cell.tokens);
        if (base == nullptr || !base->measured()) {
            point.reason =
                Words::tr("%1 was not measured at this length").arg(QString::fromStdString(baseline));
            return;
        }
        point.samples = roundRatios(base->seconds, cell.seconds);
        return summary(point, pairedRatio(base->seconds, cell.seconds));
    } else {
        const double tokens = static_cast<double>(cell.cell.tokens * std::max<Index>(1, result.grid.batch));
        const double flops = conventionalFlops(result, cell);
        for (const double seconds : cell.seconds)
            point.samples.push_back(spec.view == GrowthView::Rate ? (seconds > 0.0 ? flops / seconds : 0.0)
                                    : spec.view == GrowthView::PerToken ? seconds / tokens
                                                                        : seconds);
    }
    summary(point, summarise(point.samples));
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
        if (cell != nullptr)
            for (const Quantity& quantity : cell->device)
                if (quantity.name == "device_time" && quantity.unit == "s") {
                    const Index batch = std::max<Index>(1, result.grid.batch);
                    const double calls =
                        spec.view == GrowthView::PerToken ? static_cast<double>(tokens * batch) : 1.0;
                    point.samples = {quantity.value / calls};
                    point.median = point.low = point.high = point.samples.front();
                    point.reason.clear();
                }
        series.points.push_back(std::move(point));
    }
    return series.lastDrawn() == nullptr ? std::nullopt : std::optional(std::move(series));
}

std::optional<Exponent> Builder::exponent(const GrowthSeries& series) const
{
    if (spec.view != GrowthView::Time && spec.view != GrowthView::PerToken)
        return std::nullopt;
    std::vector<CurvePoint> points;
    for (const GrowthPoint& point : series.points)
        if (point.drawn() && std::ranges::all_of(point.samples, [](double value) { return value > 0.0; }))
            points.push_back({static_cast<double>(point.tokens), point.samples});
    return growthExponent(points);
}

std::string chosenBaseline(const GrowthSpec& spec, const BenchResult& result)
{
    const auto measured = [&](const auto& wanted) {
        return std::ranges::find_if(result.measurements,
                                    [&](const Measurement& cell) { return cell.measured() && wanted(cell); });
    };
    const auto end = result.measurements.end();
    if (!spec.baseline.empty())
        return spec.baseline;
    if (const auto cell = measured([](const Measurement& one) { return one.family == "attention"; });
        cell != end)
        return cell->cell.backend;
    if (const auto cell = measured([](const Measurement&) { return true; }); cell != end)
        return cell->cell.backend;
    return {};
}

void addResult(GrowthData& data, const GrowthSpec& spec, const BenchResult& result, const QString& machine)
{
    const std::string baseline = machine.isEmpty() ? data.baseline : chosenBaseline(spec, result);
    const Builder build{spec, result, baseline};
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
            series.exponent = build.exponent(series);
            if (auto device = build.device(backend)) {
                device->style = series.style;
                devices.push_back(std::move(*device));
            }
        }
        data.series.push_back(std::move(series));
    }
    std::ranges::move(devices, std::back_inserter(data.series));
}

/// Of every digital backend against the baseline: what a simulation costs this machine says nothing about a
/// device, so it crosses nothing.
void addCrossovers(GrowthData& data, const BenchResult& result)
{
    const std::vector<CurvePoint> base = curveOf(result, data.baseline);
    for (const GrowthSeries& series : data.series) {
        if (series.overlay() || series.modelled || series.backend == data.baseline ||
            series.style.identity == LaneIdentity::Optical)
            continue;
        const std::vector<CurvePoint> curve = curveOf(result, series.backend);
        if (!base.empty() && !curve.empty())
            data.crossovers.push_back({series.backend, findCrossover(base, curve)});
    }
}

} // namespace

const GrowthPoint* GrowthSeries::lastDrawn() const noexcept
{
    const auto last =
        std::find_if(points.rbegin(), points.rend(), [](const auto& point) { return point.drawn(); });
    return last == points.rend() ? nullptr : &*last;
}

std::vector<CurvePoint> curveOf(const BenchResult& result, const std::string& backend)
{
    std::vector<CurvePoint> points;
    for (const Index tokens : result.grid.lengths) {
        const Measurement* cell = result.find(backend, tokens);
        if (cell != nullptr && cell->measured() &&
            std::ranges::all_of(cell->seconds, [](double seconds) { return seconds > 0.0; }))
            points.push_back({static_cast<double>(tokens), cell->seconds});
    }
    return points;
}

GrowthData growthData(const GrowthSpec& spec)
{
    GrowthData data;
    if (!spec.result)
        return data;
    data.baseline = chosenBaseline(spec, *spec.result);
    addResult(data, spec, *spec.result, {});
    if (spec.view != GrowthView::Memory)
        addCrossovers(data, *spec.result);
    for (const BenchOverlay& overlay : spec.overlays)
        if (overlay.result)
            addResult(data, spec, *overlay.result,
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
