#include "core/engine/worker.h"

#include <QTest>

#include <atomic>
#include <chrono>
#include <latch>
#include <string>
#include <thread>

using namespace mixlens;

namespace {

/// Counts its steps up to a limit; counts down `finished` at the end.
class CountingJob : public Job
{
public:
    CountingJob(int limit, std::latch& finished) : m_limit(limit), m_finished(finished) {}
    bool step(const std::stop_token&) override
    {
        if (++steps < m_limit)
            return true;
        m_finished.count_down();
        return false;
    }
    std::atomic<int> steps{0};

private:
    int m_limit;
    std::latch& m_finished;
};

} // namespace

class TestWorker : public QObject
{
    Q_OBJECT

private slots:
    void theNewestQuestionWins()
    {
        for (int round = 0; round < 100; ++round) {
            std::latch begun(1);
            std::latch release(1);
            std::latch done(1);
            std::atomic<int> ran{0};
            std::atomic<int> last{-1};
            Worker worker;
            worker.ask([&](const std::stop_token&) {
                begun.count_down();
                release.wait();
            });
            begun.wait();
            for (int i = 0; i < 20; ++i) {
                worker.ask([&, i](const std::stop_token&) {
                    ++ran;
                    last = i;
                    if (i == 19)
                        done.count_down();
                });
            }
            release.count_down();
            done.wait();
            QCOMPARE(ran.load(), 1);
            QCOMPARE(last.load(), 19);
        }
    }

    void aYoungQuestionIsLetFinishAnOldOneIsStopped()
    {
        Worker worker;
        std::latch begun(1);
        std::latch asked(1);
        std::latch done(1);
        std::atomic<bool> stopped{true};
        worker.ask([&](const std::stop_token& stop) {
            begun.count_down();
            asked.wait();
            stopped = stop.stop_requested();
            done.count_down();
        });
        begun.wait();
        worker.ask([](const std::stop_token&) {});
        asked.count_down();
        done.wait();
        QVERIFY(!stopped);

        std::latch old(1);
        std::latch ended(1);
        worker.ask([&](const std::stop_token& stop) {
            old.count_down();
            while (!stop.stop_requested())
                std::this_thread::yield();
            ended.count_down();
        });
        old.wait();
        const auto began = std::chrono::steady_clock::now();
        while (std::chrono::steady_clock::now() - began <= Worker::patience + std::chrono::milliseconds(20))
            std::this_thread::yield();
        worker.ask([](const std::stop_token&) {});
        ended.wait(); // hangs, and the test times out, if the old question is never stopped
    }

    void aQuestionGoesBeforeTheNextStepOfAJob()
    {
        std::latch finished(1);
        std::latch release(1);
        std::atomic<int> at{-1};
        auto job = std::make_shared<CountingJob>(1000, finished);
        Worker worker;
        worker.ask([&](const std::stop_token&) { release.wait(); });
        worker.start(job);
        worker.ask([&](const std::stop_token&) { at = job->steps.load(); });
        release.count_down();
        finished.wait();
        // The first question held the thread, so the second was waiting before the job's first step.
        QCOMPARE(at.load(), 0);
        QCOMPARE(job->steps.load(), 1000);
    }

    void cancellingDropsWaitingJobsAndStopsTheRunningOne()
    {
        struct Endless : Job
        {
            std::latch& begun;
            std::atomic<int> steps{0};
            explicit Endless(std::latch& l) : begun(l) {}
            bool step(const std::stop_token& stop) override
            {
                if (++steps == 1)
                    begun.count_down();
                return !stop.stop_requested();
            }
        };
        std::latch begun(1);
        std::latch finished(1);
        auto endless = std::make_shared<Endless>(begun);
        Worker worker;
        worker.start(endless);
        begun.wait();
        worker.cancelJobs();
        std::latch finishedNext(1);
        auto next = std::make_shared<CountingJob>(3, finishedNext);
        worker.start(next);
        finishedNext.wait();
        QCOMPARE(next->steps.load(), 3);
    }

    void aSliderNeverTakesThePlaceOfASentence()
    {
        std::latch release(1);
        std::latch done(1);
        std::string order;
        Worker worker;
        worker.ask([&](const std::stop_token&) { release.wait(); });
        worker.ask([&](const std::stop_token&) { order += "old device "; }, Worker::Topic::Optics);
        worker.ask([&](const std::stop_token&) { order += "sentence "; });
        worker.ask(
            [&](const std::stop_token&) {
                order += "device";
                done.count_down();
            },
            Worker::Topic::Optics);
        release.count_down();
        done.wait();
        QCOMPARE(order, std::string("sentence device"));
    }

    void aSliderNeverCancelsASentence()
    {
        std::latch begun(1);
        std::latch seen(1);
        std::atomic<bool> cancelled{false};
        std::atomic<bool> go{false};
        Worker worker;
        worker.ask([&](const std::stop_token& stop) {
            const auto start = std::chrono::steady_clock::now();
            while (std::chrono::steady_clock::now() - start < 2 * Worker::patience)
                std::this_thread::yield();
            begun.count_down();
            while (!go)
                std::this_thread::yield();
            cancelled = stop.stop_requested();
            seen.count_down();
        });
        begun.wait();
        worker.ask([](const std::stop_token&) {}, Worker::Topic::Optics);
        go = true;
        seen.wait();
        QVERIFY(!cancelled);
    }

    void destructionStopsWhatRuns()
    {
        for (int i = 0; i < 50; ++i) {
            std::latch begun(1);
            Worker worker;
            worker.ask([&](const std::stop_token& stop) {
                begun.count_down();
                while (!stop.stop_requested())
                    std::this_thread::yield();
            });
            begun.wait();
        }
    }
};

QTEST_APPLESS_MAIN(TestWorker)
#include "tst_worker.moc"
