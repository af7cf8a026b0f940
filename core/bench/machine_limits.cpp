#include "core/bench/machine_limits.h"

#include "core/analysis/statistics.h"
#include "core/base/files.h"
#include "core/math/linear_algebra.h"

#include <algorithm>
#include <chrono>
#include <cstring>

namespace mixlens {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t fallbackL2 = 1U << 20U;
constexpr std::size_t fallbackL3 = 16U << 20U;

/// Matrices of `count` threads, touched so that their pages exist before anything is timed.
std::vector<Matrix> matrices(int count, Shape shape, float value)
{
    std::vector<Matrix> all;
    for (int i = 0; i < count; ++i) {
        all.emplace_back(shape);
        fill(all.back().view(), value);
    }
    return all;
}

} // namespace

LimitsProbe::LimitsProbe(TaskPool& pool, const Environment& machine, Effort effort)
    : m_pool(pool), m_machine(machine), m_effort(effort)
{}

double LimitsProbe::done() const noexcept
{
    const auto all = static_cast<double>(kindCount() * static_cast<std::size_t>(m_effort.passes));
    const auto finished =
        static_cast<double>(static_cast<std::size_t>(m_pass) * kindCount() + m_kind) +
        static_cast<double>(m_samples.size()) / static_cast<double>(std::max(m_effort.samples, 1));
    return all > 0.0 ? std::min(1.0, finished / all) : 1.0;
}

std::size_t LimitsProbe::blockBytes(Kind kind) const noexcept
{
    // Source and destination of all threads together take half of a shared cache, of a thread half of its
    // own.
    const std::size_t l2 = m_machine.cacheL2 > 0 ? m_machine.cacheL2 : fallbackL2;
    const std::size_t l3 = m_machine.cacheL3 > 0 ? m_machine.cacheL3 : fallbackL3;
    const auto threads = static_cast<std::size_t>(m_pool.threads());
    switch (kind) {
    case Kind::CopyL2:
        return l2 / 4;
    case Kind::CopyL3:
        return std::max(l3 / (4 * threads), l2); // beyond the second cache even with many threads
    case Kind::CopyMemory:                       // a thread's cores may have a third cache of their own
        return std::max({2 * l3 / threads, l3 / 2, m_effort.memoryBlock / threads});
    case Kind::Product:
        break;
    }
    return 0;
}

bool LimitsProbe::fits(Kind kind) const noexcept
{
    const std::size_t available = availableMemory();
    const std::size_t needed = 2 * blockBytes(kind) * static_cast<std::size_t>(m_pool.threads());
    return available == 0 || needed < available / 2;
}

void LimitsProbe::prepare(Kind kind)
{
    const auto floats = static_cast<Index>(blockBytes(kind) / sizeof(float));
    const Shape shape = kind == Kind::Product ? Shape{m_effort.product, m_effort.product} : Shape{1, floats};
    const int threads = m_pool.threads();
    m_from.clear();
    m_with.clear();
    m_to.clear();
    m_from = matrices(threads, shape, 1.0F);
    m_to = matrices(threads, shape, 0.0F);
    if (kind == Kind::Product)
        m_with = matrices(threads, shape, 0.5F);
    m_calls = 1;
    static_cast<void>(timeCalls(kind, 1)); // the first brings the pages in
    while (timeCalls(kind, m_calls) < m_effort.sampleSeconds && m_calls < (1 << 24))
        m_calls *= 2;
}

double LimitsProbe::work(Kind kind) const noexcept
{
    const double threads = m_pool.threads();
    const auto n = static_cast<double>(m_effort.product);
    return kind == Kind::Product ? 2.0 * n * n * n * threads
                                 : 2.0 * static_cast<double>(blockBytes(kind)) * threads;
}

double LimitsProbe::timeCalls(Kind kind, std::int64_t calls)
{
    const auto began = Clock::now();
    // A thread does all its calls in one go: waking it for each would cost more than a small copy.
    m_pool.run(m_pool.threads(), [this, kind, calls](std::ptrdiff_t part, int) {
        const auto at = static_cast<std::size_t>(part);
        const Matrix& from = m_from[at];
        for (std::int64_t i = 0; i < calls; ++i) {
            if (kind == Kind::Product)
                multiply(from.view(), m_with[at].view(), m_to[at].view());
            else
                std::memcpy(m_to[at].values().data(), from.values().data(), from.values().size_bytes());
        }
    });
    return std::chrono::duration<double>(Clock::now() - began).count();
}

double& LimitsProbe::limit(Kind kind) noexcept
{
    switch (kind) {
    case Kind::CopyL2:
        return m_limits.copyL2;
    case Kind::CopyL3:
        return m_limits.copyL3;
    case Kind::CopyMemory:
        return m_limits.copyMemory;
    case Kind::Product:
        break;
    }
    return m_limits.gemmFlops;
}

bool LimitsProbe::step()
{
    if (m_pass >= m_effort.passes)
        return false;
    const Kind kind = kinds[m_kind];
    if (m_calls == 0 && fits(kind)) {
        prepare(kind);
        return true;
    }
    if (m_calls == 0) // its limit stays 0, not measured
        return next();
    if (const double seconds = timeCalls(kind, m_calls); seconds > 0.0)
        m_samples.push_back(static_cast<double>(m_calls) * work(kind) / seconds);
    else
        m_calls *= 2; // too short for the clock
    if (static_cast<int>(m_samples.size()) < m_effort.samples)
        return true;
    limit(kind) = std::max(limit(kind), quantile(m_samples, 0.5));
    return next();
}

bool LimitsProbe::next()
{
    m_samples.clear();
    m_calls = 0;
    if (++m_kind == kindCount()) {
        m_kind = 0;
        ++m_pass;
    }
    if (m_pass < m_effort.passes)
        return true;
    m_from.clear();
    m_with.clear();
    m_to.clear();
    return false;
}

} // namespace mixlens
