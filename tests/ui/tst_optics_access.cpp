#include "optics_page_support.h"
#include "ui/figures/device_cost_figure.h"
#include "ui/main_window.h"
#include "ui/panels/element_fields.h"
#include "ui/panels/elided_label.h"
#include "ui/panels/empty_state.h"
#include "ui/panels/optics_device_bar.h"
#include "ui/views/schematic_view.h"
#include "ui/workspaces/optics_cost_tab.h"
#include "ui/workspaces/optics_precision_tab.h"

#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFontInfo>
#include <QLabel>
#include <QScrollBar>
#include <QSet>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QToolButton>

using namespace mixlens;
using namespace mixlens::ui;
using mixlens::ui::test::Page;

namespace {

constexpr auto tabs = {OpticsPage::Tab::Bench, OpticsPage::Tab::Budget, OpticsPage::Tab::Cost,
                       OpticsPage::Tab::Precision};

} // namespace

class OpticsAccessTest : public QObject
{
    Q_OBJECT

private:
    PrivateSettings m_settings;

private slots:
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

    void framesOfTilesHaveTheirNamesInFull()
    {
        Page one;
        QVERIFY(one.settled());
        const auto& presets = one.desk().presets();
        for (std::size_t preset = 0; preset < presets.size(); ++preset)
            if (presets[preset].name == "photonic-11")
                one.desk().setPreset(preset);
        QVERIFY(one.settled());
        QComboBox* frames = nullptr;
        for (QComboBox* box : one.page->benchTab()->findChildren<QComboBox*>())
            if (box->accessibleName().contains(QLatin1String("frame")))
                frames = box;
        QVERIFY(frames != nullptr && frames->count() > 0);
        QVERIFY2(frames->currentText().contains(QLatin1String("tile")), qPrintable(frames->currentText()));
        QTRY_VERIFY(frames->width() >= frames->fontMetrics().horizontalAdvance(frames->currentText()) + 20);
        QCOMPARE(one.page->benchTab()->camera()->figure()->title(), QStringLiteral("Camera"));
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

QTEST_MAIN(OpticsAccessTest)
#include "tst_optics_access.moc"
