#include "ui/workspaces/compare_page.h"

#include "ui/figures/predictions_figure.h"
#include "ui/views/colour_bar.h"
#include "ui/views/figure_view.h"
#include "ui/views/heat_map_view.h"
#include "ui/workspaces/compare_lane.h"
#include "ui/workspaces/lens_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace mixlens::ui {

namespace {

constexpr int predictionsHeight = 150;
constexpr int silentMilliseconds = 100; ///< shorter waits are not worth showing

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
    m_predictions->setFixedHeight(predictionsHeight);
    m_columns->setSpacing(18);
    auto* scale = new QHBoxLayout;
    scale->setSpacing(12);
    scale->addWidget(m_banner, 1);
    scale->addWidget(m_bar);
    // In a low window the page scrolls rather than squeeze its maps.
    auto* content = new QWidget(this);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(14, 8, 14, 8);
    column->setSpacing(8);
    column->addWidget(new LensBar(workbench, this));
    column->addLayout(scale);
    column->addLayout(m_columns, 1);
    column->addWidget(m_predictions);

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
    });
    auto* slow = new QTimer(this);
    slow->setSingleShot(true);
    slow->setInterval(silentMilliseconds);
    connect(&workbench, &Workbench::busyChanged, slow,
            [this, slow] { m_workbench.isBusy() ? slow->start() : slow->stop(); });
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
    if (isVisible())
        m_refresh->start();
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
        lane->heatMap()->setParts({.title = false, .colourBar = !influence});
        lane->draw(shared);
        if (influence && lane->matrix() && scale == nullptr)
            scale = lane->heatMap()->figure();
    }
    m_bar->setFigure(scale);
    m_bar->setVisible(influence);
    m_banner->setText(influence
                          ? tr("Share of influence on each token's row: one scale for all lanes")
                          : tr("What each mixer multiplies by: every lane has its own scale, so compare "
                               "patterns, not numbers"));
    drawPredictions();
    showSelection();
}

void ComparePage::drawPredictions()
{
    m_predictionsLock = m_workbench.locked();
    PredictionsSpec spec;
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
            spec.maskCount = std::max(spec.maskCount, analysis->predictions.size());
            spec.context = contextOf(analysis->sequence, prediction.position);
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
    spec.title = tr("Predictions for [MASK]");
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
