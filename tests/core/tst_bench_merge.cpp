#include "bench_fixture.h"
#include "core/bench/result_file.h"

#include <QtTest>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

using namespace mixlens;

namespace {

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

std::vector<BenchResult> shards(int count)
{
    std::vector<BenchResult> parts;
    for (int index = 0; index < count; ++index)
        parts.push_back(fixture::result(fixture::shardOf(fixture::grid(), index, count)));
    return parts;
}

} // namespace

class BenchMergeTest : public QObject
{
    Q_OBJECT

private slots:
    void shardsMergeToExactlyTheWholeGrid()
    {
        const BenchResult whole = fixture::result();
        for (int count = 1; count <= 13; ++count) {
            auto parts = shards(count);
            std::ranges::reverse(parts); // whatever the order in which jobs finish
            const auto merged = mergeBenchResults(parts, false);
            QVERIFY2(merged.has_value(), merged ? "" : merged.error().message.c_str());
            QVERIFY(merged->complete);
            QCOMPARE(merged->grid, whole.grid);
            QCOMPARE(merged->started, whole.started);
            QCOMPARE(merged->measurements.size(), whole.measurements.size());
            for (std::size_t i = 0; i < whole.measurements.size(); ++i) {
                QCOMPARE(merged->measurements[i].cell, whole.measurements[i].cell);
                QCOMPARE(merged->measurements[i].seconds, whole.measurements[i].seconds);
                QCOMPARE(merged->measurements[i].refusal, whole.measurements[i].refusal);
            }
            QCOMPARE(merged->warnings, whole.warnings); // the same sentence once
            QCOMPARE(merged->note, whole.note);
            QVERIFY(parseBenchJson(benchJson(*merged), "merged.json").has_value());
        }
    }

    void aMissingShardLeavesTheResultIncomplete()
    {
        auto parts = shards(4);
        parts.erase(parts.begin() + 2);
        const auto merged = mergeBenchResults(parts, false);
        QVERIFY(!merged->complete);
        QCOMPARE(merged->measurements.size(), std::size_t{9});
    }

    void placesThatWereNotMeasuredYetAreFilledByTheOther()
    {
        BenchResult begun = fixture::result();
        for (std::size_t i = 4; i < begun.measurements.size(); ++i) {
            begun.measurements[i].seconds.clear();
            begun.measurements[i].refusal.clear();
        }
        BenchResult rest = fixture::result();
        rest.measurements.erase(rest.measurements.begin(), rest.measurements.begin() + 4);
        const auto merged = mergeBenchResults(std::vector{begun, rest}, false);
        QVERIFY(merged.has_value());
        QVERIFY(merged->complete);
        QVERIFY(merged->measurements[5].measured());
    }

    void gridsOfOneMachineAreUnited()
    {
        BenchGrid shortOnes = fixture::grid(), longOnes = fixture::grid();
        shortOnes.lengths = {8, 32};
        longOnes.lengths = {16, 128};
        const auto merged =
            mergeBenchResults(std::vector{fixture::result(longOnes), fixture::result(shortOnes)}, false);
        QCOMPARE(merged->grid.lengths, (std::vector<Index>{8, 16, 32, 128}));
        QVERIFY(std::ranges::is_sorted(merged->measurements, {},
                                       [](const Measurement& m) { return m.cell.tokens; }));
        QVERIFY(merged->complete);
    }

    void theSameCellTwiceIsRefused()
    {
        const auto merged = mergeBenchResults(std::vector{fixture::result(), fixture::result()}, false);
        QVERIFY(!merged.has_value());
        QVERIFY(contains(merged.error().message, "\"attention\" at 8 tokens"));
        QVERIFY(merged.error().message.ends_with('.'));
    }

    void nothingIsNothingToMerge() { QVERIFY(!mergeBenchResults({}, false).has_value()); }

    void whatIsNotComparableIsRefusedByName_data()
    {
        QTest::addColumn<QString>("what");
        for (const char* what : {"level", "model", "width", "heads", "batch", "threads", "processor",
                                 "kernels", "version", "build"})
            QTest::newRow(what) << what;
    }

    void whatIsNotComparableIsRefusedByName()
    {
        QFETCH(QString, what);
        BenchResult first = shards(2)[0], second = shards(2)[1];
        second.id = "other";
        std::string shown = "\"other value\"";
        if (what == "level") {
            second.grid.level = BenchLevel::Block;
            shown = "\"block\"";
        } else if (what == "model")
            second.grid.model = "other value";
        else if (what == "width" || what == "heads" || what == "batch") {
            (what == "width"   ? second.grid.width
             : what == "heads" ? second.grid.heads
                               : second.grid.batch) = 77;
            shown = "\"77\"";
        } else if (what == "threads") {
            second.grid.threads = 77;
            shown = "\"77\"";
        } else {
            Environment& e = second.environment;
            (what == "processor" ? e.processor
             : what == "kernels" ? e.kernels
             : what == "version" ? e.version
                                 : e.build) = "other value";
        }
        const auto merged = mergeBenchResults(std::vector{first, second}, false);
        QVERIFY(!merged.has_value());
        const std::string& message = merged.error().message;
        QVERIFY2(contains(message, what.toStdString() + " is ") && contains(message, shown), message.c_str());
        QVERIFY(contains(message, first.id) && contains(message, "(other)"));

        const auto apart = mergeBenchResults(std::vector{first, second}, true);
        QVERIFY(apart.has_value());
        QCOMPARE(apart->grid.backends.size(), std::size_t{6});
        QVERIFY(apart->grid.backends[3].starts_with("attention @ "));
        QVERIFY(
            what == "processor" ||
            contains(apart->grid.backends[3], what.toStdString() + ' ' + shown.substr(1, shown.size() - 2)));
        QCOMPARE(apart->measurements.size(), first.measurements.size() + second.measurements.size());
        QVERIFY(parseBenchJson(benchJson(*apart), "apart.json").has_value());
    }

