#include "core/experiment/sweep_file.h"
#include "ui/figures/camera_figure.h"
#include "ui/figures/device_cost_figure.h"
#include "ui/figures/optical_planes.h"
#include "ui/figures/recovery_figure.h"
#include "ui/figures/sweep_map_figure.h"
#include "ui/main_window.h"
#include "ui/panels/element_fields.h"
#include "ui/panels/elided_label.h"
#include "ui/panels/empty_state.h"
#include "ui/panels/field_control.h"
#include "ui/panels/field_scale.h"
#include "ui/panels/inline_notice.h"
#include "ui/panels/optics_device_bar.h"
#include "ui/panels/quick_sliders.h"
#include "ui/panels/stage_switches.h"
#include "ui/panels/sweep_bar.h"
#include "ui/views/figure_view.h"
#include "ui/views/schematic_view.h"
#include "ui/workspaces/optics_bench_tab.h"
#include "ui/workspaces/optics_cost_tab.h"
#include "ui/workspaces/optics_desk.h"
#include "ui/workspaces/optics_page.h"
#include "ui/workspaces/optics_precision_tab.h"
#include "ui/workspaces/sweep_desk.h"
#include "window_support.h"

#include <QAccessible>
#include <QCheckBox>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFontInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

constexpr auto tabs = {OpticsPage::Tab::Bench, OpticsPage::Tab::Budget, OpticsPage::Tab::Cost,
                       OpticsPage::Tab::Precision};

struct Page
{
    /// `text` is on its way through the lens of the default device, and has arrived.
    explicit Page(const QString& text = QStringLiteral("the president of the united [MASK] spoke ."),
                  std::vector<Lane> lanes = {{"FNet", "tiny-fnet", {}, {}}})
    {
        page = std::make_unique<OpticsPage>(bench.workbench, std::filesystem::path(MIXLENS_MODELS) / ".." /
                                                                 "sentences" / "held-out.txt");
        page->resize(1010, 540);
        page->show();
        (void)QTest::qWaitForWindowExposed(page.get());
        bench.workbench.open(std::move(lanes), text);
        (void)bench.settle();
    }

    [[nodiscard]] OpticsDesk& desk() const { return page->desk(); }
    /// The newest request is answered in full.
    [[nodiscard]] bool settled() const
    {
        return QTest::qWaitFor([this] { return desk().complete() && !desk().isStale(desk().complete()); },
                               20000);
    }
    template<class Widget>
    [[nodiscard]] Widget* the() const
    {
        return page->findChild<Widget*>();
    }
    [[nodiscard]] FieldControl* quick(std::string_view key) const
    {
        return the<QuickSliders>()->control(key);
    }
    [[nodiscard]] const RecoveryFigure& recovery() const
    {
        return dynamic_cast<const RecoveryFigure&>(*page->benchTab()->recovery()->figure());
    }
    [[nodiscard]] QImage cameraPicture() const { return page->benchTab()->camera()->grab().toImage(); }
    void type(QLineEdit* edit, const QString& text) const
    {
        edit->setFocus();
        edit->selectAll();
        QTest::keyClicks(edit, text);
        QTest::keyClick(edit, Qt::Key_Return);
    }

    QTemporaryDir folder;
    Bench bench;
    std::unique_ptr<OpticsPage> page;
};

} // namespace

