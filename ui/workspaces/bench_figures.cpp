#include "ui/workspaces/bench_figures.h"

#include "core/bench/operation_share.h"
#include "core/bench/result_file.h"
#include "ui/figures/comparison_figure.h"
#include "ui/figures/growth_figure.h"
#include "ui/figures/operations_figure.h"
#include "ui/figures/roofline_figure.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <array>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::BenchPage)
};

QString levelText(BenchLevel level)
{
    switch (level) {
    case BenchLevel::Mixer:
        return Words::tr("one mixing sub-layer");
    case BenchLevel::Block:
        return Words::tr("one encoder block");
    case BenchLevel::Model:
        return Words::tr("a whole model");
    }
    return {};
}

/// What was run, and on what.
QString noteOf(const BenchResult& result)
{
    const BenchGrid& grid = result.grid;
    QStringList parts;
    if (grid.level == BenchLevel::Model)
        parts.push_back(QString::fromStdString(grid.model));
    else
        parts.push_back(Words::tr("d = %1, %2 heads").arg(grid.width).arg(grid.heads));
    if (grid.batch > 1)
        parts.push_back(Words::tr("batch of %1").arg(grid.batch));
    parts.push_back(grid.threads == 1 ? Words::tr("1 thread") : Words::tr("%1 threads").arg(grid.threads));
    parts.push_back(QStringLiteral("float32"));
    parts.push_back(Words::tr("%1 rounds").arg(grid.rounds));
    QString text = parts.join(QStringLiteral(", "));
    text += QStringLiteral("; ") + QString::fromStdString(result.environment.processor);
    if (!result.complete)
        text += Words::tr("; not every cell is measured");
    return text + QLatin1Char('.');
}

QString titleOf(GrowthView view, const BenchScene& scene)
{
    const QString what = levelText(scene.result->grid.level);
    switch (view) {
    case GrowthView::Time:
        return Words::tr("Time of %1").arg(what);
    case GrowthView::PerToken:
        return Words::tr("Time a token of %1").arg(what);
    case GrowthView::Ratio:
        return Words::tr("Time over that of %1, %2")
            .arg(QString::fromStdString(scene.summary->baseline), what);
    case GrowthView::Rate:
        return Words::tr("Rate of %1").arg(what);
    case GrowthView::Memory:
        return Words::tr("Memory");
    }
    return {};
}

FigurePtr growth(GrowthView view, const BenchScene& scene)
{
    GrowthSpec spec;
    spec.title = titleOf(view, scene);
    spec.note = view == GrowthView::Memory ? QString() : noteOf(*scene.result);
    spec.result = scene.result;
    spec.summary = scene.summary;
    if (scene.other && scene.other->grid.level == scene.result->grid.level)
        spec.overlays.push_back({scene.otherName, scene.other, scene.otherSummary});
    else if (scene.other && view != GrowthView::Memory)
        spec.note += Words::tr(" %1 measured %2 and is not drawn here.")
                         .arg(scene.otherName, levelText(scene.other->grid.level));
    spec.view = view;
    spec.whisker = scene.whisker;
    spec.now = scene.now;
    return std::make_shared<const GrowthFigure>(std::move(spec));
}

} // namespace

QString benchViewName(BenchView view)
{
    const std::array names{Words::tr("Time"),   Words::tr("Per token"), Words::tr("× baseline"),
                           Words::tr("Rate"),   Words::tr("Roofline"),  Words::tr("Operations"),
                           Words::tr("Amdahl"), Words::tr("Difference")};
    static_assert(names.size() == benchViews);
    return names[static_cast<std::size_t>(view)];
}

QString benchViewMeaning(BenchView view)
{
    const std::array meanings{
        Words::tr("Seconds of one call over the number of tokens; where lines cross, one mixer overtakes"),
        Words::tr("Seconds of one call over all of its tokens"),
        Words::tr("Time over the baseline's, round by round; pin another baseline in the table"),
        Words::tr("Floating-point operations a second"),
        Words::tr("Each cell beside what this machine's arithmetic and memory allow"),
        Words::tr("Where the time of a block or a model goes"),
        Words::tr("What a faster mixing would gain the whole"),
        Words::tr("The shown run against another one, cell by cell"),
    };
    static_assert(meanings.size() == benchViews);
    return meanings[static_cast<std::size_t>(view)];
}

