#include "core/engine/sweep_job.h"
#include "core/experiment/sweep_file.h"
#include "core/experiment/sweep_store.h"
#include "sweep_fixture.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace mixlens;

class TestSweepStore : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_place = std::make_unique<QTemporaryDir>();
        m_folder = std::filesystem::path(m_place->path().toStdString()) / "sweeps";
    }

    /// A sweep that is cut off in the middle is in the store, and goes on from there.
    void sweepsAreKeptAsTheyGoAndFoundAgain()
    {
        const std::filesystem::path models{MIXLENS_MODELS};
        const std::filesystem::path heldOut = models / ".." / "sentences" / "held-out.txt";
        SweepPlan plan;
        plan.model = "tiny-fnet";
        plan.preset = "default";
        plan.axes = {{"photons", {10, 100, 1000}}};
        plan.sentences = 6;
        const SweepStore store(m_folder);
        QVERIFY(store.newest().empty() && store.list().empty());
        const auto file = store.freshFile("2026-11-24T12:15:00Z");
        QVERIFY(file.has_value());
        {
            SweepJob job(
                PrecisionSweep::make(plan, {models}, heldOut).value(), [](const SweepUpdate&) {}, *file);
            while (!std::filesystem::exists(*file))
                QVERIFY(job.step({}));
        } // as where the program ends
        QCOMPARE(store.newest(), file->stem().string());
        const std::vector<SavedSweep> list = store.list();
        QCOMPARE(list.size(), std::size_t{1});
        QVERIFY(list[0].problem.empty() && !list[0].complete);
        QVERIFY(list[0].model == "tiny-fnet" && list[0].points == 3 && list[0].pointsDone > 0);
        auto again = PrecisionSweep::resume(store.load(list[0].key).value(), {models}, heldOut);
        QVERIFY(again.has_value());
        while ((*again)->step({}))
            ;
        auto whole = PrecisionSweep::make(plan, {models}, heldOut).value();
        while (whole->step({}))
            ;
        QVERIFY((*again)->result().agreements == whole->result().agreements);
        QVERIFY((*again)->result().complete);
    }

    void noSweepOverwritesAnother()
    {
        const SweepStore store(m_folder);
        for (const char* expected : {"2026-11-24T121500Z", "2026-11-24T121500Z-2"}) {
            const auto file = store.freshFile("2026-11-24T12:15:00Z");
            QCOMPARE(file->stem().string(), std::string(expected));
            QVERIFY(writeSweepFile(*file, fixture::sweepResult()).has_value());
        }
        QCOMPARE(store.newest(), std::string("2026-11-24T121500Z-2"));
        QVERIFY(store.remove("2026-11-24T121500Z-2").has_value());
        QCOMPARE(store.newest(), std::string("2026-11-24T121500Z"));
        QVERIFY(store.restore("2026-11-24T121500Z-2").has_value());
        QCOMPARE(store.list().size(), std::size_t{2});
    }

    void damagedFilesComeLastWithTheirSentence()
    {
        const SweepStore store(m_folder);
        const auto good = store.freshFile("2026-11-24T12:15:00Z");
        QVERIFY(writeSweepFile(*good, fixture::sweepResult()).has_value());
        std::ofstream(store.fileOf("2027-11-24T121500Z")) << "{\"format\": ";
        const std::vector<SavedSweep> list = store.list();
        QCOMPARE(list.size(), std::size_t{2});
        QVERIFY(list[0].problem.empty() && list[0].complete && list[0].preset == "photonic-16");
        QVERIFY(!list[1].problem.empty() && list[1].started.empty());
    }

    void withoutAFolderNothingIsKept()
    {
        const SweepStore store{{}};
        QVERIFY(store.list().empty() && store.newest().empty());
        QVERIFY(store.freshFile("2026-11-24T12:15:00Z")->empty());
    }

private:
    std::unique_ptr<QTemporaryDir> m_place;
    std::filesystem::path m_folder;
};

QTEST_APPLESS_MAIN(TestSweepStore)
#include "tst_sweep_store.moc"
