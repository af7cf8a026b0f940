#include "ui/workbench.h"

#include "ui/engine/engine_client.h"
#include "ui/style/lane_identity.h"
#include "ui/workbench_commands.h"

#include <QUndoStack>

#include <algorithm>
#include <deque>
#include <limits>
#include <utility>

namespace mixlens::ui {

namespace {

constexpr std::size_t historyLength = 60; ///< keystrokes that live timing remembers

std::chrono::milliseconds steadyTime()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

/// What is known of one lane.
struct LaneState
{
    AnalysisPtr analysis;
    TokensPtr tokens;
    std::optional<Error> problem;
    std::optional<LaneTiming> timing;
    std::deque<double> history; ///< one entry a request, NaN until it has been timed
};

} // namespace

struct Workbench::Private
{
    Private(Workbench& owner, EngineClient& client, Clock time)
        : q(owner), engine(client), clock(time ? std::move(time) : Clock(steadyTime))
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

void Workbench::Private::setBusy(bool on)
{
    if (std::exchange(busy, on) != on)
        emit q.busyChanged();
}

void Workbench::Private::ask()
{
    if (lanes.empty())
        return;
    AnalysisRequest request;
    request.text = sentence.toStdString();
    request.lanes = lanes;
    revision = engine.request(std::move(request));
    for (LaneState& state : states) {
        state.history.push_back(std::numeric_limits<double>::quiet_NaN());
        if (state.history.size() > historyLength)
            state.history.pop_front();
    }
    setBusy(true); // views dim what is stale only when the answer takes long
}

void Workbench::Private::applySentence(const QString& text)
{
    if (text == sentence)
        return;
    sentence = text;
    emit q.sentenceChanged(text);
    ask();
}

void Workbench::Private::resetStates(const std::vector<Lane>& next)
{
    std::vector<LaneState> kept(next.size());
    for (std::size_t lane = 0; lane < next.size() && lane < lanes.size(); ++lane)
        if (next[lane] == lanes[lane])
            kept[lane] = std::move(states[lane]);
    states = std::move(kept);
    lanes = next;
}

void Workbench::Private::applyLanes(const std::vector<Lane>& next)
{
    resetStates(next);
    emit q.lanesChanged();
    if (focus >= lanes.size()) {
        focus = lanes.empty() ? 0 : lanes.size() - 1;
        emit q.focusLaneChanged();
    }
    ask();
    lanesSince = revision;
}

void Workbench::Private::clampView()
{
    std::size_t deepest = 0;
    for (const LaneState& state : states)
        if (state.analysis)
            deepest = std::max(deepest, state.analysis->trace.layers.size());
    if (deepest > 0 && view.layer >= deepest) {
        view.layer = deepest - 1;
        emit q.viewChanged();
    }
}

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

Workbench::Workbench(EngineClient& engine, QObject* parent, Clock clock)
    : QObject(parent), d(std::make_unique<Private>(*this, engine, std::move(clock)))
{
    connect(&engine, &EngineClient::tokensReady, this, [this](const TokensPtr& tokens) {
        if (tokens->lane >= d->lanes.size() || tokens->revision < d->lanesSince)
            return;
        d->states[tokens->lane].tokens = tokens;
        emit tokensChanged(tokens->lane);
    });
    connect(&engine, &EngineClient::analysed, this, [this](const AnalysisPtr& one) { d->receive(one); });
    connect(&engine, &EngineClient::timed, this, [this](const LaneTimings& all) { d->receive(all); });
    connect(&engine, &EngineClient::failed, this,
            [this](std::uint64_t revision, std::size_t lane, const Error& error) {
                if (revision != d->revision || lane >= d->lanes.size())
                    return;
                d->states[lane].problem = error;
                emit analysisChanged(lane);
            });
    connect(&engine, &EngineClient::idle, this, [this](std::uint64_t revision) {
        if (revision == d->revision)
            d->setBusy(false);
    });
}

Workbench::~Workbench() = default;

EngineClient& Workbench::engine() const
{
    return d->engine;
}

QString Workbench::sentence() const
{
    return d->sentence;
}

void Workbench::setSentence(const QString& text)
{
    if (text == d->sentence)
        return;
    d->undo.push(new SentenceCommand([this](const QString& now) { d->applySentence(now); }, d->sentence, text,
                                     d->clock()));
}

const std::vector<Lane>& Workbench::lanes() const
{
    return d->lanes;
}

void Workbench::setLanes(std::vector<Lane> lanes)
{
    if (lanes == d->lanes)
        return;
    d->undo.push(new LanesCommand([this](const std::vector<Lane>& now) { d->applyLanes(now); }, d->lanes,
                                  std::move(lanes)));
}

void Workbench::open(std::vector<Lane> lanes, const QString& text)
{
    d->undo.clear();
    d->sentence = text;
    emit sentenceChanged(text);
    d->applyLanes(lanes);
}

QUndoStack& Workbench::undoStack() const
{
    return d->undo;
}

std::size_t Workbench::focusLane() const
{
    return d->focus;
}

void Workbench::setFocusLane(std::size_t lane)
{
    if (lane >= d->lanes.size() || lane == d->focus)
        return;
    d->focus = lane;
    emit focusLaneChanged();
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

bool Workbench::isBusy() const
{
    return d->busy;
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

Lens Workbench::lens() const
{
    return d->view.lens;
}

void Workbench::setLens(Lens lens)
{
    if (std::exchange(d->view.lens, lens) != lens)
        emit viewChanged();
}

std::size_t Workbench::layer() const
{
    return d->view.layer;
}

void Workbench::setLayer(std::size_t layer)
{
    if (std::exchange(d->view.layer, layer) == layer)
        return;
    d->clampView();
    emit viewChanged();
}

std::optional<Index> Workbench::head() const
{
    return d->view.head;
}

void Workbench::setHead(std::optional<Index> head)
{
    if (std::exchange(d->view.head, head) != head)
        emit viewChanged();
}

bool Workbench::showsPadding() const
{
    return d->view.padding;
}

void Workbench::setShowsPadding(bool on)
{
    if (std::exchange(d->view.padding, on) != on)
        emit viewChanged();
}

bool Workbench::showsSpecialTokens() const
{
    return d->view.specialTokens;
}

void Workbench::setShowsSpecialTokens(bool on)
{
    if (std::exchange(d->view.specialTokens, on) != on)
        emit viewChanged();
}

LensOptions Workbench::lensOptions() const
{
    return d->view;
}

TokenPair Workbench::hovered() const
{
    return d->hovered;
}

void Workbench::setHovered(const TokenPair& pair)
{
    if (std::exchange(d->hovered, pair) != pair)
        emit selectionChanged();
}

TokenPair Workbench::locked() const
{
    return d->locked;
}

void Workbench::setLocked(const TokenPair& pair)
{
    if (std::exchange(d->locked, pair) != pair)
        emit selectionChanged();
}

TokenPair Workbench::shownPair() const
{
    return d->hovered == TokenPair{} ? d->locked : d->hovered;
}

} // namespace mixlens::ui
