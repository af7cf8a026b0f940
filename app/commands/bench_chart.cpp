#include "app/commands/bench_chart.h"

#include "app/commands/bench_text.h"
#include "ui/export/bench_provenance.h"
#include "ui/figures/growth_figure.h"
#include "ui/figures/operations_figure.h"
#include "ui/figures/roofline_figure.h"

#include <algorithm>
#include <memory>

namespace mixlens {

namespace {

struct NamedView
{
    std::string_view name;
    ui::GrowthView view;
    QString title;
};

QString qt(const std::string& text)
{
    return QString::fromStdString(text);
}

QString titleOf(const BenchResult& result, const QString& view)
{
    return result.title.empty() ? view : qt(result.title);
}

template<class Figure, class Spec>
ui::FigurePtr figureOf(Spec spec, const QString& view, std::shared_ptr<const BenchResult> result,
                       const std::string& baseline)
{
    spec.title = titleOf(*result, view);
    spec.note = qt(subjectText(*result)) + u'.'; // the figure's own sentences follow
    spec.summary = summariseBench(*result, baseline);
    spec.result = std::move(result);
    return std::make_shared<const Figure>(std::move(spec));
}

/// Null for a view that is no GrowthView.
ui::FigurePtr growthFigureOf(std::shared_ptr<const BenchResult> result, const BenchChart& chart)
{
    static const std::array<NamedView, 5> views{
        {{"time", ui::GrowthView::Time, QStringLiteral("Time of one call")},
         {"per-token", ui::GrowthView::PerToken, QStringLiteral("Time per token")},
         {"ratio", ui::GrowthView::Ratio, QStringLiteral("Time as a ratio to the baseline")},
         {"rate", ui::GrowthView::Rate, QStringLiteral("Rate")},
         {"memory", ui::GrowthView::Memory, QStringLiteral("Memory held")}}};
    const auto found = std::ranges::find(views, std::string_view(chart.view), &NamedView::name);
    if (found == views.end())
        return nullptr;
    ui::GrowthSpec spec;
    spec.view = found->view;
    return figureOf<ui::GrowthFigure>(std::move(spec), found->title, std::move(result), chart.baseline);
}

} // namespace

Result<ui::FigurePtr> benchFigure(const BenchResult& result, const BenchChart& chart)
{
    const bool measured = std::ranges::any_of(result.measurements, &Measurement::measured);
    if (!measured)
        return failure(Error::Code::OutOfRange,
                       "'" + chart.file +
                           "' was not drawn: no cell was measured, so there is nothing to show.");
    auto shared = std::make_shared<const BenchResult>(result);
    if (chart.view == "roofline")
        return figureOf<ui::RooflineFigure>(ui::RooflineSpec(),
                                            QStringLiteral("Rate against the machine's limits"),
                                            std::move(shared), chart.baseline);
    if (chart.view == "operations")
        return figureOf<ui::OperationsFigure>(ui::OperationsSpec(), QStringLiteral("Where the time goes"),
                                              std::move(shared), chart.baseline);
    return growthFigureOf(std::move(shared), chart);
}

Result<void> writeBenchChart(const BenchResult& result, const BenchChart& chart)
{
    const auto figure = benchFigure(result, chart);
    if (!figure)
        return tl::unexpected(figure.error());
    ui::ExportOptions options;
    options.format = chart.format;
    options.dark = chart.dark;
    const auto preset = std::ranges::find(ui::sizePresets(), qt(chart.preset), &ui::SizePreset::id);
    if (preset != ui::sizePresets().end())
        options.points = ui::pointsFor(*preset, **figure);
    return ui::exportFigure(**figure, QString::fromLocal8Bit(chart.file.c_str()), options,
                            ui::provenanceOf(result));
}

} // namespace mixlens
