#include "figure_samples.h"
#include "ui/views/spectrum_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

std::shared_ptr<const SpectrumFigure> figureOf(Index tokens)
{
    SpectrumSpec spec;
    spec.title = QStringLiteral("Chord");
    spec.spectrum = chord(tokens);
    return std::make_shared<const SpectrumFigure>(spec);
}

} // namespace

class SpectrumViewTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_view = std::make_unique<SpectrumView>();
        m_view->setSpectrum(figureOf(16));
        m_view->resize(800, 420);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void pointingReadsOutTheFrequencyUnderThePointer()
    {
        QSignalSpy spy(m_view.get(), &SpectrumView::frequencyHovered);
        for (const Index k : {0, 1, 5, 8}) {
            QTest::mouseMove(m_view.get(), m_view->pixelOf(k).toPoint());
            QCOMPARE(m_view->cursor(), std::optional<Index>(k));
        }
        QCOMPARE(spy.count(), 4);
        QTest::mouseMove(m_view.get(), m_view->pixelOf(2).toPoint());
        QVERIFY(
            m_view->readOut().startsWith(QStringLiteral("k = 2 cycles per sequence, period 8.00 tokens")));
        QVERIFY(m_view->readOut().contains(QStringLiteral("18.1\u202FdB (8.00)")));
        QTest::mouseMove(m_view.get(), QPoint(790, 2)); // the title
        QCOMPARE(m_view->cursor(), std::nullopt);
        QVERIFY(m_view->readOut().isEmpty());
    }

    void aClickLocksAndASecondLetsGo()
    {
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, m_view->pixelOf(5).toPoint());
        QCOMPARE(m_view->locked(), std::optional<Index>(5));
        QTest::mouseMove(m_view.get(), m_view->pixelOf(2).toPoint());
        QCOMPARE(m_view->cursor(), std::optional<Index>(2));
        QTest::mouseMove(m_view.get(), QPoint(790, 2));
        QCOMPARE(m_view->cursor(), std::optional<Index>(5));
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, m_view->pixelOf(5).toPoint());
        QCOMPARE(m_view->locked(), std::nullopt);
    }

    void arrowsMoveTheCursorAndStopAtTheEnds()
    {
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QCOMPARE(m_view->cursor(), std::optional<Index>(0));
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QCOMPARE(m_view->cursor(), std::optional<Index>(0));
        QTest::keyClick(m_view.get(), Qt::Key_End);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QCOMPARE(m_view->cursor(), std::optional<Index>(8));
        QTest::keyClick(m_view.get(), Qt::Key_Left);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(m_view->locked(), std::optional<Index>(7));
        QVERIFY(m_view->accessibleDescription().startsWith(QStringLiteral("k = 7")));
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QCOMPARE(m_view->cursor(), std::nullopt);
    }

    void aShorterSentenceDropsACursorThatIsNoLongerThere()
    {
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, m_view->pixelOf(8).toPoint());
        m_view->setSpectrum(figureOf(11)); // k = 0 … 5
        QCOMPARE(m_view->locked(), std::nullopt);
        m_view->setSpectrum(nullptr);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QCOMPARE(m_view->cursor(), std::nullopt);
    }

    void theCursorIsDrawnRoundItsColumn()
    {
        const QImage before = m_view->grab().toImage();
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        const QImage after = m_view->grab().toImage();
        const QPoint zero = m_view->pixelOf(0).toPoint();
        QVERIFY(before.copy(zero.x() - 20, zero.y() - 20, 40, 40) !=
                after.copy(zero.x() - 20, zero.y() - 20, 40, 40));
        const QPoint last = m_view->pixelOf(8).toPoint();
        QCOMPARE(before.copy(last.x() - 15, last.y() - 20, 30, 40),
                 after.copy(last.x() - 15, last.y() - 20, 30, 40));
    }

    void keysAskForTableExportAndCopy()
    {
        QSignalSpy table(m_view.get(), &FigureView::tableRequested);
        QSignalSpy exported(m_view.get(), &FigureView::exportRequested);
        QTest::keyClick(m_view.get(), Qt::Key_T, Qt::ControlModifier);
        QTest::keyClick(m_view.get(), Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(table.count(), 1);
        QCOMPARE(exported.count(), 1);
        QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const QMimeData* mime = QGuiApplication::clipboard()->mimeData();
        for (const char* format : {"image/png", "image/svg+xml", "text/csv", "text/plain"})
            QVERIFY2(mime->hasFormat(QLatin1String(format)), format);
        QVERIFY(mime->hasImage());
        QCOMPARE(mime->data(QStringLiteral("text/csv")).count("\r\n"), 1 + 9);
        m_view->copyValues();
        QCOMPARE(QGuiApplication::clipboard()->text().count(QLatin1Char('\n')), 1 + 9);
    }

    void aScreenReaderIsToldTitleAndMainNumber()
    {
        QCOMPARE(m_view->accessibleName(), QStringLiteral("Chord"));
        QVERIFY(m_view->accessibleDescription().contains(QStringLiteral("k = 2")));
    }

    void aMessageTakesTheFiguresPlace()
    {
        const QImage figure = m_view->grab().toImage();
        m_view->setMessage(QStringLiteral("Nothing here yet."));
        QCOMPARE(m_view->accessibleDescription(), QStringLiteral("Nothing here yet."));
        QVERIFY(m_view->grab().toImage() != figure);
        m_view->setMessage({});
        QCOMPARE(m_view->grab().toImage(), figure);
    }

private:
    std::unique_ptr<SpectrumView> m_view;
};

QTEST_MAIN(SpectrumViewTest)
#include "tst_spectrum_view.moc"
