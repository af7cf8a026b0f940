#include "ui/workspaces/mixers_page.h"

#include "ui/figures/lane_figures.h"
#include "ui/figures/lens_figure.h"
#include "ui/panels/inline_notice.h"
#include "ui/style/number_text.h"
#include "ui/views/head_view.h"
#include "ui/views/heat_map_view.h"
#include "ui/views/layer_grid_view.h"
#include "ui/workbench.h"
#include "ui/workspaces/lens_bar.h"
#include "ui/workspaces/token_cells.h"

#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace mixlens::ui {

struct MixersPage::Private
{
    Private(MixersPage& owner, Workbench& bench) : page(owner), workbench(bench) {}

    void build();
    void connectViews();
    [[nodiscard]] QWidget* makeHeadPanel();
    void drawGrid(const Analysis& analysis);
    void showCurrent();
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
    QComboBox* order = nullptr;
    InlineNotice* notice = nullptr;
    LayerGridView* grid = nullptr;
    HeatMapView* map = nullptr;
    HeadView* head = nullptr;
    QSlider* budget = nullptr;
    AnalysisPtr gridOf; ///< what the grid was drawn from
    LensOptions gridOptions;
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
    order = new QComboBox(&page);
    order->addItems({tr("index"), tr("reach")});
    order->setAccessibleName(tr("Order of the heads"));
    bar->addControl(tr("Heads by"), order);
    notice = new InlineNotice(&page);
    grid = new LayerGridView(&page);
    map = new HeatMapView(&page);
    value = new QLabel(&page);
    value->setTextFormat(Qt::PlainText);
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    auto* parts = new QSplitter(Qt::Horizontal, &page);
    parts->setChildrenCollapsible(false);
    parts->setHandleWidth(12);
    parts->addWidget(grid);
    parts->addWidget(map);
    parts->addWidget(makeHeadPanel());
    parts->setStretchFactor(1, 1);
    parts->setSizes({200, 420, 190});
    auto* column = new QVBoxLayout(&page);
    column->setContentsMargins(14, 8, 14, 8);
    column->setSpacing(8);
    column->addWidget(bar);
    column->addWidget(notice);
    column->addWidget(parts, 1);
    column->addWidget(value);
    connectViews();
    listLanes();
}

/// The strongest links, and how many of each output are drawn.
QWidget* MixersPage::Private::makeHeadPanel()
{
    auto* panel = new QWidget(&page);
    head = new HeadView(panel);
    budget = new QSlider(Qt::Horizontal, panel);
    budget->setRange(1, 10);
    budget->setValue(3);
    budget->setAccessibleName(tr("Edges per output token"));
    auto* budgetName = new QLabel(tr("Strongest %1 per token").arg(3), panel);
    connect(budget, &QSlider::valueChanged, &page, [this, budgetName](int count) {
        budgetName->setText(tr("Strongest %1 per token").arg(count));
        head->setEdgesPerOutput(count);
    });
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(head, 1);
    column->addWidget(budgetName);
    column->addWidget(budget);
    return panel;
}

void MixersPage::Private::connectViews()
{
    connect(order, &QComboBox::activated, &page, [this] {
        gridOf = nullptr;
        refresh();
    });
    connect(notice, &InlineNotice::dismissed, &page,
            [this] { workbench.dismissProblem(workbench.focusLane()); });
    connect(grid, &LayerGridView::cellChosen, &page, [this](Index layer, std::optional<Index> chosen) {
        workbench.setLayer(static_cast<std::size_t>(layer));
        workbench.setHead(chosen);
    });
    connect(head, &HeadView::tokenHovered, &page, [this](std::optional<HeadToken> token) {
        if (matrix)
            workbench.setHovered(token ? pairOf(matrix->tokens, HeatCell{token->index, token->index})
                                       : TokenPair{});
    });
    connect(head, &HeadView::outputLocked, &page, [this](std::optional<Index> output) {
        if (matrix)
            workbench.setLocked(output ? pairOf(matrix->tokens, HeatCell{*output, *output}) : TokenPair{});
    });
    for (FigureView* view : {static_cast<FigureView*>(grid), static_cast<FigureView*>(head)}) {
        connect(view, &FigureView::exportRequested, &page, &MixersPage::exportRequested);
        connect(view, &FigureView::tableRequested, &page, &MixersPage::tableRequested);
    }
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
    const std::size_t lane = workbench.focusLane();
    const std::optional<Error> problem = workbench.problem(lane);
    notice->setText(problem ? QString::fromStdString(problem->message) : QString());
    matrix.reset();
    if (!known) {
        const QString message = problem ? tr("No result.") : tr("Waiting for the first result.");
        map->setMessage(message);
        grid->setMessage(message);
        head->setMessage(message);
        value->clear();
        gridOf = nullptr;
        return;
    }
    const bool stale = workbench.isStale(lane) && problem.has_value();
    map->setStale(stale);
    grid->setStale(stale);
    head->setStale(stale);
    drawGrid(*known);
    drawMap(*known);
    showCurrent();
    showSelection();
}

/// Only when what the thumbnails show has changed; choosing one merely moves the frame.
void MixersPage::Private::drawGrid(const Analysis& analysis)
{
    const LensOptions options = workbench.lensOptions();
    if (gridOf.get() == &analysis && gridOptions.padding == options.padding &&
        gridOptions.specialTokens == options.specialTokens)
        return;
    gridOf = this->analysis();
    gridOptions = options;
    grid->setMessage({});
    grid->setGrid(
        layerGridOf(analysis, options, order->currentIndex() == 1 ? HeadOrder::Reach : HeadOrder::Index));
}

void MixersPage::Private::showCurrent()
{
    grid->setCurrent(LayerHead{static_cast<Index>(workbench.layer()), workbench.head()});
}

void MixersPage::Private::drawMap(const Analysis& analysis)
{
    matrix = lensMatrix(*analysis.encoder, analysis.trace, analysis.sequence, workbench.lensOptions());
    if (!matrix) {
        map->setMessage(missingText(analysis));
        head->setMessage(missingText(analysis));
        value->clear();
        return;
    }
    map->setMessage({});
    map->setFigure(lensFigure(analysis, *matrix, workbench.lensOptions()));
    HeadSpec spec = headSpecOf(analysis, *matrix, workbench.lensOptions());
    spec.perOutput = budget->value();
    head->setMessage({});
    head->setHead(std::move(spec));
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
    const auto hovered = cellOf(matrix->tokens, workbench.hovered());
    const auto locked = cellOf(matrix->tokens, workbench.locked());
    map->setHovered(hovered);
    map->setLocked(locked);
    head->setHovered(hovered ? std::optional(HeadToken{HeadSide::Output, hovered->row}) : std::nullopt);
    head->setLocked(locked ? std::optional(locked->row) : std::nullopt);
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
