#include "core/bench/run_store.h"
#include "ui/engine/engine_client_private.h"

#include <utility>

// The benchmark's side of the door.

namespace mixlens::ui {

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
    emit client.benchResult(latest->result, latest->summary);
}

void EngineClient::Private::endBench(const std::optional<Error>& problem)
{
    takeBench();
    benching = false;
    if (problem)
        emit client.benchFailed(*problem);
    emit client.benchFinished();
}

void EngineClient::Private::askStudy(const BenchStudyRequest& request)
{
    worker.ask([this, request](const std::stop_token& stop) { answerStudy(request, stop); },
               Worker::Topic::Study);
}

void EngineClient::Private::answerStudy(const BenchStudyRequest& request, const std::stop_token& stop)
{
    const Result<BenchStudyPtr> study =
        guarded([&]() -> Result<BenchStudyPtr> { return studyBench(request, stop); });
    post([this, request, study] {
        if (request.revision != newestStudy)
            return;
        if (study && !*study) // a sentence went first
            return askStudy(request);
        studying = false;
        if (!study)
            emit client.studyFailed(
                {study.error().code,
                 study.error().code == Error::Code::OutOfMemory
                     ? "There is not enough memory to summarise this run; close other programs and show it "
                       "again."
                     : study.error().message});
        else
            emit client.studyReady(*study);
    });
}

bool EngineClient::startBench(const BenchGrid& grid, const std::filesystem::path& autosave)
{
    if (d->isBusy())
        return false;
    d->benching = true;
    d->benchProgress = {};
    d->benchStop = std::stop_source();
    d->worker.cancelJobs();
    const auto make = [p = d.get(), grid, autosave,
                       means = d->benchMeans]() -> Result<std::unique_ptr<BenchJob>> {
        auto run = BenchRun::make(grid, p->modelFolders, means);
        if (!run)
            return tl::unexpected(run.error());
        return std::make_unique<BenchJob>(
            std::move(*run), [p](BenchUpdate letter) { p->deliverBench(std::move(letter)); }, autosave,
            std::string(), std::string(), [p] { return p->benchBaseline.peek(); });
    };
    const auto done = [p = d.get()](std::optional<Error> problem) {
        p->post([p, problem = std::move(problem)] { p->endBench(problem); });
    };
    d->worker.start(std::make_shared<GuardedLong<BenchJob>>(
        make, done, d->benchStop.get_token(),
        "The benchmark stopped, since there is not enough memory for its next cell; leave out the longest "
        "lengths or a backend. What was measured is kept."));
    return true;
}

void EngineClient::setBenchMeans(BenchMeans means)
{
    d->benchMeans = std::move(means);
}

void EngineClient::setBenchBaseline(const std::string& backend)
{
    (void)d->benchBaseline.put(backend);
}

void EngineClient::cancelBench()
{
    d->benchStop.request_stop();
}

bool EngineClient::isBenchRunning() const
{
    return d->benching;
}

std::uint64_t EngineClient::requestStudy(BenchStudyRequest request)
{
    const std::uint64_t revision = ++d->newestStudy;
    request.revision = revision;
    d->studying = true;
    d->askStudy(request);
    return revision;
}

bool EngineClient::isStudying() const
{
    return d->studying;
}

std::uint64_t EngineClient::requestRuns(const std::filesystem::path& folder)
{
    const std::uint64_t revision = ++d->newestRuns;
    d->worker.ask(
        [p = d.get(), folder, revision](const std::stop_token&) {
            const auto read = guarded([&]() -> Result<std::shared_ptr<RunStore>> {
                auto store = std::make_shared<RunStore>(folder);
                (void)store->list(); // it remembers what it has read
                return store;
            });
            p->post([p, revision, store = read.value_or(nullptr)] {
                if (revision == p->newestRuns)
                    emit p->client.runsReady(revision, store);
            });
        },
        Worker::Topic::Runs);
    return revision;
}

} // namespace mixlens::ui
