#include "ui/panels/samples.h"
#include "ui/panels/sentence_bar.h"
#include "ui/views/token_strip.h"
#include "window_support.h"

#include <QClipboard>
#include <QLineEdit>
#include <QSignalSpy>
#include <QUndoStack>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

/// A bar on the screen, over a bench whose lanes have answered.
struct Bar
{
    Bar()
    {
        bench.open();
        bar.resize(1100, 80);
        bar.show();
        (void)QTest::qWaitForWindowExposed(&bar);
    }

    Bench bench;
    SentenceBar bar{bench.workbench};
};

} // namespace

class TestSentenceBar : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("."))); }

    void typingReachesTheWorkbenchAndTheChips()
    {
        Bar one;
        one.bar.edit()->clear();
        QTest::keyClicks(one.bar.edit(), QStringLiteral("the river"));
        QCOMPARE(one.bench.workbench.sentence(), QStringLiteral("the river"));
        QTRY_COMPARE_WITH_TIMEOUT(one.bar.strip()->chipCount(), 4, 20000);
        QTRY_COMPARE(one.bar.countText(), QStringLiteral("2 words · 4 tokens"));
    }

    void undoIsTheWorkbenchs()
    {
        Bar one;
        const QString before = one.bench.workbench.sentence();
        QTest::keyClicks(one.bar.edit(), QStringLiteral(" again"));
        QCOMPARE(one.bench.workbench.undoStack().count(), 1);
        QTest::keySequence(one.bar.edit(), QKeySequence::Undo);
        QCOMPARE(one.bench.workbench.sentence(), before);
        QCOMPARE(one.bar.edit()->text(), before);
        QTest::keySequence(one.bar.edit(), QKeySequence::Redo);
        QVERIFY(one.bar.edit()->text().contains(QLatin1String("again")));
    }

    void lineBreaksBecomeSpaces()
    {
        Bar one;
        one.bar.edit()->selectAll();
        QGuiApplication::clipboard()->setText(QStringLiteral("one\ntwo\r\nthree\tfour"));
        one.bar.edit()->paste();
        QCOMPARE(one.bench.workbench.sentence(), QStringLiteral("one two  three four"));
        QCOMPARE(one.bar.edit()->text(), one.bench.workbench.sentence());
    }

    void anyCharactersAreTaken_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("emoji") << QStringLiteral("a 👩‍👩‍👧‍👦 family 🇩🇪");
        QTest::newRow("right to left") << QStringLiteral("שלום עולם مرحبا");
        QTest::newRow("combining") << QStringLiteral("e\u0301\u0302\u0303 n\u0303");
        QTest::newRow("controls") << QStringLiteral("a\u0001b\u200bc\ufeffd");
        QTest::newRow("unpaired surrogate") << QString(QChar(0xD800)) + QStringLiteral(" x");
    }

    void anyCharactersAreTaken()
    {
        QFETCH(QString, text);
        Bar one;
        one.bench.workbench.setSentence(text);
        QVERIFY(one.bench.settle());
        QVERIFY(one.bar.strip()->chipCount() >= 3);
        QVERIFY(!one.bar.grab().isNull());
    }

    void whatTheModelHasNoPositionsForIsTold()
    {
        Bar one;
        one.bench.workbench.setSentence(samples().back().text);
        QVERIFY(one.bench.settle());
        QVERIFY2(one.bar.noticeText().startsWith(QLatin1String("64 of ")), qPrintable(one.bar.noticeText()));
        QCOMPARE(wordCount(samples().back().text), 512);
        one.bench.workbench.setSentence(QStringLiteral("time"));
        QVERIFY(one.bench.settle());
        QCOMPARE(one.bar.noticeText(), QString());
    }

    void hoverLightsATokenAndAClickLocksIt()
    {
        Bar one;
        Workbench& workbench = one.bench.workbench;
        TokenStrip* strip = one.bar.strip();
        QTest::mouseMove(strip, strip->chipRect(2).center());
        QTRY_VERIFY((workbench.hovered() == TokenPair{2, 2}));
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->chipRect(3).center());
        QVERIFY((workbench.locked() == TokenPair{3, 3}));
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->chipRect(3).center());
        QVERIFY((workbench.locked() == TokenPair{}));
    }

    void chipsCanBeReachedByKeyboard()
    {
        Bar one;
        TokenStrip* strip = one.bar.strip();
        strip->setFocus();
        for (int key = 0; key < 3; ++key)
            QTest::keyClick(strip, Qt::Key_Right);
        QTest::keyClick(strip, Qt::Key_Return);
        QVERIFY((one.bench.workbench.locked() == TokenPair{2, 2}));
        QTest::keyClick(strip, Qt::Key_Escape);
        QVERIFY((one.bench.workbench.locked() == TokenPair{}));
    }

    void chipsBeyondTheEdgeScrollIntoSight()
    {
        Bar one;
        one.bench.workbench.setSentence(samples().back().text);
        QVERIFY(one.bench.settle());
        TokenStrip* strip = one.bar.strip();
        QVERIFY(strip->chipRect(63).left() > strip->width());
        strip->setFocus();
        QTest::keyClick(strip, Qt::Key_End);
        QVERIFY(strip->rect().contains(strip->chipRect(63)));
    }

    void aMaskComesWithTheSpacesItNeeds_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<int>("cursor");
        QTest::addColumn<QString>("after");
        QTest::newRow("between words") << "the river" << 3 << "the [MASK] river";
        QTest::newRow("after a space") << "the river" << 4 << "the [MASK] river";
        QTest::newRow("at the end") << "the" << 3 << "the [MASK] ";
        QTest::newRow("in nothing") << "" << 0 << "[MASK] ";
    }

    void aMaskComesWithTheSpacesItNeeds()
    {
        QFETCH(QString, before);
        QFETCH(int, cursor);
        QFETCH(QString, after);
        Bar one;
        one.bench.workbench.setSentence(before);
        one.bar.edit()->setCursorPosition(cursor);
        one.bar.insertMask();
        QCOMPARE(one.bench.workbench.sentence(), after);
    }

    void everySampleCanBeAnalysed()
    {
        Bar one;
        for (const Sample& sample : samples()) {
            one.bench.workbench.setSentence(sample.text);
            QVERIFY(one.bench.settle());
            for (std::size_t lane = 0; lane < 4; ++lane)
                QVERIFY2(!one.bench.workbench.problem(lane), qPrintable(sample.name));
        }
    }

    void aHundredThousandCharactersAreTaken()
    {
        Bar one;
        const QString text = QStringLiteral("the river ").repeated(10000);
        one.bench.workbench.setSentence(text);
        QVERIFY(one.bench.settle());
        QCOMPARE(one.bar.edit()->text().size(), text.size());
        QTest::keyClicks(one.bar.edit(), QStringLiteral("x"));
        QCOMPARE(one.bench.workbench.sentence().size(), text.size() + 1);
    }
};

QTEST_MAIN(TestSentenceBar)
#include "tst_sentence_bar.moc"
