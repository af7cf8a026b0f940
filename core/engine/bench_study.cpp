#include "core/engine/bench_study.h"

namespace mixlens {

namespace {

BenchSummaryPtr summaryOf(const BenchResult& result, const std::string& wanted, CurveCells curves,
                          const BenchSummaryPtr& known, const std::stop_token& stop)
{
    const std::string baseline = baselineFor(result, wanted);
    if (known && known->baseline == baseline)
        return known;
    return summariseBench(result, baseline, {curves, nullptr}, stop);
}

} // namespace

BenchStudyPtr studyBench(const BenchStudyRequest& request, const std::stop_token& stop)
{
    auto study = std::make_shared<BenchStudy>();
    study->revision = request.revision;
    study->result = request.result;
    study->other = request.other;
    study->summary = summaryOf(*request.result, request.baseline, request.curves, request.summary, stop);
    if (request.other) {
        study->otherSummary =
            summaryOf(*request.other, request.baseline, CurveCells::Everything, request.otherSummary, stop);
        study->comparison =
            std::make_shared<const Comparison>(compareBenchResults(*request.other, *request.result, stop));
    }
    return stop.stop_requested() ? nullptr : study;
}

} // namespace mixlens
