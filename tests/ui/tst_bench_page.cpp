#include "core/bench/result_file.h"
#include "ui/figures/comparison_figure.h"
#include "ui/figures/growth_figure.h"
#include "ui/main_window.h"
#include "ui/panels/bench_amdahl.h"
#include "ui/panels/bench_drawer.h"
#include "ui/panels/bench_results.h"
#include "ui/panels/bench_run_bar.h"
#include "ui/panels/bench_runs.h"
#include "ui/panels/bench_warnings.h"
#include "ui/panels/inline_notice.h"
#include "ui/workspaces/bench_backends.h"
#include "ui/workspaces/bench_charts.h"
#include "ui/workspaces/bench_controls.h"
#include "ui/workspaces/bench_desk.h"
#include "ui/workspaces/bench_export.h"
#include "ui/workspaces/bench_page.h"
#include "window_support.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSlider>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

/// Two backends at four lengths; fourier overtakes between 32 and 64 tokens.
BenchResult sampleRun(const std::string& id, double factor = 1.0)
{
    BenchResult result;
    result.id = id;
    result.started = "2026-11-24T12:15:00Z";
    result.grid.backends = {"attention", "fourier"};
    result.grid.lengths = {16, 32, 64, 128};
    result.grid.rounds = 9;
    result.environment = environment();
    for (const BenchCell& cell : cellsOf(result.grid)) {
        Measurement one;
        one.cell = cell;
        one.family = cell.backend;
        one.width = result.grid.width;
        one.iterations = 1;
        const auto n = static_cast<double>(cell.tokens);
        const double seconds = factor * (cell.backend == "attention" ? 1e-8 * n * n : 4e-7 * n);
        for (int round = 0; round < result.grid.rounds; ++round)
            one.seconds.push_back(seconds *
                                  (1.0 + 0.01 * (static_cast<double>((round * 7 + cell.tokens) % 5))));
        one.formulaFlops = 1000;
        one.formulaBytes = 1000;
        one.workspaceBytes = 4096;
        result.measurements.push_back(one);
    }
    result.complete = true;
    return result;
}

BenchGrid tinyGrid()
{
    BenchGrid grid;
    grid.backends = {"attention", "fourier"};
    grid.lengths = {8, 16, 32};
    grid.width = 16;
    grid.heads = 2;
    grid.rounds = 6;
    return grid;
}

/// The machine's limits take more than a second to measure.
BenchMeans withoutLimits()
{
    BenchMeans means;
    means.limits.passes = 0;
    return means;
}

struct Page
{
    explicit Page(bool saved = false)
    {
        bench.client.setBenchMeans(withoutLimits());
        if (saved)
            save("first", sampleRun("first"));
        page = std::make_unique<BenchPage>(bench.workbench, path("runs").toStdString());
        page->resize(1020, 560);
        page->show();
        (void)QTest::qWaitForWindowExposed(page.get());
        QTRY_VERIFY(!page->desk().isReadingRuns());
        if (saved)
            QTRY_VERIFY(page->desk().summary() != nullptr);
    }

