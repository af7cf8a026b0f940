#include "core/engine/sweep_job.h"
#include "core/experiment/sweep_file.h"

#include <QTemporaryDir>
#include <QtTest>

#include <latch>
#include <mutex>

using namespace mixlens;

namespace {

const std::filesystem::path models{MIXLENS_MODELS};
const std::filesystem::path heldOut = models / ".." / "sentences" / "held-out.txt";

SweepPlan smallPlan(std::size_t photons = 3)
{
    SweepPlan plan;
    plan.model = "tiny-fnet";
    plan.preset = "default";
    plan.axes = {{"photons", {}}};
    for (std::size_t i = 0; i < photons; ++i)
        plan.axes[0].values.push_back(2000.0 * static_cast<double>(i + 1));
    plan.sentences = 6;
    return plan;
}

std::unique_ptr<PrecisionSweep> sweepOf(const SweepPlan& plan, int threads = 1)
{
    return PrecisionSweep::make(plan, {models}, heldOut, threads).value();
}

/// What a job published, from whatever thread.
class Inbox
{
public:
    [[nodiscard]] SweepJob::Publish publish()
    {
        return [this](const SweepUpdate& update) {
            {
                const std::lock_guard lock(m_mutex);
                m_updates.push_back(update);
            }
            if (!update.running)
                m_ended.count_down();
        };
    }
    void waitForEnd() { m_ended.wait(); }
    [[nodiscard]] std::vector<SweepUpdate> updates() const
    {
        const std::lock_guard lock(m_mutex);
        return m_updates;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<SweepUpdate> m_updates;
    std::latch m_ended{1};
};

} // namespace

class TestSweepJob : public QObject
{
    Q_OBJECT

private slots:
    void theLastUpdateHoldsTheWholeSweep()
    {
        Inbox inbox;
        Worker worker;
        worker.start(std::make_shared<SweepJob>(sweepOf(smallPlan(), 2), inbox.publish()));
        inbox.waitForEnd();
        const std::vector<SweepUpdate> updates = inbox.updates();
        std::size_t points = 0;
        for (std::size_t i = 0; i < updates.size(); ++i) {
            QVERIFY(updates[i].result != nullptr && updates[i].fileProblem.empty());
            QVERIFY(updates[i].progress.pointsDone >= points);
            points = updates[i].progress.pointsDone;
            QCOMPARE(updates[i].running, i + 1 < updates.size());
        }
        QVERIFY(updates.back().result->complete);
        QCOMPARE(updates.back().result->points.size(), std::size_t{3});
        QCOMPARE(points, std::size_t{3});
    }

    void itPublishesFourTimesASecondAtMost()
    {
        std::size_t updates = 0;
        const auto began = std::chrono::steady_clock::now();
        SweepJob job(sweepOf(smallPlan(15)), [&](const SweepUpdate&) { ++updates; });
        std::size_t steps = 0;
        while (job.step({}))
            ++steps;
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        QVERIFY(steps > 15);
        QVERIFY(static_cast<double>(updates) <= took.count() / 0.25 + 2.0); // the first and the last besides
    }

    void aSnapshotNeverChangesAfterwards()
    {
        std::shared_ptr<const SweepResult> first;
        std::string text;
        SweepJob job(sweepOf(smallPlan()), [&](const SweepUpdate& update) {
            if (!first) {
                first = update.result;
                text = sweepJson(*first);
            }
        });
        while (job.step({})) {
        }
        QVERIFY(first && !first->complete);
        QCOMPARE(sweepJson(*first), text);
    }

    void stoppingPublishesWhatThereIs()
    {
        Inbox inbox;
        Worker worker;
        const auto job = std::make_shared<SweepJob>(sweepOf(smallPlan(10'000)), inbox.publish());
        worker.start(job);
        job->stop();
        inbox.waitForEnd(); // hangs, and the test times out, if the sweep goes on
        QVERIFY(!inbox.updates().back().result->complete);
    }

    void theWorkersOwnTokenStopsIt()
    {
        bool ended = false;
        SweepJob job(sweepOf(smallPlan(10'000)), [&](const SweepUpdate& update) { ended = !update.running; });
        QVERIFY(job.step({}));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!job.step(stop.get_token()));
        QVERIFY(ended);
    }

    void theFileFollowsAndTheRestGoesOnToTheSameAnswer()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("s.json").toStdString();
        {
            SweepJob job(
                sweepOf(smallPlan()), [](const SweepUpdate&) {}, file);
            // The exact model, the first point with its control and some of the second.
            for (int i = 0; i < 4; ++i)
                QVERIFY(job.step({}));
        }
        const auto half = readSweepFile(file);
        QVERIFY2(half.has_value(), half ? "" : half.error().message.c_str());
        QVERIFY(!half->complete && !half->points.empty() && half->points.size() < 3);

        auto rest = PrecisionSweep::resume(*half, {models}, heldOut).value();
        SweepJob job(
            std::move(rest), [](const SweepUpdate&) {}, file);
        while (job.step({})) {
        }
        auto whole = sweepOf(smallPlan());
        while (whole->step({})) {
        }
        auto expected = whole->result();
        expected.started = half->started;
        QCOMPARE(sweepJson(*readSweepFile(file)), sweepJson(expected));
    }

    /// A point is in two places for a moment: its sentences are known before its control is.
    void aResultTakenDuringAControlGoesOn()
    {
        auto sweep = sweepOf(smallPlan(2));
        while (!sweep->progress().now.ends_with("white noise"))
            QVERIFY(sweep->step({}));
        const SweepResult half = sweep->result();
        QCOMPARE(half.agreements.size(), half.points.size() * half.exactAccuracy.of);
        auto rest = PrecisionSweep::resume(half, {models}, heldOut).value();
        while (rest->step({})) {
        }
        while (sweep->step({})) {
        }
        QCOMPARE(sweepJson(rest->result()), sweepJson(sweep->result()));
    }

    void aFileThatCannotBeWrittenCostsNoPoint_data()
    {
        QTest::addColumn<QString>("place");
        QTest::newRow("no folder") << "missing/s.json";
        QTest::newRow("full disk") << "/dev/full";
    }
    void aFileThatCannotBeWrittenCostsNoPoint()
    {
        QFETCH(const QString, place);
        const QTemporaryDir folder;
        const std::filesystem::path file =
            std::filesystem::path(folder.path().toStdString()) / place.toStdString();
        SweepUpdate last;
        SweepJob job(
            sweepOf(smallPlan()), [&](const SweepUpdate& update) { last = update; }, file);
        while (job.step({})) {
        }
        QVERIFY(last.result->complete);
        QCOMPARE(last.result->points.size(), std::size_t{3});
        QVERIFY2(QString::fromStdString(last.fileProblem).contains(place), last.fileProblem.c_str());
    }
};

QTEST_APPLESS_MAIN(TestSweepJob)
#include "tst_sweep_job.moc"
