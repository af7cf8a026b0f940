#include "core/experiment/sweep_file.h"
#include "optics_page_support.h"
#include "ui/figures/sweep_map_figure.h"
#include "ui/panels/inline_notice.h"
#include "ui/panels/sweep_bar.h"
#include "ui/workspaces/optics_precision_tab.h"
#include "ui/workspaces/sweep_desk.h"

#include <QElapsedTimer>
#include <QPushButton>

using namespace mixlens;
using namespace mixlens::ui;
using mixlens::ui::test::Page;

class OpticsSweepTest : public QObject
{
    Q_OBJECT

private:
    PrivateSettings m_settings;

private slots:
    void aTinySweepIsRunDrawnSavedAndOpened()
    {
        Page one;
        QVERIFY(one.settled());
        one.page->setTab(OpticsPage::Tab::Precision);
        auto* bar = one.page->precisionTab()->bar();
        bar->setSentences(1);
        bar->setPerLayer(false);
        QTest::mouseClick(bar->runButton(), Qt::LeftButton);
        QVERIFY(one.page->sweepDesk().isRunning());
        QVERIFY(bar->cancelButton()->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->sweepDesk().isRunning(), 30000);
        QVERIFY2(one.page->sweepDesk().problem().isEmpty(), qPrintable(one.page->sweepDesk().problem()));
        QVERIFY(one.page->sweepDesk().result()->complete);
        QCOMPARE(one.page->sweepDesk().result()->points.size(), std::size_t{40});
        QVERIFY(dynamic_cast<const SweepMapFigure*>(one.page->currentFigure().get()) != nullptr);
        QVERIFY(one.page->precisionTab()->thresholdSentence().endsWith(QLatin1Char('.')));
        QVERIFY(one.page->provenance().contains(QStringLiteral("sweep")));

        const QString path = one.folder.filePath(QStringLiteral("sweep.json"));
        QVERIFY(one.page->sweepDesk().saveFile(path));
        QVERIFY(one.page->sweepDesk().saveFile(one.folder.filePath(QStringLiteral("sweep.csv"))));
        Page again;
        again.page->openSweep(path);
        QVERIFY(again.page->sweepDesk().result());
        QCOMPARE(again.page->sweepDesk().result()->points.size(), std::size_t{40});
    }

    void aCancelledSweepKeepsItsPointsAndGoesOn()
    {
        Page one;
        QVERIFY(one.settled());
        one.page->setTab(OpticsPage::Tab::Precision);
        auto* bar = one.page->precisionTab()->bar();
        bar->setSentences(2);
        bar->runButton()->setFocus();
        QTest::keyClick(bar->runButton(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(
            one.page->sweepDesk().result() && !one.page->sweepDesk().result()->points.empty(), 30000);
        QTest::keyClick(bar->cancelButton(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->sweepDesk().isRunning(), 30000);
        const SweepResultPtr part = one.page->sweepDesk().result();
        if (part->complete)
            QSKIP("the sweep was finished before it could be cancelled");
        QVERIFY(!part->points.empty());
        const QString told = one.page->precisionTab()->thresholdSentence();
        const bool nothingToLose = part->exactAccuracy.count == 0;
        QVERIFY2(part->threshold.found ||
                     told.contains(nothingToLose ? QLatin1String("finds none") : QLatin1String("so far")),
                 qPrintable(told));
        QVERIFY(one.page->precisionTab()->map()->figure() != nullptr);
        QVERIFY(bar->resumeButton()->isVisible());
        QTest::mouseClick(bar->resumeButton(), Qt::LeftButton);
        QVERIFY(one.page->sweepDesk().isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(one.page->sweepDesk().result()->points.size() > part->points.size(), 30000);
        one.page->cancelSweep();
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->sweepDesk().isRunning(), 30000);
    }

    void slidersAndSentencesAreAnsweredWhileASweepRuns()
    {
        Page one;
        QVERIFY(one.settled());
        one.page->runSweep();
        QVERIFY(one.page->sweepDesk().isRunning());
        QVERIFY(!one.bench.client.startBench({}, {})); // nothing beside it
        one.type(one.quick("photons")->edit(), QStringLiteral("7"));
        QVERIFY(one.settled());
        one.bench.workbench.setSentence(QStringLiteral("the river"));
        QVERIFY(one.bench.settle());
        QVERIFY(one.page->sweepDesk().isRunning());
        one.page->cancelSweep();
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->sweepDesk().isRunning(), 30000);
    }

    void aBrokenSweepFileIsASentence()
    {
        Page one;
        const QString path = one.folder.filePath(QStringLiteral("broken.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"format\": \"mixlens-sweep\"") > 0);
        file.close();
        one.page->openSweep(path);
        QVERIFY2(one.the<InlineNotice>()->text().contains(QLatin1String("broken.json")),
                 qPrintable(one.the<InlineNotice>()->text()));
        QVERIFY(!one.page->sweepDesk().result());
    }

    void devicesChangeWhileASweepRuns()
    {
        Page one;
        QVERIFY(one.settled());
        one.page->runSweep();
        const std::string swept = one.desk().presets()[one.desk().preset()].name;
        for (std::size_t preset = 0; preset < one.desk().presets().size(); ++preset)
            one.desk().setPreset(preset);
        QVERIFY(one.settled());
        QVERIFY(one.page->sweepDesk().isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(one.page->sweepDesk().result() != nullptr, 30000);
        QCOMPARE(one.page->sweepDesk().result()->plan.preset, swept); // what was asked, not what is shown now
        one.page->cancelSweep();
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->sweepDesk().isRunning(), 30000);
    }

    void theWindowClosesInMidSweep()
    {
        QElapsedTimer clock;
        {
            Page one;
            QVERIFY(one.settled());
            one.page->runSweep();
            QTRY_VERIFY_WITH_TIMEOUT(one.page->sweepDesk().progress().points > 0, 30000);
            clock.start();
        }
        QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
    }
};

QTEST_MAIN(OpticsSweepTest)
#include "tst_optics_sweep.moc"
