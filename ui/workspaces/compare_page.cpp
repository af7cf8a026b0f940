#include "ui/workspaces/compare_page.h"

#include "ui/figures/predictions_figure.h"
#include "ui/views/colour_bar.h"
#include "ui/views/figure_view.h"
#include "ui/views/heat_map_view.h"
#include "ui/workspaces/compare_lane.h"
#include "ui/workspaces/compare_layout.h"
#include "ui/workspaces/lens_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace mixlens::ui {

namespace {

constexpr int columnGap = 14;
constexpr int everyLabel = 9; ///< pixels: cells that have room for a label each

/// Height of so many ranks, in pixels of text `line` high: title, lanes, and how far they agree.
int predictionsHeight(int ranks, int line)
{
    return (ranks + 4) * line + 18;
}
constexpr int silentMilliseconds = 100; ///< shorter waits are not worth showing

double mostRows(const std::vector<MapColumn>& columns)
{
    Index most = 1;
    for (const MapColumn& column : columns)
        if (column.figure && column.figure->spec().values)
            most = std::max(most, column.figure->spec().values->rows());
    return static_cast<double>(most);
}

/// Which [MASK] is shown: the locked one, otherwise the first.
std::size_t chosenMask(const Analysis& analysis, const TokenPair& locked)
{
    for (std::size_t i = 0; i < analysis.predictions.size(); ++i)
        if (locked.output == static_cast<Index>(analysis.predictions[i].position))
            return i;
    return 0;
}

/// The [MASK] and three tokens on either side.
QString contextOf(const TokenSequence& sequence, std::size_t position)
{
    const std::size_t first = position >= 3 ? position - 3 : 0;
    const std::size_t last = std::min(sequence.tokens.size(), position + 4);
    QStringList words;
    for (std::size_t i = first; i < last; ++i)
        if (!sequence.tokens[i].special || i == position)
            words.push_back(QString::fromStdString(sequence.tokens[i].piece));
    return words.join(u' ').replace(QStringLiteral(" ##"), QString());
}

} // namespace

ComparePage::ComparePage(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_columns(new QHBoxLayout), m_bar(new ColourBar(this)),
      m_banner(new QLabel(this)), m_predictions(new FigureView(this)), m_refresh(new QTimer(this))
{
    m_banner->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_columns->setSpacing(columnGap);
    auto* scale = new QHBoxLayout;
    scale->setSpacing(12);
    scale->addWidget(m_banner, 1);
    scale->addWidget(m_bar);
    // In a low window the page scrolls rather than squeeze its maps.
    auto* content = new QWidget(this);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->viewport()->installEventFilter(this);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_scroll);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(14, 4, 14, 4);
    column->setSpacing(4);
    column->addWidget(new LensBar(workbench, this));
    column->addLayout(scale);
    column->addLayout(m_columns);
    column->addWidget(m_predictions);
    column->addStretch(1);

    m_refresh->setSingleShot(true);
    m_refresh->setInterval(0);
    connect(m_refresh, &QTimer::timeout, this, &ComparePage::refresh);
    connect(m_predictions, &FigureView::exportRequested, this, &ComparePage::exportRequested);
    connect(m_predictions, &FigureView::tableRequested, this, &ComparePage::tableRequested);
    connect(&workbench, &Workbench::lanesChanged, this, &ComparePage::rebuildLanes);
    connect(&workbench, &Workbench::analysisChanged, this, &ComparePage::refreshLater);
    connect(&workbench, &Workbench::focusLaneChanged, this, &ComparePage::refreshLater);
    connect(&workbench, &Workbench::viewChanged, this, &ComparePage::refreshLater);
    connect(&workbench, &Workbench::selectionChanged, this, &ComparePage::showSelection);
    connect(&workbench, &Workbench::timingChanged, this, [this] {
        for (CompareLane* lane : m_lanes)
            lane->showTiming();
        if (isVisible())
            arrange(); // the first runs want a line
    });
    auto* slow = new QTimer(this);
    slow->setSingleShot(true);
    slow->setInterval(silentMilliseconds);
    connect(&workbench, &Workbench::busyChanged, slow,
            [this, slow] { m_workbench.isBusy() ? slow->start() : slow->stop(); });
    connect(&workbench, &Workbench::busyChanged, this, [this] {
        if (!m_workbench.isBusy() && m_refresh->isActive())
            m_refresh->start(0);
    });
    connect(slow, &QTimer::timeout, this, [this] {
        for (CompareLane* lane : m_lanes)
            lane->dimIfStale();
    });
    rebuildLanes();
}

