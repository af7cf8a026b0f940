#pragma once

#include "app/command_line.h"
#include "core/bench/grid.h"

#include <string>
#include <vector>

namespace mixlens {

/// What is measured when nothing is said: under half a minute on an ordinary machine.
[[nodiscard]] BenchGrid usualBenchGrid();

/// "a,optical:bits=6,preset=ideal,b": commas separate backends, except in front of "key=value", which is a
/// further setting of the backend before it. Usage for an empty name or a setting that follows none.
[[nodiscard]] Result<std::vector<std::string>> readBackends(const std::string& text);

/// `grid` with what the options change of it; OutOfRange or Usage for what cannot be measured.
[[nodiscard]] Result<BenchGrid> readGrid(const Arguments& arguments, BenchGrid grid);

inline constexpr OptionSpec backendsOption{
    "backends", "A,B,…", "mixers, with settings as optical:slm_bits=6 ('mixlens backends' lists them)"};
inline constexpr OptionSpec lengthsOption{"lengths", "8..4096|A,B,…",
                                          "tokens: powers of two, 8..4096*1.5, or a list (default 16..1024)"};
inline constexpr OptionSpec widthOption{"width", "N", "hidden size (default 256)"};
inline constexpr OptionSpec headsOption{"heads", "N", "heads of attention (default 4)"};
inline constexpr OptionSpec levelOption{"level", "mixer|block|model",
                                        "one sub-layer, one encoder block, or a whole --model"};
inline constexpr OptionSpec batchOption{"batch", "N", "sequences in one timed call (default 1)"};
inline constexpr OptionSpec threadsOption{"threads", "N", "threads (default 1)"};
inline constexpr OptionSpec roundsOption{"rounds", "N", "samples of each cell (default 21)"};
inline constexpr OptionSpec shardOption{"shard", "I/N", "only this part of the grid, 1/N to N/N"};

} // namespace mixlens
