#include "ui/views/layer_grid_view.h"

#include <QAbstractTableModel>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

std::shared_ptr<Matrix> zeros(Index side)
{
    return std::make_shared<Matrix>(side, side);
}

/// Attention layers with heads in reverse order, and between them a Fourier layer without heads.
LayerGridSpec mixedGrid(Index layers, Index heads, const std::shared_ptr<const Matrix>& values)
{
    LayerGridSpec spec;
    spec.title = QStringLiteral("All heads");
    for (Index layer = 0; layer < layers; ++layer) {
        LayerGridRow row{.label = QStringLiteral("L%1").arg(layer + 1)};
        if (layer == 1) {
            row.identity = LaneIdentity::Fourier;
            row.cells.push_back(
                {.values = values, .label = QStringLiteral("DFT"), .reach = 11.0, .isSigned = true});
        } else {
            for (Index head = heads - 1; head >= 0; --head)
                row.cells.push_back({.values = values,
                                     .head = head,
                                     .label = QStringLiteral("H%1").arg(head + 1),
                                     .reach = 2.0 + static_cast<double>(head)});
        }
        spec.rows.push_back(row);
    }
    return spec;
}

constexpr QRectF area(0, 0, 400, 360);

QImage painted(const LayerGridFigure& figure, QRectF where = area)
{
    QImage image(500, 420, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    figure.paint(painter, where, lightTheme());
    return image;
}

} // namespace

class TstLayerGrid : public QObject
{
    Q_OBJECT

private slots:
    void aLayerWithoutHeadsSpansAllColumns()
    {
        const LayerGridFigure figure(mixedGrid(3, 4, zeros(8)));
        const QRectF wide = figure.rectOf({1, std::nullopt}, area);
        QCOMPARE(wide.left(), figure.rectOf({0, Index{3}}, area).left());
        QCOMPARE(wide.right(), figure.rectOf({0, Index{0}}, area).right());
    }

    void headsStandInTheOrderOfTheSpec()
    {
        const LayerGridFigure figure(mixedGrid(3, 4, zeros(8)));
        QVERIFY(figure.rectOf({0, Index{3}}, area).left() < figure.rectOf({0, Index{0}}, area).left());
        QVERIFY(figure.rectOf({0, Index{9}}, area).isEmpty());
        QVERIFY(figure.cellAt(figure.rectOf({2, Index{1}}, area).center(), area) == (LayerHead{2, Index{1}}));
        QVERIFY(figure.cellAt(figure.rectOf({1, std::nullopt}, area).center(), area) ==
                (LayerHead{1, std::nullopt}));
        QVERIFY(!figure.cellAt({1, 1}, area));
    }

    void oneHotCellShowsInItsThumbnail()
    {
        auto values = zeros(512);
        (*values)(300, 77) = 1.0F;
        LayerGridSpec spec = mixedGrid(1, 1, values);
        const LayerGridFigure figure(spec);
        const QImage image = painted(figure);
        const QRect rect = figure.rectOf({0, Index{0}}, area).toRect().adjusted(1, 1, -1, -1);
        int hot = 0;
        for (int y = rect.top(); y <= rect.bottom(); ++y)
            for (int x = rect.left(); x <= rect.right(); ++x)
                hot += image.pixelColor(x, y) == lightTheme().sequential ? 1 : 0;
        QVERIFY2(hot >= 1 && hot <= 4, QByteArray::number(hot).constData());
    }

    void theCurrentCellIsFramed()
    {
        const auto figure = std::make_shared<const LayerGridFigure>(mixedGrid(3, 4, zeros(8)));
        const auto chosen = figure->withCurrent(LayerHead{2, Index{1}});
        const QPoint corner =
            figure->rectOf({2, Index{1}}, area).adjusted(-1.5, -1.5, 0, 0).topLeft().toPoint();
        QVERIFY(painted(*figure).pixelColor(corner) != lightTheme().highlight);
        QCOMPARE(painted(*chosen).pixelColor(corner), lightTheme().highlight);
    }

    void nothingIsDrawnOutside()
    {
        for (const QSizeF size : {QSizeF(300, 300), QSizeF(60, 40), QSizeF(200, 30)}) {
            const QRectF where(QPointF(60, 60), size);
            LayerGridSpec spec = mixedGrid(12, 12, zeros(4));
            spec.current = LayerHead{0, Index{0}};
            const QImage image = painted(LayerGridFigure(spec), where);
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (!where.contains(QPointF(x + 0.5, y + 0.5)))
                        QVERIFY(image.pixel(x, y) == QColor(Qt::white).rgb());
        }
    }

    void summaryAndTableNameTheNarrowestHead()
    {
        const LayerGridFigure figure(mixedGrid(3, 4, zeros(8)));
        QCOMPARE(figure.summary(), QStringLiteral("All heads: 3 layers, 9 maps, smallest reach 2.0 (L1 H1)"));
        const auto table = figure.table();
        QCOMPARE(table->rowCount(), 9);
        QCOMPARE(table->data(table->index(0, 1)).toInt(), 4);
        QVERIFY(!table->data(table->index(4, 1)).isValid());
        QCOMPARE(table->data(table->index(4, 3)).toDouble(), 11.0);
    }

    void keptThumbnailsDrawTheSamePicture()
    {
        auto values = zeros(512);
        (*values)(3, 3) = 1.0F;
        const LayerGridFigure figure(mixedGrid(12, 12, values));
        const QImage first = painted(figure);
        QCOMPARE(painted(figure), first);
    }

    void clicksAndArrowsChoose()
    {
        LayerGridView view;
        view.resize(520, 460);
        view.setGrid(std::make_shared<const LayerGridFigure>(mixedGrid(3, 4, zeros(8))));
        QSignalSpy chosen(&view, &LayerGridView::cellChosen);
        QTest::mouseClick(&view, Qt::LeftButton, {}, view.rectOf({0, Index{2}}).center().toPoint());
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<Index>(), Index{0});
        QVERIFY(chosen[0][1].value<std::optional<Index>>() == Index{2});
        QTest::keyClick(&view, Qt::Key_Right); // the next one in the order that is seen
        QVERIFY(view.current() == (LayerHead{0, Index{1}}));
        QTest::keyClick(&view, Qt::Key_Down);
        QVERIFY(view.current() == (LayerHead{1, std::nullopt}));
        QVERIFY(!chosen.back()[1].value<std::optional<Index>>());
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Down); // the last layer is the last
        QCOMPARE(view.current()->layer, Index{2});
        const auto count = chosen.size();
        view.setCurrent(LayerHead{0, Index{0}});
        QCOMPARE(chosen.size(), count);
    }
};

QTEST_MAIN(TstLayerGrid)
#include "tst_layer_grid.moc"
