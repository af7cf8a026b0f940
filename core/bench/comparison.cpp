#include "core/analysis/statistics.h"
#include "core/bench/resampling.h"
#include "core/bench/result_difference.h"
#include "core/bench/result_file.h"

#include <cmath>

namespace mixlens {
namespace {

/// Bootstrap interval of median(after) / median(before). The two were measured apart, so each is drawn for
/// itself.
Interval ratioInterval(std::span<const double> before, std::span<const double> after, std::uint64_t seed)
{
    Resampling resampling(seed);
    std::vector<double> ratios;
    const std::size_t draws = bootstrapDraws(before.size() + after.size());
    ratios.reserve(draws);
    for (std::size_t draw = 0; draw < draws; ++draw) {
        resampling.draw(before.size());
        const double denominator = resampling.drawnMedian(before);
        resampling.draw(after.size());
        const double ratio = resampling.drawnMedian(after) / denominator;
        if (std::isfinite(ratio))
            ratios.push_back(ratio);
    }
    return {quantile(ratios, 0.025), quantile(ratios, 0.975)};
}

/// Why the two cannot be compared, or empty.
std::string problemOf(const Measurement* before, const Measurement& after)
{
    if (before == nullptr)
        return "The earlier result has no such cell.";
    if (!before->measured())
        return before->refusal.empty() ? "The earlier result had not measured this cell."
                                       : "The earlier result has no time: " + before->refusal;
    if (!after.measured())
        return after.refusal.empty() ? "The later result has not measured this cell."
                                     : "The later result has no time: " + after.refusal;
    if (before->width != after.width)
        return "The width was " + std::to_string(before->width) + " before and is " +
               std::to_string(after.width) + " now.";
    if (!(summarise(before->seconds).median > 0.0))
        return "The earlier time is zero; nothing can be so many times as long.";
    return {};
}

} // namespace

Comparison compareBenchResults(const BenchResult& before, const BenchResult& after,
                               const std::stop_token& stop)
{
    Comparison comparison;
    for (const ResultDifference& difference : allDifferences(before, after))
        comparison.differences.push_back("The " + sentenceOf(difference) + ".");
    const std::vector<ResultDifference> otherWork = differencesOfWork(before, after);

    for (std::size_t i = 0; i < after.measurements.size() && !stop.stop_requested(); ++i) {
        const Measurement& now = after.measurements[i];
        CellComparison cell;
        cell.cell = now.cell;
        const Measurement* const then = before.find(now.cell.backend, now.cell.tokens);
        cell.problem = otherWork.empty() ? problemOf(then, now)
                                         : "Other work was timed: the " + sentenceOf(otherWork.front()) + ".";
        if (cell.problem.empty()) {
            cell.before = summarise(then->seconds).median;
            cell.after = summarise(now.seconds).median;
            cell.ratio = cell.after / cell.before;
            cell.ratio95 = ratioInterval(then->seconds, now.seconds, i);
            cell.test = mannWhitney(then->seconds, now.seconds);
        }
        comparison.cells.push_back(std::move(cell));
    }
    return comparison;
}

} // namespace mixlens
