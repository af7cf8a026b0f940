#pragma once

#include "core/base/result.h"
#include "core/engine/live_timing.h"
#include "core/engine/worker.h"
#include "ui/engine/guard.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace mixlens::ui {

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

/// A long job (benchmark, sweep) with a stop of its own, so that a question, which drops timing, leaves it
/// alone. Models are opened on the worker's thread, in the first step.
template<class Long>
class GuardedLong final : public Job
{
public:
    using Make = std::function<Result<std::unique_ptr<Long>>()>;
    using Done = std::function<void(std::optional<Error>)>; ///< once, on the worker's thread

    GuardedLong(Make make, Done done, std::stop_token cancelled, std::string outOfMemory)
        : m_make(std::move(make)), m_done(std::move(done)), m_cancelled(std::move(cancelled)),
          m_outOfMemory(std::move(outOfMemory))
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
        m_done(more ? std::nullopt : std::optional(told(more.error())));
        return false;
    }

private:
    /// guarded() speaks of sentences.
    [[nodiscard]] Error told(const Error& error) const
    {
        return error.code == Error::Code::OutOfMemory ? Error{error.code, m_outOfMemory} : error;
    }

    Make m_make;
    Done m_done;
    std::stop_token m_cancelled;
    std::string m_outOfMemory; ///< one sentence
    std::unique_ptr<Long> m_job;
};

} // namespace mixlens::ui
