#include "ui/engine/engine_client.h"

#include "ui/engine/guard.h"
#include "ui/engine/mailbox.h"

#include <atomic>
#include <utility>

namespace mixlens::ui {

namespace {

/// Timing that ends quietly where it would throw: there is nobody to tell on the worker's thread, and the
/// lane's own answer has told already.
class GuardedTiming final : public Job
{
public:
    explicit GuardedTiming(LiveTimingJob job) : m_job(std::move(job)) {}

    [[nodiscard]] bool step(const std::stop_token& stop) override
    {
        const Result<bool> more = guarded([&]() -> Result<bool> { return m_job.step(stop); });
        return more.value_or(false);
    }

private:
    LiveTimingJob m_job;
};

} // namespace

/// `client`, `newest` and `timings` may be touched by both threads, `session` by the worker's only, the rest
/// by the interface's.
struct EngineClient::Private
{
    Private(EngineClient& owner, std::vector<std::filesystem::path> folders)
        : client(owner), session(std::move(folders))
    {}

    void answer(const AnalysisRequest& request, bool timing, const std::stop_token& stop);
    void deliverTimings(LaneTimings letter);

    /// Runs `work` on the interface's thread; Qt drops it when the client has died before.
    template<class Work>
    void post(Work work)
    {
        QMetaObject::invokeMethod(&client, std::move(work), Qt::QueuedConnection);
    }

    EngineClient& client;
    bool liveTiming = true;
    std::atomic<std::uint64_t> newest{0};
    Mailbox<LaneTimings> timings;
    Session session;
    Worker worker; // last, so that it is joined while all of the above is alive
};

/// On the worker's thread. An answer that a newer request has overtaken is still worth showing while
/// somebody types (the worker's patience rule); an error about a sentence that is gone is not.
void EngineClient::Private::answer(const AnalysisRequest& request, bool timing, const std::stop_token& stop)
{
    worker.cancelJobs(); // timing of an older question, started after that question was overtaken
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
        worker.start(std::make_shared<GuardedTiming>(LiveTimingJob(
            session, std::move(lanes), [this](LaneTimings letter) { deliverTimings(std::move(letter)); })));
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
    d->worker.cancelJobs();
    d->worker.ask([p = d.get(), request = std::move(request), timing = d->liveTiming](
                      const std::stop_token& stop) { p->answer(request, timing, stop); });
    return revision;
}

void EngineClient::setLiveTiming(bool on)
{
    d->liveTiming = on;
    if (!on)
        d->worker.cancelJobs();
}

} // namespace mixlens::ui
