#pragma once

#include "core/bench/bench_run.h"
#include "core/bench/bench_summary.h"
#include "core/engine/worker.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace mixlens {

/// All that is known of a run at one moment, and how far it is.
struct BenchUpdate
{
    std::shared_ptr<const BenchResult> result;
    /// Of that result; fits and crossovers while it runs of the cells that are finished.
    BenchSummaryPtr summary;
    BenchProgress progress;
    bool running = true; ///< false in the last update of a job, complete or stopped
};

/// A BenchRun on the worker's thread. Publishes after every `publishEvery` (more seldom where a large result
/// takes long to copy and summarise), at the end of each length and when it ends, and keeps a file up to date
/// in the same rhythm of lengths. Summaries are computed here, between two samples, so that nothing runs
/// beside one.
///
/// A file that cannot be written costs no measured cell: the run goes on, the result has a warning "file",
/// and the next length tries again.
class BenchJob : public Job
{
public:
    static constexpr std::chrono::milliseconds publishEvery{200};

    /// Called on the worker's thread.
    using Publish = std::function<void(BenchUpdate)>;
    /// Called on the worker's thread: the backend that summaries set the others against; empty or unknown to
    /// the grid: the default.
    using Baseline = std::function<std::string()>;
    /// `file` empty: nothing is saved. `title` and `note` become the result's.
    BenchJob(std::unique_ptr<BenchRun> run, Publish publish, std::filesystem::path file = {},
             std::string title = {}, std::string note = {}, Baseline baseline = {});

    /// Saves what a job that the worker dropped between two steps has measured.
    ~BenchJob() override;
    BenchJob(const BenchJob&) = delete;
    BenchJob& operator=(const BenchJob&) = delete;

    /// The run's own step; after a stop it publishes and saves what there is, and ends.
    [[nodiscard]] bool step(const std::stop_token& stop) override;

    /// Ends the run soon, with a last update. From any thread. Worker::cancelJobs() ends it as well, but may
    /// drop it between two steps, without that update.
    void stop() noexcept { m_stop.request_stop(); }

private:
    void publish(bool running);
    void save(const BenchResult& result);
    [[nodiscard]] BenchResult result() const;

    std::stop_source m_stop;
    std::unique_ptr<BenchRun> m_run;
    Publish m_publish;
    std::filesystem::path m_file;
    std::string m_title, m_note;
    Baseline m_baseline;
    BenchSummaryPtr m_summary; ///< of the last update
    std::string m_fileProblem; ///< why the last writing failed; empty after one that did not
    std::chrono::steady_clock::time_point m_published{};
    std::chrono::steady_clock::duration m_publishing{}; ///< how long the last one took
    std::size_t m_lengthsSaved = 0;
    bool m_unsaved = false; ///< something was measured since the last save()
};

} // namespace mixlens
