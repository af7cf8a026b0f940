#pragma once

#include "core/engine/bench_job.h"
#include "core/engine/optics_question.h"
#include "core/engine/sweep_job.h"
#include "ui/engine/engine_client.h"
#include "ui/engine/guarded_jobs.h"
#include "ui/engine/mailbox.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace mixlens::ui {

/// Shared by the source files of EngineClient. `client`, mailboxes and atomics may be touched by both
/// threads, `session` and `optics` by the worker's only, the rest by the interface's.
struct EngineClient::Private
{
    Private(EngineClient& owner, std::vector<std::filesystem::path> folders)
        : client(owner), modelFolders(std::move(folders)), session(modelFolders)
    {}
    ~Private()
    {
        benchStop.request_stop();
        sweepStop.request_stop();
    }

    void answer(const AnalysisRequest& request, bool timing, const std::stop_token& stop);
    void deliverTimings(LaneTimings letter);
    void deliverBench(BenchUpdate letter);
    void takeBench();
    void endBench(const std::optional<Error>& problem);
    void askStudy(const BenchStudyRequest& request);
    void answerStudy(const BenchStudyRequest& request, const std::stop_token& stop);
    void answerOptics(const OpticsRequest& request, const std::stop_token& stop,
                      const std::stop_token& overtaken);
    void deliverOptics(OpticsAnswerPtr letter);
    bool startSweep(std::function<Result<std::unique_ptr<PrecisionSweep>>()> make,
                    std::filesystem::path autosave);
    void takeSweep();
    void endSweep(const std::optional<Error>& problem);
    /// Something long that live timing must not disturb.
    [[nodiscard]] bool isBusy() const noexcept { return benching || sweeping; }

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
    bool sweeping = false;
    BenchMeans benchMeans;
    BenchProgress benchProgress;
    std::stop_source benchStop;
    std::stop_source sweepStop;
    std::stop_source opticsOvertaken; ///< of the newest request
    std::atomic<std::uint64_t> newest{0};
    Mailbox<LaneTimings> timings;
    Mailbox<BenchUpdate> benchUpdates;
    Mailbox<std::string> benchBaseline; ///< a copy of it is taken
    std::uint64_t newestStudy = 0;
    bool studying = false;
    std::uint64_t newestRuns = 0;
    std::atomic<std::uint64_t> newestOptics{0};
    Mailbox<OpticsAnswerPtr> opticsAnswers;
    Mailbox<SweepUpdate> sweepUpdates;
    Session session;
    OpticsQuestion optics;
    Worker worker; // last, so that it is joined while all of the above is alive
};

} // namespace mixlens::ui
