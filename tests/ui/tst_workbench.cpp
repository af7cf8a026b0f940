#include "ui/workbench.h"
#include "window_support.h"

#include <QSignalSpy>
#include <QUndoStack>

#include <cmath>

using namespace mixlens;
using namespace mixlens::ui;

class TestWorkbench : public QObject
{
    Q_OBJECT

private slots:
    void openingIsNotUndoable()
    {
        Bench bench;
        bench.workbench.open(defaultLanes(), QStringLiteral("time"));
        QCOMPARE(bench.workbench.undoStack().count(), 0);
        QCOMPARE(bench.workbench.sentence(), QStringLiteral("time"));
    }

    void editsWithinOnePauseAreOneStep()
    {
        std::chrono::milliseconds now{0};
        Bench bench([&now] { return now; });
        Workbench& workbench = bench.workbench;
        workbench.open(defaultLanes(), QString());
        for (const char* text : {"t", "ti", "tim", "time"}) {
            workbench.setSentence(QString::fromLatin1(text));
            now += std::chrono::milliseconds(300);
        }
        now += std::chrono::milliseconds(2000);
        workbench.setSentence(QStringLiteral("times"));
        QCOMPARE(workbench.undoStack().count(), 2);
        workbench.undoStack().undo();
        QCOMPARE(workbench.sentence(), QStringLiteral("time"));
        workbench.undoStack().undo();
        QCOMPARE(workbench.sentence(), QString());
        workbench.undoStack().redo();
        QCOMPARE(workbench.sentence(), QStringLiteral("time"));
    }

    void anEditThatIsTakenBackWithinThePauseLeavesNoStep()
    {
        std::chrono::milliseconds now{0};
        Bench bench([&now] { return now; });
        bench.workbench.open(defaultLanes(), QStringLiteral("time"));
        bench.workbench.setSentence(QStringLiteral("times"));
        bench.workbench.setSentence(QStringLiteral("time"));
        QCOMPARE(bench.workbench.undoStack().count(), 0);
    }

    void undoBringsLanesBack()
    {
        Bench bench;
        QVERIFY(bench.open());
        std::vector<Lane> fewer = defaultLanes();
        fewer.pop_back();
        bench.workbench.setLanes(fewer);
        QCOMPARE(bench.workbench.lanes().size(), std::size_t{3});
        bench.workbench.undoStack().undo();
        QVERIFY(bench.workbench.lanes() == defaultLanes());
        QVERIFY(bench.settle());
        QVERIFY(bench.workbench.analysis(3) != nullptr);
    }

    void theLastGoodResultStaysAndIsCalledStale()
    {
        Bench bench;
        QVERIFY(bench.open());
        const AnalysisPtr before = bench.workbench.analysis(0);
        QVERIFY(before != nullptr);
        QVERIFY(!bench.workbench.isStale(0));
        bench.workbench.setSentence(QStringLiteral("time"));
        QCOMPARE(bench.workbench.analysis(0), before);
        QVERIFY(bench.workbench.isStale(0));
        QVERIFY(bench.settle());
        QVERIFY(bench.workbench.analysis(0) != before);
        QVERIFY(!bench.workbench.isStale(0));
    }

    void aLaneThatFailsKeepsItsLastResultAndSaysWhy()
    {
        Bench bench;
        QVERIFY(bench.open());
        std::vector<Lane> lanes = defaultLanes();
        lanes[1].model = "no-such-model";
        bench.workbench.setLanes(lanes);
        QVERIFY(bench.settle());
        QVERIFY(bench.workbench.problem(1).has_value());
        QVERIFY(!bench.workbench.problem(0).has_value());
        QVERIFY(bench.workbench.analysis(0) != nullptr);
        bench.workbench.dismissProblem(1);
        QVERIFY(!bench.workbench.problem(1).has_value());
    }

    void answersAboutFormerLanesAreNotShown()
    {
        Bench bench;
        bench.workbench.open(defaultLanes(), QStringLiteral("time"));
        bench.workbench.setLanes({{.title = "Only", .model = "tiny-hybrid", .mixers = {}, .settings = {}}});
        QVERIFY(bench.settle());
        QCOMPARE(QString::fromStdString(bench.workbench.analysis(0)->setup.title), QStringLiteral("Only"));
        QVERIFY(bench.workbench.analysis(1) == nullptr);
    }

    void identitiesFollowTheMixersThatRan()
    {
        Bench bench;
        QVERIFY(bench.open());
        QVERIFY(bench.workbench.identity(0) == LaneIdentity::Attention);
        QVERIFY(bench.workbench.identity(1) == LaneIdentity::Fourier);
        QVERIFY(bench.workbench.identity(2) == LaneIdentity::Hybrid);
        QVERIFY(bench.workbench.identity(3) == LaneIdentity::Optical);
    }

    void hoverShowsAndLockStays()
    {
        Bench bench;
        Workbench& workbench = bench.workbench;
        QSignalSpy changed(&workbench, &Workbench::selectionChanged);
        workbench.setLocked({2, 3});
        workbench.setHovered({4, 5});
        QVERIFY((workbench.shownPair() == TokenPair{4, 5}));
        workbench.setHovered({4, 5});
        QCOMPARE(changed.count(), 2);
        workbench.setHovered({});
        QVERIFY((workbench.shownPair() == TokenPair{2, 3}));
    }

    void theLayerStaysWithinTheModels()
    {
        Bench bench;
        QVERIFY(bench.open());
        bench.workbench.setLayer(99);
        QCOMPARE(bench.workbench.layer(), bench.workbench.analysis(0)->trace.layers.size() - 1);
    }

    void timingHistoryHasOneEntryAKeystroke()
    {
        Bench bench({}, true);
        QVERIFY(bench.open());
        QTRY_VERIFY_WITH_TIMEOUT(bench.workbench.timing(3).has_value(), 30000);
        bench.workbench.setSentence(QStringLiteral("time"));
        const std::vector<double> history = bench.workbench.timingHistory(0);
        QCOMPARE(history.size(), std::size_t{2});
        QVERIFY(history.front() > 0.0);
        QVERIFY(std::isnan(history.back()));
        for (int key = 0; key < 80; ++key)
            bench.workbench.setSentence(QString::number(key));
        QCOMPARE(bench.workbench.timingHistory(0).size(), std::size_t{60});
    }
};

QTEST_MAIN(TestWorkbench)
#include "tst_workbench.moc"
