#include "ui/style/lane_identity.h"
#include "ui/workbench_private.h"

// What the workbench knows of each lane.
namespace mixlens::ui {

void Workbench::Private::receive(const AnalysisPtr& analysis)
{
    if (analysis->lane >= lanes.size() || analysis->revision < lanesSince)
        return;
    LaneState& state = states[analysis->lane];
    state.analysis = analysis;
    state.problem.reset();
    clampView();
    emit q.analysisChanged(analysis->lane);
}

void Workbench::Private::receive(const LaneTimings& timings)
{
    for (const LaneTiming& timing : timings) {
        if (timing.lane >= states.size() || timing.revision != revision)
            continue;
        LaneState& state = states[timing.lane];
        state.timing = timing;
        if (!state.history.empty())
            state.history.back() = timing.median;
    }
    emit q.timingChanged();
}

AnalysisPtr Workbench::analysis(std::size_t lane) const
{
    return lane < d->states.size() ? d->states[lane].analysis : nullptr;
}

TokensPtr Workbench::tokens(std::size_t lane) const
{
    return lane < d->states.size() ? d->states[lane].tokens : nullptr;
}

std::optional<Error> Workbench::problem(std::size_t lane) const
{
    return lane < d->states.size() ? d->states[lane].problem : std::nullopt;
}

void Workbench::dismissProblem(std::size_t lane)
{
    if (lane >= d->states.size() || !d->states[lane].problem)
        return;
    d->states[lane].problem.reset();
    emit analysisChanged(lane);
}

bool Workbench::isStale(std::size_t lane) const
{
    const AnalysisPtr known = analysis(lane);
    return known != nullptr && known->revision != d->revision;
}

std::optional<LaneTiming> Workbench::timing(std::size_t lane) const
{
    return lane < d->states.size() ? d->states[lane].timing : std::nullopt;
}

std::vector<double> Workbench::timingHistory(std::size_t lane) const
{
    if (lane >= d->states.size())
        return {};
    return {d->states[lane].history.begin(), d->states[lane].history.end()};
}

LaneIdentity Workbench::identity(std::size_t lane) const
{
    if (lane >= d->lanes.size())
        return LaneIdentity::Control;
    if (const AnalysisPtr known = analysis(lane))
        return identityOf(mixersOf(known->trace));
    return identityOf(d->lanes[lane].mixers);
}

} // namespace mixlens::ui