bool isOverTokens(BenchView view)
{
    return view <= BenchView::Rate;
}

AmdahlSpec mixingShare(const BenchScene& scene)
{
    const Measurement* best = nullptr;
    if (scene.result && scene.summary)
        for (const Measurement& cell : scene.result->measurements) {
            const CellSummary* known = scene.summary->find(cell.cell.backend, cell.cell.tokens);
            const OperationSummary* mixing = known == nullptr ? nullptr : known->find(mixingOperation);
            const bool longer = best == nullptr || cell.cell.tokens > best->cell.tokens;
            // Of one length the Fourier mixer: its share is the one that the article speaks of.
            const bool preferred = !longer && cell.cell.tokens == best->cell.tokens &&
                                   cell.family == "fourier" && best->family != "fourier";
            if ((longer || preferred) && mixing != nullptr && mixing->share.samples > 0)
                best = &cell;
        }
    AmdahlSpec spec;
    if (best != nullptr)
        spec = amdahlSpec(*scene.result, *scene.summary, best->cell.backend, best->cell.tokens);
    spec.title = Words::tr("What faster mixing gains the whole");
    spec.note = scene.result ? noteOf(*scene.result) : QString();
    return spec;
}

QString whyNoFigure(BenchView view, const BenchScene& scene)
{
    if (!scene.result)
        return Words::tr("Measuring: the first length is drawn in a moment.");
    if (scene.result->measurements.empty())
        return Words::tr("This run holds no measured cell; press Run to measure one.");
    if (!scene.summary)
        return Words::tr("This run is being summarised.");
    if (view == BenchView::Operations && !mixingShare(scene).measured())
        return Words::tr("A mixing sub-layer is one operation: measure an encoder block or a whole model to "
                         "see where its time goes.");
    if (view == BenchView::Difference && !scene.other)
        return Words::tr("Choose another run under Saved runs and press Compare with, or drop its file "
                         "here.");
    if (view == BenchView::Difference && !scene.comparison)
        return Words::tr("The two runs are being compared.");
    return {};
}

FigurePtr benchFigure(BenchView view, const BenchScene& scene)
{
    switch (view) {
    case BenchView::Time:
        return growth(GrowthView::Time, scene);
    case BenchView::PerToken:
        return growth(GrowthView::PerToken, scene);
    case BenchView::Ratio:
        return growth(GrowthView::Ratio, scene);
    case BenchView::Rate:
        return growth(GrowthView::Rate, scene);
    case BenchView::Roofline:
        return std::make_shared<const RooflineFigure>(RooflineSpec{
            Words::tr("Rate of %1 beside the machine's limits").arg(levelText(scene.result->grid.level)),
            noteOf(*scene.result), scene.result, scene.summary});
    case BenchView::Operations:
        return std::make_shared<const OperationsFigure>(
            OperationsSpec{Words::tr("Where the time of %1 goes").arg(levelText(scene.result->grid.level)),
                           noteOf(*scene.result), scene.result, scene.summary, 0});
    case BenchView::Amdahl: {
        AmdahlSpec spec = mixingShare(scene);
        if (scene.factor > 0.0 && spec.measured()) {
            spec.device = spec.seconds / scene.factor;
            spec.deviceName = Words::tr("assumed device");
        }
        return std::make_shared<const AmdahlFigure>(std::move(spec));
    }
    case BenchView::Difference:
        return std::make_shared<const ComparisonFigure>(
            ComparisonSpec{Words::tr("Against %1").arg(scene.otherName), noteOf(*scene.result),
                           scene.otherName, Words::tr("shown run"), *scene.comparison});
    }
    return nullptr;
}

FigurePtr benchMemoryFigure(const BenchScene& scene)
{
    return growth(GrowthView::Memory, scene);
}

} // namespace mixlens::ui
