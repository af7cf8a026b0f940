#include "optics_page_support.h"
#include "ui/figures/camera_figure.h"
#include "ui/figures/optical_planes.h"
#include "ui/panels/element_fields.h"
#include "ui/panels/field_scale.h"
#include "ui/panels/inline_notice.h"
#include "ui/panels/optics_device_bar.h"
#include "ui/panels/stage_switches.h"
#include "ui/views/schematic_view.h"
#include "ui/workspaces/sweep_desk.h"

#include <QCheckBox>
#include <QComboBox>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

#include <algorithm>

using namespace mixlens;
using namespace mixlens::ui;
using mixlens::ui::test::Page;

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
};

QTEST_MAIN(OpticsPageTest)
#include "tst_optics_page.moc"
