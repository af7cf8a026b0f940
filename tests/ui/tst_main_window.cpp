#include "ui/main_window.h"
#include "ui/models/action_model.h"
#include "ui/panels/command_palette.h"
#include "ui/panels/inline_notice.h"
#include "ui/panels/sentence_bar.h"
#include "ui/panels/status_line.h"
#include "ui/workspaces/compare_page.h"
#include "window_support.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QUndoStack>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

struct Window
{
    Window()
    {
        bench.open();
        window.show();
        (void)QTest::qWaitForWindowExposed(&window);
    }

    [[nodiscard]] QAction* command(const char* name) const
    {
        for (QAction* action : window.commands())
            if (action->objectName() == QLatin1String(name))
                return action;
        return nullptr;
    }

    Bench bench;
    MainWindow window{bench.workbench,
                      {QStringLiteral("0.1.0"), QStringLiteral("x86-64"), QStringLiteral("fftw")}};
};

void closeDialogs()
{
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (qobject_cast<QDialog*>(widget) != nullptr)
            widget->close();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private:
    PrivateSettings m_settings;

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("."))); }
    void cleanup() { closeDialogs(); }

    void everyCommandCanBeTriggered()
    {
        Window one;
        for (QAction* action : one.window.commands()) {
            if (action->objectName() == QLatin1String("quit"))
                continue;
            action->trigger();
            QCoreApplication::processEvents();
            closeDialogs();
        }
        one.command("quit")->trigger();
        QVERIFY(!one.window.isVisible());
    }

    void everyCommandHasANameAndKeysOfItsOwn()
    {
        Window one;
        QStringList names;
        QStringList keys;
        for (const QAction* action : one.window.commands()) {
            QVERIFY2(!action->objectName().isEmpty(), qPrintable(action->text()));
            QVERIFY2(!names.contains(action->objectName()), qPrintable(action->objectName()));
            names.push_back(action->objectName());
            for (const QKeySequence& sequence : action->shortcuts()) {
                QVERIFY2(!keys.contains(sequence.toString()), qPrintable(sequence.toString()));
                keys.push_back(sequence.toString());
            }
        }
        QVERIFY(keys.size() > 15);
    }

    void controlAndADigitChooseTheWorkspace()
    {
        Window one;
        QTest::keyClick(&one.window, Qt::Key_2, Qt::ControlModifier);
        QVERIFY(one.window.workspace() == MainWindow::Workspace::Mixers);
        QTest::keyClick(&one.window, Qt::Key_3, Qt::ControlModifier);
        QVERIFY(one.window.workspace() == MainWindow::Workspace::Spectrum);
        QTest::keyClick(&one.window, Qt::Key_1, Qt::ControlModifier);
        QVERIFY(one.window.workspace() == MainWindow::Workspace::Compare);
    }

    void lettersAreTypedWhileTheSentenceIsEdited()
    {
        Window one;
        QLineEdit* edit = one.window.sentenceBar()->edit();
        edit->setFocus();
        edit->clear();
        QTest::keyClicks(edit, QStringLiteral("wj[],."));
        QCOMPARE(edit->text(), QStringLiteral("wj[],."));
        QVERIFY(one.bench.workbench.lens() == Lens::Influence);
    }

    void theEditMenuNamesWhatItUndoes()
    {
        Window one;
        one.bench.workbench.setSentence(QStringLiteral("time"));
        QVERIFY2(one.command("undo")->text().contains(QLatin1String("edit of the sentence")),
                 qPrintable(one.command("undo")->text()));
    }

    void docksComeBackWithResetLayout()
    {
        Window one;
        auto* inspector = one.window.findChild<QDockWidget*>(QStringLiteral("inspector"));
        auto* timing = one.window.findChild<QDockWidget*>(QStringLiteral("liveTiming"));
        inspector->close();
        timing->setFloating(true);
        one.command("resetLayout")->trigger();
        QVERIFY(inspector->isVisible());
        QVERIFY(!timing->isFloating());
    }

    void theLayoutIsRememberedAndABrokenOneIsIgnored()
    {
        {
            Window one;
            one.window.findChild<QDockWidget*>(QStringLiteral("inspector"))->close();
            one.window.close();
        }
        {
            const Window two;
            QVERIFY(!two.window.findChild<QDockWidget*>(QStringLiteral("inspector"))->isVisible());
        }
        QSettings().setValue(QStringLiteral("window/state"), QByteArray("broken"));
        const Window three;
        QVERIFY(three.window.findChild<QDockWidget*>(QStringLiteral("inspector"))->isVisible());
    }

    void themesSwitchAtRunTime()
    {
        Window one;
        one.window.setThemeChoice(ThemeChoice::Dark);
        QCoreApplication::processEvents();
        QVERIFY(themeFor(one.window.palette()).dark);
        const QImage dark = one.window.grab().toImage();
        one.window.setThemeChoice(ThemeChoice::Light);
        QCoreApplication::processEvents();
        QVERIFY(!themeFor(one.window.palette()).dark);
        QVERIFY(themeFor(one.window.sentenceBar()->palette()).paper == lightTheme().paper);
        const QImage light = one.window.grab().toImage();
        const QPoint corner(dark.width() - 5, dark.height() / 2);
        QVERIFY(dark.pixelColor(corner).lightness() < 100);
        QVERIFY(light.pixelColor(corner).lightness() > 150);
        one.window.setThemeChoice(ThemeChoice::System);
    }

    void anySizeFromTheSmallestUpCanBeDrawn()
    {
        Window one;
        QCOMPARE(one.window.minimumSize(), QSize(1100, 680));
        for (const QSize size : {QSize(1100, 680), QSize(1366, 768), QSize(2200, 1400)}) {
            one.window.resize(size);
            QCoreApplication::processEvents();
            QCOMPARE(one.window.size(), size);
            QVERIFY(!one.window.grab().isNull());
        }
    }

    void anEmptySentenceIsExplainedAndOffersASample()
    {
        Window one;
        one.bench.workbench.setSentence(QStringLiteral("   "));
        QVERIFY(!one.window.comparePage()->isVisible());
        QVERIFY(one.window.currentFigure() == nullptr);
        one.bench.workbench.setSentence(QStringLiteral("time"));
        QVERIFY(one.window.comparePage()->isVisible());
    }

    void aSentenceFileIsOpened()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("sentence.txt"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("two\nlines\xff\n");
        file.close();
        Window one;
        one.window.openSentenceFile(path);
        QCOMPARE(one.bench.workbench.sentence(), QStringLiteral("two lines\uFFFD"));
        QCOMPARE(one.window.noticeText(), QString());
    }

    void aFileThatIsNotThereIsToldInTheWindow()
    {
        Window one;
        const QString before = one.bench.workbench.sentence();
        one.window.openSentenceFile(QStringLiteral("/no/such/file.txt"));
        QVERIFY(one.window.noticeText().contains(QLatin1String("/no/such/file.txt")));
        QCOMPARE(one.bench.workbench.sentence(), before);
    }

    void aModelFolderTakesThePlaceOfTheFocusLane()
    {
        Window one;
        one.bench.workbench.setFocusLane(2);
        one.window.openModelFolder(QStringLiteral(MIXLENS_MODELS) + QStringLiteral("/tiny-attention"));
        QVERIFY(one.bench.settle());
        QCOMPARE(one.bench.workbench.lanes().size(), std::size_t{4});
        QCOMPARE(QString::fromStdString(one.bench.workbench.lanes()[2].title),
                 QStringLiteral("tiny-attention"));
        QVERIFY(!one.bench.workbench.problem(2));
        one.bench.workbench.undoStack().undo();
        QCOMPARE(QString::fromStdString(one.bench.workbench.lanes()[2].title), QStringLiteral("Hybrid"));
    }

    void aFolderWithoutAModelIsToldInItsLaneAndTheOthersStay()
    {
        QTemporaryDir folder;
        Window one;
        one.window.openModelFolder(folder.path());
        QVERIFY(one.bench.settle());
        QVERIFY(one.bench.workbench.problem(0).has_value());
        QVERIFY(!one.bench.workbench.problem(1).has_value());
        QTRY_VERIFY(one.window.statusLine()->warningText().contains(QLatin1Char('1')));
        bool told = false;
        for (const InlineNotice* notice : one.window.comparePage()->findChildren<InlineNotice*>())
            told = told || (notice->isVisible() && !notice->text().isEmpty());
        QVERIFY(told);
    }

    void textCanBeDropped()
    {
        Window one;
        QMimeData text;
        text.setText(QStringLiteral("the\nriver"));
        QDragEnterEvent enter(QPoint(500, 400), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&one.window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(500, 400), Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&one.window, &drop);
        QCOMPARE(one.bench.workbench.sentence(), QStringLiteral("the river"));
    }

    void theStatusBarTellsTokensAndPadding()
    {
        Window one;
        QTRY_COMPARE(one.window.statusLine()->busyText(), QStringLiteral("idle"));
        QVERIFY2(one.window.statusLine()->tokensText().startsWith(QLatin1String("12 tokens")),
                 qPrintable(one.window.statusLine()->tokensText()));
        QVERIFY(one.window.statusLine()->tokensText().contains(QLatin1String("padded to 64")));
    }

    void thePaletteFindsAndRunsCommands()
    {
        Window one;
        CommandPalette palette(one.window.commands(), &one.window);
        const QAbstractItemModelTester tester(palette.findChild<ActionModel*>(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        palette.show();
        QCOMPARE(palette.matchCount(), static_cast<int>(one.window.commands().size()));
        QTest::keyClicks(palette.edit(), QStringLiteral("lens wei"));
        QCOMPARE(palette.matchCount(), 1);
        QTest::keyClick(palette.edit(), Qt::Key_Return);
        QVERIFY(one.bench.workbench.lens() == Lens::Weight);
        QVERIFY(!palette.isVisible());
    }

    void aHomeThatCannotBeWrittenIsNoReasonToComplain()
    {
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("/proc/no-home"));
        Window one;
        QVERIFY(one.window.close());
        QCOMPARE(one.window.noticeText(), QString());
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
