#pragma once

#include "core/bench/bench_result.h"
#include "core/bench/grid.h"

namespace mixlens {

/// How long a grid will take, in seconds: modelled, for deciding whether to start. Calls that `earlier`
/// (null: nothing known) has timed with the same settings cost what they cost then; the others go by formula
/// at rates of an ordinary processor, so that the answer may be wrong by a factor of two or three.
/// Precondition: checkGrid(grid) holds.
[[nodiscard]] double estimateSeconds(const BenchGrid& grid, const BenchResult* earlier);

} // namespace mixlens
