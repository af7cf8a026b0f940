#pragma once

#include "core/bench/bench_result.h"
#include "core/bench/result_file.h"

#include <string>
#include <vector>

namespace mixlens {

/// What a terminal is told of a result: medians with their intervals as a table, lengths below each other,
/// a device's modelled times in columns of their own; what was measured and where; growth and crossovers
/// against `baseline` (empty: attention, or the first).
[[nodiscard]] std::string resultText(const BenchResult& result, const std::string& baseline);

/// "measured: one mixing sub-layer, width 256, 4 heads, 1 thread, float32, on PROCESSOR", for captions.
[[nodiscard]] std::string subjectText(const BenchResult& result);

/// "attention was not measured at 4096, 8192 tokens: why", one sentence a backend and reason.
[[nodiscard]] std::vector<std::string> refusalTexts(const BenchResult& result);

/// One line a cell: both medians, their ratio with its 95 % interval, the U test's p, and what follows.
[[nodiscard]] std::string comparisonText(const Comparison& comparison);

} // namespace mixlens
