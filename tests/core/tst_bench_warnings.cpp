#include "core/bench/bench_warnings.h"
#include "core/bench/call_estimator.h"
#include "core/bench/peak_memory.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace mixlens;

namespace {

/// Twenty-one calls of about a millisecond with a scatter of 1 %, three in a sample.
Measurement quietCell(const std::string& backend = "fourier", Index tokens = 64)
{
    Measurement cell;
    cell.cell = {backend, tokens};
    cell.iterations = 3;
    for (int round = 0; round < 21; ++round)
        cell.seconds.push_back(1e-3 * (1.0 + 0.01 * ((round * 7) % 5 - 2)));
    return cell;
}

BenchResult resultOf(std::vector<Measurement> cells)
{
    BenchResult result;
    result.grid.backends = {"fourier", "attention"};
    result.environment.build = "release";
    result.environment.governor = "performance";
    result.environment.cores = 4;
    result.measurements = std::move(cells);
    return result;
}

constexpr RunConditions quiet{.foreignLoad = 0.1, .clockSeconds = 3e-8};

std::vector<std::string> codes(const BenchResult& result, const RunConditions& conditions = quiet)
{
    std::vector<std::string> found;
    for (const BenchWarning& warning : findWarnings(result, conditions))
        found.push_back(warning.code);
    return found;
}

using Codes = std::vector<std::string>;

} // namespace

class TestBenchWarnings : public QObject
{
    Q_OBJECT

private slots:
    void aQuietRunHasNone() { QVERIFY(codes(resultOf({quietCell(), quietCell("attention", 8)})).empty()); }

    void nothingMeasuredIsNothingToWarnOf()
    {
        QVERIFY(codes(resultOf({})).empty());
        Measurement refused;
        refused.cell = {"fourier", 64};
        refused.refusal = "too large";
        QVERIFY(codes(resultOf({refused})).empty());
    }

    void theMachineIsNamed()
    {
        BenchResult result = resultOf({quietCell()});
        result.environment.build = "with assertions";
        result.environment.governor = "powersave";
        result.grid.threads = 8;
        result.grid.rounds = 5;
        QCOMPARE(codes(result), (Codes{"debug", "governor", "threads", "few-rounds"}));
        for (const BenchWarning& warning : findWarnings(result, quiet)) {
            QVERIFY(warning.backend.empty());
            QVERIFY(warning.sentence.ends_with('.'));
            QCOMPARE(std::ranges::count(warning.sentence, ';'), 1); // what is, and what to do
        }
        result.environment.governor = "unknown";
        QCOMPARE(codes(result), (Codes{"debug", "threads", "few-rounds"}));
    }

    void othersLoadCountsOnlyWhereCoresAreScarce()
    {
        BenchResult result = resultOf({quietCell()});
        QCOMPARE(codes(result, {.foreignLoad = 1.3}), Codes{"load"});
        QVERIFY(findWarnings(result, {.foreignLoad = 1.3})[0].sentence.find("1.3 of 4 cores") !=
                std::string::npos);
        // A load counts what waits as well.
        QVERIFY(findWarnings(result, {.foreignLoad = 6.0})[0].sentence.find("6.0 cores where there are 4") !=
                std::string::npos);
        QVERIFY(codes(result, {.foreignLoad = 0.4}).empty());
        QVERIFY(codes(result, {.foreignLoad = -1.0}).empty());
        result.environment.cores = 64;
        QVERIFY(codes(result, {.foreignLoad = 1.3}).empty());
    }

    void anOutlierIsCountedAtItsLength()
    {
        Measurement cell = quietCell();
        cell.seconds[5] = 2e-3;
        cell.seconds[9] = 3e-3;
        const auto warnings = findWarnings(resultOf({quietCell("attention"), cell}), quiet);
        QCOMPARE(warnings.size(), std::size_t{1});
        QCOMPARE(warnings[0].code, std::string("outliers"));
        QCOMPARE(warnings[0].backend, std::string("fourier"));
        QCOMPARE(warnings[0].tokens, Index{64});
        QVERIFY(warnings[0].sentence.starts_with("2 of 21 rounds of fourier at 64 tokens"));
    }

    void aBackendIsWarnedOfOnceForItsWorstLength()
    {
        Measurement one = quietCell("fourier", 8), two = quietCell("fourier", 16);
        one.seconds[5] = 3e-3;
        two.seconds[5] = two.seconds[6] = 3e-3;
        const auto warnings = findWarnings(resultOf({one, two}), quiet);
        QCOMPARE(warnings.size(), std::size_t{1});
        QCOMPARE(warnings[0].tokens, Index{16});
        QVERIFY(warnings[0].sentence.find("and at 1 other length") != std::string::npos);
    }

    void aSlowFirstRoundIsNoOutlierBesides()
    {
        Measurement cell = quietCell();
        cell.seconds[0] = 4e-3;
        const auto warnings = findWarnings(resultOf({cell}), quiet);
        QCOMPARE(warnings.size(), std::size_t{1});
        QCOMPARE(warnings[0].code, std::string("slow-first"));
        QVERIFY(warnings[0].sentence.find("4.0 times the median") != std::string::npos);
    }

