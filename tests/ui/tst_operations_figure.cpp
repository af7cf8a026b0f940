#include "bench_figure_checks.h"
#include "core/bench/growth.h"
#include "ui/figures/operations_figure.h"

#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

constexpr QSize size(560, 300);
const QRectF area{QPointF(), QSizeF(size)};

BenchResult blockResult()
{
    BenchResult result = growthResult();
    result.grid.level = BenchLevel::Block;
    for (Measurement& cell : result.measurements)
        giveOperations(cell, cell.family == "attention" ? 0.45 : 0.20);
    return result;
}

OperationsFigure figureOf(BenchResult result, Index tokens = 0)
{
    const BenchSummaryPtr summary = summariseBench(result, {});
    return OperationsFigure({QStringLiteral("Where the time goes"), QStringLiteral("One block."),
                             shared(std::move(result)), summary, tokens});
}

} // namespace

class OperationsFigureTest : public QObject
{
    Q_OBJECT

private slots:
    void barsAreTheMedianSharesWithMixingFirst_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void barsAreTheMedianSharesWithMixingFirst()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const OperationsFigure figure = figureOf(blockResult());
        QCOMPARE(figure.tokens(), Index{1024});
        QCOMPARE(figure.operations().front(), std::string("mixing"));
        const OperationsLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, theme);
        // By thirds of the bar's height: clear of the whisker and the cited rule.
        const auto at = [&](std::size_t row, double share) {
            const QRectF bar = layout.barOf(row, share, share);
            return pixelAt(image, {bar.left(), bar.top() + bar.height() / 5.0});
        };
        QCOMPARE(at(0, 0.20), theme.lane(LaneIdentity::Attention));
        QCOMPARE(at(0, 0.42), theme.lane(LaneIdentity::Attention));
        QVERIFY(at(0, 0.48) != theme.lane(LaneIdentity::Attention));
        QCOMPARE(at(1, 0.10), theme.lane(LaneIdentity::Fourier));
        QVERIFY(at(1, 0.22) != theme.lane(LaneIdentity::Fourier));
        const auto texts = textsIn(svgOf(figure, size, theme));
        const DrawnText* sixty = find(texts, QStringLiteral("60\u202F%"));
        QVERIFY(sixty && std::abs(sixty->at.x() + widthOf(*sixty) / 2 - layout.frame.xOf(0.6)) < 1.0);
        QVERIFY(find(texts, QStringLiteral("feed-forward")));
        QVERIFY(find(texts, QStringLiteral("embedding"))); // in the key: its bar is too short
    }

    void whatNeverRunsHasNoKeyAndASimulationIsCalledOne()
    {
        BenchResult result = blockResult();
        for (Measurement& cell : result.measurements)
            for (OperationTimes& times : cell.operations)
                if (times.operation == "embedding")
                    times.seconds.assign(times.seconds.size(), 0.0);
        const OperationsFigure figure = figureOf(std::move(result));
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        QVERIFY(!find(texts, QStringLiteral("embedding")));
        const DrawnText* optical = find(texts, QStringLiteral("optical"));
        const DrawnText* below = find(texts, QStringLiteral("simulation"));
        QVERIFY(optical && below && below->at.y() > optical->at.y() &&
                below->at.y() < optical->at.y() + 14.0);
    }

    void theMixingShareIsSaidWithItsInterval()
    {
        const OperationsFigure figure = figureOf(blockResult());
        const OperationPart& mixing = *figure.rows()[0].mixing();
        QVERIFY(std::abs(mixing.share.median - 0.45) < 1e-9);
        QVERIFY(mixing.share.confidence95.low < 0.45 && mixing.share.confidence95.high > 0.45);
        const QString wanted = QStringLiteral("45.0\u202F% (%1–%2)")
                                   .arg(100.0 * mixing.share.confidence95.low, 0, 'f', 1)
                                   .arg(100.0 * mixing.share.confidence95.high, 0, 'f', 1);
        QVERIFY(find(textsIn(svgOf(figure, size, lightTheme())), wanted));
        QVERIFY(figure.summary().contains(QStringLiteral("attention 45.0\u202F%")));
        const auto table = figure.table();
        const auto rows =
            rowsWhere(*table, {{0, QStringLiteral("attention")}, {2, QStringLiteral("mixing")}});
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(table->index(rows[0], 4).data().toDouble(), mixing.share.median);
        QCOMPARE(table->index(rows[0], 5).data().toDouble(), mixing.share.confidence95.low);
        QCOMPARE(table->rowCount(), 3 * 4 + 1);
    }

    void theArticlesShareIsARuleThatSaysCited()
    {
        const OperationsFigure figure = figureOf(blockResult());
        const OperationsLayout layout = figure.layoutIn(area);
        QVERIFY(contains(textsIn(svgOf(figure, size, lightTheme())),
                         QStringLiteral("30 % in the article, cited")));
        // Dotted, so somewhere between two bars there is ink.
        const QImage image = imageOf(figure, size, lightTheme());
        const double gap = layout.barOf(0, 0.3, 0.3).bottom();
        bool inked = false;
        for (double y = gap + 2.0; y < layout.barOf(1, 0.3, 0.3).top() - 1.0; y += 1.0)
            for (const double aside : {-1.0, 0.0})
                inked = inked ||
                        pixelAt(image, {layout.frame.xOf(articleFourierShare) + aside, y}).lightness() < 160;
        QVERIFY(inked);
        const auto table = figure.table();
        const auto rows = rowsWhere(*table, {{7, QStringLiteral("cited")}});
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(table->index(rows[0], 4).data().toDouble(), articleFourierShare);
    }

    void aRowWithoutOperationsKeepsItsPlaceAndSaysWhy()
    {
        BenchResult result = blockResult();
        refuse(result, "attention", 1024, "too slow");
        cellOf(result, "attention", 1024).operations.clear();
        const OperationsFigure figure = figureOf(std::move(result), 1024);
        QCOMPARE(figure.rows().size(), std::size_t{3});
        QVERIFY(find(textsIn(svgOf(figure, size, lightTheme())), QStringLiteral("too slow")));
    }

    void aResultOfSubLayersSaysWhatToRun()
    {
        for (const BenchResult& result : {growthResult(), BenchResult{}}) {
            const OperationsFigure figure = figureOf(result);
            QCOMPARE(figure.tokens(), Index{0});
            QVERIFY(contains(textsIn(svgOf(figure, size, lightTheme())),
                             QStringLiteral("run the levels block or model")));
        }
    }

    void labelsNeitherOverlapNorLeaveTheArea()
    {
        BenchResult one = blockResult();
        std::erase_if(one.measurements, [](const Measurement& cell) {
            return cell.cell != BenchCell{"fourier", 64};
        });
        for (OperationTimes& times : one.measurements[0].operations)
            times.seconds.resize(1);
        BenchResult zero = one;
        for (OperationTimes& times : zero.measurements[0].operations)
            times.seconds = {0.0};
        BenchResult many = blockResult();
        for (int i = 0; i < 20; ++i) {
            const std::string name = "fourier:a-setting-of-some-length=" + std::to_string(i);
            many.grid.backends.push_back(name);
            Measurement cell = cellOf(many, "fourier", 1024);
            cell.cell.backend = name;
            many.measurements.push_back(cell);
        }
        for (const BenchResult& result : {blockResult(), growthResult(), one, zero, many})
            for (const QSize drawn : benchSizes())
                QCOMPARE(labelProblems(figureOf(result), drawn), QString());
        QCOMPARE(pixelsOutside(figureOf(many), darkTheme()), 0);
    }
};

QTEST_MAIN(OperationsFigureTest)
#include "tst_operations_figure.moc"
