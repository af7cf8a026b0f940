#include "ui/engine/engine_client.h"

#include "ui/engine/engine_client_private.h"

#include <utility>

namespace mixlens::ui {

/// On the worker's thread. An answer that a newer request has overtaken is still worth showing while
/// somebody types (the worker's patience rule); an error about a sentence that is gone is not.
void EngineClient::Private::answer(const AnalysisRequest& request, bool timing, const std::stop_token& stop)
{
    std::vector<AnalysisPtr> lanes;
    for (std::size_t lane = 0; lane < request.lanes.size() && !stop.stop_requested(); ++lane) {
        const auto tokens = [this](TokensPtr ready) {
            post([this, ready = std::move(ready)] { emit client.tokensReady(ready); });
        };
        const Result<AnalysisPtr> result =
            guarded([&] { return session.analyse(request, lane, stop, tokens); });
        if (result.has_value()) {
            lanes.push_back(*result);
            post([this, analysis = *result] { emit client.analysed(analysis); });
        } else if (result.error().code != Error::Code::Cancelled) {
            post([this, revision = request.revision, lane, error = result.error()] {
                if (revision == newest)
                    emit client.failed(revision, lane, error);
            });
        }
    }
    if (stop.stop_requested() || request.revision != newest)
        return;
    post([this, revision = request.revision] {
        if (revision == newest)
            emit client.idle(revision);
    });
    if (timing && !lanes.empty())
        worker.start(std::make_shared<GuardedTiming>(
            LiveTimingJob(session, std::move(lanes),
                          [this](LaneTimings letter) { deliverTimings(std::move(letter)); }),
            request.revision, newest));
}

void EngineClient::Private::deliverTimings(LaneTimings letter)
{
    if (!timings.put(std::move(letter)))
        return; // the reader is on its way and will find the newer letter
    post([this] {
        const auto latest = timings.take();
        if (latest && !latest->empty() && latest->front().revision == newest)
            emit client.timed(*latest);
    });
}

EngineClient::EngineClient(std::vector<std::filesystem::path> modelFolders, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(*this, std::move(modelFolders)))
{}

EngineClient::~EngineClient() = default;

std::uint64_t EngineClient::request(AnalysisRequest request)
{
    const std::uint64_t revision = ++d->newest;
    request.revision = revision;
    // First, or it could hit the timing of this very question, were the worker quick.
    if (!d->isBusy())
        d->worker.cancelJobs();
    else if (d->benching && !d->benchProgress.now.empty()) { // the next update says again what is measured
        BenchProgress paused = d->benchProgress;
        paused.now = tr("paused for your sentence").toStdString();
        emit benchProgress(paused);
    }
    d->worker.ask([p = d.get(), request = std::move(request), timing = d->liveTiming && !d->isBusy()](
                      const std::stop_token& stop) { p->answer(request, timing, stop); });
    return revision;
}

void EngineClient::setLiveTiming(bool on)
{
    d->liveTiming = on;
    if (!on && !d->isBusy())
        d->worker.cancelJobs();
}

std::vector<std::string> EngineClient::modelIds() const
{
    return Session(d->modelFolders).modelIds(); // the other session is the worker's
}

} // namespace mixlens::ui
