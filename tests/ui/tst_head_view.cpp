#include "ui/views/head_view.h"

#include <QAbstractTableModel>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <numbers>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

HeadSpec specOf(Index tokens)
{
    HeadSpec spec;
    spec.title = QStringLiteral("L3 H5");
    auto weights = std::make_shared<Matrix>(tokens, tokens);
    for (Index row = 0; row < tokens; ++row)
        for (Index col = 0; col < tokens; ++col)
            (*weights)(row, col) =
                static_cast<float>(1.0 + static_cast<double>((row * 7 + col * 5) % tokens));
    spec.weights = weights;
    for (Index i = 0; i < tokens; ++i) {
        spec.outputs.push_back({.text = QStringLiteral("o%1").arg(i)});
        spec.inputs.push_back({.text = QStringLiteral("i%1").arg(i)});
    }
    return spec;
}

HeadSpec fourier(Index tokens)
{
    HeadSpec spec = specOf(tokens);
    auto weights = std::make_shared<Matrix>(tokens, tokens);
    for (Index row = 0; row < tokens; ++row)
        for (Index col = 0; col < tokens; ++col)
            (*weights)(row, col) = static_cast<float>(std::cos(
                2.0 * std::numbers::pi * static_cast<double>(row * col) / static_cast<double>(tokens)));
    spec.weights = weights;
    spec.isSigned = true;
    return spec;
}

QImage painted(const HeadSpec& spec, QRectF area = {0, 0, 320, 260})
{
    QImage image(400, 320, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    HeadFigure(spec).paint(painter, area, lightTheme());
    return image;
}

/// Pixels between the words that are not paper.
int inkBetweenWords(const QImage& image)
{
    int ink = 0;
    for (int y = 45; y < 240; ++y)
        for (int x = 100; x < 220; ++x)
            ink += image.pixelColor(x, y) == QColor(Qt::white) ? 0 : 1;
    return ink;
}

} // namespace

class TstHeadView : public QObject
{
    Q_OBJECT

private slots:
    void eachOutputKeepsItsStrongestEdges()
    {
        const HeadSpec spec = specOf(11);
        const HeadEdges result = headEdges(spec);
        QCOMPARE(result.edges.size(), 33u);
        QCOMPARE(result.total, Index{121});
        // The three largest of 1 … 11 in every row.
        QVERIFY(std::abs(result.weight - 30.0 / 66.0) < 1e-12);
        QCOMPARE(HeadFigure(spec).caption(), QStringLiteral("showing 33 of 121 edges, 45 % of the weight"));
    }

    void thresholdAndCountDecide()
    {
        HeadSpec spec = specOf(11);
        spec.perOutput = 10;
        spec.threshold = 9.5 / 66.0;
        QCOMPARE(headEdges(spec).edges.size(), 22u); // 10 and 11
        spec.threshold = 0.0;
        spec.perOutput = 99;
        QCOMPARE(headEdges(spec).edges.size(), 110u); // ten at most
    }

    void neverMoreThanTheBudgetAndTheWeakestGoFirst()
    {
        HeadSpec spec = specOf(128);
        spec.perOutput = 10;
        const HeadEdges result = headEdges(spec);
        QCOMPARE(result.edges.size(), std::size_t{mostEdges});
        for (const HeadEdge& edge : result.edges)
            QVERIFY(edge.weight >= 125.0F); // 128 rows hold each of 126, 127, 128 once: 384 edges
    }

    void beyondHundredAndTwentyEightItSaysWhy()
    {
        const HeadFigure figure(specOf(129));
        QVERIFY(figure.refusal().contains(QStringLiteral("129")));
        QVERIFY(figure.refusal().contains(QStringLiteral("heat map")));
        QVERIFY(HeadFigure(specOf(128)).refusal().isEmpty());
        QVERIFY(!HeadFigure(specOf(1)).refusal().isEmpty());
        QVERIFY(!HeadFigure(HeadSpec{}).refusal().isEmpty());
    }