class OpticsPageTest : public QObject
{
    Q_OBJECT

private:
    PrivateSettings m_settings;

private slots:
    void aSliderChangesTheCameraPictureAndTheError()
    {
        Page one;
        QVERIFY(one.settled());
        const QImage before = one.cameraPicture();
        const double errorBefore = one.recovery().rmsShare();
        QSlider* slider = one.quick("photons")->slider();
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Home); // one photo-electron
        QVERIFY(one.settled());
        QCOMPARE(one.desk().device().photons.value, 1.0);
        QVERIFY(one.cameraPicture() != before);
        QVERIFY(one.recovery().rmsShare() > 2.0 * errorBefore);
        QVERIFY2(one.page->predictions().contains(QLatin1String("exact:")) &&
                     one.page->predictions().contains(QLatin1String("device:")),
                 qPrintable(one.page->predictions()));
        QVERIFY2(one.page->costs().contains(QLatin1String("simulated")) &&
                     one.page->costs().contains(QLatin1String("modelled")),
                 qPrintable(one.page->costs()));
    }

    void aSliderIsDraggedByMouse()
    {
        Page one;
        QVERIFY(one.settled());
        QSlider* slider = one.quick("slm_bits")->slider();
        const int y = slider->height() / 2;
        const auto xOf = [slider](int value) {
            return QStyle::sliderPositionFromValue(slider->minimum(), slider->maximum(), value,
                                                   slider->width() - 10) +
                   5;
        };
        QTest::mousePress(slider, Qt::LeftButton, {}, QPoint(xOf(slider->value()), y));
        QVERIFY(slider->isSliderDown());
        for (int value = slider->value(); value >= 0; --value)
            QTest::mouseMove(slider, QPoint(xOf(value), y));
        QTest::mouseRelease(slider, Qt::LeftButton, {}, QPoint(-20, y));
        QVERIFY(one.settled());
        QVERIFY(one.desk().device().modulatorBits.value < 8.0);
        QCOMPARE(one.desk().answer()->device.modulatorBits.value, one.desk().device().modulatorBits.value);
    }

    void aValueOutOfRangeIsASentenceAndTheLastPictureStays_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::newRow("too many") << QStringLiteral("99 bit");
        QTest::newRow("negative") << QStringLiteral("-3");
        QTest::newRow("not whole") << QStringLiteral("7.5");
        QTest::newRow("words") << QStringLiteral("many");
        QTest::newRow("another unit") << QStringLiteral("8 mm");
    }

    void aValueOutOfRangeIsASentenceAndTheLastPictureStays()
    {
        QFETCH(QString, typed);
        Page one;
        QVERIFY(one.settled());
        const OpticsAnswerPtr before = one.desk().answer();
        FieldControl* bits = one.quick("slm_bits");
        one.type(bits->edit(), typed);
        QVERIFY2(bits->problem().contains(QLatin1String("slm_bits")) &&
                     bits->problem().endsWith(QLatin1Char('.')),
                 qPrintable(bits->problem()));
        QCOMPARE(one.desk().device().modulatorBits.value, 8.0);
        QCOMPARE(one.desk().answer(), before);
        QVERIFY(one.page->benchTab()->camera()->figure() != nullptr);
        one.type(bits->edit(), QStringLiteral("6"));
        QVERIFY2(bits->problem().isEmpty(), qPrintable(bits->problem()));
        QCOMPARE(one.desk().device().modulatorBits.value, 6.0);
    }

    void clickingAnElementShowsItsValues()
    {
        Page one;
        QVERIFY(one.settled());
        SchematicView* schematic = one.page->benchTab()->schematic();
        ElementFields* fields = one.page->benchTab()->fields();
        for (const BenchElement element : benchElements) {
            QTest::mouseClick(schematic, Qt::LeftButton, {}, schematic->pixelOf(element).toPoint());
            QCOMPARE(fields->element(), element);
            for (const std::string_view key : benchElementFields(element))
                QVERIFY(fields->control(key) != nullptr);
        }
        // A value set there is the device's.
        QTest::mouseClick(schematic, Qt::LeftButton, {}, schematic->pixelOf(BenchElement::Lens).toPoint());
        one.type(fields->control("focal_length")->edit(), QStringLiteral("50 mm"));
        QCOMPARE(one.desk().device().focalLength.value, 0.05);
        QVERIFY(one.desk().device().focalLength.source.starts_with("set"));
    }

    void elementsAreReachedByTabAndOpenedByEnter()
    {
        Page one;
        QVERIFY(one.settled());
        SchematicView* schematic = one.page->benchTab()->schematic();
        schematic->setFocus(Qt::TabFocusReason);
        QCOMPARE(schematic->cursor(), std::optional(BenchElement::Laser));
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(schematic, Qt::Key_Tab);
        QCOMPARE(schematic->cursor(), std::optional(BenchElement::Receiver));
        QTest::keyClick(schematic, Qt::Key_Return);
        QCOMPARE(one.page->benchTab()->fields()->element(), BenchElement::Receiver);
        // The hands are on the keyboard: they go on in the first field.
        QVERIFY(one.page->benchTab()->fields()->isAncestorOf(QApplication::focusWidget()));
        schematic->setFocus(Qt::OtherFocusReason);
        QTest::keyClick(schematic, Qt::Key_Left);
        QTest::keyClick(schematic, Qt::Key_Space);
        QCOMPARE(one.page->benchTab()->fields()->element(), BenchElement::Lens);
        schematic->setFocus(Qt::OtherFocusReason);
        for (int i = 0; i < 4; ++i)
            QTest::keyClick(schematic, Qt::Key_Tab);
        QVERIFY(!schematic->hasFocus()); // Tab is no trap
    }

    void choicesSwitchesAndTicksSetTheirFields()
    {
        Page one;
        QVERIFY(one.settled());
        ElementFields* fields = one.page->benchTab()->fields();
        fields->setElement(BenchElement::Receiver);
        QComboBox* detection = fields->control("detection")->choice();
        detection->setFocus();
        QTest::keyClick(detection, Qt::Key_Down);
        QCOMPARE(optics::detection(one.desk().device()), optics::Detection::Sequential);
        QCheckBox* well = fields->control("full_well")->tick();
        QVERIFY(!well->isChecked());
        QTest::mouseClick(well, Qt::LeftButton, {}, QPoint(8, well->height() / 2));
        QVERIFY(one.desk().device().fullWell.value > 0.0);
        QTest::mouseClick(well, Qt::LeftButton, {}, QPoint(8, well->height() / 2));
        QCOMPARE(one.desk().device().fullWell.value, 0.0);
        fields->setElement(BenchElement::Recovery);
        QCheckBox* bypass = fields->control("bypass")->tick();
        QTest::mouseClick(bypass, Qt::LeftButton, {}, QPoint(8, bypass->height() / 2));
        QCOMPARE(one.desk().device().bypass.value, 0.0);
        QVERIFY(one.settled());
    }

    void presetsAreChosenAndResetByKeyboard()
    {
        Page one;
        QVERIFY(one.settled());
        auto* bar = one.the<OpticsDeviceBar>();
        const double photons = one.desk().device().photons.value;
        QVERIFY(!bar->resetButton()->isEnabled());
        one.type(one.quick("photons")->edit(), QStringLiteral("12"));
        QVERIFY(one.desk().isChanged());
        QVERIFY(bar->resetButton()->isEnabled());
        QTest::mouseClick(bar->resetButton(), Qt::LeftButton);
        QCOMPARE(one.desk().device().photons.value, photons);
        QVERIFY(!one.desk().isChanged());
        bar->presetBox()->setFocus();
        QTest::keyClick(bar->presetBox(), Qt::Key_Down);
        QCOMPARE(one.desk().preset(), std::size_t{1});
        QVERIFY(one.settled());
        QCOMPARE(one.desk().answer()->device.photons.value, one.desk().device().photons.value);
    }

    void everyPresetShowsAPictureOrSaysWhyNot()
    {
        Page one;
        for (std::size_t preset = 0; preset < one.desk().presets().size(); ++preset) {
            one.desk().setPreset(preset);
            QVERIFY(QTest::qWaitFor(
                [&] {
                    return !one.desk().problem().isEmpty() ||
                           (one.desk().complete() && !one.desk().isStale(one.desk().complete()));
                },
                20000));
            QVERIFY2(one.desk().problem().isEmpty(), qPrintable(one.desk().problem()));
        }
    }

    void stagesAreSwitchedOffAndBackOn()
    {
        Page one;
        QVERIFY(one.settled());
        one.page->setTab(OpticsPage::Tab::Budget);
        const double bits = one.desk().device().modulatorBits.value;
        QCheckBox* box = one.the<StageSwitches>()->box(optics::Stage::Modulator);
        QVERIFY(box->isChecked());
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QVERIFY(!optics::isOn(optics::Stage::Modulator, one.desk().device()));
        QVERIFY(one.settled());
        QVERIFY(std::ranges::none_of(one.desk().complete()->run.stages, [](const optics::StageError& stage) {
            return stage.stage == optics::title(optics::Stage::Modulator);
        }));
        QTest::keyClick(box, Qt::Key_Space);
        QCOMPARE(one.desk().device().modulatorBits.value, bits);
        QVERIFY(!one.desk().isChanged());
        // Nothing to switch on.
        QVERIFY(!one.the<StageSwitches>()->box(optics::Stage::Laser)->isEnabled());
    }

    void aDeviceIsSavedAndOpened()
    {
        Page one;
        QVERIFY(one.settled());
        one.type(one.quick("photons")->edit(), QStringLiteral("1234"));
        const QString path = one.folder.filePath(QStringLiteral("mine.json"));
        QVERIFY(one.desk().saveDevice(path));
        one.page->resetDevice();
        one.page->openDevice(path);
        QVERIFY2(one.desk().problem().isEmpty(), qPrintable(one.desk().problem()));
        QCOMPARE(one.desk().device().photons.value, 1234.0);
        QCOMPARE(one.the<OpticsDeviceBar>()->presetBox()->currentText(), QStringLiteral("mine"));
        QVERIFY(!one.desk().isChanged());
        one.page->openDevice(path); // again: the same entry
        QCOMPARE(one.the<OpticsDeviceBar>()->presetBox()->count(),
                 static_cast<int>(optics::builtInDevices().size()) + 2); // the default one and ours
    }

    void aBrokenDeviceFileIsASentenceAndTheDeviceStays_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("{\"format\": \"mixlens-dev");
        QTest::newRow("impossible") << QByteArray(
            R"({"format": "mixlens-device", "name": "x", "title": "x", "note": "", "based_on": "default",
                "values": {"pitch": {"value": -1, "unit": "m", "source": "set"}}})");
        QTest::newRow("unknown key") << QByteArray(
            R"({"format": "mixlens-device", "name": "x", "title": "x", "note": "", "based_on": "default",
                "values": {"warp": {"value": 1, "unit": "m", "source": "set"}}})");
    }

    void aBrokenDeviceFileIsASentenceAndTheDeviceStays()
    {
        QFETCH(QByteArray, bytes);
        Page one;
        QVERIFY(one.settled());
        const OpticsAnswerPtr before = one.desk().answer();
        const QString path = one.folder.filePath(QStringLiteral("broken.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        file.close();
        one.page->openDevice(path);
        const QString told = one.the<InlineNotice>()->text();
        QVERIFY2(told.contains(QLatin1String("broken.json")) && told.endsWith(QLatin1Char('.')),
                 qPrintable(told));
        QVERIFY(!one.desk().isChanged());
        QCOMPARE(one.desk().answer(), before);
    }

    void aModelWithoutFourierLayersSaysWhatToDo()
    {
        Page one(QStringLiteral("the bank by the river"), {{"Attention", "tiny-attention", {}, {}}});
        QVERIFY(!one.desk().lane());
        QVERIFY2(one.desk().whyNothing().contains(QLatin1String("Fourier")),
                 qPrintable(one.desk().whyNothing()));
        QVERIFY(one.page->currentFigure() == nullptr);
        one.page->runSweep();
        QVERIFY(!one.page->sweepDesk().isRunning());
        one.page->setTab(OpticsPage::Tab::Bench);
        QPushButton* button = nullptr;
        for (QPushButton* candidate : one.page->findChildren<QPushButton*>())
            if (candidate->isVisible() && candidate->text() == QLatin1String("Use the default lanes"))
                button = candidate;
        QVERIFY(button != nullptr);
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(one.bench.settle());
        QVERIFY(one.settled());
        QVERIFY(one.desk().lane());
        QVERIFY(one.page->currentFigure() != nullptr);
    }

    void aLaneWithoutFourierLayersLeavesTheViewToOneThatHasThem()
    {
        Page one(QStringLiteral("the bank by the river"), defaultLanes());
        QVERIFY(one.settled());
        QCOMPARE(one.bench.workbench.focusLane(), std::size_t{0}); // attention
        QCOMPARE(one.desk().lane(), std::optional<std::size_t>(1));
        one.bench.workbench.setFocusLane(2); // hybrid: its Fourier layers only
        QVERIFY(one.settled());
        QCOMPARE(one.desk().lane(), std::optional<std::size_t>(2));
        one.bench.workbench.setLayer(3);
        const auto layers = fourierLayers(*one.bench.workbench.analysis(2)->encoder);
        QVERIFY(std::ranges::find(layers, one.desk().layer().value()) != layers.end());
    }

    void anySentenceHasPictures_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("one word") << QStringLiteral("light");
        QTest::newRow("eleven tokens") << QStringLiteral("the bank by the river raised its rate .");
        QTest::newRow("many masks") << QStringLiteral("the [MASK] of [MASK] and [MASK] the [MASK]");
    }

    void anySentenceHasPictures()
    {
        QFETCH(QString, text);
        Page one(text);
        QVERIFY(one.settled());
        for (const auto tab : tabs) {
            one.page->setTab(tab);
            QVERIFY(!one.page->grab().isNull());
            if (tab != OpticsPage::Tab::Precision)
                QVERIFY(one.page->currentFigure() != nullptr);
        }
        QVERIFY(!one.page->predictions().isEmpty());
    }

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

    void everythingIsDrawnInBothThemesAndFits()
    {
        Page one;
        QVERIFY(one.settled());
        for (const auto tab : tabs) {
            one.page->setTab(tab);
            applyTheme(ThemeChoice::Light);
            QCoreApplication::processEvents();
            const QImage light = one.page->grab().toImage();
            applyTheme(ThemeChoice::Dark);
            QCoreApplication::processEvents();
            QVERIFY2(one.page->grab().toImage() != light, qPrintable(QString::number(static_cast<int>(tab))));
        }
        applyTheme(ThemeChoice::Light);
        QVERIFY2(one.page->minimumSizeHint().width() <= 1010 && one.page->minimumSizeHint().height() <= 545,
                 qPrintable(QStringLiteral("%1 x %2")
                                .arg(one.page->minimumSizeHint().width())
                                .arg(one.page->minimumSizeHint().height())));
    }

    void everyControlHasANameForScreenReaders()
    {
        Page one;
        QVERIFY(one.settled());
        for (const BenchElement element : benchElements) {
            one.page->benchTab()->fields()->setElement(element);
            for (QSlider* slider : one.page->findChildren<QSlider*>())
                QVERIFY(!slider->accessibleName().isEmpty());
            for (QComboBox* box : one.page->findChildren<QComboBox*>())
                QVERIFY(!box->accessibleName().isEmpty());
            for (QCheckBox* box : one.page->findChildren<QCheckBox*>())
                QVERIFY(!box->text().isEmpty());
            for (FieldControl* control : one.page->findChildren<FieldControl*>())
                if (control->edit() != nullptr)
                    QVERIFY(!control->edit()->accessibleName().isEmpty() &&
                            !control->edit()->toolTip().isEmpty());
        }
    }

    void aFlipStandsOutInAnyTheme()
    {
        Page one(QStringLiteral("the president of the united [MASK] spoke to congress ."));
        QVERIFY(one.settled());
        one.type(one.quick("photons")->edit(), QStringLiteral("0.01"));
        QVERIFY(one.settled());
        QVERIFY2(one.page->predictions().contains(QLatin1String("(flip)")),
                 qPrintable(one.page->predictions()));
        const auto ink = [&one] {
            for (ElidedLabel* label : one.page->findChildren<ElidedLabel*>())
                if (label->text() == one.page->predictions())
                    return label->palette().color(QPalette::WindowText);
            return QColor();
        };
        applyTheme(ThemeChoice::Dark);
        QTRY_COMPARE(ink(), darkTheme().warning);
        applyTheme(ThemeChoice::Light);
        QTRY_COMPARE(ink(), lightTheme().warning);
    }

    void aLongLineOfPredictionsIsCutWithAnEllipsis()
    {
        Page one(QStringLiteral("the [MASK] of [MASK] and [MASK] the [MASK] of the [MASK] river"));
        QVERIFY(one.settled());
        one.page->resize(700, 540);
        for (ElidedLabel* label : one.page->findChildren<ElidedLabel*>()) {
            QVERIFY(!label->accessibleName().isEmpty());
            QCOMPARE(label->shownText() == label->text(),
                     label->fontMetrics().horizontalAdvance(label->text()) <= label->width());
            if (label->text() == one.page->predictions())
                QVERIFY2(label->shownText().endsWith(u'…'), qPrintable(label->shownText()));
        }
    }

    void whatToDoBeforeASweepIsReadInFull()
    {
        Page one;
        one.page->setTab(OpticsPage::Tab::Precision);
        QVERIFY(one.settled());
        const auto labels = one.page->precisionTab()->findChild<EmptyState*>()->findChildren<QLabel*>();
        QCOMPARE(labels.size(), qsizetype{1});
        const QLabel& text = *labels.front();
        QVERIFY(text.height() >= text.heightForWidth(text.width()));
        QVERIFY(text.width() >= 40 * text.fontMetrics().averageCharWidth());
        QVERIFY(text.width() <= 70 * text.fontMetrics().averageCharWidth());
    }

    void devicesAreComparedWithANameInEveryRow()
    {
        Page one;
        QVERIFY(one.settled());
        one.page->setTab(OpticsPage::Tab::Cost);
        auto* tab = one.page->costTab();
        QVERIFY(tab->time()->isVisible() && tab->energy()->isVisible());
        for (QCheckBox* box : tab->findChildren<QCheckBox*>())
            box->click();
        // A row for each device leaves room for one chart; the bar above the scaling chart chooses it.
        QVERIFY(tab->time()->isVisible() && !tab->energy()->isVisible());
        tab->findChild<QTabBar*>()->setCurrentIndex(1);
        QVERIFY(!tab->time()->isVisible() && tab->energy()->isVisible());
        const auto& figure = dynamic_cast<const DeviceCostFigure&>(*tab->energy()->figure());
        QCOMPARE(one.page->currentFigure(), tab->energy()->figure());
        const double scale = QFontInfo(tab->font()).pixelSize() / 9.0;
        QTRY_VERIFY(figure.layoutIn({QPointF(), QSizeF(tab->energy()->size()) / scale}).rowHeight >= 10.5);
        one.page->resize(1500, 900);
        QVERIFY(tab->time()->isVisible() && tab->energy()->isVisible());
    }

    void everyControlIsReachedByTabNamedAndShowsItsFocus_data()
    {
        QTest::addColumn<int>("tab");
        QTest::newRow("bench") << 0;
        QTest::newRow("error budget") << 1;
        QTest::newRow("time and energy") << 2;
        QTest::newRow("precision") << 3;
    }

    void everyControlIsReachedByTabNamedAndShowsItsFocus()
    {
        QFETCH(int, tab);
        Page one;
        QVERIFY(one.settled());
        one.page->setTab(static_cast<OpticsPage::Tab>(tab));
        QVERIFY(one.settled());
        one.page->activateWindow();
        QList<QWidget*> controls;
        for (QWidget* widget : one.page->findChildren<QWidget*>()) {
            const bool control = qobject_cast<QAbstractButton*>(widget) != nullptr ||
                                 qobject_cast<QComboBox*>(widget) != nullptr ||
                                 qobject_cast<QAbstractSlider*>(widget) != nullptr ||
                                 qobject_cast<QAbstractSpinBox*>(widget) != nullptr ||
                                 qobject_cast<QTabBar*>(widget) != nullptr ||
                                 qobject_cast<QLineEdit*>(widget) != nullptr ||
                                 qobject_cast<FigureView*>(widget) != nullptr;
            const bool part = qobject_cast<QScrollBar*>(widget) != nullptr || // the content scrolls by keys
                              qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) != nullptr ||
                              qobject_cast<QTabBar*>(widget->parentWidget()) != nullptr ||
                              qobject_cast<QLineEdit*>(widget->parentWidget()) != nullptr;
            if (control && !part && widget->isVisible() && widget->isEnabled())
                controls.append(widget);
        }
        QVERIFY(controls.size() > 10);
        controls.front()->setFocus(Qt::TabFocusReason);
        QSet<QWidget*> reached;
        do {
            QWidget* focus = QApplication::focusWidget();
            QVERIFY(focus != nullptr && reached.size() < 400);
            reached.insert(focus);
            QTest::keyClick(focus, Qt::Key_Tab);
        } while (QApplication::focusWidget() != controls.front());
        for (QWidget* control : controls) {
            const QString what = QString::fromLatin1(control->metaObject()->className()) + u' ' +
                                 control->accessibleName() + u' ' +
                                 (qobject_cast<QAbstractButton*>(control) != nullptr
                                      ? qobject_cast<QAbstractButton*>(control)->text()
                                      : QString());
            QVERIFY2(reached.contains(control), qPrintable(what));
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(control);
            QVERIFY2(spoken != nullptr && !spoken->text(QAccessible::Name).isEmpty(), qPrintable(what));
            controls.front() == control ? one.the<OpticsDeviceBar>()->presetBox()->clearFocus()
                                        : controls.front()->setFocus(Qt::TabFocusReason);
            const QImage without = control->grab().toImage();
            control->setFocus(Qt::TabFocusReason);
            QVERIFY2(control->grab().toImage() != without, qPrintable(what));
        }
    }

    void quickSlidersNeverWaitAndTheLatestWins()
    {
        Page one;
        QVERIFY(one.settled());
        QSlider* slider = one.quick("photons")->slider();
        int answers = 0;
        QObject::connect(&one.desk(), &OpticsDesk::answerChanged, slider, [&answers] { ++answers; });
        constexpr int moves = 300;
        for (int i = 0; i < moves; ++i) {
            slider->setValue(i % (slider->maximum() + 1));
            QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        }
        QVERIFY(one.settled());
        QCOMPARE(one.desk().answer()->device.photons.value, one.desk().device().photons.value);
        QCOMPARE(one.desk().complete(), one.desk().answer());
        QVERIFY2(answers < moves, qPrintable(QString::number(answers)));
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

    void aFileThatCannotBeWrittenIsASentenceAndNothingIsLost()
    {
        Page one;
        QVERIFY(one.settled());
        one.type(one.quick("photons")->edit(), QStringLiteral("1234"));
        QFile file(one.folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        // Nobody may write below a file, not even who may do everything.
        const QString below = file.fileName() + QStringLiteral("/mine.json");
        QVERIFY(!one.desk().saveDevice(below));
        const QString told = one.the<InlineNotice>()->text();
        QVERIFY2(told.contains(below) && told.endsWith(u'.'), qPrintable(told));
        QCOMPARE(one.desk().device().photons.value, 1234.0);
        QVERIFY(one.desk().isChanged());
        one.page->openDevice(below);
        QVERIFY(one.the<InlineNotice>()->text().endsWith(u'.'));
        QCOMPARE(one.desk().device().photons.value, 1234.0);
        // And again elsewhere: the sentence goes.
        QVERIFY(one.desk().saveDevice(one.folder.filePath(QStringLiteral("mine.json"))));
        QVERIFY(one.the<InlineNotice>()->text().isEmpty());
    }

    void slidersCoverTheirRange()
    {
        for (const optics::DeviceField& field : optics::deviceFields()) {
            if (!field.names.empty() || field.isSwitch())
                continue;
            double before = -1e300;
            for (int step = 0; step <= sliderSteps(field); ++step) {
                const double value = sliderValueAt(field, step);
                QVERIFY2(optics::checkValue(field, value) || (field.least < 0.0 && value == 0.0),
                         qPrintable(fieldName(field)));
                QVERIFY2(value >= before, qPrintable(fieldName(field)));
                before = value;
            }
            QCOMPARE(sliderValueAt(field, 0), field.least);
            QCOMPARE(sliderValueAt(field, sliderSteps(field)), field.most);
            QCOMPARE(sliderStepOf(field, field.least), 0);
            QCOMPARE(sliderStepOf(field, field.most), sliderSteps(field));
        }
    }

    void whatIsShownCanBeTyped()
    {
        for (const optics::NamedDevice& preset : optics::builtInDevices())
            for (const optics::DeviceField& field : optics::deviceFields()) {
                if (!field.names.empty() || field.isSwitch())
                    continue;
                const double value = (preset.device.*field.member).value;
                const QString shown = deviceText(preset.device, field.key);
                const auto typed = typedValue(field, shown);
                QVERIFY2(typed, qPrintable(fieldName(field) + QStringLiteral(": ") + shown));
                // Three digits are shown.
                QVERIFY2(std::abs(*typed - value) <= 5.1e-3 * std::abs(value),
                         qPrintable(fieldName(field) + QStringLiteral(": ") + shown));
            }
    }

    void theWindowOpensItByKeyAndMenu()
    {
        Bench bench;
        QVERIFY(bench.open());
        MainWindow window(bench.workbench, {});
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QTest::keyClick(&window, Qt::Key_4, Qt::ControlModifier);
        QVERIFY(window.workspace() == MainWindow::Workspace::Optics);
        QVERIFY(QTest::qWaitFor([&] { return window.currentFigure() != nullptr; }, 20000));
        QStringList names;
        for (const QAction* action : window.commands())
            names.append(action->objectName());
        for (const char* name :
             {"optics", "runSweep", "cancelSweep", "openDevice", "saveDevice", "resetDevice"})
            QVERIFY2(names.contains(QLatin1String(name)), name);
        bench.workbench.setSentence(QString());
        QVERIFY(window.currentFigure() == nullptr); // "there is no sentence yet"
    }
};

QTEST_MAIN(OpticsPageTest)
#include "tst_optics_page.moc"
