#include "bench_figure_checks.h"
#include "ui/figures/roofline_figure.h"

#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

constexpr QSize size(640, 360);
const QRectF area{QPointF(), QSizeF(size)};

RooflineFigure figureOf(BenchResult result)
{
    const BenchSummaryPtr summary = summariseBench(result, {});
    return RooflineFigure(
        {QStringLiteral("Roofline"), QStringLiteral("One sub-layer."), shared(std::move(result)), summary});
}

const RooflineSeries& seriesOf(const RooflineFigure& figure, const std::string& backend)
{
    return *std::ranges::find(figure.series(), backend, &RooflineSeries::backend);
}

} // namespace

class RooflineFigureTest : public QObject
{
    Q_OBJECT

private slots:
    void leadersAcrossThePlotAreDotted()
    {
        // Nothing else in this figure is.
        QVERIFY(svgOf(figureOf(growthResult()), size, lightTheme()).contains("stroke-dasharray"));
    }

    void cellsStandAtTheirIntensityAndRate_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void cellsStandAtTheirIntensityAndRate()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const RooflineFigure figure = figureOf(growthResult());
        const RooflineLayout layout = figure.layoutIn(area);
        // Fourier at 1024 tokens: 40 flops and 8 bytes a number, 40 ns a row of 256.
        const QPointF place = layout.frame.at(5.0, 40.0 * sampleWidth / 40e-9);
        QCOMPARE(pixelAt(imageOf(figure, size, theme), place), theme.lane(LaneIdentity::Fourier));
        const auto texts = textsIn(svgOf(figure, size, theme));
        const DrawnText* ten = find(texts, QStringLiteral("10"));
        QVERIFY(ten && std::abs(ten->at.x() + widthOf(*ten) / 2 - layout.frame.xOf(10.0)) < 1.0);
        const DrawnText* name = find(texts, QStringLiteral("attention"));
        QVERIFY(name);
        QCOMPARE(QColor(name->colour), theme.laneText(LaneIdentity::Attention));
    }

    void roofsAreTheMeasuredLimits()
    {
        const RooflineFigure figure = figureOf(growthResult());
        QCOMPARE(figure.roofs().size(), std::size_t{4});
        const auto texts = textsIn(svgOf(figure, {900, 500}, lightTheme()));
        for (const char* words : {"memory 10.0\u202FGB/s", "L3 30.0\u202FGB/s", "L2 60.0\u202FGB/s",
                                  "matrix product 100\u202FGflop/s"})
            QVERIFY2(find(texts, QString::fromUtf8(words)), words);
        const RooflineLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, lightTheme());
        const auto inked = [&](QPointF place) {
            for (const double down : {-1.0, 0.0, 1.0})
                if (pixelAt(image, place + QPointF(0.0, down)).lightness() < 190)
                    return true;
            return false;
        };
        QVERIFY(inked(layout.frame.at(1.0, 10e9)));
        QVERIFY(inked(layout.frame.at(1.0, 60e9)));
        QVERIFY(!inked(layout.frame.at(1.0, 20e9)));
        QVERIFY(inked(layout.frame.at(20.0, 100e9)));
    }

    void sharesAreOfTheLevelThatHoldsTheCall()
    {
        const RooflineFigure figure = figureOf(growthResult());
        const auto table = figure.table();
        // 8 x 256 numbers fit L2: 5 flop/byte x 60 GB/s would be 300 Gflop/s, the matrix product ends at 100.
        const RooflinePoint& small = seriesOf(figure, "fourier").cells.front().point;
        QVERIFY(small.computeBound);
        QCOMPARE(small.limit, 100e9);
        const auto rows = rowsWhere(*table, {{0, QStringLiteral("fourier")}, {1, 8}});
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(table->index(rows[0], 4).data().toDouble(), 5.0);
        QCOMPARE(table->index(rows[0], 5).data().toDouble(), small.rate);
        QCOMPARE(table->index(rows[0], 8).data().toDouble(), small.rate / 100e9);
        QVERIFY(figure.summary().contains(QStringLiteral("fourier reaches")));
    }

    void aResultWithoutLimitsSaysSo()
    {
        BenchResult result = growthResult();
        result.limits = {};
        const RooflineFigure figure = figureOf(std::move(result));
        QVERIFY(figure.roofs().empty());
        QVERIFY(figure.summary().contains(QStringLiteral("without the machine's limits")));
        QVERIFY(contains(textsIn(svgOf(figure, size, lightTheme())), QStringLiteral("no limits")));
        QVERIFY(!contains(textsIn(svgOf(figure, size, lightTheme())), QStringLiteral("of the limit")));
    }

    void refusedCellsAreInTheTableAndNotBridged()
    {
        BenchResult result = growthResult();
        refuse(result, "attention", 64, "too slow");
        const RooflineFigure figure = figureOf(std::move(result));
        const auto table = figure.table();
        const auto rows = rowsWhere(*table, {{0, QStringLiteral("attention")}, {1, 64}});
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(table->index(rows[0], 9).data().toString(), QStringLiteral("too slow"));
        const RooflineLayout layout = figure.layoutIn(area);
        const auto& cells = seriesOf(figure, "attention").cells;
        const auto before = std::ranges::find(cells, Index{32}, &RooflineCell::tokens);
        const QPointF from = layout.frame.at(before->point.intensity, before->point.rate);
        const QPointF to = layout.frame.at((before + 1)->point.intensity, (before + 1)->point.rate);
        const QImage image = imageOf(figure, size, lightTheme());
        for (const double down : {-2.0, -1.0, 0.0, 1.0, 2.0})
            QVERIFY(pixelAt(image, (from + to) / 2.0 + QPointF(0.0, down)) !=
                    lightTheme().lane(LaneIdentity::Attention));
    }

    void labelsNeitherOverlapNorLeaveTheArea()
    {
        BenchResult one = growthResult(1);
        std::erase_if(one.measurements, [](const Measurement& cell) {
            return cell.cell != BenchCell{"fourier", 64};
        });
        BenchResult refused = one;
        refuse(refused, "fourier", 64, "too slow");
        BenchResult zero = one;
        zero.measurements[0].seconds = {0.0};
        for (const BenchResult& result : {growthResult(), BenchResult{}, one, refused, zero})
            for (const QSize drawn : benchSizes())
                QCOMPARE(labelProblems(figureOf(result), drawn), QString());
        QCOMPARE(pixelsOutside(figureOf(growthResult()), darkTheme()), 0);
        QVERIFY(figureOf(refused).summary().startsWith(QStringLiteral("No cell has")));
    }
};

QTEST_MAIN(RooflineFigureTest)
#include "tst_roofline_figure.moc"