    void save(const char* key, const BenchResult& result) const
    {
        const RunStore store(path("runs").toStdString());
        QVERIFY(store.save(key, result).has_value());
    }
    [[nodiscard]] QString path(const char* name) const { return folder.filePath(QString::fromLatin1(name)); }
    template<class Widget>
    [[nodiscard]] Widget* the() const
    {
        return page->findChild<Widget*>();
    }
    [[nodiscard]] const GrowthFigure* growth() const
    {
        return dynamic_cast<const GrowthFigure*>(page->currentFigure().get());
    }
    [[nodiscard]] std::size_t drawnPoints() const
    {
        std::size_t count = 0;
        if (growth() != nullptr)
            for (const GrowthSeries& series : growth()->data().series)
                count += static_cast<std::size_t>(std::ranges::count_if(
                    series.points, [](const GrowthPoint& point) { return point.drawn(); }));
        return count;
    }
    [[nodiscard]] QString notice() const { return the<InlineNotice>()->text(); }
    void click(QAbstractButton* button) const
    {
        QVERIFY(button != nullptr && button->isEnabled() && button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    [[nodiscard]] QPushButton* button(const QString& text) const
    {
        for (QPushButton* one : page->findChildren<QPushButton*>())
            if (one->text().remove(u'&') == text)
                return one;
        return nullptr;
    }

    QTemporaryDir folder;
    Bench bench;
    std::unique_ptr<BenchPage> page;
};

} // namespace

class BenchPageTest : public QObject
{
    Q_OBJECT

private:
    PrivateSettings m_settings;

private slots:
    void beforeTheFirstRunThereIsASentenceAndAButton()
    {
        Page one;
        QVERIFY(one.page->currentFigure() == nullptr);
        QVERIFY(one.button(QStringLiteral("Run benchmark"))->isVisible());
        QVERIFY2(one.the<BenchRunBar>()->text().contains(QLatin1String("modelled")),
                 qPrintable(one.the<BenchRunBar>()->text()));
    }

    void aRunIsMeasuredDrawnListedAndKept()
    {
        Page one;
        one.the<BenchControls>()->setGrid(tinyGrid());
        auto* bar = one.the<BenchRunBar>();
        one.click(bar->runButton());
        QVERIFY(bar->cancelButton()->isVisible());
        QVERIFY(one.the<BenchControls>()->isLocked());
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->desk().isRunning(), 30000);
        QVERIFY(one.page->desk().result()->complete);
        QCOMPARE(one.drawnPoints(), std::size_t{6});
        QCOMPARE(one.the<BenchResults>()->view()->model()->rowCount(), 6);
        QCOMPARE(one.the<BenchRuns>()->list()->count(), 1);
        QVERIFY(!one.the<BenchControls>()->isLocked());
        QVERIFY(one.page->memoryFigure() != nullptr);
        QVERIFY2(one.notice().isEmpty(), qPrintable(one.notice()));

        // Another start shows it again.
        BenchPage again(one.bench.workbench, one.path("runs").toStdString());
        QTRY_VERIFY(again.desk().result() != nullptr);
        QCOMPARE(again.desk().result()->measurements.size(), std::size_t{6});
    }

    void aCancelledRunKeepsWhatItHas()
    {
        Page one;
        BenchGrid grid = tinyGrid();
        grid.lengths = {8, 16, 4096}; // the last takes seconds
        grid.width = 256;
        grid.rounds = 1001;
        one.the<BenchControls>()->setGrid(grid);
        auto* bar = one.the<BenchRunBar>();
        bar->runButton()->setFocus();
        QTest::keyClick(bar->runButton(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(one.drawnPoints() >= 2, 30000);
        QVERIFY(bar->text().contains(QLatin1String("of 6 cells")));
        QTest::keyClick(bar->cancelButton(), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->desk().isRunning(), 30000);
        QVERIFY(!one.page->desk().result()->complete);
        QVERIFY(one.drawnPoints() >= 2);
        const auto& runs = one.page->desk().runs();
        QCOMPARE(runs.size(), std::size_t{1});
        QVERIFY(!runs.front().complete);
        const auto saved = readBenchFile(one.path("runs").toStdString() + "/" + runs.front().key + ".json");
        QVERIFY(saved.has_value() && !saved->measurements.front().seconds.empty());
    }

    void aSentenceTypedDuringARunIsAnsweredAndTheRunGoesOn()
    {
        Page one;
        QVERIFY(one.bench.open());
        BenchGrid grid = tinyGrid();
        grid.rounds = 1001;
        one.the<BenchControls>()->setGrid(grid);
        one.click(one.the<BenchRunBar>()->runButton());
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->desk().progress().now.empty(), 30000);
        one.bench.workbench.setSentence(QStringLiteral("the bank by the river"));
        QVERIFY2(one.the<BenchRunBar>()->text().contains(QLatin1String("paused for your sentence")),
                 qPrintable(one.the<BenchRunBar>()->text()));
        QVERIFY(one.bench.settle());
        QVERIFY(one.page->desk().isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(one.drawnPoints() > 0, 30000);
        one.page->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->desk().isRunning(), 30000);
        QVERIFY(one.page->currentFigure() != nullptr);
    }

    void aRunCancelledBeforeItsFirstCellLeavesNoEmptyChart()
    {
        Page one;
        one.bench.client.setBenchMeans({}); // begins with the limits
        one.the<BenchControls>()->setGrid(tinyGrid());
        one.page->run();
        one.page->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->desk().isRunning(), 30000);
        QVERIFY(one.page->currentFigure() == nullptr);
        QVERIFY(one.button(QStringLiteral("Run benchmark"))->isVisible());
    }

