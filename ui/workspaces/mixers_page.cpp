#include "ui/workspaces/mixers_page.h"

#include "ui/figures/lens_figure.h"
#include "ui/style/number_text.h"
#include "ui/views/heat_map_view.h"
#include "ui/workbench.h"
#include "ui/workspaces/lens_bar.h"
#include "ui/workspaces/token_cells.h"

#include <QComboBox>
#include <QLabel>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace mixlens::ui {

struct MixersPage::Private
{
    Private(MixersPage& owner, Workbench& bench) : page(owner), workbench(bench) {}

    void build();
    void listLanes();
    void refreshLater();
    void refresh();
    void drawMap(const Analysis& analysis);
    void showSelection();
    [[nodiscard]] AnalysisPtr analysis() const { return workbench.analysis(workbench.focusLane()); }
    [[nodiscard]] QString missingText(const Analysis& analysis) const;
    [[nodiscard]] QString pairText(const TokenPair& pair) const;

    MixersPage& page;
    Workbench& workbench;
    std::optional<LensMatrix> matrix;
    QComboBox* lanes = nullptr;
    HeatMapView* map = nullptr;
    QLabel* value = nullptr;
    QTimer* later = nullptr;
};

MixersPage::MixersPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(*this, workbench))
{
    d->build();
}

MixersPage::~MixersPage() = default;

void MixersPage::Private::build()
{
    lanes = new QComboBox(&page);
    lanes->setAccessibleName(tr("Lane"));
    lanes->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    auto* bar = new LensBar(workbench, &page);
    bar->addControl(tr("Lane"), lanes);
    map = new HeatMapView(&page);
    value = new QLabel(&page);
    value->setTextFormat(Qt::PlainText);
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* column = new QVBoxLayout(&page);
    column->setContentsMargins(14, 8, 14, 8);
    column->setSpacing(8);
    column->addWidget(bar);
    column->addWidget(map, 1);
    column->addWidget(value);

    later = new QTimer(&page);
    later->setSingleShot(true);
    later->setInterval(0);
    connect(later, &QTimer::timeout, &page, [this] { refresh(); });
    connect(lanes, &QComboBox::activated, &page,
            [this](int lane) { workbench.setFocusLane(static_cast<std::size_t>(lane)); });
    connect(map, &HeatMapView::cellHovered, &page, [this](std::optional<HeatCell> cell) {
        if (matrix)
            workbench.setHovered(pairOf(matrix->tokens, cell));
    });
    connect(map, &HeatMapView::cellLocked, &page, [this](std::optional<HeatCell> cell) {
        if (matrix)
            workbench.setLocked(pairOf(matrix->tokens, cell));
    });
    connect(map, &HeatMapView::exportRequested, &page, &MixersPage::exportRequested);
    connect(map, &HeatMapView::tableRequested, &page, &MixersPage::tableRequested);
    connect(&workbench, &Workbench::lanesChanged, &page, [this] { listLanes(); });
    connect(&workbench, &Workbench::analysisChanged, &page, [this](std::size_t lane) {
        if (lane == workbench.focusLane())
            refreshLater();
    });
    connect(&workbench, &Workbench::focusLaneChanged, &page, [this] {
        lanes->setCurrentIndex(static_cast<int>(workbench.focusLane()));
        refreshLater();
    });
    connect(&workbench, &Workbench::viewChanged, &page, [this] { refreshLater(); });
    connect(&workbench, &Workbench::selectionChanged, &page, [this] { showSelection(); });
    listLanes();
}

void MixersPage::Private::listLanes()
{
    lanes->clear();
    for (const Lane& lane : workbench.lanes())
        lanes->addItem(QString::fromStdString(lane.title));
    lanes->setCurrentIndex(static_cast<int>(workbench.focusLane()));
    refreshLater();
}

/// A page out of sight catches up when it is shown.
void MixersPage::Private::refreshLater()
{
    if (page.isVisible())
        later->start();
}

void MixersPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    d->refresh();
}

QString MixersPage::Private::missingText(const Analysis& analysis) const
{
    if (workbench.layer() >= analysis.trace.layers.size())
        return tr("This model has %1 layers only.").arg(analysis.trace.layers.size());
    if (workbench.lens() == Lens::Influence)
        return tr(
            "Influence was left out: at this length it would make typing stutter. Press W for the weights.");
    return tr("This mixer has no weights between tokens. Press J for its influence.");
}

void MixersPage::Private::refresh()
{
    const AnalysisPtr known = analysis();
    matrix.reset();
    if (!known) {
        const auto problem = workbench.problem(workbench.focusLane());
        map->setMessage(problem ? QString::fromStdString(problem->message)
                                : tr("Waiting for the first result."));
        value->clear();
        return;
    }
    map->setStale(workbench.isStale(workbench.focusLane()) && workbench.problem(workbench.focusLane()));
    drawMap(*known);
    showSelection();
}

void MixersPage::Private::drawMap(const Analysis& analysis)
{
    matrix = lensMatrix(*analysis.encoder, analysis.trace, analysis.sequence, workbench.lensOptions());
    if (!matrix) {
        map->setMessage(missingText(analysis));
        return;
    }
    map->setMessage({});
    map->setFigure(lensFigure(analysis, *matrix, workbench.lensOptions()));
}

QString MixersPage::Private::pairText(const TokenPair& pair) const
{
    const AnalysisPtr known = analysis();
    const auto cell = matrix ? cellOf(matrix->tokens, pair) : std::nullopt;
    if (!known || !cell)
        return tr("Point at a cell to read its exact value.");
    const auto row = matrix->values.view().row(cell->row);
    const float own = matrix->values(cell->row, cell->col);
    const auto rank = 1 + std::count_if(row.begin(), row.end(), [own](float other) { return other > own; });
    const QString tokens =
        tr("%1 ← %2").arg(tokenText(known->sequence, matrix->tokens[static_cast<std::size_t>(cell->row)]),
                          tokenText(known->sequence, matrix->tokens[static_cast<std::size_t>(cell->col)]));
    const QString name = workbench.lens() == Lens::Influence ? tr("share of row") : tr("weight");
    QString text = tr("%1   %2 %3, rank %4 of %5")
                       .arg(tokens, name, numberText(static_cast<double>(own), 6))
                       .arg(rank)
                       .arg(row.size());
    if (!matrix->reach.empty())
        text +=
            tr(", reach of the row %1").arg(matrix->reach[static_cast<std::size_t>(cell->row)], 0, 'f', 2);
    return text;
}

void MixersPage::Private::showSelection()
{
    if (!matrix)
        return;
    map->setHovered(cellOf(matrix->tokens, workbench.hovered()));
    map->setLocked(cellOf(matrix->tokens, workbench.locked()));
    value->setText(pairText(workbench.shownPair()));
}

HeatMapView* MixersPage::heatMap() const
{
    return d->map;
}

FigurePtr MixersPage::currentFigure() const
{
    return d->map->figure();
}

QString MixersPage::valueLine() const
{
    return d->value->text();
}

} // namespace mixlens::ui
