#pragma once

#include "core/base/task_pool.h"
#include "core/bench/bench_result.h"
#include "core/bench/environment.h"
#include "core/math/matrix.h"

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace mixlens {

/// Measures what this machine can do at best on the threads of a pool, so that a result reads as a share of
/// it (Williams et al. 2009, the roofline): the rate of a float32 matrix product, and of copying blocks that
/// fit the second and third cache and neither.
///
/// Each limit is the best of several passes' medians: a limit is what the machine can do, not what it does
/// while a neighbour runs. In steps of some milliseconds, so that a run can be cancelled between any two.
class LimitsProbe
{
public:
    /// How much is done; tests take less.
    struct Effort
    {
        Index product = 768;                  ///< rows of the matrices a thread multiplies: (n x n) (n x n)
        int passes = 3;                       ///< of all limits, one after the other
        int samples = 7;                      ///< of one pass; their median counts
        double sampleSeconds = 2e-3;          ///< least length of a sample
        std::size_t memoryBlock = 64U << 20U; ///< bytes that all threads copy at least for copyMemory
        bool copies = true;                   ///< otherwise the matrix product alone
    };

    /// `pool` outlives the probe. Sizes of caches come from `machine`; unknown ones are taken as 1 MiB and
    /// 16 MiB.
    LimitsProbe(TaskPool& pool, const Environment& machine, Effort effort);
    LimitsProbe(TaskPool& pool, const Environment& machine) : LimitsProbe(pool, machine, Effort{}) {}

    /// One sample, or the preparation of one limit; false when all is measured.
    [[nodiscard]] bool step();

    /// What is known so far; 0 where nothing is.
    [[nodiscard]] const MachineLimits& limits() const noexcept { return m_limits; }
    /// Share of the work that is done, 0..1.
    [[nodiscard]] double done() const noexcept;

private:
    enum class Kind { Product, CopyL2, CopyL3, CopyMemory };
    static constexpr std::array kinds{Kind::Product, Kind::CopyL2, Kind::CopyL3, Kind::CopyMemory};
    [[nodiscard]] std::size_t kindCount() const noexcept { return m_effort.copies ? kinds.size() : 1; }

    [[nodiscard]] bool fits(Kind kind) const noexcept; ///< into half of the memory that is free
    void prepare(Kind kind);
    [[nodiscard]] bool next(); ///< goes to the next limit or pass; false when all is measured
    [[nodiscard]] std::size_t blockBytes(Kind kind) const noexcept;
    /// Work of one call on each of the threads: operations, or bytes read and written.
    [[nodiscard]] double work(Kind kind) const noexcept;
    [[nodiscard]] double timeCalls(Kind kind, std::int64_t calls); ///< on each thread; seconds of all
    [[nodiscard]] double& limit(Kind kind) noexcept;

    TaskPool& m_pool;
    Environment m_machine;
    Effort m_effort;
    MachineLimits m_limits;
    std::vector<Matrix> m_from, m_with, m_to; ///< one a thread
    std::vector<double> m_samples;            ///< rates of the pass under way, of one limit
    std::int64_t m_calls = 0;                 ///< in a sample; 0: the limit is not prepared
    std::size_t m_kind = 0;
    int m_pass = 0;
};

} // namespace mixlens
