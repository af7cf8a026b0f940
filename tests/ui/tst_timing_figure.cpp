#include "figure_samples.h"
#include "ui/figures/timing_figure.h"
#include "ui/figures/timing_history_figure.h"

#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

constexpr QSize size(520, 220);
const QRectF area{QPointF(), QSizeF(size)};

TimingRow rowOf(const QString& lane, LaneIdentity identity, double median, const QString& what = {})
{
    TimingRow row;
    row.lane = lane;
    row.identity = identity;
    row.what = what;
    for (int run = -4; run <= 4; ++run)
        row.seconds.push_back(median * (1.0 + 0.01 * run));
    row.median = median;
    row.low = 0.968 * median;
    row.high = 1.032 * median;
    row.tokens = 11;
    return row;
}

TimingSpec twoLanes()
{
    TimingSpec spec;
    spec.note = QStringLiteral("median of 9");
    spec.measured = {
        rowOf(QStringLiteral("BERT"), LaneIdentity::Attention, 4e-3),
        rowOf(QStringLiteral("Optics"), LaneIdentity::Optical, 8e-3, QStringLiteral("simulation took"))};
    spec.modelled = {{QStringLiteral("Optics"),
                      LaneIdentity::Optical,
                      {{"device_time", 2e-3, "s", Provenance::Modelled}}}};
    return spec;
}

} // namespace

class TimingFigureTest : public QObject
{
    Q_OBJECT

private slots:
    void lanesAreLabelledDirectlyBesideTheirRow()
    {
        const TimingFigure figure(twoLanes());
        const TimingLayout layout = figure.layoutIn(area);
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        const DrawnText* name = find(texts, QStringLiteral("BERT"));
        QVERIFY(name);
        QVERIFY(std::abs(name->at.y() - layout.yOf(0)) < layout.rowHeight / 2);
        QCOMPARE(QColor(name->colour), lightTheme().laneText(LaneIdentity::Attention));
        QVERIFY(contains(texts, QStringLiteral("simulation took")));
        QVERIFY(contains(texts, QStringLiteral("4.00")));
        QVERIFY(contains(texts, QStringLiteral("3.87–4.13")));
        QVERIFY(find(texts, QStringLiteral("median of 9")));
    }

    void theMedianStandsWhereTheAxisSays()
    {
        const TimingFigure figure(twoLanes());
        const TimingLayout layout = figure.layoutIn(area);
        QVERIFY(!layout.logarithmic);
        QCOMPARE(layout.low, 0.0);
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        const auto tick = [&](const QString& text) {
            const DrawnText* found = find(texts, text);
            return found ? found->at.x() + widthOf(*found) / 2 : -1.0;
        };
        const double zero = tick(QStringLiteral("0"));
        const double four = tick(QStringLiteral("4\u202Fms"));
        QVERIFY(zero > 0.0 && four > zero);
        QVERIFY(std::abs(layout.xOf(4e-3) - four) < 1.0);
        QVERIFY(std::abs(layout.xOf(8e-3) - (zero + 2 * (four - zero))) < 1.0);
        const QImage image = imageOf(figure, size, lightTheme());
        QCOMPARE(image.pixelColor(qRound(four), qRound(layout.yOf(0))),
                 lightTheme().lane(LaneIdentity::Attention));
    }

    void modelledTimesNeverShareAnAxisWithMeasuredOnes()
    {
        TimingSpec spec = twoLanes();
        const TimingLayout with = TimingFigure(spec).layoutIn(area);
        QVERIFY(!with.modelled.intersects(with.plot.adjusted(-8.0, 0.0, 8.0, 12.0))); // its labels neither
        const auto texts = textsIn(svgOf(TimingFigure(spec), size, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("Optics, modelled")));
        const auto time = std::ranges::find_if(
            texts, [](const auto& text) { return text.text.contains(QStringLiteral("device time")); });
        QVERIFY(time != texts.end());
        QVERIFY(with.modelled.contains(time->at));
        // A device a million times slower changes nothing of the measured part.
        spec.modelled[0].quantities[0].value = 2e3;
        const TimingLayout slow = TimingFigure(spec).layoutIn(area);
        QCOMPARE(slow.high, with.high);
        QCOMPARE(slow.low, with.low);
        QCOMPARE(slow.plot, with.plot);
        const QRect measured = with.plot.toAlignedRect();
        QCOMPARE(imageOf(TimingFigure(spec), size, lightTheme()).copy(measured),
                 imageOf(TimingFigure(twoLanes()), size, lightTheme()).copy(measured));
    }

