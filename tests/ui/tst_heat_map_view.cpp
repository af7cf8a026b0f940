#include "ui/views/heat_map_view.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

std::shared_ptr<const HeatMapFigure> figureOf(Index rows, Index cols)
{
    HeatMapSpec spec;
    spec.title = QStringLiteral("BERT, layer 1");
    spec.valueName = QStringLiteral("share of row");
    auto matrix = std::make_shared<Matrix>(rows, cols);
    for (Index row = 0; row < rows; ++row)
        for (Index col = 0; col < cols; ++col)
            (*matrix)(row, col) = static_cast<float>(row * cols + col) / static_cast<float>(rows * cols);
    spec.values = matrix;
    for (Index i = 0; i < rows; ++i)
        spec.rows.push_back({.text = QStringLiteral("r%1").arg(i)});
    for (Index i = 0; i < cols; ++i)
        spec.cols.push_back({.text = QStringLiteral("c%1").arg(i)});
    return std::make_shared<const HeatMapFigure>(spec);
}

} // namespace

class TstHeatMapView : public QObject
{
    Q_OBJECT

    std::unique_ptr<HeatMapView> m_view;

    QPoint pointOf(Index row, Index col) const
    {
        return m_view->layoutNow().rectOf(row, col).center().toPoint();
    }
    bool wheel(QPoint at, QPoint angle, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(at, m_view->mapToGlobal(at), {}, angle, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(m_view.get(), &event);
        return event.isAccepted();
    }
    void key(int code, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_view.get(), static_cast<Qt::Key>(code), modifiers);
    }
    void show(Index rows, Index cols)
    {
        m_view->setFigure(figureOf(rows, cols));
        QVERIFY(!m_view->grab().isNull());
    }

private slots:
    void init()
    {
        m_view = std::make_unique<HeatMapView>();
        m_view->resize(640, 520);
        m_view->show();
        m_view->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        m_view->setFocus();
        show(11, 11);
    }
    void cleanup() { m_view.reset(); }

    void hoveringPreviewsTheCellUnderThePointer()
    {
        QSignalSpy hovered(m_view.get(), &HeatMapView::cellHovered);
        QTest::mouseMove(m_view.get(), pointOf(4, 7));
        QCOMPARE(hovered.size(), 1);
        QVERIFY(hovered[0][0].value<std::optional<HeatCell>>() == (HeatCell{4, 7}));
        QTest::mouseMove(m_view.get(), pointOf(4, 7) + QPoint(1, 1)); // the same cell
        QCOMPARE(hovered.size(), 1);
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(m_view.get(), &leave);
        QCOMPARE(hovered.size(), 2);
        QVERIFY(!m_view->hovered());
    }

    void hoverIsDrawnAndGoesAway()
    {
        const QImage before = m_view->grab().toImage();
        m_view->setHovered(HeatCell{2, 3});
        QVERIFY(m_view->grab().toImage() != before);
        m_view->setHovered(std::nullopt);
        QCOMPARE(m_view->grab().toImage(), before);
    }