void ComparePage::rebuildLanes()
{
    qDeleteAll(m_lanes);
    m_lanes.clear();
    for (std::size_t lane = 0; lane < m_workbench.lanes().size(); ++lane) {
        auto* column = new CompareLane(m_workbench, lane, this);
        connect(column, &CompareLane::exportRequested, this, &ComparePage::exportRequested);
        connect(column, &CompareLane::tableRequested, this, &ComparePage::tableRequested);
        m_columns->addWidget(column, 1);
        m_lanes.push_back(column);
    }
    refreshLater();
}

/// Pages out of sight catch up when they are shown.
void ComparePage::refreshLater()
{
    // Lanes that answer within a frame of each other are drawn at once.
    constexpr int frame = 12; // milliseconds
    if (isVisible() && !m_refresh->isActive())
        m_refresh->start(m_workbench.isBusy() ? frame : 0);
}

void ComparePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void ComparePage::refresh()
{
    const bool influence = m_workbench.lens() == Lens::Influence;
    std::optional<ValueRange> shared;
    for (CompareLane* lane : m_lanes) {
        lane->readAnalysis();
        if (influence && lane->matrix())
            shared = ValueRange{
                0.0, std::max(shared.value_or(ValueRange{}).second, rangeOf(*lane->matrix()).second)};
    }
    std::shared_ptr<const HeatMapFigure> scale;
    for (CompareLane* lane : m_lanes) {
        lane->draw(shared);
        if (influence && lane->matrix() && scale == nullptr)
            scale = lane->heatMap()->figure();
    }
    m_bar->setFigure(scale);
    m_bar->setVisible(influence);
    m_banner->setText(influence
                          ? tr("Share of each row (output token) that comes from each column (input token)")
                          : tr("What each mixer multiplies by, rows: output token, columns: input token. "
                               "Lanes are not comparable."));
    m_banner->setToolTip(influence
                             ? tr("One scale for all lanes")
                             : tr("Attention's weights are shares, Fourier's are cosines: every lane has "
                                  "its own scale, so compare patterns, not numbers"));
    arrange();
    drawPredictions();
    showSelection();
}

/// Gives the maps what the text around them leaves. `smallestCell`: pixels below which this detail is too
/// much. False when it doesn't fit the window.
bool ComparePage::planWith(LaneDetail detail, int smallestCell, int ranks)
{
    std::vector<MapColumn> columns;
    const HeatMapSpec* first = nullptr;
    for (CompareLane* lane : m_lanes) {
        lane->setDetail(detail);
        const auto figure = lane->matrix() ? lane->heatMap()->figure() : nullptr;
        const bool repeats = first != nullptr && figure && sameRows(first->rows, figure->spec().rows);
        columns.push_back({figure, !repeats});
        if (figure && first == nullptr)
            first = &figure->spec();
    }
    // A short sentence makes no small map.
    smallestCell = std::max(smallestCell, std::min(30, static_cast<int>(110.0 / mostRows(columns))));
    const HeatMapView& any = *m_lanes.front()->heatMap();
    QWidget* content = m_scroll->widget();
    const QMargins margins = content->layout()->contentsMargins();
    MapSpace space{m_scroll->viewport()->width() - margins.left() - margins.right(), 10000, columnGap,
                   any.pixelsPerPoint(), devicePixelRatioF()};
    const MapPlan widest = planMaps(columns, space);

    std::vector<int> lines;
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        m_lanes[i]->setIndent(widest.indents[i]);
        const std::vector<int> own = m_lanes[i]->linesAt(widest.widths[i] - widest.indents[i]);
        lines.resize(own.size());
        std::ranges::transform(lines, own, lines.begin(), [](int a, int b) { return std::max(a, b); });
    }
    for (CompareLane* lane : m_lanes) {
        lane->setLines(lines);
        lane->heatMap()->setFixedHeight(1);
        lane->layout()->activate();
    }
    m_predictions->setFixedHeight(predictionsHeight(ranks, m_banner->fontMetrics().height()));
    m_columns->invalidate(); // the layout around does not ask it again by itself
    content->layout()->invalidate();
    const int around = content->layout()->minimumSize().height() - 1;
    space.height = std::max(m_scroll->viewport()->height() - around, 60);
    MapPlan plan = planMaps(columns, space);
    const bool fits = plan.cell >= std::min<double>(smallestCell, widest.cell) - 1e-9;
    if (!fits && detail == LaneDetail::Least) { // the page scrolls rather than squeeze its maps
        space.height = 10000;
        plan = planMaps(columns, space);
        space.height = static_cast<int>(plan.height - (plan.cell - smallestCell) * mostRows(columns));
        plan = planMaps(columns, space);
    }
    for (std::size_t i = 0; i < m_lanes.size(); ++i) {
        m_columns->setStretch(static_cast<int>(i), plan.widths[i]);
        m_lanes[i]->setIndent(plan.indents[i]);
        m_lanes[i]->heatMap()->setFixedHeight(plan.height);
        m_lanes[i]->heatMap()->setParts({.title = false,
                                         .colourBar = false,
                                         .rowLabels = columns[i].rowLabels,
                                         .axisTitles = false,
                                         .room = plan.rooms[i]});
    }
    // What is left shows more ranks.
    const int spare = m_scroll->viewport()->height() - around - plan.height;
    m_ranks = ranks;
    while (m_ranks < mostRanks &&
           predictionsHeight(m_ranks + 1, m_banner->fontMetrics().height()) - m_predictions->height() <=
               spare)
        ++m_ranks;
    m_predictions->setFixedHeight(predictionsHeight(m_ranks, m_banner->fontMetrics().height()));
    return fits;
}

