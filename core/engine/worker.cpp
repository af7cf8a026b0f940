#include "core/engine/worker.h"

#include <algorithm>
#include <utility>

namespace mixlens {

Worker::Worker() : m_thread([this](const std::stop_token& quit) { run(quit); }) {}

Worker::~Worker()
{
    m_thread.request_stop();
    const std::lock_guard lock(m_mutex);
    m_questionStop.request_stop();
    m_jobStop.request_stop();
}

void Worker::ask(Question question, Topic topic)
{
    {
        const std::lock_guard lock(m_mutex);
        if (topic <= m_questionTopic && std::chrono::steady_clock::now() - m_questionBegan > patience)
            m_questionStop.request_stop();
        m_questions[static_cast<std::size_t>(topic)] = std::move(question);
    }
    m_wake.notify_one();
}

void Worker::start(std::shared_ptr<Job> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void Worker::cancelJobs()
{
    const std::lock_guard lock(m_mutex);
    m_jobStop.request_stop();
    m_jobStop = std::stop_source();
    m_jobs.clear();
}

std::size_t Worker::waiting() const noexcept
{
    const auto has = [](const std::optional<Question>& question) { return question.has_value(); };
    return static_cast<std::size_t>(std::ranges::find_if(m_questions, has) - m_questions.begin());
}

void Worker::run(const std::stop_token& quit)
{
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, quit, [this] { return waiting() < topics || !m_jobs.empty(); })) {
        if (quit.stop_requested())
            return;
        if (const std::size_t topic = waiting(); topic < topics) {
            const Question question = *std::exchange(m_questions[topic], std::nullopt);
            m_questionTopic = static_cast<Topic>(topic);
            m_questionStop = std::stop_source();
            m_questionBegan = std::chrono::steady_clock::now();
            const auto stop = m_questionStop.get_token();
            lock.unlock();
            question(stop);
            lock.lock();
            m_questionStop = std::stop_source(std::nostopstate);
        } else {
            const auto job = m_jobs.front();
            const auto stop = m_jobStop.get_token();
            lock.unlock();
            const bool more = job->step(stop);
            lock.lock();
            if (!more && !m_jobs.empty() && m_jobs.front() == job)
                m_jobs.pop_front();
        }
    }
}

} // namespace mixlens
