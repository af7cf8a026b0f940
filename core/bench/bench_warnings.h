#pragma once

#include "core/bench/bench_result.h"

#include <vector>

namespace mixlens {

/// What a run knows besides its result.
struct RunConditions
{
    double foreignLoad = -1.0;   ///< highest seen during the run; negative where unknown
    double clockSeconds = 1e-9;  ///< smallest step of the clock
    double gemmAfterwards = 0.0; ///< flop/s of the limits' matrix product at the end of the run; 0 unknown
};

/// All that makes a result doubtful, one sentence each, ending with what to do: of the whole run "debug",
/// "governor", "load", "threads" (more than cores), "few-rounds", "drift" (between the limits at both ends of
/// the run); of a backend "short", "slow-first", "outliers", "drift", each once, for its worst length. A
/// device's modelled figures have none.
[[nodiscard]] std::vector<BenchWarning> findWarnings(const BenchResult& result,
                                                     const RunConditions& conditions);

/// Smallest step of the clock that times samples, measured; seconds.
[[nodiscard]] double clockStep() noexcept;

} // namespace mixlens
