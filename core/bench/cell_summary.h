#pragma once

#include "core/bench/bench_result.h"
#include "core/bench/roofline.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace mixlens {

/// One measure of a cell: a value each round, and what they say together.
struct RoundValues
{
    std::vector<double> values;
    Statistics statistics;
};

/// One operation of a block or model.
struct OperationSummary
{
    std::string operation;
    Statistics seconds;
    Statistics share; ///< of the call's time, 0..1, round by round
};

/// What the repetitions of one measured cell say.
struct CellSummary
{
    BenchCell cell;
    RoundValues seconds;  ///< of one call
    RoundValues perToken; ///< seconds of one call over all tokens of its batch
    /// Flop/s. Of a Fourier mixer for itself by the benchFFT convention (transformFlops()), otherwise by the
    /// formula of what is timed.
    RoundValues rate;
    RoundValues ratio;            ///< seconds over the baseline's of the same round, as pairedRatio()
    std::optional<RankTest> test; ///< against the baseline's seconds; not of the baseline itself
    std::optional<RooflinePoint> roofline;
    std::vector<OperationSummary> operations; ///< levels Block and Model, in the cell's order
    std::size_t baselineSamples = 0;          ///< of which `ratio` and `test` were found

    /// Null where the cell has no such operation.
    [[nodiscard]] const OperationSummary* find(std::string_view operation) const noexcept;
};

/// deviceSeconds() over all tokens of the batch.
[[nodiscard]] double deviceSecondsPerToken(const BenchResult& result, const Measurement& cell) noexcept;

/// `baseline` null: that has no time at this length. Precondition: cell.measured().
[[nodiscard]] CellSummary summariseCell(const BenchResult& result, const Measurement& cell,
                                        const Measurement* baseline);

} // namespace mixlens
