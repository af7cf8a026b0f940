#include "ui/panels/live_timing_panel.h"

#include "core/engine/live_timing.h"
#include "ui/figures/timing_figure.h"
#include "ui/figures/timing_history_figure.h"
#include "ui/views/figure_view.h"
#include "ui/workbench.h"

#include <QHBoxLayout>

namespace mixlens::ui {

namespace {

TimingSpec timingSpec(const Workbench& workbench)
{
    TimingSpec spec;
    spec.note =
        LiveTimingPanel::tr("1 thread, float32, no trace; median, P10–P90 of %1 runs after %2 warm-ups")
            .arg(LiveTimingJob::rounds)
            .arg(LiveTimingJob::warmUp);
    spec.shortNote = LiveTimingPanel::tr("measured, median of %1").arg(LiveTimingJob::rounds);
    for (std::size_t lane = 0; lane < workbench.lanes().size(); ++lane) {
        TimingRow row;
        row.lane = QString::fromStdString(workbench.lanes()[lane].title);
        row.identity = workbench.identity(lane);
        const AnalysisPtr analysis = workbench.analysis(lane);
        if (row.identity == LaneIdentity::Optical)
            row.what = LiveTimingPanel::tr("simulation took");
        if (const auto timing = workbench.timing(lane)) {
            row.seconds = timing->seconds;
            row.median = timing->median;
            row.low = timing->low;
            row.high = timing->high;
            row.tokens = timing->tokens;
        } else if (workbench.problem(lane)) {
            row.missing = LiveTimingPanel::tr("not timed: this lane has no result");
        }
        spec.measured.push_back(std::move(row));
        if (analysis && !analysis->device.empty())
            spec.modelled.push_back(
                {spec.measured.back().lane, spec.measured.back().identity, analysis->device});
    }
    return spec;
}

std::vector<TimingHistory> histories(const Workbench& workbench)
{
    std::vector<TimingHistory> lanes;
    for (std::size_t lane = 0; lane < workbench.lanes().size(); ++lane)
        lanes.push_back({QString::fromStdString(workbench.lanes()[lane].title), workbench.identity(lane),
                         workbench.timingHistory(lane)});
    return lanes;
}

} // namespace

LiveTimingPanel::LiveTimingPanel(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_now(new FigureView(this)), m_history(new FigureView(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_now, 5);
    layout->addWidget(m_history, 3);
    for (FigureView* view : {m_now, m_history}) {
        view->setMinimumHeight(72); // one line a lane; more when the dock is drawn higher
        connect(view, &FigureView::exportRequested, this, &LiveTimingPanel::exportRequested);
        connect(view, &FigureView::tableRequested, this, &LiveTimingPanel::tableRequested);
    }
    connect(&workbench, &Workbench::timingChanged, this, &LiveTimingPanel::refresh);
    connect(&workbench, &Workbench::lanesChanged, this, &LiveTimingPanel::refresh);
    connect(&workbench, &Workbench::analysisChanged, this, &LiveTimingPanel::refresh);
    refresh();
}

FigurePtr LiveTimingPanel::timingFigure() const
{
    return m_now->figure();
}

FigurePtr LiveTimingPanel::historyFigure() const
{
    return m_history->figure();
}

void LiveTimingPanel::refresh()
{
    auto now = std::make_shared<const TimingFigure>(timingSpec(m_workbench));
    m_now->setToolTip(now->spec().note); // a low panel has no line for it
    m_now->setFigure(std::move(now));
    m_now->setAccessibleName(tr("Live timing"));
    m_history->setFigure(std::make_shared<const TimingHistoryFigure>(
        tr("Last %1 keystrokes").arg(TimingHistoryFigure::keystrokes), histories(m_workbench)));
}

} // namespace mixlens::ui
