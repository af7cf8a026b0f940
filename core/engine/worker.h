#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace mixlens {

/// Work too long for one turn of the thread (timing rounds, training), cut into steps.
class Job
{
public:
    virtual ~Job() = default;
    /// Does a little (aim at 20 ms); false when nothing is left to do.
    [[nodiscard]] virtual bool step(const std::stop_token& stop) = 0;
};

/// The engine's one thread, so that nothing ever runs beside a measurement.
///
/// A question replaces one of its topic that still waits and goes before the next step of a job. The question
/// under way is let finish, so that views move while somebody types; only one that has run longer than
/// `patience` is cancelled, and none by a topic that comes after its own. Members may be called from any
/// thread; both kinds of work run on this one.
class Worker
{
public:
    using Question = std::function<void(const std::stop_token&)>;

    /// What questions are about, the most urgent first.
    enum class Topic { Sentence, Optics, Study, Runs };

    static constexpr std::chrono::milliseconds patience{250};

    Worker();
    ~Worker(); ///< stops what is running and waits for it
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// The newest of its topic wins.
    void ask(Question question, Topic topic = Topic::Sentence);
    void start(std::shared_ptr<Job> job); ///< first come, first served
    void cancelJobs();                    ///< the running step is asked to stop, waiting ones are dropped

private:
    void run(const std::stop_token& quit);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    static constexpr std::size_t topics = 4;
    /// The next one's topic; none waits: topics.
    [[nodiscard]] std::size_t waiting() const noexcept;

    std::array<std::optional<Question>, topics> m_questions;
    std::deque<std::shared_ptr<Job>> m_jobs;
    std::stop_source m_questionStop{std::nostopstate};
    Topic m_questionTopic = Topic::Sentence; ///< of the one under way
    std::chrono::steady_clock::time_point m_questionBegan;
    std::stop_source m_jobStop;
    std::jthread m_thread; // last: it uses everything above
};

} // namespace mixlens
