#pragma once

#include "core/bench/bench_run.h"

#include <chrono>
#include <string>

namespace mixlens {

/// "14 s", "2 min 05 s", "1 h 20 min".
[[nodiscard]] std::string remainingText(double seconds);

/// "12 of 28 cells, 14 s left: fourier, 512 tokens, round 3 of 21".
[[nodiscard]] std::string progressText(const BenchProgress& progress);

/// How far a run is, on the standard error: on a terminal one line that changes in place, elsewhere (a log) a
/// line every ten seconds.
class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine(); ///< clears the line

    /// Seldom enough not to disturb what is measured.
    [[nodiscard]] bool isDue() const;
    void show(const BenchProgress& progress) { show(progressText(progress)); }
    void show(std::string line);
    /// Takes the line away, so that a sentence can stand there.
    void clear();

private:
    using Clock = std::chrono::steady_clock;

    bool m_terminal = false;
    bool m_shown = false;
    Clock::time_point m_last;
};

} // namespace mixlens
