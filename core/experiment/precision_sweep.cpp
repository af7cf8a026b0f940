#include "core/experiment/precision_sweep.h"

#include "core/experiment/sweep_state.h"
#include "core/experiment/sweep_statistics.h"

#include <algorithm>
#include <ctime>

namespace mixlens {
namespace {

std::string utcNow()
{
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

} // namespace

Result<std::unique_ptr<PrecisionSweep>> PrecisionSweep::make(SweepPlan plan,
                                                             std::vector<std::filesystem::path> modelFolders,
                                                             const std::filesystem::path& sentenceFile,
                                                             int threads)
{
    if (auto good = checkPlan(plan); !good)
        return tl::unexpected(good.error());
    std::unique_ptr<PrecisionSweep> sweep(new PrecisionSweep);
    if (auto opened = sweep->d->open(plan, modelFolders, sentenceFile, threads); !opened)
        return tl::unexpected(opened.error());
    sweep->d->result.plan = std::move(plan);
    sweep->d->result.started = utcNow();
    sweep->d->result.environment = environment();
    return sweep;
}

Result<std::unique_ptr<PrecisionSweep>>
PrecisionSweep::resume(SweepResult earlier, std::vector<std::filesystem::path> modelFolders,
                       const std::filesystem::path& sentenceFile, int threads)
{
    auto sweep = make(earlier.plan, std::move(modelFolders), sentenceFile, threads);
    if (!sweep)
        return sweep;
    Private& d = *(*sweep)->d;
    if (earlier.exactAccuracy.of != 0 && earlier.exactAccuracy.of != d.sentences.size())
        return failure(Error::Code::Unsupported,
                       "The earlier part ran over " + std::to_string(earlier.exactAccuracy.of) +
                           " sentences and this one would over " + std::to_string(d.sentences.size()) +
                           "; start anew, or give the same sentences.");
    const SentenceFile sentenceFileNow = d.result.sentenceFile;
    if (!earlier.sentenceFile.hash.empty() && earlier.sentenceFile.hash != sentenceFileNow.hash)
        return failure(Error::Code::Unsupported, "The earlier part ran over the sentences of '" +
                                                     earlier.sentenceFile.name + "', and '" +
                                                     sentenceFileNow.name +
                                                     "' has others; start anew, or give the same sentences.");
    d.result = std::move(earlier);
    d.result.sentenceFile = sentenceFileNow;
    d.result.complete = false;
    std::erase_if(d.todo, [&](const PlannedPoint& point) { return d.isDone(point.number); });
    return sweep;
}

PrecisionSweep::PrecisionSweep() : d(std::make_unique<Private>()) {}
PrecisionSweep::~PrecisionSweep() = default;

bool PrecisionSweep::step(const std::stop_token& stop)
{
    if (d->phase == Private::Phase::Done || stop.stop_requested())
        return false;
    const auto began = SweepClock::now();
    if (d->phase == Private::Phase::Exact)
        d->runExact();
    else
        d->runSome();
    d->stepSeconds += std::chrono::duration<double>(SweepClock::now() - began).count();
    return d->phase != Private::Phase::Done;
}

SweepProgress PrecisionSweep::progress() const
{
    SweepProgress progress;
    progress.pointsDone = d->result.points.size();
    progress.points = d->result.points.size() + (d->todo.size() - d->at);
    progress.elapsedSeconds = std::chrono::duration<double>(SweepClock::now() - d->began).count();
    const auto size = static_cast<double>(d->sentences.size());
    const double part = static_cast<double>(d->sentence) / size;
    double done = static_cast<double>(d->pointsMeasured);
    if (d->phase == Private::Phase::Device)
        done += (d->result.plan.control ? 0.5 : 1.0) * part;
    if (d->phase == Private::Phase::Control)
        done += 0.5 + 0.5 * part;
    const auto all = static_cast<double>(d->pointsMeasured + d->todo.size() - d->at);
    if (done > 0.0)
        progress.remainingSeconds = d->stepSeconds / done * (all - done);
    switch (d->phase) {
    case Private::Phase::Exact:
        progress.now = "the exact model, sentence " + std::to_string(d->sentence) + " of " +
                       std::to_string(d->sentences.size());
        break;
    case Private::Phase::Device:
        progress.now = "point " + std::to_string(d->point.number + 1) + " of " +
                       std::to_string(d->result.pointCount) + ", device";
        break;
    case Private::Phase::Control:
        progress.now = "point " + std::to_string(d->point.number + 1) + " of " +
                       std::to_string(d->result.pointCount) + ", white noise";
        break;
    case Private::Phase::Done:
        progress.now = "finished";
        break;
    }
    return progress;
}

SweepResult PrecisionSweep::result() const
{
    SweepResult copy = d->result;
    // A point whose control still runs has its agreements there already.
    copy.agreements.resize(copy.points.size() * d->sentences.size());
    if (!copy.complete)
        copy.threshold = findThreshold(copy);
    return copy;
}

} // namespace mixlens