    void signedWeightsAreDrawnForTheLockedOutputOnly()
    {
        HeadSpec spec = fourier(8);
        QCOMPARE(headEdges(spec).edges.size(), 0u);
        QCOMPARE(inkBetweenWords(painted(spec)), 0);
        spec.lockedOutput = 1;
        const HeadEdges result = headEdges(spec);
        for (const HeadEdge& edge : result.edges)
            QCOMPARE(edge.output, Index{1});
        const QImage image = painted(spec);
        int positive = 0, negative = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                positive += pixel.red() > pixel.blue() + 60 ? 1 : 0;
                negative += pixel.blue() > pixel.red() + 60 ? 1 : 0;
            }
        QVERIFY(positive > 50 && negative > 50);
        QVERIFY(HeadFigure(spec).caption().contains(QStringLiteral("into \"o1\"")));
    }

    void hoveringIsolatesATokensEdges()
    {
        HeadSpec spec = specOf(11);
        const int all = inkBetweenWords(painted(spec));
        spec.hoveredOutput = 4;
        const int one = inkBetweenWords(painted(spec));
        QVERIFY(one > 0 && one < all / 3);
    }

    void nothingIsDrawnOutside()
    {
        for (const Index tokens : {Index{2}, Index{11}, Index{128}, Index{200}}) {
            const QRectF area(40, 40, 200, 120);
            const QImage image = painted(specOf(tokens), area);
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (!area.contains(QPointF(x + 0.5, y + 0.5)))
                        QVERIFY(image.pixel(x, y) == QColor(Qt::white).rgb());
        }
    }

    void tableListsTheShownEdgesStrongestFirst()
    {
        const auto table = HeadFigure(specOf(11)).table();
        QCOMPARE(table->rowCount(), 33);
        QCOMPARE(table->data(table->index(0, 2)).toDouble(), 11.0);
        QVERIFY(table->data(table->index(32, 3)).toDouble() <= table->data(table->index(0, 3)).toDouble());
    }

    void pointerAndKeysHoverAndLock()
    {
        HeadView view;
        view.resize(420, 340);
        view.show();
        view.setHead(specOf(11));
        QSignalSpy hovered(&view, &HeadView::tokenHovered), locked(&view, &HeadView::outputLocked);
        QTest::mouseMove(&view, view.rectOf({HeadSide::Input, 3}).center().toPoint());
        QCOMPARE(hovered.size(), 1);
        QVERIFY(hovered[0][0].value<std::optional<HeadToken>>() == (HeadToken{HeadSide::Input, 3}));
        QVERIFY(view.head()->spec().hoveredInput == Index{3});

        const QPoint output = view.rectOf({HeadSide::Output, 5}).center().toPoint();
        QTest::mouseClick(&view, Qt::LeftButton, {}, output);
        QVERIFY(locked.back()[0].value<std::optional<Index>>() == Index{5});
        QTest::mouseClick(&view, Qt::LeftButton, {}, output);
        QVERIFY(!view.head()->spec().lockedOutput);

        QTest::keyClick(&view, Qt::Key_Escape);
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Return);
        QVERIFY(view.head()->spec().lockedOutput == Index{1});
    }

    void settersFromOtherViewsEmitNothing()
    {
        HeadView view;
        view.setHead(specOf(11));
        QSignalSpy hovered(&view, &HeadView::tokenHovered), locked(&view, &HeadView::outputLocked);
        view.setHovered(HeadToken{HeadSide::Output, 2});
        view.setLocked(Index{10});
        QCOMPARE(hovered.size() + locked.size(), 0);
        QVERIFY(view.head()->spec().hoveredOutput == Index{2});
        view.setEdgesPerOutput(1);
        QCOMPARE(headEdges(view.head()->spec()).edges.size(), 11u);
        view.setHead(specOf(5));
        QVERIFY2(!view.head()->spec().lockedOutput, "the token is gone");
    }
};

QTEST_MAIN(TstHeadView)
#include "tst_head_view.moc"