    void aWholeModelShowsWhereItsTimeGoes()
    {
        Page one;
        BenchGrid grid = tinyGrid();
        grid.level = BenchLevel::Model;
        grid.model = "tiny-fnet";
        grid.backends = {"own", "attention"};
        grid.lengths = {8, 16};
        one.the<BenchControls>()->setGrid(grid);
        QCOMPARE(one.the<BenchControls>()->grid()->model, std::string("tiny-fnet"));
        one.click(one.the<BenchRunBar>()->runButton());
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->desk().isRunning(), 30000);
        one.the<BenchCharts>()->setView(BenchView::Operations);
        QVERIFY(one.page->currentFigure() != nullptr);
        one.the<BenchCharts>()->setView(BenchView::Amdahl);
        QVERIFY2(one.the<BenchAmdahl>()->text().contains(QLatin1String("measured share")),
                 qPrintable(one.the<BenchAmdahl>()->text()));
    }

    void aRunThatTheWindowIsClosedOnIsSaved()
    {
        Page one;
        BenchGrid grid = tinyGrid();
        grid.rounds = 1001;
        one.the<BenchControls>()->setGrid(grid);
        one.page->run();
        QTRY_VERIFY_WITH_TIMEOUT(one.drawnPoints() > 0, 30000);
        one.page.reset();
        RunStore store(one.path("runs").toStdString());
        const auto runs = store.list();
        QCOMPARE(runs.size(), std::size_t{1});
        QVERIFY(!runs.front().complete);
        QVERIFY(store.load(runs.front().key)->measurements.front().seconds.size() > 1);
    }

    void anImpossibleGridSaysWhyAndCannotRun_data()
    {
        QTest::addColumn<QString>("lengths");
        QTest::newRow("none") << QString();
        QTest::newRow("words") << QStringLiteral("many");
        QTest::newRow("zero") << QStringLiteral("0, 8");
    }

    void anImpossibleGridSaysWhyAndCannotRun()
    {
        QFETCH(QString, lengths);
        Page one;
        QComboBox* box = nullptr;
        for (QComboBox* candidate : one.page->findChildren<QComboBox*>())
            if (candidate->isEditable())
                box = candidate;
        box->setFocus();
        box->lineEdit()->selectAll();
        QTest::keyClick(box->lineEdit(), Qt::Key_Delete);
        QTest::keyClicks(box->lineEdit(), lengths);
        auto* bar = one.the<BenchRunBar>();
        QVERIFY(!bar->runButton()->isEnabled());
        QVERIFY2(bar->text().endsWith(QLatin1Char('.')), qPrintable(bar->text()));
        one.page->run(); // the command of the menu
        QVERIFY(!one.page->desk().isRunning());
        QTest::keyClick(box->lineEdit(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(box->lineEdit(), QStringLiteral("8..64"));
        QVERIFY(bar->runButton()->isEnabled());
    }

    void backendsAreChosenByKeyboardAndOneIsNeeded()
    {
        Page one;
        auto* backends = one.the<BenchControls>()->backends();
        backends->choose({});
        backends->list()->setCurrentRow(0);
        backends->show();
        QTest::keyClick(backends->list(), Qt::Key_Space);
        QCOMPARE(backends->chosen(), std::vector<std::string>{"attention"});
        QVERIFY(one.the<BenchRunBar>()->runButton()->isEnabled());
        QTest::keyClick(backends->list(), Qt::Key_Space);
        QVERIFY(!one.the<BenchRunBar>()->runButton()->isEnabled());
        QTest::keyClick(backends->list(), Qt::Key_Escape);
        QVERIFY(!backends->isVisible());
    }

    void settingsOfTheDeviceGoIntoTheGrid()
    {
        Page one;
        auto* backends = one.the<BenchControls>()->backends();
        backends->choose({"attention", "optical"});
        for (int row = 0; row < backends->list()->count(); ++row)
            if (backends->list()->item(row)->text().contains(QLatin1String("(optical)")))
                backends->list()->setCurrentRow(row);
        backends->show();
        backends->settings()->setFocus();
        QTest::keyClicks(backends->settings(), QStringLiteral("slm_bits=6, adc_bits=8"));
        const auto chosen = backends->chosen();
        QVERIFY(std::ranges::find(chosen, "optical:slm_bits=6,adc_bits=8") != chosen.end());
        QTest::keyClicks(backends->settings(), QStringLiteral(",nonsense=1"));
        QVERIFY(!one.the<BenchRunBar>()->runButton()->isEnabled());
        QVERIFY2(one.the<BenchRunBar>()->text().contains(QLatin1String("nonsense")),
                 qPrintable(one.the<BenchRunBar>()->text()));
    }

    void theTableSetsEachCellAgainstThePinnedBaseline()
    {
        Page one(true);
        QTableView* view = one.the<BenchResults>()->view();
        const QAbstractItemModelTester tester(view->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(one.page->desk().baseline(), std::string("attention"));
        const auto text = [&](int row, int column) {
            return view->model()->index(row, column).data().toString();
        };
        QCOMPARE(text(0, 6), QStringLiteral("baseline"));
        QVERIFY(text(1, 6).startsWith(QLatin1String("2.5"))); // 4e-7 * 16 over 1e-8 * 16²
        view->setCurrentIndex(view->model()->index(1, 0));
        one.click(one.the<BenchResults>()->pinButton());
        QCOMPARE(one.page->desk().baseline(), std::string("fourier"));
        QTRY_COMPARE(text(1, 6), QStringLiteral("baseline"));
        QVERIFY(text(0, 6).startsWith(QLatin1String("0.4")));
        one.the<BenchCharts>()->setView(BenchView::Ratio);
        QCOMPARE(one.growth()->data().baseline, std::string("fourier"));
    }

    void aReasonSpansItsRowAndWidensNoColumn()
    {
        Page one;
        BenchResult result = sampleRun("refused");
        result.measurements.back().seconds.clear();
        result.measurements.back().refusal =
            "The model takes at most 64 tokens, and 128 are more than it has positions for.";
        one.save("refused", result);
        BenchPage page(one.bench.workbench, one.path("runs").toStdString());
        page.show();
        QTRY_VERIFY(page.desk().summary() != nullptr);
        const QTableView* view = page.findChild<BenchResults*>()->view();
        QCOMPARE(view->model()->rowCount(), 8);
        QVERIFY(view->columnWidth(2) < 2 * view->columnWidth(3)); // median, P10
    }

    void theTableIsPutAwayWhereItWouldTakeTheChartsRoom()
    {
        Page one(true); // 560 high
        auto* drawer = one.the<BenchDrawer>();
        QTableView* table = one.the<BenchResults>()->view();
        QVERIFY(!drawer->isOpen());
        QVERIFY(!table->isVisible()); // nor does Tab lead there
        QTest::mouseClick(drawer->tabBar(), Qt::LeftButton, {}, drawer->tabBar()->tabRect(0).center());
        QVERIFY(drawer->isOpen() && table->isVisible());
        one.page->resize(1020, 561);
        QVERIFY(drawer->isOpen()); // a person has chosen
        QTest::mouseClick(drawer->toggle(), Qt::LeftButton);
        QVERIFY(!table->isVisible());

        Page high(true);
        high.page->resize(1020, 700);
        QTRY_VERIFY(high.the<BenchResults>()->view()->isVisible());
    }

    void everyViewDrawsOrSaysWhyNot()
    {
        Page one(true);
        for (int at = 0; at < benchViews; ++at) {
            one.the<BenchCharts>()->setView(static_cast<BenchView>(at));
            QVERIFY(!one.page->grab().isNull());
            const auto view = static_cast<BenchView>(at);
            const bool none = view == BenchView::Operations || view == BenchView::Difference;
            QCOMPARE(one.page->currentFigure() == nullptr, none);
        }
    }

    void theFactorOfTheDeviceMovesTheGain()
    {
        Page one(true);
        one.the<BenchCharts>()->setView(BenchView::Amdahl);
        auto* amdahl = one.the<BenchAmdahl>();
        QVERIFY(amdahl->isVisible());
        const QString before = amdahl->text();
        amdahl->slider()->setFocus();
        QTest::keyClick(amdahl->slider(), Qt::Key_Home); // no faster: no gain
        QCOMPARE(amdahl->factor(), 1.0);
        QVERIFY(amdahl->text() != before);
        QVERIFY2(amdahl->text().contains(QStringLiteral("1.00×")), qPrintable(amdahl->text()));
    }

    void aRunIsRenamedAndRemovedAndPutBack()
    {
        Page one(true);
        auto* runs = one.the<BenchRuns>();
        one.page->findChild<QTabWidget*>()->setCurrentIndex(1);
        runs->title()->setFocus();
        QTest::keyClicks(runs->title(), QStringLiteral("quiet machine"));
        QTest::keyClick(runs->title(), Qt::Key_Return);
        QCOMPARE(one.page->desk().runs().front().title, std::string("quiet machine"));
        QVERIFY(runs->list()->item(0)->text().startsWith(QLatin1String("quiet machine")));
        one.click(one.button(QStringLiteral("Remove")));
        QCOMPARE(runs->list()->count(), 0);
        QVERIFY(one.page->currentFigure() != nullptr); // what is drawn stays
        one.click(one.button(QStringLiteral("Put back")));
        QCOMPARE(runs->list()->count(), 1);
    }

    void savedRunsAreReadBesideTheInterface()
    {
        Page one;
        for (const char* key : {"a", "b", "c"})
            one.save(key, sampleRun(key));
        BenchPage page(one.bench.workbench, one.path("runs").toStdString());
        QVERIFY(page.desk().isReadingRuns() && page.desk().runs().empty()); // opened before they are read
        const QString file = one.path("elsewhere.json");
        QVERIFY(writeBenchFile(file.toStdString(), sampleRun("other")).has_value());
        page.openResultFile(file); // meanwhile
        const BenchResultPtr opened = page.desk().result();
        QTRY_COMPARE(page.desk().runs().size(), std::size_t{4});
        QVERIFY(!page.desk().isReadingRuns());
        QCOMPARE(page.desk().result(), opened); // what a person asked for stays
    }

    void onlyTheNewestListOfSavedRunsIsAnswered()
    {
        Page one;
        QTRY_VERIFY(!one.page->desk().isReadingRuns());
        std::vector<std::uint64_t> answered;
        QObject::connect(&one.bench.client, &EngineClient::runsReady, one.page.get(),
                         [&](std::uint64_t revision) { answered.push_back(revision); });
        (void)one.bench.client.requestRuns(one.path("runs").toStdString());
        const std::uint64_t newest = one.bench.client.requestRuns(one.path("runs").toStdString());
        QTRY_COMPARE(answered, std::vector<std::uint64_t>{newest});
    }

    void anotherRunIsComparedCellByCell()
    {
        Page one(true);
        one.save("slow", sampleRun("slow", 2.0));
        const QString file = one.path("elsewhere.json");
        QVERIFY(writeBenchFile(file.toStdString(), sampleRun("other", 2.0)).has_value());
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(file)});
        QDragEnterEvent enter(QPoint(100, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(one.page.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(100, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(one.page.get(), &drop);
        QVERIFY(one.the<BenchCharts>()->view() == BenchView::Difference);
        QTRY_VERIFY(one.page->currentFigure() != nullptr);
        const auto* figure = dynamic_cast<const ComparisonFigure*>(one.page->currentFigure().get());
        QVERIFY(figure != nullptr);
        QCOMPARE(figure->rows().size(), std::size_t{8});
        QVERIFY(std::abs(figure->rows().front().cell.ratio - 0.5) < 0.01);
        one.the<BenchCharts>()->setView(BenchView::Time);
        QCOMPARE(one.growth()->data().series.size(), std::size_t{4}); // the other behind the shown one
        one.page->findChild<QTabWidget*>()->setCurrentIndex(1);
        one.page->desk().compareWith({});
        QCOMPARE(one.growth()->data().series.size(), std::size_t{2});
    }

    void anOpenedFilesGridIsReadyToBeMeasuredHere()
    {
        Page one;
        BenchResult result = sampleRun("other");
        result.grid.width = 96;
        const QString file = one.path("elsewhere.json");
        QVERIFY(writeBenchFile(file.toStdString(), result).has_value());
        one.page->openResultFile(file);
        QCOMPARE(one.the<BenchControls>()->grid()->width, Index{96});
        QTRY_COMPARE(one.drawnPoints(), std::size_t{8});
    }

    void aBaselinePinnedInMidRunIsTakenUp()
    {
        Page one;
        BenchGrid grid = tinyGrid();
        grid.rounds = 1001;
        one.the<BenchControls>()->setGrid(grid);
        one.page->run();
        QTRY_VERIFY_WITH_TIMEOUT(one.drawnPoints() > 1, 30000);
        one.page->desk().setBaseline("fourier");
        QTRY_VERIFY(one.page->desk().summary()->baseline == "fourier");
        const auto before = one.page->desk().result();
        QTRY_VERIFY(one.page->desk().result() != before); // and the job's own updates keep it
        QCOMPARE(one.page->desk().summary()->baseline, std::string("fourier"));
        one.page->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->desk().isRunning(), 30000);
        QTRY_COMPARE(one.growth()->data().baseline, std::string("fourier"));
    }

    void aRunIsComparedWhileItIsMeasured()
    {
        Page one(true);
        one.the<BenchControls>()->setGrid(tinyGrid());
        one.page->run();
        one.page->desk().compareWith("first");
        QTRY_VERIFY_WITH_TIMEOUT(!one.page->desk().isRunning(), 30000);
        const auto whole = [&] {
            const auto& comparison = one.page->desk().comparison();
            return comparison && comparison->cells.size() == 6;
        };
        QTRY_VERIFY(whole());
        QVERIFY(one.page->desk().result()->complete);
    }

    void aDamagedFileIsASentenceAndWhatIsShownStays()
    {
        Page one(true);
        const QString file = one.path("damaged.json");
        QFile damaged(file);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("{\"format\": \"mixlens-bench\", \"version\": 1, \"gri");
        damaged.close();
        one.page->openResultFile(file);
        QVERIFY2(one.notice().contains(QLatin1String("damaged.json")), qPrintable(one.notice()));
        QVERIFY(one.page->currentFigure() != nullptr);
        one.page->openResultFile(QStringLiteral("/no/such/file.json"));
        QVERIFY(one.notice().contains(QLatin1String("/no/such/file.json")));
    }

    void warningsStandBelowTheChart()
    {
        Page one;
        BenchResult result = sampleRun("first");
        result.warnings = {{"outliers", "fourier", 16, "Some samples stand out; close other programs."},
                           {"governor", "", 0, "The governor is powersave; set performance."}};
        one.save("first", result);
        BenchPage page(one.bench.workbench, one.path("runs").toStdString());
        page.show();
        auto* warnings = page.findChild<BenchWarnings*>();
        QTRY_VERIFY(warnings->isVisible());
        QCOMPARE(warnings->text(), QStringLiteral("The governor is powersave; set performance."));
        QTest::mouseClick(warnings->moreButton(), Qt::LeftButton);
        QVERIFY(warnings->text().contains(QLatin1String("stand out")));
    }

    void aRunIsExportedInEveryFormat()
    {
        Page one(true);
        for (const RunFormat& format : runFormats()) {
            const QString file = one.path(format.id);
            QVERIFY(one.page->exportRun(format, file));
            QVERIFY(QFileInfo(file).size() > 100);
        }
        const auto same = readBenchFile(one.path("json").toStdString());
        QVERIFY(same.has_value());
        QCOMPARE(same->measurements.front().seconds, one.page->desk().result()->measurements.front().seconds);
        QVERIFY(!one.page->exportRun(runFormats().front(), QStringLiteral("/no/such/folder/x.json")));
        QVERIFY(one.notice().contains(QLatin1String("/no/such/folder")));
        QVERIFY(one.page->provenance().contains(QStringLiteral("processor")));
    }

    void theSmallestWindowLeavesTheTimePlotItsRoom()
    {
        Bench bench;
        bench.client.setBenchMeans(withoutLimits());
        QVERIFY(bench.open());
        QTemporaryDir folder;
        const RunStore store(folder.path().toStdString());
        BenchResult result = sampleRun("first");
        result.warnings = {{"governor", "", 0, "The governor is powersave; set performance."}};
        QVERIFY(store.save("first", result).has_value());
        MainWindow window{bench.workbench, {QStringLiteral("0"), QString(), QString()}};
        window.setRunsFolder(folder.path().toStdString());
        window.resize(1100, 680);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.setWorkspace(MainWindow::Workspace::Bench);
        auto* page = window.findChild<BenchPage*>();
        QVERIFY(page != nullptr);
        QTRY_VERIFY(page->currentFigure() != nullptr && !page->currentFigure()->title().isEmpty());
        QCOMPARE(window.size(), QSize(1100, 680));
        const auto views = page->findChildren<BenchFigureView*>();
        const auto chart = std::ranges::find(views, page->currentFigure(), &FigureView::figure);
        QVERIFY(chart != views.end());
        const auto* growth = dynamic_cast<const GrowthFigure*>((*chart)->figure().get());
        QVERIFY(growth != nullptr);
        const auto height = [&] { // in points of the figure: the test's font is as high as its text
            return growth->layoutIn(QRectF((*chart)->rect())).frame.rect.height();
        };
        QTRY_VERIFY2(height() >= 220.0, qPrintable(QString::number(height())));
    }

    void theWindowBuildsThePageWhenItIsFirstWanted()
    {
        Bench bench;
        QVERIFY(bench.open());
        MainWindow window{bench.workbench, {QStringLiteral("0"), QString(), QString()}};
        window.resize(1100, 680);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QVERIFY(window.findChild<BenchPage*>() == nullptr);
        QTest::keyClick(&window, Qt::Key_5, Qt::ControlModifier);
        QVERIFY(window.workspace() == MainWindow::Workspace::Bench);
        auto* page = window.findChild<BenchPage*>();
        QVERIFY(page != nullptr && page->isVisible());
        QCOMPARE(window.size(), QSize(1100, 680)); // it fits the smallest window
        bench.workbench.setSentence(QString());    // measuring needs no sentence
        QVERIFY(page->isVisible());
        auto* inspector = window.findChild<QDockWidget*>(QStringLiteral("inspector"));
        QVERIFY(!inspector->isVisible());
        QTest::keyClick(&window, Qt::Key_1, Qt::ControlModifier);
        QVERIFY(inspector->isVisible());
    }
};

QTEST_MAIN(BenchPageTest)
#include "tst_bench_page.moc"
