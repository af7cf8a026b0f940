#include "bench_fixture.h"
#include "core/bench/operation_share.h"
#include "core/engine/bench_job.h"
#include "core/engine/bench_study.h"

#include <QTest>

using namespace mixlens;

namespace {

std::stop_token stopped()
{
    std::stop_source source;
    source.request_stop();
    return source.get_token();
}

std::unique_ptr<BenchRun> smallRun(int rounds)
{
    BenchGrid grid;
    grid.backends = {"attention", "fourier"};
    grid.lengths = {4, 8, 16, 32};
    grid.width = 16;
    grid.heads = 2;
    grid.rounds = rounds;
    grid.sampleSeconds = 1e-6;
    BenchMeans means;
    means.limits.passes = 0;
    return BenchRun::make(grid, {}, std::move(means)).value();
}

void compareGrowth(const BackendGrowth& a, const BackendGrowth& b)
{
    QCOMPARE(a.backend, b.backend);
    QCOMPARE(a.exponent.has_value(), b.exponent.has_value());
    if (a.exponent)
        QCOMPARE(a.exponent->confidence95, b.exponent->confidence95);
    QCOMPARE(a.fits.size(), b.fits.size());
    for (std::size_t i = 0; i < a.fits.size(); ++i)
        QCOMPARE(a.fits[i].slope, b.fits[i].slope);
    QCOMPARE(a.crossover.has_value(), b.crossover.has_value());
    if (a.crossover)
        QCOMPARE(a.crossover->confidence95, b.crossover->confidence95);
}

} // namespace

class TestBenchSummary : public QObject
{
    Q_OBJECT

private slots:
    void itSaysWhatTheStatisticsSayOfEachCell()
    {
        const BenchResult result = fixture::result();
        const BenchSummaryPtr summary = summariseBench(result, {});
        QCOMPARE(summary->baseline, std::string("attention"));
        const Measurement& base = *result.find("attention", 16);
        const Measurement& cell = *result.find("fourier", 16);
        const CellSummary& found = *summary->find("fourier", 16);
        QCOMPARE(found.seconds.values, cell.seconds);
        QCOMPARE(found.seconds.statistics.p90, summarise(cell.seconds).p90);
        QCOMPARE(found.ratio.statistics.median, pairedRatio(base.seconds, cell.seconds).median);
        QCOMPARE(found.test->pValue, mannWhitney(base.seconds, cell.seconds).pValue);
        QCOMPARE(found.perToken.values[2], cell.seconds[2] / 16.0);
        QCOMPARE(found.rate.values[2], transformFlops(16, cell.width) / cell.seconds[2]);
        QCOMPARE(found.roofline->rate, rooflinePoint(cell, result.limits, result.environment)->rate);
        QCOMPARE(found.find("mixing")->share.median, summarise(operationShares(cell, "mixing")).median);
        QVERIFY(!summary->find("attention", 16)->test);     // it is the baseline
        QVERIFY(summary->find("attention", 64) == nullptr); // refused
        QVERIFY(summary->find("fourier", 64)->ratio.values.empty());
    }

    void growthIsOfTheCurvesAndADeviceCrossesNothing()
    {
        const BenchResult result = fixture::result();
        const BenchSummaryPtr summary = summariseBench(result, "attention");
        const BackendGrowth& fourier = *summary->growthOf("fourier");
        const std::vector<CurvePoint> curve = curveOf(result, "fourier");
        QCOMPARE(curve.size(), std::size_t{4});
        QCOMPARE(fourier.exponent->confidence95, growthExponent(curve)->confidence95);
        QCOMPARE(fourier.fits.front().rmsResidual, fitGrowth(curve).front().rmsResidual);
        QCOMPARE(fourier.crossover->confidence95,
                 findCrossover(curveOf(result, "attention"), curve).confidence95);
        QVERIFY(!summary->growthOf("attention")->crossover);
        QVERIFY(!summary->growthOf("optical:bits=6,preset=ideal")->crossover);
        QVERIFY(summary->growthOf("optical:bits=6,preset=ideal")->exponent);
    }

    void secondsATokenGrowWithOnePowerLess()
    {
        BenchResult result = fixture::result();
        const Exponent less = perToken(*summariseBench(result, {})->growthOf("fourier")->exponent);
        for (Measurement& cell : result.measurements)
            for (double& seconds : cell.seconds)
                seconds /= static_cast<double>(cell.cell.tokens);
        const auto direct = growthExponent(curveOf(result, "fourier"));
        QVERIFY(std::abs(less.value - direct->value) < 1e-12); // roundings of a few logarithms
        QVERIFY(std::abs(less.confidence95.high - direct->confidence95.high) < 1e-12);
    }

    void aBaselineThatTheGridLacksGivesWayToTheDefault()
    {
        BenchResult result = fixture::result();
        QCOMPARE(baselineFor(result, "fourier"), std::string("fourier"));
        QCOMPARE(baselineFor(result, "linear"), std::string("attention"));
        for (Measurement& cell : result.measurements)
            if (cell.family == "attention")
                cell.seconds.clear();
        QCOMPARE(defaultBaseline(result), std::string("fourier")); // the first that is measured
        QCOMPARE(defaultBaseline(BenchResult()), std::string());
    }