    void aMachineThatSlowsDownIsNoticed()
    {
        Measurement slower = quietCell(), faster = quietCell("attention");
        for (std::size_t round = 0; round < 21; ++round) {
            const double part = static_cast<double>(round) / 20.0;
            slower.seconds[round] *= 1.0 + 0.3 * part;
            faster.seconds[round] *= 1.3 - 0.3 * part;
        }
        const auto warnings = findWarnings(resultOf({slower, faster}), quiet);
        QCOMPARE(warnings.size(), std::size_t{2});
        QVERIFY(warnings[0].code == "drift" && warnings[1].code == "drift");
        QVERIFY(warnings[0].sentence.find("slower") != std::string::npos);
        QVERIFY(warnings[1].sentence.find("faster") != std::string::npos);
    }

    void aMachineThatThrottlesIsNoticedByItsLimits()
    {
        BenchResult result = resultOf({quietCell()});
        result.limits.gemmFlops = 1e11;
        QVERIFY(codes(result, {.gemmAfterwards = 0.9e11}).empty());
        QVERIFY(codes(result, {.gemmAfterwards = 1.2e11}).empty());
        QVERIFY(codes(result, {.gemmAfterwards = 0.0}).empty()); // not measured
        const auto warnings = findWarnings(result, {.gemmAfterwards = 0.8e11});
        QCOMPARE(warnings.size(), std::size_t{1});
        QCOMPARE(warnings[0].code, std::string("drift"));
        QVERIFY(warnings[0].backend.empty());
        QVERIFY(warnings[0].sentence.find("25 % longer") != std::string::npos);
    }

    void scatterIsNotDrift()
    {
        // The thirds' medians differ by a factor of two, for one slow round more: chance.
        Measurement cell = quietCell();
        for (std::size_t round = 0; round < 21; ++round)
            cell.seconds[round] = round % 2 == 0 ? 1e-3 : 2e-3;
        cell.seconds[20] = 2e-3;
        QCOMPARE(driftRatio(cell.seconds), 2.0);
        QVERIFY(codes(resultOf({cell})).empty());
    }

    void aSampleMustBeLongForItsClock()
    {
        Measurement cell = quietCell();
        cell.iterations = 1;
        for (double& seconds : cell.seconds)
            seconds *= 0.5;
        QCOMPARE(codes(resultOf({cell})), Codes{"short"}); // half a millisecond where two were asked for
        BenchResult result = resultOf({cell});
        result.grid.sampleSeconds = 1e-4;
        QVERIFY(codes(result).empty());
        QCOMPARE(codes(result, {.clockSeconds = 1e-6}), Codes{"short"});
    }

    void theClockHasAStep()
    {
        QVERIFY(clockStep() > 0.0);
        QVERIFY(clockStep() < 1.0);
    }

    void aCallIsGuessedFromShorterOnes()
    {
        CallEstimator estimator;
        QCOMPARE(estimator.seconds({"a", 64}), 0.0);
        estimator.add({"a", 64}, 2.0);
        QCOMPARE(estimator.seconds({"a", 64}), 2.0);
        QCOMPARE(estimator.seconds({"a", 128}), 4.0); // one length: in proportion
        QCOMPARE(estimator.seconds({"b", 128}), 0.0);
        // t = N + N²/100 is met exactly by two lengths.
        const auto time = [](double n) { return n + n * n / 100.0; };
        estimator.add({"c", 100}, time(100.0));
        estimator.add({"c", 200}, time(200.0));
        QVERIFY(std::abs(estimator.seconds({"c", 800}) / time(800.0) - 1.0) < 1e-12);
        // Growth below N (a fixed cost) is taken for proportional: never less than what was seen.
        estimator.add({"d", 100}, 5.0);
        estimator.add({"d", 200}, 6.0);
        QCOMPARE(estimator.seconds({"d", 400}), 12.0);
        // Growth beyond N² is taken for N².
        estimator.add({"e", 100}, 1.0);
        estimator.add({"e", 200}, 8.0);
        QCOMPARE(estimator.seconds({"e", 400}), 32.0);
    }

    void aCellCostsItsRoundsAndItsPreparation()
    {
        BenchGrid grid;
        grid.sampleSeconds = 0.5;
        QCOMPARE(cellSeconds(2.0, grid, 10), 3 * 2.0 + 2 * 0.5 + 10 * 2.0); // a call is longer than a sample
        QCOMPARE(cellSeconds(0.0, grid, 10), 2 * 0.5 + 10 * 0.5);
    }

    void thePeakOfMemoryIsThatOfTheTimeSince()
    {
        if (!std::ofstream("/proc/self/clear_refs"))
            QSKIP("this system does not let a process reset its peak");
        constexpr std::size_t size = 64U << 20U;
        const PeakMemory before;
        {
            std::vector<char> large(size);
            std::ranges::fill(large, 'x');
            QCOMPARE(std::ranges::count(large, 'x'), static_cast<std::ptrdiff_t>(size));
        }
        const std::uint64_t growth = before.growth();
        // Pages are counted in batches; a sanitizer's shadow adds an eighth.
        QVERIFY(growth > size - (4U << 20U));
        QVERIFY(growth < size + size / 2);
        const PeakMemory after;
        QVERIFY(after.growth() < size / 4); // what is freed does not count again
    }
};

QTEST_APPLESS_MAIN(TestBenchWarnings)
#include "tst_bench_warnings.moc"
