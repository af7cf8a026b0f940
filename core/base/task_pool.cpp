#include "core/base/task_pool.h"

#include <algorithm>

namespace mixlens {
namespace {

/// About 50 microseconds: longer than the caller needs between two parts of one mixer, shorter than anybody
/// would notice on a battery.
constexpr int spins = 2000;

/// Parts of m_round. A run() that comes 2²² runs after the one that a sleeper saw last looks like that one:
/// the sleeper sits it out, no more.
constexpr std::uint32_t open = 1U << 9U;
constexpr std::uint32_t joined = open - 1;
constexpr std::uint32_t nextRun = open << 1U;
static_assert(TaskPool::maxThreads <= joined);

std::uint32_t runOf(std::uint32_t round)
{
    return round / nextRun;
}

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
    m_round.fetch_add(nextRun, std::memory_order_release);
    m_round.notify_all();
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
    m_round.fetch_add(nextRun | open, std::memory_order_release); // publishes the four above
    m_round.notify_all();
    work(0);
    m_round.fetch_and(~open, std::memory_order_acq_rel);
    for (int i = 0;; ++i) {
        const std::uint32_t left = m_lastLeft.load(std::memory_order_acquire);
        if ((m_round.load(std::memory_order_acquire) & joined) == 0)
            return;
        if (i < spins)
            relax();
        else
            m_lastLeft.wait(left, std::memory_order_acquire);
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

bool TaskPool::join(std::uint32_t& seen)
{
    std::uint32_t round = m_round.load(std::memory_order_acquire);
    for (int i = 0; i < spins && runOf(round) == seen; ++i) {
        relax();
        round = m_round.load(std::memory_order_acquire);
    }
    while (runOf(round) == seen) {
        m_round.wait(round, std::memory_order_acquire);
        round = m_round.load(std::memory_order_acquire);
    }
    while ((round & open) != 0) {
        if (m_round.compare_exchange_weak(round, round + 1, std::memory_order_acq_rel,
                                          std::memory_order_acquire)) {
            seen = runOf(round);
            return true;
        }
    }
    seen = runOf(round);
    return false;
}

void TaskPool::serve(const std::stop_token& quit, int thread)
{
    std::uint32_t seen = 0;
    while (!quit.stop_requested()) {
        if (!join(seen))
            continue;
        work(thread);
        const std::uint32_t round = m_round.fetch_sub(1, std::memory_order_acq_rel);
        if ((round & (joined | open)) == 1) {
            m_lastLeft.fetch_add(1, std::memory_order_release);
            m_lastLeft.notify_one();
        }
    }
}

} // namespace mixlens
