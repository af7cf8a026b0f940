#include "core/bench/bench_summary.h"

#include <algorithm>

namespace mixlens {

namespace {

/// The former summary where it is of the same samples; null where it is not.
std::shared_ptr<const CellSummary> known(const BenchSummary* earlier, const Measurement& cell,
                                         const Measurement* baseline)
{
    if (earlier == nullptr)
        return nullptr;
    const auto found = earlier->cells.find({cell.cell.backend, cell.cell.tokens});
    if (found == earlier->cells.end() || found->second->seconds.values.size() != cell.seconds.size() ||
        found->second->baselineSamples != (baseline == nullptr ? 0 : baseline->seconds.size()))
        return nullptr;
    return found->second;
}

} // namespace

const CellSummary* BenchSummary::find(const std::string& backend, Index tokens) const
{
    const auto found = cells.find({backend, tokens});
    return found == cells.end() ? nullptr : found->second.get();
}

const BackendGrowth* BenchSummary::growthOf(const std::string& backend) const noexcept
{
    const auto found = std::ranges::find(growth, backend, &BackendGrowth::backend);
    return found == growth.end() ? nullptr : &*found;
}

std::string defaultBaseline(const BenchResult& result)
{
    const auto first = [&](const auto& wanted) {
        const auto cell = std::ranges::find_if(result.measurements, wanted);
        return cell == result.measurements.end() ? std::string() : cell->cell.backend;
    };
    std::string found =
        first([](const Measurement& cell) { return cell.measured() && cell.family == "attention"; });
    if (found.empty())
        found = first([](const Measurement& cell) { return cell.measured(); });
    return found.empty() ? first([](const Measurement&) { return true; }) : found;
}

std::string baselineFor(const BenchResult& result, const std::string& wanted)
{
    const std::vector<std::string>& backends = result.grid.backends;
    return std::ranges::find(backends, wanted) != backends.end() ? wanted : defaultBaseline(result);
}

BenchSummaryPtr summariseBench(const BenchResult& result, const std::string& baseline,
                               const SummaryOptions& options, const std::stop_token& stop)
{
    auto summary = std::make_shared<BenchSummary>();
    summary->baseline = baseline.empty() ? defaultBaseline(result) : baseline;
    const bool same = options.earlier && options.earlier->baseline == summary->baseline;
    const BenchSummary* earlier = same ? options.earlier.get() : nullptr;
    for (const Measurement& cell : result.measurements) {
        if (stop.stop_requested())
            return nullptr;
        if (!cell.measured())
            continue;
        const Measurement* base = result.find(summary->baseline, cell.cell.tokens);
        auto kept = known(earlier, cell, base);
        summary->cells[{cell.cell.backend, cell.cell.tokens}] =
            kept ? std::move(kept) : std::make_shared<const CellSummary>(summariseCell(result, cell, base));
    }
    for (const std::string& backend : result.backends()) {
        if (stop.stop_requested())
            return nullptr;
        summary->growth.push_back(growthOf(result, backend, summary->baseline, options.curves,
                                           earlier != nullptr ? earlier->growthOf(backend) : nullptr));
    }
    return summary;
}

} // namespace mixlens
