#include "ui/engine/engine_client_private.h"

#include <QThread>

#include <algorithm>
#include <utility>

// The precision experiment's side of the door.

namespace mixlens::ui {

namespace {

/// Nothing is timed while a sweep runs, and its answer is the same for any number.
int sweepThreads()
{
    return std::max(1, QThread::idealThreadCount());
}

} // namespace

bool EngineClient::Private::startSweep(std::function<Result<std::unique_ptr<PrecisionSweep>>()> make,
                                       std::filesystem::path autosave)
{
    if (isBusy())
        return false;
    sweeping = true;
    sweepStop = std::stop_source();
    worker.cancelJobs();
    const auto publish = [this](const SweepUpdate& update) {
        if (sweepUpdates.put(update))
            post([this] { takeSweep(); });
    };
    const auto makeJob = [make = std::move(make), publish,
                          autosave = std::move(autosave)]() -> Result<std::unique_ptr<SweepJob>> {
        auto sweep = make();
        if (!sweep)
            return tl::unexpected(sweep.error());
        return std::make_unique<SweepJob>(std::move(*sweep), publish, autosave);
    };
    const auto done = [this](std::optional<Error> problem) {
        post([this, problem = std::move(problem)] { endSweep(problem); });
    };
    worker.start(std::make_shared<GuardedLong<SweepJob>>(
        makeJob, done, sweepStop.get_token(),
        "The sweep stopped, since there is not enough memory for its next point; take fewer sentences or a "
        "smaller model. What was found is kept."));
    return true;
}

void EngineClient::Private::takeSweep()
{
    const auto latest = sweepUpdates.take();
    if (!latest)
        return;
    emit client.sweepProgress(latest->progress);
    emit client.sweepResult(latest->result);
    if (!latest->fileProblem.empty())
        emit client.sweepNotSaved(QString::fromStdString(latest->fileProblem));
}

void EngineClient::Private::endSweep(const std::optional<Error>& problem)
{
    takeSweep();
    sweeping = false;
    if (problem)
        emit client.sweepFailed(*problem);
    emit client.sweepFinished();
}

bool EngineClient::startSweep(SweepPlan plan, const std::filesystem::path& sentenceFile,
                              std::filesystem::path autosave)
{
    return d->startSweep(
        [folders = d->modelFolders, plan = std::move(plan), sentenceFile] {
            return PrecisionSweep::make(plan, folders, sentenceFile, sweepThreads());
        },
        std::move(autosave));
}

bool EngineClient::resumeSweep(SweepResult earlier, const std::filesystem::path& sentenceFile,
                               std::filesystem::path autosave)
{
    return d->startSweep(
        [folders = d->modelFolders, earlier = std::move(earlier), sentenceFile] {
            return PrecisionSweep::resume(earlier, folders, sentenceFile, sweepThreads());
        },
        std::move(autosave));
}

void EngineClient::cancelSweep()
{
    d->sweepStop.request_stop();
}

bool EngineClient::isSweepRunning() const
{
    return d->sweeping;
}

} // namespace mixlens::ui
