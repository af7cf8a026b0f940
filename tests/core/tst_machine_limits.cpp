#include "core/bench/machine_limits.h"

#include <QTest>

#include <cmath>

using namespace mixlens;

namespace {

/// So little that a test can pay for it.
LimitsProbe::Effort little()
{
    return {.product = 16, .passes = 2, .samples = 3, .sampleSeconds = 1e-5, .memoryBlock = 1U << 16U};
}

Environment smallCaches()
{
    Environment machine;
    machine.cacheL2 = 1U << 14U;
    machine.cacheL3 = 1U << 16U;
    return machine;
}

} // namespace

class TestMachineLimits : public QObject
{
    Q_OBJECT

private slots:
    void everyLimitIsPositiveAndFinite_data()
    {
        QTest::addColumn<int>("threads");
        QTest::addRow("one thread") << 1;
        QTest::addRow("three threads") << 3;
    }

    void everyLimitIsPositiveAndFinite()
    {
        QFETCH(int, threads);
        TaskPool pool(threads);
        LimitsProbe probe(pool, smallCaches(), little());
        while (probe.step())
            QVERIFY(probe.done() < 1.0);
        QCOMPARE(probe.done(), 1.0);
        const MachineLimits limits = probe.limits();
        for (const double value : {limits.gemmFlops, limits.copyL2, limits.copyL3, limits.copyMemory})
            QVERIFY(std::isfinite(value) && value > 0.0);
        QVERIFY(!probe.step());
    }

    void stoppingHalfWayKeepsWhatIsKnown()
    {
        TaskPool pool(1);
        LimitsProbe probe(pool, smallCaches(), little());
        while (probe.limits().copyL2 == 0.0)
            QVERIFY(probe.step());
        QVERIFY(probe.limits().gemmFlops > 0.0);
        QCOMPARE(probe.limits().copyMemory, 0.0);
    }

    void progressNeverGoesBack()
    {
        TaskPool pool(1);
        LimitsProbe probe(pool, smallCaches(), little());
        double before = probe.done();
        QCOMPARE(before, 0.0);
        while (probe.step()) {
            QVERIFY(probe.done() >= before);
            before = probe.done();
        }
    }

    void unknownCachesHaveSizesToo()
    {
        TaskPool pool(1);
        LimitsProbe::Effort effort = little();
        effort.passes = 1;
        effort.samples = 1;
        LimitsProbe probe(pool, Environment{}, effort);
        while (probe.step()) {
        }
        QVERIFY(probe.limits().copyL3 > 0.0);
    }
};

QTEST_APPLESS_MAIN(TestMachineLimits)
#include "tst_machine_limits.moc"
