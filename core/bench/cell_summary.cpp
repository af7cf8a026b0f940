#include "core/bench/cell_summary.h"

#include "core/bench/operation_share.h"

#include <algorithm>

namespace mixlens {

namespace {

template<class Value>
RoundValues each(const std::vector<double>& seconds, const Value& value)
{
    RoundValues rounds;
    rounds.values.reserve(seconds.size());
    std::ranges::transform(seconds, std::back_inserter(rounds.values), value);
    rounds.statistics = summarise(rounds.values);
    return rounds;
}

double tokensOf(const BenchResult& result, const Measurement& cell) noexcept
{
    return static_cast<double>(cell.cell.tokens * std::max<Index>(1, result.grid.batch));
}

/// Flops of one call by the convention of `rate`.
double conventionalFlops(const BenchResult& result, const Measurement& cell)
{
    if (result.grid.level == BenchLevel::Mixer && cell.family == "fourier")
        return static_cast<double>(result.grid.batch) * transformFlops(cell.cell.tokens, cell.width);
    return static_cast<double>(cell.formulaFlops);
}

RoundValues ratioOf(const std::vector<double>& base, const std::vector<double>& seconds)
{
    RoundValues ratio;
    for (std::size_t round = 0; round < std::min(base.size(), seconds.size()); ++round)
        if (base[round] > 0.0)
            ratio.values.push_back(seconds[round] / base[round]);
    ratio.statistics = pairedRatio(base, seconds);
    return ratio;
}

} // namespace

const OperationSummary* CellSummary::find(std::string_view operation) const noexcept
{
    const auto found = std::ranges::find(operations, operation, &OperationSummary::operation);
    return found == operations.end() ? nullptr : &*found;
}

double deviceSecondsPerToken(const BenchResult& result, const Measurement& cell) noexcept
{
    return deviceSeconds(cell) / tokensOf(result, cell);
}

CellSummary summariseCell(const BenchResult& result, const Measurement& cell, const Measurement* baseline)
{
    CellSummary summary;
    summary.cell = cell.cell;
    summary.seconds = each(cell.seconds, [](double seconds) { return seconds; });
    const double tokens = tokensOf(result, cell);
    summary.perToken = each(cell.seconds, [tokens](double seconds) { return seconds / tokens; });
    const double flops = conventionalFlops(result, cell);
    summary.rate =
        each(cell.seconds, [flops](double seconds) { return seconds > 0.0 ? flops / seconds : 0.0; });
    if (baseline != nullptr && baseline->measured()) {
        summary.baselineSamples = baseline->seconds.size();
        summary.ratio = ratioOf(baseline->seconds, cell.seconds);
        if (!(baseline->cell == cell.cell))
            summary.test = mannWhitney(baseline->seconds, cell.seconds);
    }
    summary.roofline = rooflinePoint(cell, result.limits, result.environment);
    for (const OperationTimes& times : cell.operations)
        summary.operations.push_back(
            {times.operation, summarise(times.seconds), summarise(operationShares(cell, times.operation))});
    return summary;
}

} // namespace mixlens
