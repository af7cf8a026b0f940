#include "ui/panels/inspector.h"
#include "window_support.h"

#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QSignalSpy>

#include <cmath>
#include <numeric>

using namespace mixlens;
using namespace mixlens::ui;

class TestInspector : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatToDoWhileNothingIsSelected()
    {
        Bench bench;
        const Inspector inspector(bench.workbench);
        QVERIFY(bench.open());
        QCOMPARE(inspector.headline(), QStringLiteral("Nothing selected"));
        QVERIFY(inspector.figure()->spec().output.isEmpty());
    }

    void describesEveryLaneWhileNothingIsSelected()
    {
        Bench bench;
        const Inspector inspector(bench.workbench);
        QVERIFY(bench.open());
        QTRY_COMPARE(inspector.figure()->spec().rows.size(), std::size_t{4});
        QTRY_VERIFY(!inspector.figure()->spec().rows[3].device.empty());
        const auto fact = [&inspector](std::size_t lane, const QString& name) {
            for (const PairRow::Fact& one : inspector.figure()->spec().rows[lane].facts)
                if (one.name == name)
                    return one.value;
            return QString();
        };
        QCOMPARE(fact(0, QStringLiteral("mixers")), QStringLiteral("4 attention"));
        QCOMPARE(fact(1, QStringLiteral("tokens")), QStringLiteral("12 + 52 padding"));
        QVERIFY(fact(0, QStringLiteral("mixing")).contains(QLatin1String("modelled")));
        QVERIFY(fact(0, QStringLiteral("params")).contains(QLatin1String("counted")));
        QVERIFY(inspector.figure()->spec().rows[0].device.empty());
    }

    void showsThePairInEveryLane()
    {
        Bench bench;
        const Inspector inspector(bench.workbench);
        QVERIFY(bench.open());
        bench.workbench.setHovered({2, 5});
        QTRY_COMPARE(inspector.figure()->spec().rows.size(), std::size_t{4});
        QCOMPARE(inspector.headline(), QStringLiteral("president ← united"));
        for (const PairRow& row : inspector.figure()->spec().rows) {
            QVERIFY(row.influence.has_value());
            QVERIFY(*row.influence > 0.0 && *row.influence < 1.0);
            QVERIFY(row.rank >= 1 && row.rank <= row.of);
            QVERIFY(row.reach.value_or(0.0) >= 1.0);
        }
    }

    void influenceOfARowAddsUpToOne()
    {
        Bench bench;
        const Inspector inspector(bench.workbench);
        QVERIFY(bench.open());
        const Index rows = bench.workbench.analysis(1)->rows();
        double sum = 0.0;
        for (Index input = 0; input < rows; ++input) {
            bench.workbench.setHovered({2, input});
            if (input == 0)
                QTRY_COMPARE(inspector.figure()->spec().rows.size(), std::size_t{4});
            sum += inspector.figure()->spec().rows[1].influence.value_or(0.0);
        }
        QVERIFY2(std::abs(sum - 1.0) < 1e-4, qPrintable(QString::number(sum)));
    }

    void factsOfTheOpticalLaneSayHowTheyCameAbout()
    {
        Bench bench;
        const Inspector inspector(bench.workbench);
        QVERIFY(bench.open());
        bench.workbench.setLocked({2, 5});
        QTRY_COMPARE(inspector.figure()->spec().rows.size(), std::size_t{4});
        const std::vector<Quantity>& device = inspector.figure()->spec().rows[3].device;
        const auto time = std::find_if(device.begin(), device.end(),
                                       [](const Quantity& one) { return one.name == "device_time"; });
        QVERIFY(time != device.end());
        QVERIFY(time->provenance == Provenance::Modelled);
        QVERIFY(inspector.figure()->spec().rows[0].device.empty());
    }

    void predictionsAreShownAtTheMask()
    {
        Bench bench;
        const Inspector inspector(bench.workbench);
        QVERIFY(bench.open());
        bench.workbench.setLocked({6, 5}); // [CLS] the president of the united [MASK]
        QTRY_COMPARE(inspector.figure()->spec().rows.size(), std::size_t{4});
        QVERIFY(!inspector.figure()->spec().rows[0].predicts.isEmpty());
        bench.workbench.setLocked({5, 6});
        QVERIFY(inspector.figure()->spec().rows[0].predicts.isEmpty());
    }

    void paddedTokensAreMissingFromLanesWithoutPadding()
    {
        Bench bench;
        const Inspector inspector(bench.workbench);
        QVERIFY(bench.open());
        bench.workbench.setLocked({2, 60});
        QTRY_COMPARE(inspector.figure()->spec().rows.size(), std::size_t{4});
        const bool attentionPads = bench.workbench.analysis(0)->rows() > 60;
        QCOMPARE(inspector.figure()->spec().rows[0].missing.isEmpty(), attentionPads);
        QVERIFY(inspector.figure()->spec().rows[1].missing.isEmpty());
    }

    void theTableHasTheNumbersUnrounded()
    {
        Bench bench;
        Inspector inspector(bench.workbench);
        QVERIFY(bench.open());
        bench.workbench.setLocked({2, 5});
        QTRY_COMPARE(inspector.figure()->spec().rows.size(), std::size_t{4});
        const auto table = inspector.figure()->table();
        const QAbstractItemModelTester tester(table.get(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(table->rowCount(), 4);
        QCOMPARE(table->index(0, 5).data().toDouble(), *inspector.figure()->spec().rows[0].influence);
        QSignalSpy wanted(&inspector, &Inspector::tableRequested);
        inspector.findChild<QPushButton*>()->click();
        QCOMPARE(wanted.count(), 1);
    }
};

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
