#pragma once

#include "core/bench/bench_summary.h"
#include "core/bench/result_file.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

namespace mixlens {

/// A question to the worker: what a result that did not just come from its own run says, for itself and
/// beside another one.
struct BenchStudyRequest
{
    std::uint64_t revision = 0;
    std::shared_ptr<const BenchResult> result;
    std::shared_ptr<const BenchResult> other;   ///< null: none
    std::string baseline;                       ///< of both; where one has none such, its default
    CurveCells curves = CurveCells::Everything; ///< of `result`
    /// What is known of the two already, with whatever baseline; null: nothing.
    BenchSummaryPtr summary, otherSummary;
};

struct BenchStudy
{
    std::uint64_t revision = 0;
    std::shared_ptr<const BenchResult> result, other; ///< those of the request
    BenchSummaryPtr summary, otherSummary;
    std::shared_ptr<const Comparison> comparison; ///< of `result` with `other`, which came before
};
using BenchStudyPtr = std::shared_ptr<const BenchStudy>;

/// Null after `stop`. Precondition: request.result.
[[nodiscard]] BenchStudyPtr studyBench(const BenchStudyRequest& request, const std::stop_token& stop);

} // namespace mixlens
