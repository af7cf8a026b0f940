#include "core/engine/worker.h"

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

void Worker::ask(Question question)
{
    {
        const std::lock_guard lock(m_mutex);
        if (std::chrono::steady_clock::now() - m_questionBegan > patience)
            m_questionStop.request_stop();
        m_question = std::move(question);
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

void Worker::run(const std::stop_token& quit)
{
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, quit, [this] { return m_question || !m_jobs.empty(); })) {
        if (quit.stop_requested())
            return;
        if (m_question) {
            const Question question = *std::exchange(m_question, std::nullopt);
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
