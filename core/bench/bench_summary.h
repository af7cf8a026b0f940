#pragma once

#include "core/bench/cell_summary.h"
#include "core/bench/growth_summary.h"

#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace mixlens {

/// All that charts and tables say of a result and that has to be computed: statistics of its cells, fits,
/// exponents and crossovers with their bootstrap intervals. An immutable snapshot that goes beside its
/// BenchResult.
struct BenchSummary
{
    std::string baseline;              ///< empty when nothing is measured
    std::vector<BackendGrowth> growth; ///< in the order of BenchResult::backends()

    /// Null for a cell without times.
    [[nodiscard]] const CellSummary* find(const std::string& backend, Index tokens) const;
    [[nodiscard]] const BackendGrowth* growthOf(const std::string& backend) const noexcept;

    /// By backend and tokens. Snapshots of one run share what did not change between them.
    std::map<std::pair<std::string, Index>, std::shared_ptr<const CellSummary>> cells;
};
using BenchSummaryPtr = std::shared_ptr<const BenchSummary>;

/// The baseline where nobody has chosen one: the first measured attention, or the first measured backend, or
/// the first at all; empty for a result without cells.
[[nodiscard]] std::string defaultBaseline(const BenchResult& result);
/// `wanted` where the grid has such a backend, otherwise the default: a choice outlives the run that it was
/// made in.
[[nodiscard]] std::string baselineFor(const BenchResult& result, const std::string& wanted);

struct SummaryOptions
{
    CurveCells curves = CurveCells::Everything;
    /// Of a former snapshot of the same run; what it knows is not computed again.
    BenchSummaryPtr earlier;
};

/// `baseline` empty: the default. Null after `stop`. A bootstrap for each backend and crossover, so tens of
/// milliseconds: not for the interface's thread.
[[nodiscard]] BenchSummaryPtr summariseBench(const BenchResult& result, const std::string& baseline,
                                             const SummaryOptions& options = {},
                                             const std::stop_token& stop = {});

} // namespace mixlens
