#pragma once

#include "ui/workbench.h"

#include <QUndoStack>

#include <deque>
#include <utility>

namespace mixlens::ui {

/// What is known of one lane.
struct LaneState
{
    AnalysisPtr analysis;
    TokensPtr tokens;
    std::optional<Error> problem;
    std::optional<LaneTiming> timing;
    std::deque<double> history; ///< one entry a request, NaN until it has been timed
};

/// Shared by the source files of the workbench: what is asked, what is known, how it is looked at.
struct Workbench::Private
{
    Private(Workbench& owner, EngineClient& client, Clock time)
        : q(owner), engine(client), clock(std::move(time))
    {}

    void ask();
    void applySentence(const QString& text);
    void applyLanes(const std::vector<Lane>& next);
    void resetStates(const std::vector<Lane>& next);
    void receive(const AnalysisPtr& analysis);
    void receive(const LaneTimings& timings);
    void clampView();
    void setBusy(bool on);

    Workbench& q;
    EngineClient& engine;
    Clock clock;
    QUndoStack undo;
    QString sentence;
    std::vector<Lane> lanes;
    std::vector<LaneState> states;
    std::uint64_t revision = 0;
    std::uint64_t lanesSince = 0; ///< the first request about these lanes; older answers are about others
    bool busy = false;
    std::size_t focus = 0;
    LensOptions view;
    TokenPair hovered, locked;
};

} // namespace mixlens::ui