    void anotherMachineKeepsItsName()
    {
        BenchResult here = fixture::result(), there = fixture::result();
        there.environment = fixture::machine("Other CPU");
        there.limits.gemmFlops = 5e11;
        const auto merged = mergeBenchResults(std::vector{here, there}, true);
        QVERIFY(merged.has_value());
        QVERIFY(merged->complete);
        QVERIFY(merged->find("fourier @ Other CPU", 16) != nullptr);
        QCOMPARE(merged->limits.gemmFlops, here.limits.gemmFlops);
        QVERIFY(std::ranges::find(merged->warnings, "fourier @ Other CPU", &BenchWarning::backend) !=
                merged->warnings.end());
    }

    void mergingManyKeepsAFileNameable()
    {
        const auto parts = shards(12);
        QVERIFY(mergeBenchResults(parts, false)->id.size() < 200);
    }

    void aRunComparedWithItselfIsTheSame()
    {
        const BenchResult result = fixture::result();
        const Comparison comparison = compareBenchResults(result, result);
        QVERIFY(comparison.differences.empty());
        QCOMPARE(comparison.cells.size(), result.measurements.size());
        for (const CellComparison& cell : comparison.cells) {
            const bool refused = cell.cell == BenchCell{"attention", 64};
            QCOMPARE(cell.problem.empty(), !refused);
            QCOMPARE(cell.ratio, refused ? 0.0 : 1.0);
            if (refused)
                continue;
            QVERIFY(cell.ratio95.low <= 1.0 && 1.0 <= cell.ratio95.high);
            QVERIFY(cell.test.pValue > 0.9);
            QVERIFY(std::abs(cell.test.shift) < 1e-7); // tokens microseconds, by symmetry about zero
        }
    }

    void aFasterKernelShows()
    {
        const BenchResult before = fixture::result();
        BenchResult after = fixture::result(fixture::grid(), 2);
        for (Measurement& measurement : after.measurements)
            if (measurement.cell.backend == "fourier")
                for (double& seconds : measurement.seconds)
                    seconds *= 0.5;
        for (const CellComparison& cell : compareBenchResults(before, after).cells) {
            if (cell.cell.backend != "fourier")
                continue;
            QVERIFY(std::abs(cell.ratio - 0.5) < 0.15); // noise of 10 % on seven rounds
            QVERIFY(cell.ratio95.low <= cell.ratio && cell.ratio <= cell.ratio95.high);
            QVERIFY(cell.ratio95.high < 0.8);
            QCOMPARE(cell.test.pValue, 2.0 / 3432.0); // all 49 pairs: the rarest of C(14, 7) orders
            QVERIFY(cell.test.shift < 0.0);
        }
    }

    void anotherMachineIsComparedAndNamed()
    {
        const BenchResult before = fixture::result();
        BenchResult after = fixture::result(fixture::grid(), 2);
        after.environment = fixture::machine("Other CPU");
        after.environment.governor = "powersave";
        after.grid.threads = 2;
        const Comparison comparison = compareBenchResults(before, after);
        QCOMPARE(comparison.differences.size(), std::size_t{3});
        QVERIFY(contains(comparison.differences[0], "threads is \"1\""));
        QVERIFY(contains(comparison.differences[1], "\"Test CPU 3000\" in the first and \"Other CPU\""));
        QVERIFY(contains(comparison.differences[2], "governor"));
        QVERIFY(comparison.cells[0].problem.empty() && comparison.cells[0].ratio > 0.0);
    }

    void otherWorkIsNotCompared()
    {
        const BenchResult before = fixture::result();
        BenchGrid grid = fixture::grid();
        grid.width = 512;
        grid.lengths = {8, 9};
        const Comparison comparison = compareBenchResults(before, fixture::result(grid));
        for (const CellComparison& cell : comparison.cells) {
            QVERIFY(contains(cell.problem, "width"));
            QCOMPARE(cell.ratio, 0.0);
        }
    }

    void cellsThatOneSideLacksSaySo()
    {
        BenchResult before = fixture::result(), after = fixture::result();
        before.measurements[0].seconds.clear();
        after.measurements[1].seconds.clear();
        before.measurements.erase(before.measurements.begin() + 2);
        const Comparison comparison = compareBenchResults(before, after);
        QVERIFY(contains(comparison.cells[0].problem, "earlier"));
        QVERIFY(contains(comparison.cells[1].problem, "later"));
        QVERIFY(contains(comparison.cells[2].problem, "no such cell"));
        QVERIFY(comparison.cells[3].problem.empty());
    }
};

QTEST_APPLESS_MAIN(BenchMergeTest)
#include "tst_bench_merge.moc"
