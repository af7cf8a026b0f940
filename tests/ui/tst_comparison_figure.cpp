#include "bench_figure_checks.h"
#include "ui/figures/comparison_figure.h"

#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

constexpr QSize size(640, 360);
const QRectF area{QPointF(), QSizeF(size)};

CellComparison cellOf(const std::string& backend, Index tokens, double ratio, double p)
{
    CellComparison cell;
    cell.cell = {backend, tokens};
    cell.before = 1e-3;
    cell.after = ratio * 1e-3;
    cell.ratio = ratio;
    cell.ratio95 = {0.9 * ratio, 1.1 * ratio};
    cell.test = {42.0, p, (ratio - 1.0) * 1e-3};
    return cell;
}

CellComparison problemOf(const BenchCell& place, const std::string& sentence)
{
    CellComparison cell;
    cell.cell = place;
    cell.problem = sentence;
    return cell;
}

ComparisonSpec twoBackends()
{
    ComparisonSpec spec;
    spec.title = QStringLiteral("Before and after");
    spec.before = QStringLiteral("v1");
    spec.after = QStringLiteral("v2");
    // As a run measures them: by length, backends in turn; and out of order.
    spec.comparison.cells = {cellOf("attention", 64, 1.02, 0.4), cellOf("fourier", 64, 0.5, 0.0001),
                             cellOf("attention", 8, 1.3, 0.01), cellOf("fourier", 8, 0.8, 0.03)};
    return spec;
}

} // namespace

class ComparisonFigureTest : public QObject
{
    Q_OBJECT

private slots:
    void cellsAreGroupedByBackendWithLengthsAscending()
    {
        const ComparisonFigure figure(twoBackends());
        std::vector<std::pair<std::string, Index>> order;
        for (const ComparisonRow& row : figure.rows())
            order.emplace_back(row.cell.cell.backend, row.cell.cell.tokens);
        const std::vector<std::pair<std::string, Index>> wanted{
            {"attention", 8}, {"attention", 64}, {"fourier", 8}, {"fourier", 64}};
        QVERIFY(order == wanted);
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        const ComparisonLayout layout = figure.layoutIn(area);
        const DrawnText* name = find(texts, QStringLiteral("fourier"));
        QVERIFY(name && std::abs(name->at.y() - layout.yOf(2)) < layout.rowHeight / 2);
        QCOMPARE(QColor(name->colour), lightTheme().laneText(LaneIdentity::Fourier));
    }

