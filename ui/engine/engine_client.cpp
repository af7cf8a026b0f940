#include "ui/engine/engine_client.h"

#include "core/engine/bench_job.h"
#include "ui/engine/guard.h"
#include "ui/engine/mailbox.h"

#include <atomic>
#include <functional>
#include <optional>
#include <utility>

namespace mixlens::ui {

namespace {

/// Timing that ends when its question is an older one, and quietly where it would throw: there is nobody to
/// tell on the worker's thread, and the lane's own answer has told already.
class GuardedTiming final : public Job
{
public:
    GuardedTiming(LiveTimingJob job, std::uint64_t revision, const std::atomic<std::uint64_t>& newest)
        : m_job(std::move(job)), m_revision(revision), m_newest(newest)
    {}

    [[nodiscard]] bool step(const std::stop_token& stop) override
    {
        if (m_revision != m_newest)
            return false;
        const Result<bool> more = guarded([&]() -> Result<bool> { return m_job.step(stop); });
        return more.value_or(false);
    }

private:
    LiveTimingJob m_job;
    std::uint64_t m_revision;
    const std::atomic<std::uint64_t>& m_newest;
};

/// A benchmark with a stop of its own, so that a question, which drops timing, leaves it alone. Models are
/// opened on the worker's thread, in the first step.
class GuardedBench final : public Job
{
public:
    using Make = std::function<Result<std::unique_ptr<BenchJob>>()>;
    using Done = std::function<void(std::optional<Error>)>; ///< once, on the worker's thread

    GuardedBench(Make make, Done done, std::stop_token cancelled)
        : m_make(std::move(make)), m_done(std::move(done)), m_cancelled(std::move(cancelled))
    {}

    [[nodiscard]] bool step(const std::stop_token&) override
    {
        const Result<bool> more = guarded([&]() -> Result<bool> {
            if (m_job)
                return m_job->step(m_cancelled);
            auto made = m_make();
            if (!made)
                return tl::unexpected(made.error());
            m_job = std::move(*made);
            return true;
        });
        if (more && *more)
            return true;
        m_done(more ? std::nullopt : std::optional(benchError(more.error())));
        return false;
    }

private:
    /// guarded() speaks of sentences.
    static Error benchError(const Error& error)
    {
        if (error.code != Error::Code::OutOfMemory && error.code != Error::Code::Internal)
            return error;
        return {error.code,
                error.code == Error::Code::OutOfMemory
                    ? "The benchmark stopped, since there is not enough memory for its next cell; "
                      "leave out the longest lengths or a backend. What was measured is kept."
                    : error.message};
    }

    Make m_make;
    Done m_done;
    std::stop_token m_cancelled;
    std::unique_ptr<BenchJob> m_job;
};

} // namespace

/// `client`, `newest` and `timings` may be touched by both threads, `session` by the worker's only, the rest
/// by the interface's.
struct EngineClient::Private
{
    Private(EngineClient& owner, std::vector<std::filesystem::path> folders)
        : client(owner), modelFolders(std::move(folders)), session(modelFolders)
    {}
    ~Private() { benchStop.request_stop(); }

    void answer(const AnalysisRequest& request, bool timing, const std::stop_token& stop);
    void deliverTimings(LaneTimings letter);
    void deliverBench(BenchUpdate letter);
    void takeBench();
    void endBench(const std::optional<Error>& problem);

    /// Runs `work` on the interface's thread; Qt drops it when the client has died before.
    template<class Work>
    void post(Work work)
    {
        QMetaObject::invokeMethod(&client, std::move(work), Qt::QueuedConnection);
    }

    EngineClient& client;
    const std::vector<std::filesystem::path> modelFolders;
    bool liveTiming = true;
    bool benching = false;
    BenchProgress benchProgress;
    std::stop_source benchStop;
    std::atomic<std::uint64_t> newest{0};
    Mailbox<LaneTimings> timings;
    Mailbox<BenchUpdate> benchUpdates;
    Session session;
    Worker worker; // last, so that it is joined while all of the above is alive
};

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

void EngineClient::Private::deliverBench(BenchUpdate letter)
{
    if (benchUpdates.put(std::move(letter)))
        post([this] { takeBench(); });
}

void EngineClient::Private::takeBench()
{
    const auto latest = benchUpdates.take();
    if (!latest)
        return;
    benchProgress = latest->progress;
    emit client.benchProgress(latest->progress);
    emit client.benchResult(latest->result);
}

void EngineClient::Private::endBench(const std::optional<Error>& problem)
{
    takeBench();
    benching = false;
    if (problem)
        emit client.benchFailed(*problem);
    emit client.benchFinished();
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
    if (!d->benching)
        d->worker.cancelJobs();
    else if (!d->benchProgress.now.empty()) { // the next update says again what is measured
        BenchProgress paused = d->benchProgress;
        paused.now = tr("paused for your sentence").toStdString();
        emit benchProgress(paused);
    }
    d->worker.ask([p = d.get(), request = std::move(request), timing = d->liveTiming && !d->benching](
                      const std::stop_token& stop) { p->answer(request, timing, stop); });
    return revision;
}

void EngineClient::setLiveTiming(bool on)
{
    d->liveTiming = on;
    if (!on && !d->benching)
        d->worker.cancelJobs();
}

std::vector<std::string> EngineClient::modelIds() const
{
    return Session(d->modelFolders).modelIds(); // the other session is the worker's
}

bool EngineClient::startBench(const BenchGrid& grid, const std::filesystem::path& autosave)
{
    if (d->benching)
        return false;
    d->benching = true;
    d->benchProgress = {};
    d->benchStop = std::stop_source();
    d->worker.cancelJobs();
    const auto make = [p = d.get(), grid, autosave]() -> Result<std::unique_ptr<BenchJob>> {
        auto run = BenchRun::make(grid, p->modelFolders);
        if (!run)
            return tl::unexpected(run.error());
        return std::make_unique<BenchJob>(
            std::move(*run), [p](BenchUpdate letter) { p->deliverBench(std::move(letter)); }, autosave);
    };
    const auto done = [p = d.get()](std::optional<Error> problem) {
        p->post([p, problem = std::move(problem)] { p->endBench(problem); });
    };
    d->worker.start(std::make_shared<GuardedBench>(make, done, d->benchStop.get_token()));
    return true;
}

void EngineClient::cancelBench()
{
    d->benchStop.request_stop();
}

bool EngineClient::isBenchRunning() const
{
    return d->benching;
}

} // namespace mixlens::ui