    void whatDidNotChangeIsTakenOver()
    {
        BenchResult result = fixture::result();
        const BenchSummaryPtr before = summariseBench(result, {});
        for (Measurement& cell : result.measurements)
            if (cell.cell == BenchCell{"fourier", 16})
                cell.seconds.push_back(1.0);
        const BenchSummaryPtr after = summariseBench(result, {}, {CurveCells::Everything, before});
        QCOMPARE(after->find("fourier", 8), before->find("fourier", 8)); // the same object
        QVERIFY(after->find("fourier", 16) != before->find("fourier", 16));
        const BenchSummaryPtr anew = summariseBench(result, {});
        for (const BackendGrowth& growth : anew->growth)
            compareGrowth(*after->growthOf(growth.backend), growth);
        QVERIFY(after->growthOf("fourier")->exponent->value != before->growthOf("fourier")->exponent->value);
        // Another baseline: nothing of ratios may stay.
        const BenchSummaryPtr pinned = summariseBench(result, "fourier", {CurveCells::Everything, after});
        QVERIFY(!pinned->find("fourier", 8)->test && pinned->find("attention", 8)->test);
        QCOMPARE(pinned->growthOf("attention")->crossover->confidence95,
                 findCrossover(curveOf(result, "fourier"), curveOf(result, "attention")).confidence95);
    }

    void aRunUnderWayFitsItsFinishedCellsOnly()
    {
        BenchResult result = fixture::result();
        for (Measurement& cell : result.measurements)
            if (cell.cell.tokens == 64 && cell.measured())
                cell.seconds.resize(2);
        const BenchSummaryPtr running = summariseBench(result, {}, {CurveCells::Finished, nullptr});
        QCOMPARE(running->growthOf("fourier")->exponent->toTokens, 32.0);
        QCOMPARE(summariseBench(result, {})->growthOf("fourier")->exponent->toTokens, 64.0);
        QCOMPARE(running->find("fourier", 64)->seconds.statistics.samples, std::size_t{2});
    }

    void aStopLeavesNothing()
    {
        QVERIFY(summariseBench(fixture::result(), {}, {}, stopped()) == nullptr);
        BenchStudyRequest request;
        request.result = request.other = std::make_shared<const BenchResult>(fixture::result());
        QVERIFY(studyBench(request, stopped()) == nullptr);
    }

    void everyUpdateOfARunHasTheSummaryOfItsResult()
    {
        std::vector<BenchUpdate> updates;
        BenchJob job(
            smallRun(5), [&](BenchUpdate update) { updates.push_back(std::move(update)); }, {}, {}, {},
            [] { return std::string("fourier"); });
        while (job.step({})) {
        }
        for (const BenchUpdate& update : updates)
            for (const Measurement& cell : update.result->measurements)
                QCOMPARE(update.summary->find(cell.cell.backend, cell.cell.tokens)->seconds.values,
                         cell.seconds);
        const BenchSummary& last = *updates.back().summary;
        QCOMPARE(last.baseline, std::string("fourier"));
        const BenchSummaryPtr anew = summariseBench(*updates.back().result, "fourier");
        for (const BackendGrowth& growth : anew->growth)
            compareGrowth(*last.growthOf(growth.backend), growth);
        QVERIFY(last.growthOf("attention")->exponent && last.growthOf("attention")->crossover);
    }

    void aStoppedRunsLastSummaryHasItsUnfinishedCells()
    {
        std::stop_source stop;
        BenchUpdate last;
        BenchJob job(smallRun(50), [&](BenchUpdate update) { last = std::move(update); });
        for (int step = 0; step < 20; ++step)
            QVERIFY(job.step({}));
        stop.request_stop();
        QVERIFY(!job.step(stop.get_token()));
        QVERIFY(!last.result->complete);
        QVERIFY(last.summary->growthOf("fourier")->samples.front() > 0);
    }

    void aStudyHasBothSummariesAndTheComparison()
    {
        BenchStudyRequest request;
        request.revision = 7;
        request.result = std::make_shared<const BenchResult>(fixture::result());
        request.other = std::make_shared<const BenchResult>(fixture::result(fixture::grid(), 2));
        request.baseline = "fourier";
        request.otherSummary = summariseBench(*request.other, "fourier");
        const BenchStudyPtr study = studyBench(request, {});
        QCOMPARE(study->revision, std::uint64_t{7});
        QCOMPARE(study->summary->baseline, std::string("fourier"));
        QCOMPARE(study->otherSummary, request.otherSummary); // known already
        const Comparison direct = compareBenchResults(*request.other, *request.result);
        QCOMPARE(study->comparison->cells.size(), direct.cells.size());
        QCOMPARE(study->comparison->cells[1].ratio95, direct.cells[1].ratio95);
        request.other = nullptr;
        QVERIFY(studyBench(request, {})->comparison == nullptr);
    }
};

QTEST_APPLESS_MAIN(TestBenchSummary)
#include "tst_bench_summary.moc"
