#include "core/bench/operation_share.h"
#include "core/bench/roofline.h"

#include <QTest>

using namespace mixlens;

namespace {

constexpr MachineLimits limits{100e9, 60e9, 30e9, 10e9};

Measurement cellOf(std::uint64_t flops, std::uint64_t bytes, double seconds)
{
    Measurement cell;
    cell.cell = {"fourier", 64};
    cell.seconds = {seconds, seconds, seconds};
    cell.formulaFlops = flops;
    cell.formulaBytes = bytes;
    return cell;
}

Environment machine()
{
    Environment environment;
    environment.cacheL2 = 1'000'000;
    environment.cacheL3 = 30'000'000;
    return environment;
}

} // namespace

class RooflineTest : public QObject
{
    Q_OBJECT

private slots:
    void theLevelIsTheInnermostThatHoldsTheCall()
    {
        const auto level = [](std::uint64_t bytes) {
            return rooflinePoint(cellOf(1, bytes, 1.0), limits, machine())->level;
        };
        QCOMPARE(level(1'000'000), MemoryLevel::L2);
        QCOMPARE(level(1'000'001), MemoryLevel::L3);
        QCOMPARE(level(30'000'001), MemoryLevel::Memory);
    }

    void theLimitIsTheLowerOfBandwidthAndMatrixProduct()
    {
        // One flop a byte in L2: 60 Gflop/s; a millisecond for a million flops is 1 Gflop/s.
        const RooflinePoint bound = *rooflinePoint(cellOf(1'000'000, 1'000'000, 1e-3), limits, machine());
        QCOMPARE(bound.intensity, 1.0);
        QCOMPARE(bound.rate, 1e9);
        QCOMPARE(bound.limit, 60e9);
        QVERIFY(!bound.computeBound);
        QCOMPARE(bound.share, 1e9 / 60e9);
        const RooflinePoint computing =
            *rooflinePoint(cellOf(10'000'000, 1'000'000, 1e-3), limits, machine());
        QVERIFY(computing.computeBound);
        QCOMPARE(computing.limit, 100e9);
    }

    void whatWasNotMeasuredLimitsNothing()
    {
        const Measurement cell = cellOf(1'000'000, 1'000'000, 1e-3);
        const RooflinePoint none = *rooflinePoint(cell, {}, machine());
        QCOMPARE(none.limit, 0.0);
        QCOMPARE(none.share, 0.0);
        const RooflinePoint memory = *rooflinePoint(cell, {0.0, 0.0, 0.0, 10e9}, machine());
        QCOMPARE(memory.level, MemoryLevel::Memory);
        QCOMPARE(memory.limit, 10e9);
        QCOMPARE(rooflinePoint(cell, {100e9, 0.0, 0.0, 0.0}, machine())->limit, 100e9);
    }

    void cellsWithoutTimeOrFormulaHaveNoPoint()
    {
        Measurement refused = cellOf(1, 1, 1.0);
        refused.seconds.clear();
        QVERIFY(!rooflinePoint(refused, limits, machine()));
        QVERIFY(!rooflinePoint(cellOf(0, 1, 1.0), limits, machine()));
        QVERIFY(!rooflinePoint(cellOf(1, 0, 1.0), limits, machine()));
        QVERIFY(!rooflinePoint(cellOf(1, 1, 0.0), limits, machine()));
    }

    void transformFlopsFollowBenchFft()
    {
        QCOMPARE(transformFlops(4, 256), 2.5 * 1024.0 * 10.0);
        QCOMPARE(transformFlops(1, 1), 0.0);
    }

    void sharesOfOperationsAddUpToOneInEveryRound()
    {
        Measurement cell;
        cell.operations = {
            {"embedding", {1.0, 2.0, 9.0}}, {"mixing", {3.0, 2.0}}, {"feed-forward", {4.0, 4.0}}};
        const std::vector<double> mixing = operationShares(cell, mixingOperation);
        QCOMPARE(mixing, (std::vector{3.0 / 8.0, 2.0 / 8.0})); // the third round is not whole
        QCOMPARE(operationShares(cell, "embedding")[1] + mixing[1] + operationShares(cell, "feed-forward")[1],
                 1.0);
        QVERIFY(operationShares(cell, "attention").empty());
        cell.operations = {{"mixing", {0.0}}};
        QVERIFY(operationShares(cell, "mixing").empty());
    }
};

QTEST_APPLESS_MAIN(RooflineTest)
#include "tst_roofline.moc"
