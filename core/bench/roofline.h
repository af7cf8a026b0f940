#pragma once

#include "core/bench/bench_result.h"

#include <optional>

namespace mixlens {

/// Where a call's operands and results fit, as their formula counts them: the bandwidth that can limit it.
enum class MemoryLevel { L2, L3, Memory };

/// A measured cell against the machine's own limits (Williams, Waterman and Patterson 2009, "Roofline").
struct RooflinePoint
{
    double intensity = 0.0; ///< flop/byte, both from the formula
    double rate = 0.0;      ///< flop/s: the formula's flops over the measured median
    MemoryLevel level = MemoryLevel::Memory;
    /// min(GEMM rate, intensity x bandwidth of `level`), flop/s; 0 where neither was measured. A level whose
    /// bandwidth was not measured passes the question to the next.
    double limit = 0.0;
    bool computeBound = false; ///< the GEMM rate is the lower of the two
    double share = 0.0;        ///< rate / limit; 0 without a limit
};

/// Nothing for a cell without times, or whose formula has no flops or bytes.
[[nodiscard]] std::optional<RooflinePoint> rooflinePoint(const Measurement& cell, const MachineLimits& limits,
                                                         const Environment& machine);

/// Work of a two-dimensional transform of (tokens x width) real numbers by the benchFFT convention, which
/// counts 2.5 n log2 n for n real points whatever the algorithm does (Frigo and Johnson, benchFFT).
[[nodiscard]] double transformFlops(Index tokens, Index width) noexcept;

} // namespace mixlens
