#include "core/base/task_pool.h"

#include <QtTest>

#include <array>
#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>
#include <vector>

using namespace mixlens;

class TaskPoolTest : public QObject
{
    Q_OBJECT

private slots:
    void everyPartRunsOnce_data()
    {
        QTest::addColumn<int>("threads");
        QTest::addColumn<int>("parts");
        for (const int threads : {1, 2, 3, 8})
            for (const int parts : {0, 1, 2, 7, 1000})
                QTest::addRow("%d threads, %d parts", threads, parts) << threads << parts;
    }

    void everyPartRunsOnce()
    {
        QFETCH(const int, threads);
        QFETCH(const int, parts);
        TaskPool pool(threads);
        QCOMPARE(pool.threads(), threads);
        // Often, since a part lost or taken twice between two runs would show only now and then.
        for (int round = 0; round < 50; ++round) {
            std::vector<int> count(static_cast<std::size_t>(parts), 0);
            pool.run(parts, [&](std::ptrdiff_t part, int) { ++count[static_cast<std::size_t>(part)]; });
            QCOMPARE(std::ranges::count(count, 1), static_cast<std::ptrdiff_t>(parts));
        }
    }

    void noThreadNumberIsUsedTwiceAtOnce()
    {
        TaskPool pool(4);
        std::array<std::atomic<int>, 4> inside{};
        std::atomic<int> clashes{0};
        pool.run(2000, [&](std::ptrdiff_t, int thread) {
            std::atomic<int>& mine = inside[static_cast<std::size_t>(thread)];
            if (mine.fetch_add(1) != 0)
                ++clashes;
            mine.fetch_sub(1);
        });
        QCOMPARE(clashes.load(), 0);
    }

    void whatPartsWriteIsSeenByTheNextRun()
    {
        TaskPool pool(3);
        std::vector<long> values(500, 0);
        for (long round = 1; round <= 200; ++round) {
            pool.run(500, [&](std::ptrdiff_t part, int) { values[static_cast<std::size_t>(part)] += round; });
            pool.run(500, [&](std::ptrdiff_t part, int) {
                values[static_cast<std::size_t>(499 - part)] -= round - 1;
            });
        }
        QCOMPARE(std::accumulate(values.begin(), values.end(), 0L), 500L * 200L);
    }

    void sleepersWakeAndTakePart()
    {
        TaskPool pool(3);
        std::atomic<long> parts{0};
        std::array<std::atomic<int>, 3> taken{};
        for (int round = 0; round < 100; ++round) {
            // Longer than the threads spin, so that they have gone to sleep.
            std::this_thread::sleep_for(std::chrono::microseconds(500));
            pool.run(64, [&](std::ptrdiff_t, int thread) {
                ++taken[static_cast<std::size_t>(thread)];
                // A part that takes about as long as waking somebody does.
                const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(20);
                while (std::chrono::steady_clock::now() < end) {
                }
                ++parts;
            });
        }
        QCOMPARE(parts.load(), 6400L);
        QCOMPARE(taken[0] + taken[1] + taken[2], 6400);
        if (std::thread::hardware_concurrency() > 1)
            QVERIFY(taken[1] + taken[2] > 0);
    }

    void threadsBelowOneAreOne()
    {
        QCOMPARE(TaskPool(0).threads(), 1);
        QCOMPARE(TaskPool(-7).threads(), 1);
    }
};

QTEST_APPLESS_MAIN(TaskPoolTest)
#include "tst_task_pool.moc"
