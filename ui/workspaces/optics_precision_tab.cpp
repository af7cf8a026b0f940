#include "ui/workspaces/optics_precision_tab.h"

#include "ui/figures/layer_sensitivity_figure.h"
#include "ui/figures/sweep_curve_figure.h"
#include "ui/figures/sweep_map_figure.h"
#include "ui/panels/empty_state.h"
#include "ui/panels/sweep_bar.h"
#include "ui/style/number_text.h"
#include "ui/views/figure_view.h"
#include "ui/workspaces/sweep_desk.h"

#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace mixlens::ui {

namespace {

QString noteOf(const SweepResult& result)
{
    return OpticsPrecisionTab::tr("%1, device \"%2\", %3 held-out sentences%4")
        .arg(QString::fromStdString(result.plan.model), QString::fromStdString(result.plan.preset))
        .arg(result.plan.sentences)
        .arg(result.complete ? QString()
                             : OpticsPrecisionTab::tr(", %1 of %2 points so far")
                                   .arg(result.points.size())
                                   .arg(result.pointCount));
}

/// Which setting is the cheapest that is good enough, and "1 % loss at 31 dB (28–35)".
QString thresholdWords(const SweepResult& result)
{
    const SweepThreshold& threshold = result.threshold;
    const QString words = QString::fromStdString(threshold.sentence);
    const Share& exact = result.exactAccuracy;
    const auto point = std::ranges::find(result.points, threshold.point, &SweepPoint::number);
    const bool found = threshold.found && point != result.points.end();
    QString told = words;
    if (exact.of > 0 && exact.count == 0) // a file of an older Mixlens may name a setting all the same
        told = OpticsPrecisionTab::tr("The exact model finds none of the %1 masked words, so no setting can "
                                      "lose any: sweep more sentences.")
                   .arg(exact.of);
    else if (!found)
        return result.complete ? words
                               : OpticsPrecisionTab::tr("No setting so far loses at most 1 % of accuracy.");
    else {
        QStringList values;
        for (const auto& [key, value] : point->values)
            values.append(sweepValueText(key, value));
        told =
            OpticsPrecisionTab::tr("%1 lose at most 1 % of accuracy (exact model: %2) at the least energy: "
                                   "%3 a sentence, modelled.")
                .arg(values.join(QStringLiteral(" and ")), shareText(exact.value()),
                     energyText(threshold.joulesPerSentence));
    }
    const QString level = thresholdText(threshold);
    return level == words ? told : told + u' ' + level + u'.';
}

bool hasLayers(const SweepResult& result)
{
    return std::ranges::any_of(result.points,
                               [](const SweepPoint& point) { return point.layer.has_value(); });
}

} // namespace

OpticsPrecisionTab::OpticsPrecisionTab(SweepDesk& desk, QWidget* parent)
    : QWidget(parent), m_desk(desk), m_bar(new SweepBar(this)), m_threshold(new QLabel(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(tr("How many bits and photons does this model need before its answers change? "
                                "The sweep asks held-out sentences at each of 40 settings and says how long "
                                "it will take."),
                             tr("Run sweep"), this))
{
    m_threshold->setWordWrap(true);
    m_threshold->setTextFormat(Qt::PlainText);
    m_threshold->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_threshold->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* plots = new QSplitter(Qt::Horizontal, this);
    plots->setChildrenCollapsible(false);
    m_map = new FigureView(plots);
    auto* right = new QSplitter(Qt::Vertical, plots);
    right->setChildrenCollapsible(false);
    m_curve = new FigureView(right);
    m_layers = new FigureView(right);
    right->setSizes({210, 180});
    plots->setSizes({520, 460});
    for (FigureView* view : {m_map, m_curve, m_layers}) {
        view->setMinimumSize(200, 100);
        connect(view, &FigureView::exportRequested, this, &OpticsPrecisionTab::exportRequested);
        connect(view, &FigureView::tableRequested, this, &OpticsPrecisionTab::tableRequested);
    }
    m_stack->addWidget(m_empty);
    m_stack->addWidget(plots);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 0);
    column->setSpacing(3);
    column->addWidget(m_bar);
    column->addWidget(m_threshold);
    column->addWidget(m_stack, 1);

    connect(m_empty, &EmptyState::triggered, this, &OpticsPrecisionTab::runRequested);
    connect(m_bar, &SweepBar::runRequested, this, &OpticsPrecisionTab::runRequested);
    connect(m_bar, &SweepBar::resumeRequested, &desk, &SweepDesk::resume);
    connect(m_bar, &SweepBar::cancelRequested, &desk, &SweepDesk::cancel);
    connect(m_bar, &SweepBar::openRequested, this, &OpticsPrecisionTab::openRequested);
    connect(m_bar, &SweepBar::saveRequested, this, &OpticsPrecisionTab::saveRequested);
    connect(&desk, &SweepDesk::progressChanged, this, &OpticsPrecisionTab::refreshBar);
    connect(&desk, &SweepDesk::runningChanged, this, [this] {
        refreshBar();
        refresh();
    });
    connect(&desk, &SweepDesk::resultChanged, this, [this] {
        refreshBar();
        if (isVisible())
            refresh();
    });
    refreshBar();
    refresh();
}

void OpticsPrecisionTab::showEvent(QShowEvent* event)
{
    refresh();
    QWidget::showEvent(event);
}

QString OpticsPrecisionTab::thresholdSentence() const
{
    return m_threshold->text();
}

void OpticsPrecisionTab::refreshBar()
{
    const SweepResultPtr result = m_desk.result();
    if (m_desk.isRunning())
        m_bar->showProgress(m_desk.progress());
    else
        m_bar->showReady(result && !result->complete && !result->points.empty(), result != nullptr);
}

void OpticsPrecisionTab::refresh()
{
    const SweepResultPtr result = m_desk.result();
    const bool hasPoints = result && !result->points.empty();
    m_stack->setCurrentIndex(hasPoints || m_desk.isRunning() ? 1 : 0);
    m_threshold->setVisible(hasPoints);
    const QString waiting = tr("The first points are on their way.");
    for (FigureView* view : {m_map, m_curve, m_layers})
        view->setMessage(hasPoints ? QString() : waiting);
    if (!hasPoints)
        return;
    m_threshold->setText(thresholdWords(*result));
    const QString note = noteOf(*result);
    SweepMapSpec map;
    map.title = tr("Agreement with the exact model");
    map.note = note;
    map.result = result;
    m_map->setFigure(std::make_shared<const SweepMapFigure>(std::move(map)));
    SweepCurveSpec curve;
    curve.title = tr("Agreement over signal-to-noise ratio");
    curve.note = note;
    curve.result = result;
    m_curve->setFigure(std::make_shared<const SweepCurveFigure>(std::move(curve)));
    m_layers->setVisible(hasLayers(*result));
    if (hasLayers(*result)) {
        LayerSensitivitySpec layers;
        layers.title = tr("One layer through the device");
        layers.note = note;
        layers.result = result;
        m_layers->setFigure(std::make_shared<const LayerSensitivityFigure>(std::move(layers)));
    }
}

} // namespace mixlens::ui