    void lanesMoreThanTenfoldApartGetALogarithmicAxis()
    {
        TimingSpec spec = twoLanes();
        spec.measured[1] = rowOf(QStringLiteral("Optics"), LaneIdentity::Optical, 0.4);
        const TimingLayout layout = TimingFigure(spec).layoutIn(area);
        QVERIFY(layout.logarithmic);
        QVERIFY(contains(textsIn(svgOf(TimingFigure(spec), size, lightTheme())), QStringLiteral("log axis")));
        // Equal ratios are equal distances.
        QVERIFY(std::abs((layout.xOf(0.04) - layout.xOf(0.004)) - (layout.xOf(0.4) - layout.xOf(0.04))) <
                1e-6);
    }

    void aLaneWithoutTimesKeepsItsRowAndSaysWhy()
    {
        TimingSpec spec = twoLanes();
        spec.measured[0].seconds.clear();
        spec.measured[0].missing = QStringLiteral("not timed: no model");
        const auto texts = textsIn(svgOf(TimingFigure(spec), size, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("BERT")));
        QVERIFY(find(texts, QStringLiteral("not timed: no model")));
    }

    void everyRunIsInTheTable()
    {
        const auto table = TimingFigure(twoLanes()).table();
        QCOMPARE(table->rowCount(), 2 * (3 + 9) + 1);
        QCOMPARE(table->index(3, 2).data().toDouble(), 4e-3 * 0.96);
        QCOMPARE(table->index(24, 4).data().toString(), QStringLiteral("modelled"));
        QCOMPARE(table->index(0, 4).data().toString(), QStringLiteral("measured"));
    }

    void labelsNeitherOverlapNorLeaveTheArea_data()
    {
        QTest::addColumn<double>("slowest");
        QTest::addColumn<QSize>("drawn");
        for (const double slowest : {5e-3, 0.4, 90.0})
            for (const QSize drawn : {QSize(520, 220), QSize(420, 190), QSize(900, 300), QSize(420, 125)})
                QTest::addRow("%g s, %d x %d", slowest, drawn.width(), drawn.height()) << slowest << drawn;
    }
    void labelsNeitherOverlapNorLeaveTheArea()
    {
        QFETCH(double, slowest);
        QFETCH(QSize, drawn);
        TimingSpec spec = twoLanes();
        spec.measured.push_back(rowOf(QStringLiteral("A lane with a name too long for its column"),
                                      LaneIdentity::Hybrid, slowest));
        const QByteArray svg = svgOf(TimingFigure(spec), drawn, lightTheme());
        QVERIFY(QRectF(QPointF(), QSizeF(drawn)).adjusted(-0.5, -0.5, 0.5, 0.5).contains(inkOf(svg)));
        QVERIFY2(overlapsIn(svg).isEmpty(), qPrintable(overlapsIn(svg).join(QStringLiteral("; "))));
    }

    void historyBreaksWhereAKeystrokeWasNotTimed()
    {
        std::vector<double> seconds(60, 1e-3);
        for (std::size_t i = 20; i < 40; ++i)
            seconds[i] = std::numeric_limits<double>::quiet_NaN();
        const TimingHistoryFigure figure(QStringLiteral("Last"),
                                         {{QStringLiteral("BERT"), LaneIdentity::Attention, seconds}});
        const QSize drawn(400, 150);
        const QImage image = imageOf(figure, drawn, lightTheme());
        const QColor lane = lightTheme().lane(LaneIdentity::Attention);
        // The plot's left and right thirds carry the line, the middle none of its colour.
        std::array<int, 3> coloured{};
        const QRectF plot = figure.plotIn(QRectF(QPointF(), QSizeF(drawn)));
        for (int x = qCeil(plot.left()); x < qFloor(plot.right()); ++x)
            for (int y = qFloor(plot.top()); y <= qCeil(plot.bottom()); ++y)
                if (image.pixelColor(x, y) == lane) {
                    const double place = (x - plot.left()) / plot.width() * 59.0;
                    ++coloured[place < 19.5 ? 0 : place < 39.5 ? 1 : 2];
                }
        QVERIFY(coloured[0] > 10 && coloured[2] > 10);
        QCOMPARE(coloured[1], 0);
        QVERIFY(find(textsIn(svgOf(figure, drawn, lightTheme())), QStringLiteral("BERT")));
        QCOMPARE(figure.table()->rowCount(), 60);
    }

    void aHistoryWithoutTimesSaysSo()
    {
        const TimingHistoryFigure figure(QStringLiteral("Last"),
                                         {{QStringLiteral("BERT"), LaneIdentity::Attention, {}}});
        QVERIFY(contains(textsIn(svgOf(figure, {300, 110}, lightTheme())), QStringLiteral("No keystroke")));
    }
};

QTEST_MAIN(TimingFigureTest)
#include "tst_timing_figure.moc"
