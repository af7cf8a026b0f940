#include "figure_samples.h"
#include "ui/figures/timing_figure.h"
#include "ui/figures/timing_history_figure.h"
#include "ui/panels/live_timing_panel.h"
#include "ui/style/number_text.h"
#include "window_support.h"

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

/// The panel over real lanes, all of them timed, as low as the window opens it.
struct Panel
{
    Panel() : bench({}, true), panel(bench.workbench)
    {
        bench.open();
        timed = QTest::qWaitFor(
            [this] {
                for (std::size_t lane = 0; lane < 4; ++lane)
                    if (const auto timing = bench.workbench.timing(lane);
                        !timing || timing->seconds.size() < LiveTimingJob::rounds)
                        return false;
                return true;
            },
            60000);
    }

    [[nodiscard]] const TimingFigure& now() const
    {
        return dynamic_cast<const TimingFigure&>(*panel.timingFigure());
    }
    [[nodiscard]] const Workbench& workbench() const { return bench.workbench; }

    Bench bench;
    LiveTimingPanel panel;
    bool timed = false;
};

constexpr QSize low(352, 75); // the window of 1100 x 680 with the dock as it opens, in points

} // namespace

class LiveTimingPanelTest : public QObject
{
    Q_OBJECT

private slots:
    void everyLaneShowsItsMeasuredMedian()
    {
        const Panel one;
        QVERIFY(one.timed);
        const auto& rows = one.now().spec().measured;
        QCOMPARE(rows.size(), std::size_t{4});
        const auto texts = textsIn(svgOf(one.now(), low, lightTheme()));
        for (std::size_t lane = 0; lane < 4; ++lane) {
            const LaneTiming timing = *one.workbench().timing(lane);
            QCOMPARE(rows[lane].median, timing.median);
            QCOMPARE(rows[lane].low, timing.low);
            QCOMPARE(rows[lane].high, timing.high);
            QCOMPARE(rows[lane].tokens, timing.tokens);
            QCOMPARE(rows[lane].seconds, timing.seconds);
            QCOMPARE(one.workbench().timingHistory(lane).back(), timing.median);
            QVERIFY(find(texts, secondsText(timing.median)));
        }
    }

    void theOpticalLaneSaysThatTheSimulationTookTheTime()
    {
        const Panel one;
        QVERIFY(one.timed);
        for (const QSize size : {low, QSize(480, 90), QSize(560, 240)}) {
            const auto texts = textsIn(svgOf(one.now(), size, lightTheme()));
            QVERIFY(find(texts, QStringLiteral("Optical, simulation took")));
            QVERIFY(find(texts, QStringLiteral("Attention")));
        }
        // In a column of paper it takes a line of its own.
        const auto texts = textsIn(svgOf(one.now(), {241, 170}, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("Optical")));
        QVERIFY(contains(texts, QStringLiteral("simulation took")));
    }

    void modelledNumbersAreToldAndAreNoMarksOfTheAxis()
    {
        const Panel one;
        QVERIFY(one.timed);
        const std::vector<Quantity>& device = one.workbench().analysis(3)->device;
        const auto time = std::ranges::find(device, "device_time", &Quantity::name);
        const auto energy = std::ranges::find(device, "device_energy", &Quantity::name);
        QVERIFY(time != device.end() && energy != device.end());
        QVERIFY(time->provenance == Provenance::Modelled);
        for (const QSize size : {low, QSize(480, 90), QSize(560, 240)}) {
            const TimingLayout layout = one.now().layoutIn(QRectF(QPointF(), QSizeF(size)));
            QVERIFY(!layout.modelled.intersects(layout.plot));
            const auto texts = textsIn(svgOf(one.now(), size, lightTheme()));
            QVERIFY(find(texts, QStringLiteral("Optical, modelled")));
            const DrawnText* told = find(texts, QStringLiteral("device time ") + quantityText(*time));
            QVERIFY(told);
            QVERIFY(layout.modelled.adjusted(-1, -1, 1, 1).contains(told->at));
            QVERIFY(find(texts, QStringLiteral("device energy ") + quantityText(*energy)));
        }
        // A device without light's speed moves nothing that is measured.
        TimingSpec slow = one.now().spec();
        std::ranges::find(slow.modelled[0].quantities, "device_time", &Quantity::name)->value = 3600.0;
        const QRectF area{QPointF(), QSizeF(low)};
        QCOMPARE(TimingFigure(slow).layoutIn(area).high, one.now().layoutIn(area).high);
        for (const TimingRow& row : one.now().spec().measured)
            QVERIFY(std::ranges::count(row.seconds, time->value) == 0);
    }

    void modelledAndSimulatedRatiosAreToldApartWhereThereIsRoom()
    {
        const Panel one;
        QVERIFY(one.timed);
        const QStringList phrases = devicePhrases(one.now().spec().modelled.at(0).quantities);
        QVERIFY(phrases.at(0).startsWith(QLatin1String("device time ")));
        QVERIFY(phrases.at(1).startsWith(QLatin1String("device energy ")));
        QVERIFY(phrases.at(2).startsWith(QLatin1String("SNR modelled ")));
        QVERIFY(phrases.at(3).startsWith(QLatin1String("SNR simulated ")));
        const auto texts = textsIn(svgOf(one.now(), {480, 90}, lightTheme()));
        for (int at = 0; at < 4; ++at)
            QVERIFY2(find(texts, phrases.at(at)), qPrintable(phrases.at(at)));
    }

    void nothingOverlapsOrLeavesALowPanel_data()
    {
        QTest::addColumn<QSize>("size");
        for (const QSize size : {low, QSize(352, 66), QSize(480, 75), QSize(480, 90), QSize(700, 110)})
            QTest::addRow("%d x %d", size.width(), size.height()) << size;
    }
    void nothingOverlapsOrLeavesALowPanel()
    {
        QFETCH(QSize, size);
        const Panel one;
        QVERIFY(one.timed);
        const FigurePtr history = one.panel.historyFigure();
        for (const auto& [figure, drawn] : {std::pair<const Figure*, QSize>(&one.now(), size),
                                            std::pair<const Figure*, QSize>(history.get(), size * 0.6)}) {
            const QSize room(drawn.width(), size.height());
            const QByteArray svg = svgOf(*figure, room, lightTheme());
            QVERIFY2(overlapsIn(svg).isEmpty(), qPrintable(overlapsIn(svg).join(QStringLiteral("; "))));
            const QRectF ink = inkOf(svg);
            QVERIFY2(QRectF(QPointF(), QSizeF(room)).adjusted(-0.5, -0.5, 0.5, 0.5).contains(ink),
                     qPrintable(QStringLiteral("to %1, %2").arg(ink.right()).arg(ink.bottom())));
            for (const DrawnText& text : textsIn(svg))
                QVERIFY2(!text.text.contains(QStringLiteral("…")), qPrintable(text.text));
        }
    }

    void aLaneThatFailedIsNotDropped()
    {
        Bench bench;
        LiveTimingPanel panel(bench.workbench);
        std::vector<Lane> lanes = defaultLanes();
        lanes[1].model = "no-such-model";
        bench.workbench.open(lanes, QStringLiteral("time"));
        QVERIFY(bench.settle());
        const auto& figure = dynamic_cast<const TimingFigure&>(*panel.timingFigure());
        QCOMPARE(figure.spec().measured.size(), std::size_t{4});
        QVERIFY(find(textsIn(svgOf(figure, low, lightTheme())),
                     QStringLiteral("not timed: this lane has no result")));
    }
};

QTEST_MAIN(LiveTimingPanelTest)
#include "tst_live_timing_panel.moc"
