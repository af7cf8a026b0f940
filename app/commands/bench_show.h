#pragma once

#include "app/commands/bench_output.h"
#include "app/commands/command.h"
#include "core/bench/result_file.h"

namespace mixlens {

[[nodiscard]] const Command& benchShowCommand() noexcept;

/// The table on the standard output, warnings and refusals on the standard error, the files that are asked
/// for, and the comparison with an earlier result (null: none).
[[nodiscard]] Result<void> presentBench(const BenchResult& result, const BenchOutputs& outputs,
                                        const BenchResult* earlier);

/// Usage where the grid has no such baseline, or times nothing that the chart could show.
[[nodiscard]] Result<void> checkOutputs(const BenchGrid& grid, const BenchOutputs& outputs);

/// The file that --compare names, or nothing.
[[nodiscard]] Result<std::optional<BenchResult>> readEarlier(const Arguments& arguments);

inline constexpr OptionSpec compareOption{"compare", "OLD.json",
                                          "ratio of every cell to an earlier result, with a U test"};

} // namespace mixlens
