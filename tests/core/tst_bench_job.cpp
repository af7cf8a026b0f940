#include "core/bench/result_file.h"
#include "core/engine/bench_job.h"

#include <QTemporaryDir>
#include <QTest>

#include <latch>
#include <mutex>

using namespace mixlens;

namespace {

BenchGrid smallGrid(int rounds = 3)
{
    BenchGrid grid;
    grid.backends = {"attention", "fourier"};
    grid.lengths = {4, 8, 16};
    grid.width = 16;
    grid.heads = 2;
    grid.rounds = rounds;
    grid.sampleSeconds = 1e-6;
    return grid;
}

std::unique_ptr<BenchRun> runOf(const BenchGrid& grid)
{
    BenchMeans means;
    means.limits.passes = 0;
    return BenchRun::make(grid, {}, std::move(means)).value();
}

/// What a job published, from whatever thread.
class Inbox
{
public:
    [[nodiscard]] BenchJob::Publish publish()
    {
        return [this](const BenchUpdate& update) {
            {
                const std::lock_guard lock(m_mutex);
                m_updates.push_back(update);
            }
            if (!update.running)
                m_ended.count_down();
        };
    }
    void waitForEnd() { m_ended.wait(); }
    [[nodiscard]] std::vector<BenchUpdate> updates() const
    {
        const std::lock_guard lock(m_mutex);
        return m_updates;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<BenchUpdate> m_updates;
    std::latch m_ended{1};
};

} // namespace

class TestBenchJob : public QObject
{
    Q_OBJECT

private slots:
    void everyLengthIsPublishedAndTheLastUpdateIsComplete()
    {
        Inbox inbox;
        Worker worker;
        worker.start(std::make_shared<BenchJob>(runOf(smallGrid()), inbox.publish()));
        inbox.waitForEnd();
        const std::vector<BenchUpdate> updates = inbox.updates();
        QVERIFY(updates.size() >= 3);
        std::size_t cells = 0;
        for (std::size_t i = 0; i < updates.size(); ++i) {
            QVERIFY(updates[i].progress.cellsDone >= cells);
            cells = updates[i].progress.cellsDone;
            QCOMPARE(updates[i].running, i + 1 < updates.size());
        }
        QVERIFY(updates.back().result->complete);
        QCOMPARE(updates.back().result->measurements.size(), std::size_t{6});
    }

    void aSnapshotNeverChangesAfterwards()
    {
        std::shared_ptr<const BenchResult> first;
        std::size_t rounds = 0;
        BenchJob job(runOf(smallGrid()), [&](const BenchUpdate& update) {
            if (!first && !update.result->measurements.empty()) {
                first = update.result;
                rounds = first->measurements.front().seconds.size();
            }
        });
        while (job.step({})) {
        }
        QVERIFY(first && !first->complete);
        QCOMPARE(first->measurements.front().seconds.size(), rounds);
    }

    void stoppingPublishesWhatThereIs()
    {
        Inbox inbox;
        Worker worker;
        const auto job = std::make_shared<BenchJob>(runOf(smallGrid(100'000)), inbox.publish());
        worker.start(job);
        job->stop();
        inbox.waitForEnd(); // hangs, and the test times out, if the run goes on
        QVERIFY(!inbox.updates().back().result->complete);
    }

    void theWorkersOwnTokenStopsIt()
    {
        bool ended = false;
        BenchJob job(runOf(smallGrid(100'000)), [&](const BenchUpdate& update) { ended = !update.running; });
        QVERIFY(job.step({}));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!job.step(stop.get_token()));
        QVERIFY(ended);
    }

    void theFileFollowsTheLengths()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("run.json").toStdString();
        std::size_t lengths = 0;
        BenchJob job(
            runOf(smallGrid()),
            [&](const BenchUpdate& update) {
                const auto saved = readBenchFile(file);
                if (update.result->measurements.size() < 2)
                    return;
                QVERIFY2(saved, saved ? "" : saved.error().message.c_str());
                QVERIFY(saved->measurements.size() <= update.result->measurements.size());
                QCOMPARE(saved->title, std::string("A title"));
                QCOMPARE(saved->note, std::string("A note"));
                ++lengths;
            },
            file, "A title", "A note");
        while (job.step({})) {
        }
        QVERIFY(lengths >= 3);
        const auto saved = readBenchFile(file);
        QVERIFY(saved->complete);
        QCOMPARE(saved->measurements.size(), std::size_t{6});
    }

    void aFileThatCannotBeWrittenCostsNoCell()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("missing/run.json").toStdString();
        std::shared_ptr<const BenchResult> last;
        BenchJob job(
            runOf(smallGrid()), [&](const BenchUpdate& update) { last = update.result; }, file);
        while (job.step({})) {
        }
        QVERIFY(last->complete);
        QCOMPARE(std::ranges::count(last->warnings, std::string("file"), &BenchWarning::code), 1);
        const auto warning = std::ranges::find(last->warnings, std::string("file"), &BenchWarning::code);
        QVERIFY(warning->sentence.find("missing/run.json") != std::string::npos);
        for (const Measurement& cell : last->measurements)
            QCOMPARE(cell.seconds.size(), std::size_t{3});
    }

    void aFullDiskIsOneWarningAndTheRunGoesOn()
    {
        if (!std::filesystem::exists("/dev/full"))
            QSKIP("this system has no /dev/full");
        std::shared_ptr<const BenchResult> last;
        BenchJob job(
            runOf(smallGrid()), [&](const BenchUpdate& update) { last = update.result; }, "/dev/full");
        while (job.step({})) {
        }
        QVERIFY(last->complete);
        QCOMPARE(std::ranges::count(last->warnings, std::string("file"), &BenchWarning::code), 1);
    }

    void aRunWithoutACellLeavesNoFile()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("run.json").toStdString();
        {
            BenchMeans means; // begins with the machine's limits
            BenchJob dropped(
                BenchRun::make(smallGrid(), {}, means).value(), [](const BenchUpdate&) {}, file);
            QVERIFY(dropped.step({}));
        }
        QVERIFY(!std::filesystem::exists(file));
        std::stop_source stop;
        stop.request_stop();
        BenchJob stopped(
            runOf(smallGrid()), [](const BenchUpdate&) {}, file);
        QVERIFY(!stopped.step(stop.get_token()));
        QVERIFY(!std::filesystem::exists(file));
    }

    void aDroppedJobSavesItsRounds()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("run.json").toStdString();
        {
            BenchJob job(
                runOf(smallGrid(100)), [](const BenchUpdate&) {}, file);
            for (int i = 0; i < 20; ++i)
                QVERIFY(job.step({}));
        }
        const auto saved = readBenchFile(file);
        QVERIFY2(saved, saved ? "" : saved.error().message.c_str());
        QVERIFY(!saved->complete);
        QVERIFY(saved->find("fourier", 4)->seconds.size() >= 5); // 2 x 2 steps prepare, 16 sample
    }
};

QTEST_APPLESS_MAIN(TestBenchJob)
#include "tst_bench_job.moc"