    void significantRatiosAreFilledOthersHollowAndGrey_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void significantRatiosAreFilledOthersHollowAndGrey()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const ComparisonFigure figure(twoBackends());
        const ComparisonLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, theme);
        QCOMPARE(pixelAt(image, {layout.frame.xOf(0.5), layout.yOf(3)}), theme.lane(LaneIdentity::Fourier));
        QCOMPARE(pixelAt(image, {layout.frame.xOf(1.3), layout.yOf(0)}), theme.lane(LaneIdentity::Attention));
        // The other's centre is empty, or the line at 1 that passes behind it.
        const QPointF hollow(layout.frame.xOf(1.02), layout.yOf(1));
        QVERIFY(pixelAt(image, hollow).hsvSaturation() < 60);
        int coloured = 0;
        for (int x = -30; x <= 30; ++x)
            coloured +=
                pixelAt(image, hollow + QPointF(x, 0.0)) == theme.lane(LaneIdentity::Attention) ? 1 : 0;
        QCOMPARE(coloured, 0);
    }

    void whiskersAndTheLineAtOneStandWhereTheAxisSays()
    {
        const ComparisonFigure figure(twoBackends());
        const ComparisonLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, lightTheme());
        const double y = layout.yOf(3);
        const auto coloured = [&](double ratio, double aside) {
            for (const double down : {-1.0, 0.0})
                if (pixelAt(image, {layout.frame.xOf(ratio) + aside, y + down}).hsvSaturation() > 100)
                    return true;
            return false;
        };
        QVERIFY(coloured(0.45, 2.0) && !coloured(0.45, -3.0));
        QVERIFY(coloured(0.55, -2.0) && !coloured(0.55, 3.0));
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        const DrawnText* one = find(texts, QStringLiteral("1"));
        QVERIFY(one && std::abs(one->at.x() + widthOf(*one) / 2 - layout.frame.xOf(1.0)) < 1.0);
    }

    void wordsAndTableTellRatioIntervalAndProbability()
    {
        const ComparisonFigure figure(twoBackends());
        const auto texts = textsIn(svgOf(figure, {900, 360}, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("0.500 (0.450–0.550), p < 0.001")));
        QVERIFY(contains(texts, QStringLiteral("v2 / v1")));
        QCOMPARE(figure.summary(),
                 QStringLiteral(
                     "v2 against v1, 4 cells: 2 faster, 1 slower (p < 0.05); largest change fourier at 64 "
                     "tokens: ratio 0.500 (0.450–0.550)."));
        const auto table = figure.table();
        QCOMPARE(table->rowCount(), 4);
        QCOMPARE(table->index(3, 4).data().toDouble(), 0.5);
        QCOMPARE(table->index(3, 7).data().toDouble(), 0.0001);
        QCOMPARE(table->index(1, 6).data().toDouble(), 1.1 * 1.02);
    }

    void whatCannotBeComparedKeepsItsRowAndSaysWhy()
    {
        ComparisonSpec spec = twoBackends();
        CellComparison& cell = spec.comparison.cells[0];
        cell = problemOf(cell.cell, "only the later result has it");
        spec.comparison.differences = {"The processors differ: A before, B after."};
        const ComparisonFigure figure(spec);
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("only the later result has it")));
        QVERIFY(contains(texts, QStringLiteral("The processors differ")));
        QCOMPARE(figure.table()->index(1, 10).data().toString(),
                 QStringLiteral("only the later result has it"));
    }

    void aBackendThatTheOtherLacksIsOneRow()
    {
        ComparisonSpec spec = twoBackends();
        for (const Index tokens : {8, 64, 512})
            spec.comparison.cells.push_back(problemOf({"linear", tokens}, "only the later result has it"));
        const ComparisonFigure figure(spec);
        QCOMPARE(figure.rows().size(), std::size_t{5});
        QCOMPARE(figure.rows().back().cells, std::size_t{3});
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("all")));
        QCOMPARE(figure.table()->rowCount(), 7); // each cell for itself
        QCOMPARE(figure.table()->index(6, 1).data().toInt(), 512);
    }

    void everyBackendIsNamedHoweverCloseTheRows()
    {
        ComparisonSpec spec;
        for (const std::string backend : {"attention", "fourier"})
            for (Index tokens = 1; tokens <= 16; ++tokens)
                spec.comparison.cells.push_back(cellOf(backend, tokens, 0.9, 0.01));
        for (const Index tokens : {1, 2}) // one row, between two that have many
            spec.comparison.cells.push_back(problemOf({"linear", tokens}, "only the later result has it"));
        for (Index tokens = 1; tokens <= 16; ++tokens)
            spec.comparison.cells.push_back(cellOf("optical", tokens, 0.9, 0.01));
        const auto texts = textsIn(svgOf(ComparisonFigure(spec), size, lightTheme()));
        for (const char* name : {"attention", "fourier", "linear", "optical"})
            QVERIFY2(find(texts, QString::fromLatin1(name)), name);
        for (const QSize drawn : benchSizes())
            QCOMPARE(labelProblems(ComparisonFigure(spec), drawn), QString());
    }

    void emptyComparisonsSaySo()
    {
        const ComparisonFigure figure{ComparisonSpec{}};
        QVERIFY(contains(textsIn(svgOf(figure, size, lightTheme())), QStringLiteral("nothing to compare")));
        QCOMPARE(figure.table()->rowCount(), 0);
    }

    void labelsNeitherOverlapNorLeaveTheArea()
    {
        ComparisonSpec one;
        one.comparison.cells = {cellOf("fourier", 4096, 1.0, 1.0)};
        ComparisonSpec problems = one;
        problems.comparison.cells[0] =
            problemOf({"fourier", 64}, "neither result could measure it on its machine, for want of memory");
        ComparisonSpec extreme = one;
        extreme.comparison.cells.push_back(cellOf("attention", 8, 1e4, 1e-9));
        ComparisonSpec many = twoBackends();
        for (const std::string backend :
             {"attention", "fourier", "optical", "a backend with a name too long for it"})
            for (Index tokens = 1; tokens <= 40; ++tokens)
                many.comparison.cells.push_back(cellOf(backend, 100 * tokens,
                                                       0.9 + 0.01 * static_cast<double>(tokens),
                                                       0.002 * static_cast<double>(tokens)));
        for (const ComparisonSpec& spec : {ComparisonSpec{}, one, problems, extreme, twoBackends(), many})
            for (const QSize drawn : benchSizes())
                QCOMPARE(labelProblems(ComparisonFigure(spec), drawn), QString());
        QCOMPARE(pixelsOutside(ComparisonFigure(many), darkTheme()), 0);
        QVERIFY(ComparisonFigure(many).preferredSize().height() >
                ComparisonFigure(twoBackends()).preferredSize().height());
    }
};

QTEST_MAIN(ComparisonFigureTest)
#include "tst_comparison_figure.moc"
