#include "ui/workspaces/bench_charts.h"

#include "ui/figures/growth_figure.h"
#include "ui/panels/bench_amdahl.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QSplitter>
#include <QTabBar>
#include <QToolTip>
#include <QVBoxLayout>

namespace mixlens::ui {

BenchFigureView::BenchFigureView(QWidget* parent) : FigureView(parent) {}

bool BenchFigureView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return FigureView::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto* growth = dynamic_cast<const GrowthFigure*>(figure().get());
    const QString text = growth != nullptr ? growth->readOut(figureArea(), toFigure(help->pos())) : QString();
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), text, this);
    return true;
}

BenchCharts::BenchCharts(QWidget* parent)
    : QWidget(parent), m_views(new QTabBar(this)), m_whisker(new QCheckBox(tr("95 % &intervals"), this)),
      m_split(new QSplitter(Qt::Vertical, this)), m_chart(new BenchFigureView(m_split)),
      m_memory(new BenchFigureView(m_split)), m_amdahl(new BenchAmdahl(this))
{
    m_views->setDrawBase(false);
    m_views->setExpanding(false);
    m_views->setUsesScrollButtons(true);
    m_views->setAccessibleName(tr("What the chart shows"));
    for (int at = 0; at < benchViews; ++at) {
        const auto view = static_cast<BenchView>(at);
        m_views->addTab(benchViewName(view));
        m_views->setTabToolTip(at, benchViewMeaning(view));
    }
    m_whisker->setToolTip(tr("Whiskers are 95 % intervals of the median instead of P10 to P90."));
    m_split->setChildrenCollapsible(false);
    m_chart->setMinimumHeight(150);
    m_memory->setMinimumHeight(104); // heading, axis and two decades
    m_split->setStretchFactor(0, 1);
    m_split->setStretchFactor(1, 0); // memory needs no more than its least
    m_split->setSizes({220, 104});
    m_amdahl->hide();

    auto* top = new QHBoxLayout;
    top->addWidget(m_views);
    top->addStretch(1);
    top->addWidget(m_whisker);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(top);
    column->addWidget(m_split, 1);
    column->addWidget(m_amdahl);

    for (BenchFigureView* view : {m_chart, m_memory}) {
        connect(view, &FigureView::exportRequested, this, &BenchCharts::exportRequested);
        connect(view, &FigureView::tableRequested, this, &BenchCharts::tableRequested);
    }
    connect(m_views, &QTabBar::currentChanged, this, &BenchCharts::refresh);
    connect(m_amdahl, &BenchAmdahl::factorChanged, this, &BenchCharts::refresh);
    connect(m_whisker, &QCheckBox::toggled, this, &BenchCharts::refresh);
}

void BenchCharts::setScene(const BenchScene& scene)
{
    m_scene = scene;
    refresh();
}

void BenchCharts::setStale(bool stale)
{
    m_chart->setStale(stale);
    m_memory->setStale(stale);
}

BenchView BenchCharts::view() const
{
    return static_cast<BenchView>(m_views->currentIndex());
}

void BenchCharts::setView(BenchView view)
{
    m_views->setCurrentIndex(static_cast<int>(view));
}

FigurePtr BenchCharts::figure() const
{
    return m_chart->figure();
}

FigurePtr BenchCharts::memoryFigure() const
{
    return m_memory->figure();
}

void BenchCharts::refresh()
{
    m_scene.whisker = m_whisker->isChecked() ? GrowthWhisker::Median95 : GrowthWhisker::Percentiles;
    const bool overTokens = isOverTokens(view());
    m_whisker->setVisible(overTokens);
    m_amdahl->setVisible(view() == BenchView::Amdahl);
    if (view() == BenchView::Amdahl) {
        const AmdahlSpec spec = mixingShare(m_scene);
        m_amdahl->setShare(spec.share, spec.of, spec.deviceFactor());
        m_scene.factor = m_amdahl->isAssumed() ? m_amdahl->factor() : 0.0;
    }
    const QString why = whyNoFigure(view(), m_scene);
    m_chart->setMessage(why);
    m_chart->setFigure(why.isEmpty() ? benchFigure(view(), m_scene) : nullptr);
    const bool remembers = overTokens && m_scene.result != nullptr && m_scene.summary != nullptr;
    m_memory->setVisible(remembers);
    m_memory->setFigure(remembers ? benchMemoryFigure(m_scene) : nullptr);
}

} // namespace mixlens::ui