/// As much text as leaves the maps large: they are what the page is for.
void ComparePage::arrange()
{
    if (m_lanes.empty())
        return;
    const int before = m_ranks;
    struct Level
    {
        LaneDetail detail;
        int cell;
        int ranks;
    };
    constexpr std::array levels{Level{LaneDetail::Full, 16, mostRanks}, Level{LaneDetail::Full, 14, 3},
                                Level{LaneDetail::Short, 12, 3}, Level{LaneDetail::Least, everyLabel, 3}};
    for (const Level& level : levels)
        if (planWith(level.detail, level.cell, level.ranks))
            break;
    if (m_ranks != before)
        drawPredictions();
}

bool ComparePage::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && watched == m_scroll->viewport() && isVisible())
        refreshLater();
    return QWidget::eventFilter(watched, event);
}

void ComparePage::drawPredictions()
{
    m_predictionsLock = m_workbench.locked();
    PredictionsSpec spec;
    QString context; // in the title: a line of its own would cost a rank
    for (std::size_t lane = 0; lane < m_workbench.lanes().size(); ++lane) {
        PredictionColumn column;
        column.lane = QString::fromStdString(m_workbench.lanes()[lane].title);
        column.identity = m_workbench.identity(lane);
        const AnalysisPtr analysis = m_workbench.analysis(lane);
        if (!analysis) {
            column.missing = tr("no result yet");
        } else if (!analysis->predictions.empty()) {
            spec.mask = chosenMask(*analysis, m_workbench.locked());
            const Prediction& prediction = analysis->predictions[spec.mask];
            column.best = prediction.best;
            column.best.resize(std::min(column.best.size(), static_cast<std::size_t>(m_ranks)));
            spec.maskCount = std::max(spec.maskCount, analysis->predictions.size());
            context = contextOf(analysis->sequence, prediction.position);
        } else if (!analysis->encoder->hasMaskedTokenHead()) {
            column.missing = tr("this model has no head that guesses words");
        }
        spec.columns.push_back(std::move(column));
    }
    if (spec.maskCount == 0) {
        m_predictions->setMessage(
            tr("Put [MASK] in place of a word (Ctrl+M) to see what each lane would say there."));
        return;
    }
    spec.title =
        spec.maskCount > 1
            ? tr("Predictions for [MASK] %1 of %2: %3").arg(spec.mask + 1).arg(spec.maskCount).arg(context)
            : tr("Predictions for %1").arg(context);
    m_predictions->setMessage({});
    m_predictions->setFigure(std::make_shared<const PredictionsFigure>(std::move(spec)));
}

void ComparePage::showSelection()
{
    for (CompareLane* lane : m_lanes)
        lane->showSelection();
    if (isVisible() && m_predictionsLock != m_workbench.locked())
        drawPredictions(); // another [MASK] may be meant
}

FigurePtr ComparePage::predictionsFigure() const
{
    return m_predictions->figure();
}

FigurePtr ComparePage::currentFigure() const
{
    for (const CompareLane* lane : m_lanes)
        if (lane->heatMap()->hasFocus() && lane->heatMap()->figure())
            return lane->heatMap()->figure();
    const std::size_t focus = m_workbench.focusLane();
    return focus < m_lanes.size() ? m_lanes[focus]->heatMap()->figure() : nullptr;
}

} // namespace mixlens::ui
