#include "ui/engine/engine_client.h"
#include "ui/workbench_commands.h"
#include "ui/workbench_private.h"

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

} // namespace

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

Workbench::Workbench(EngineClient& engine, QObject* parent, Clock clock)
    : QObject(parent),
      d(std::make_unique<Private>(*this, engine, clock ? std::move(clock) : Clock(steadyTime)))
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

bool Workbench::isBusy() const
{
    return d->busy;
}

} // namespace mixlens::ui