    void clickLocksAndClickAgainUnlocks()
    {
        QSignalSpy locked(m_view.get(), &HeatMapView::cellLocked);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, pointOf(1, 2));
        QVERIFY(m_view->locked() == (HeatCell{1, 2}));
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, pointOf(1, 2));
        QVERIFY(!m_view->locked());
        QCOMPARE(locked.size(), 2);
    }

    void settersFromOtherViewsEmitNothing()
    {
        QSignalSpy hovered(m_view.get(), &HeatMapView::cellHovered);
        QSignalSpy locked(m_view.get(), &HeatMapView::cellLocked);
        m_view->setHovered(HeatCell{1, 1});
        m_view->setLocked(HeatCell{2, 2});
        QCOMPARE(hovered.size() + locked.size(), 0);
        QVERIFY(m_view->hovered() == (HeatCell{1, 1}));
        QVERIFY(m_view->locked() == (HeatCell{2, 2}));
    }

    void zoomingKeepsTheCellUnderThePointer()
    {
        show(512, 512);
        const QPoint at = pointOf(300, 120);
        const auto before = m_view->layoutNow().cellAt(at, {512, 512});
        QVERIFY(before);
        QSignalSpy changed(m_view.get(), &HeatMapView::visibleCellsChanged);
        for (int notch = 0; notch < 12; ++notch) {
            QVERIFY(wheel(at, {0, 120}, Qt::ControlModifier));
            QVERIFY(m_view->layoutNow().cellAt(at, {512, 512}) == before);
        }
        QCOMPARE(changed.size(), 12);
        QVERIFY(m_view->visibleCells().width() < 512.0 / 10);
        for (int notch = 0; notch < 40; ++notch)
            wheel(at, {0, -120}, Qt::ControlModifier);
        QCOMPARE(m_view->visibleCells(), QRectF(0, 0, 512, 512));
    }

    void altWheelZoomsRowsOnly()
    {
        wheel(pointOf(5, 5), {120, 0}, Qt::AltModifier);
        QCOMPARE(m_view->visibleCells().width(), 11.0);
        QVERIFY(m_view->visibleCells().height() < 11.0);
    }

    void wheelAndDragPanWhenZoomed()
    {
        show(100, 100);
        wheel(pointOf(50, 50), {0, 120 * 6}, Qt::ControlModifier);
        const QRectF zoomed = m_view->visibleCells();
        wheel(pointOf(50, 50), {0, -120});
        QVERIFY(m_view->visibleCells().top() > zoomed.top());
        QCOMPARE(m_view->visibleCells().left(), zoomed.left());
        wheel(m_view->layoutNow().cells.center().toPoint(), {0, -120}, Qt::ShiftModifier);
        QVERIFY(m_view->visibleCells().left() > zoomed.left());

        const QPoint from = m_view->layoutNow().cells.center().toPoint();
        const auto dragged = m_view->layoutNow().cellAt(from, {100, 100});
        QTest::mousePress(m_view.get(), Qt::LeftButton, {}, from);
        QTest::mouseMove(m_view.get(), from + QPoint(30, 20));
        QTest::mouseMove(m_view.get(), from + QPoint(60, 40));
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, from + QPoint(60, 40));
        QVERIFY(m_view->layoutNow().cellAt(from + QPoint(60, 40), {100, 100}) == dragged);
        QVERIFY2(!m_view->locked(), "a drag is not a click");
    }

    void wheelOverTheWholeMapIsLeftToItsSurroundings() { QVERIFY(!wheel(pointOf(5, 5), {0, -120})); }

    void doubleClickZoomsToABlockAndLocksNothing()
    {
        show(100, 100);
        const QPoint at = pointOf(40, 60);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(m_view.get(), Qt::LeftButton, {}, at);
        QCOMPARE(m_view->visibleCells().size(), QSizeF(16, 16));
        QVERIFY(m_view->visibleCells().contains(QRectF(60, 40, 1, 1)));
        QVERIFY(!m_view->locked());
    }

    void keysMoveLockClearAndZoom()
    {
        key(Qt::Key_Right); // the cursor appears
        QVERIFY(m_view->hovered() == (HeatCell{0, 0}));
        key(Qt::Key_Right);
        key(Qt::Key_Down);
        key(Qt::Key_Down);
        QVERIFY(m_view->hovered() == (HeatCell{2, 1}));
        key(Qt::Key_End);
        key(Qt::Key_Right);
        QVERIFY(m_view->hovered() == (HeatCell{2, 10}));
        key(Qt::Key_Return);
        QVERIFY(m_view->locked() == (HeatCell{2, 10}));
        key(Qt::Key_Plus);
        key(Qt::Key_Plus);
        QVERIFY(m_view->visibleCells().width() < 11.0);
        QVERIFY(m_view->visibleCells().contains(QRectF(10, 2, 1, 1)));
        key(Qt::Key_0);
        QCOMPARE(m_view->visibleCells(), QRectF(0, 0, 11, 11));
        key(Qt::Key_Escape);
        QVERIFY(!m_view->locked() && !m_view->hovered());
    }

    void cursorScrollsIntoView()
    {
        show(100, 100);
        wheel(pointOf(2, 2), {0, 120 * 8}, Qt::ControlModifier);
        m_view->setHovered(HeatCell{2, 2});
        key(Qt::Key_End);
        QVERIFY(m_view->visibleCells().contains(QRectF(99, 2, 1, 1)));
    }

    void theCellUnderTheCursorIsTheOneSpoken()
    {
        // The offscreen platform has no screen reader that could be asked what it heard.
        const QAccessibleInterface* table = QAccessible::queryAccessibleInterface(m_view.get());
        key(Qt::Key_Down);
        key(Qt::Key_Down);
        const QAccessibleInterface* cell = table->focusChild();
        QVERIFY(cell);
        QVERIFY(cell->state().focused);
        QCOMPARE(cell->text(QAccessible::Name), QStringLiteral("r1 ← c0: 0.0909 share of row"));
        QVERIFY(m_view->rect().contains(
            QRect(m_view->mapFromGlobal(cell->rect().topLeft()), cell->rect().size())));
    }

    void screenReadersGetNameSummaryAndCurrentCell()
    {
        const QAccessibleInterface* table = QAccessible::queryAccessibleInterface(m_view.get());
        QVERIFY(table);
        QCOMPARE(table->role(), QAccessible::Table);
        QCOMPARE(table->text(QAccessible::Name), QStringLiteral("BERT, layer 1"));
        QVERIFY(table->text(QAccessible::Description).contains(QStringLiteral("largest 0.992 (r10 ← c10)")));
        QCOMPARE(table->childCount(), 0);
        m_view->setHovered(HeatCell{0, 1});
        QCOMPARE(table->childCount(), 1);
        QCOMPARE(table->child(0)->text(QAccessible::Value), QStringLiteral("0.00826"));
        QCOMPARE(table->child(0)->role(), QAccessible::Cell);
        QVERIFY(table->child(0)->parent() == table);
    }

    void pictureAndValuesAreCopied()
    {
        key(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        const QMimeData* picture = QGuiApplication::clipboard()->mimeData();
        QVERIFY(picture->hasImage());
        QVERIFY(picture->hasFormat(QStringLiteral("text/csv")));
        key(Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("c10")));
    }

    void tableAndExportAreAskedFor()
    {
        QSignalSpy table(m_view.get(), &HeatMapView::tableRequested);
        QSignalSpy file(m_view.get(), &HeatMapView::exportRequested);
        key(Qt::Key_T, Qt::ControlModifier);
        key(Qt::Key_E, Qt::ControlModifier);
        QCOMPARE(table.size(), 1);
        QCOMPARE(file.size(), 1);
        QVERIFY(file[0][0].value<FigurePtr>() == m_view->figure());
    }

    void zoomSurvivesANewFigureOfTheSameShape()
    {
        wheel(pointOf(5, 5), {0, 240}, Qt::ControlModifier);
        const QRectF zoomed = m_view->visibleCells();
        QVERIFY(zoomed != QRectF(0, 0, 11, 11));
        m_view->setFigure(figureOf(11, 11));
        QCOMPARE(m_view->visibleCells(), zoomed);
        m_view->setLocked(HeatCell{10, 10});
        m_view->setFigure(figureOf(5, 5));
        QCOMPARE(m_view->visibleCells(), QRectF(0, 0, 5, 5));
        QVERIFY2(!m_view->locked(), "the cell is gone");
    }

    void messageReplacesTheFigure()
    {
        const QImage figure = m_view->grab().toImage();
        m_view->setMessage(QStringLiteral("No result."));
        QVERIFY(m_view->grab().toImage() != figure);
        QSignalSpy hovered(m_view.get(), &HeatMapView::cellHovered);
        QTest::mouseMove(m_view.get(), {300, 300});
        QCOMPARE(hovered.size(), 0);
        m_view->setMessage({});
        QCOMPARE(m_view->grab().toImage(), figure);
        m_view->setStale(true);
        QVERIFY(m_view->grab().toImage() != figure);
    }

    void aVeryLargeMatrixAppearsWhenItIsPrepared()
    {
        show(2048, 2048);
        QTRY_VERIFY2((m_view->grab(), !m_view->layoutNow().cells.isEmpty()), "prepared on another thread");
        QVERIFY(m_view->accessibleDescription().contains(QStringLiteral("2048 × 2048")));
    }

    void emptyMatricesDoNothing()
    {
        show(0, 0);
        QTest::mouseMove(m_view.get(), {200, 200});
        key(Qt::Key_Right);
        key(Qt::Key_Plus);
        QVERIFY(!m_view->hovered());
    }
};

QTEST_MAIN(TstHeatMapView)
#include "tst_heat_map_view.moc"
