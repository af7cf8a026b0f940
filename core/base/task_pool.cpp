#include "core/base/task_pool.h"

#include <algorithm>

namespace mixlens {
namespace {

/// About 50 microseconds: longer than the caller needs between two parts of one mixer, shorter than anybody
/// would notice on a battery.
constexpr int spins = 2000;

void relax()
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

} // namespace

TaskPool::TaskPool(int threads)
{
    const int others = std::clamp(threads, 1, maxThreads) - 1;
    m_others.reserve(static_cast<std::size_t>(others));
    for (int i = 0; i < others; ++i)
        m_others.emplace_back([this, i](const std::stop_token& quit) { serve(quit, i + 1); });
}

TaskPool::~TaskPool()
{
    for (std::jthread& thread : m_others)
        thread.request_stop();
    m_generation.fetch_add(1, std::memory_order_release);
    m_generation.notify_all();
}

void TaskPool::runParts(std::ptrdiff_t parts, Call call, void* context)
{
    if (m_others.empty() || parts <= 1) {
        for (std::ptrdiff_t part = 0; part < parts; ++part)
            call(context, part, 0);
        return;
    }
    m_call = call;
    m_context = context;
    m_parts = parts;
    m_next.store(0, std::memory_order_relaxed);
    m_busy.store(static_cast<int>(m_others.size()), std::memory_order_relaxed);
    m_generation.fetch_add(1, std::memory_order_release); // publishes the five above
    m_generation.notify_all();
    work(0);
    for (int i = 0;; ++i) {
        const int busy = m_busy.load(std::memory_order_acquire);
        if (busy == 0)
            return;
        if (i < spins)
            relax();
        else
            m_busy.wait(busy, std::memory_order_acquire);
    }
}

void TaskPool::work(int thread)
{
    for (;;) {
        const std::ptrdiff_t part = m_next.fetch_add(1, std::memory_order_relaxed);
        if (part >= m_parts)
            return;
        m_call(m_context, part, thread);
    }
}

void TaskPool::serve(const std::stop_token& quit, int thread)
{
    std::uint32_t seen = 0;
    for (;;) {
        for (int i = 0; i < spins && m_generation.load(std::memory_order_acquire) == seen; ++i)
            relax();
        m_generation.wait(seen, std::memory_order_acquire);
        ++seen;
        if (quit.stop_requested())
            return;
        work(thread);
        if (m_busy.fetch_sub(1, std::memory_order_acq_rel) == 1)
            m_busy.notify_one();
    }
}

} // namespace mixlens
