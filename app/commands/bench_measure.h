#pragma once

#include "core/bench/bench_run.h"

#include <string>

namespace mixlens {

/// How a run ended, with all that it found.
struct BenchOutcome
{
    BenchResult result;
    bool interrupted = false;
    Result<void> saved; ///< of the last try to write the file
};

/// Runs to the end, or until SIGINT or SIGTERM asks for it, with progress on the standard error. After every
/// finished length the result is written to `file` (empty: nowhere), so that whatever comes later — a full
/// disk, a kill, a crash — finished cells are on disk. `title` and `note`, where given, go into it.
[[nodiscard]] BenchOutcome measureBench(BenchRun& run, const std::string& file, const std::string& title,
                                        const std::string& note);

} // namespace mixlens
