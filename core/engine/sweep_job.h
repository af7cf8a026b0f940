#pragma once

#include "core/engine/worker.h"
#include "core/experiment/precision_sweep.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace mixlens {

/// All that is known of a sweep at one moment, and how far it is.
struct SweepUpdate
{
    std::shared_ptr<const SweepResult> result; ///< the same one until a further point is finished
    SweepProgress progress;
    bool running = true;     ///< false in the last update of a job, complete or stopped
    std::string fileProblem; ///< why the file could not be written, for people; empty when it could
};

/// A PrecisionSweep on the worker's thread. Publishes at most every `publishEvery` (more seldom where a large
/// result takes long to copy) and when it ends; keeps a file up to date, after a finished point and at most
/// every `saveEvery`, and at the end.
///
/// A file that cannot be written costs no point: the sweep goes on, updates say why, and the next saving
/// tries again.
class SweepJob : public Job
{
public:
    static constexpr std::chrono::milliseconds publishEvery{250};
    static constexpr std::chrono::milliseconds saveEvery{2000};

    /// Called on the worker's thread.
    using Publish = std::function<void(const SweepUpdate&)>;
    /// `file` empty: nothing is saved.
    SweepJob(std::unique_ptr<PrecisionSweep> sweep, Publish publish, std::filesystem::path file = {});

    /// Saves what a job that the worker dropped between two steps has found.
    ~SweepJob() override;
    SweepJob(const SweepJob&) = delete;
    SweepJob& operator=(const SweepJob&) = delete;

    /// The sweep's own step; after a stop it publishes and saves what there is, and ends.
    [[nodiscard]] bool step(const std::stop_token& stop) override;

    /// Ends the sweep soon, with a last update. From any thread. Worker::cancelJobs() ends it as well, but
    /// may drop it between two steps, without that update.
    void stop() noexcept { m_stop.request_stop(); }

private:
    using Clock = std::chrono::steady_clock;

    /// What happened, how long ago and how long it took: so that it takes a tenth of the time at most.
    struct Habit
    {
        Clock::time_point last{};
        Clock::duration took{};
        [[nodiscard]] bool isDue(Clock::duration every) const;
        void note(Clock::time_point began);
    };

    void publish(bool running);
    void save();
    [[nodiscard]] std::shared_ptr<const SweepResult> snapshot();

    std::stop_source m_stop;
    std::unique_ptr<PrecisionSweep> m_sweep;
    Publish m_publish;
    std::filesystem::path m_file;
    std::string m_fileProblem;
    std::shared_ptr<const SweepResult> m_snapshot;
    Habit m_published, m_saved;
    std::size_t m_points = 0; ///< finished
    bool m_changed = true;    ///< since m_snapshot
    bool m_unsaved = false;
};

} // namespace mixlens
