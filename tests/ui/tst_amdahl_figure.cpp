#include "bench_figure_checks.h"
#include "ui/figures/amdahl_figure.h"

#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

constexpr QSize size(560, 300);
const QRectF area{QPointF(), QSizeF(size)};

/// Mixing half of Fourier's block of 40 ns a token: 20.48 µs at 1024 tokens, against a device's 20 µs.
AmdahlSpec measuredSpec(double share = 0.5, double device = 2.048e-6)
{
    BenchResult result = growthResult();
    for (Measurement& cell : result.measurements) {
        giveOperations(cell, share);
        if (!cell.device.empty())
            cell.device[0].value = device;
    }
    AmdahlSpec spec = amdahlSpec(result, *summariseBench(result, {}), "fourier", 1024);
    spec.title = QStringLiteral("What optics could add");
    return spec;
}

} // namespace

class AmdahlFigureTest : public QObject
{
    Q_OBJECT

private slots:
    void theSharesAndTimesComeFromTheResult()
    {
        const AmdahlSpec spec = measuredSpec();
        QCOMPARE(spec.share.samples, std::size_t{21});
        QVERIFY(std::abs(spec.share.median - 0.5) < 1e-9);
        // Within the two percent by which the sample's mixing varies.
        QVERIFY(std::abs(spec.seconds / 20.48e-6 - 1.0) < 0.02);
        QCOMPARE(spec.device, 2.048e-6);
        QCOMPARE(spec.deviceFactor(), spec.seconds / spec.device);
        QCOMPARE(spec.of, QStringLiteral("fourier, 1024 tokens"));
    }

    void curvesAreAmdahlsLaw_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void curvesAreAmdahlsLaw()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        AmdahlSpec spec = measuredSpec();
        spec.share.confidence95 = {0.45, 0.55}; // a band wide enough to see
        const AmdahlFigure figure(spec);
        const AmdahlLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, theme);
        // 1 / (1 - s + s / k) by hand: s = 1/2, k = 3 gives 1.5.
        QCOMPARE(layout.frame.yOf(amdahlGain(0.5, 3.0)), layout.frame.yOf(1.5));
        const QColor lane = theme.lane(LaneIdentity::Fourier);
        const QColor band = mixed(lane, theme.paper, 0.75);
        bool onCurve = false; // nearer to the line's colour than to the band's: its edges are smoothed
        for (const double down : {-1.0, 0.0, 1.0}) {
            const QColor pixel = pixelAt(image, layout.frame.at(3.0, 1.5) + QPointF(0.0, down));
            onCurve = onCurve || std::abs(pixel.blue() - lane.blue()) < std::abs(pixel.blue() - band.blue());
        }
        QVERIFY(onCurve);
        QCOMPARE(pixelAt(image, layout.frame.at(35.0, amdahlGain(0.53, 35.0))), band);
        QVERIFY(pixelAt(image, layout.frame.at(35.0, amdahlGain(0.58, 35.0))) != band);
    }

    void asymptotesAreLabelled()
    {
        const AmdahlFigure figure(measuredSpec());
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("at most 2.00×"))); // 1 / (1 - 0.5)
        QVERIFY(find(texts, QStringLiteral("at most 1.43×"))); // 1 / (1 - 0.3)
        QVERIFY(contains(texts, QStringLiteral("measured")));
        QVERIFY(contains(texts, QStringLiteral("cited")));
        QVERIFY(figure.summary().contains(QStringLiteral("at most 2.00×")));
    }

    void theDeviceIsHollowAndSaysModelled_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void theDeviceIsHollowAndSaysModelled()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const AmdahlFigure figure(measuredSpec());
        const AmdahlLayout layout = figure.layoutIn(area);
        const double factor = figure.spec().deviceFactor();
        const QPointF place = layout.frame.at(factor, amdahlGain(figure.spec().share.median, factor));
        const QImage image = imageOf(figure, size, theme);
        const QColor optical = theme.lane(LaneIdentity::Optical);
        QVERIFY(pixelAt(image, place + QPointF(-1.5, 1.5)) != optical);
        int around = 0;
        for (int x = -6; x <= 6; ++x)
            for (int y = -6; y <= 6; ++y)
                around += pixelAt(image, place + QPointF(x, y)) == optical ? 1 : 0;
        QVERIFY(around > 4);
        QVERIFY(contains(textsIn(svgOf(figure, size, theme)), QStringLiteral("modelled")));
        const auto table = figure.table();
        const auto rows = rowsWhere(*table, {{4, QStringLiteral("modelled")}});
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(table->index(rows[0], 2).data().toDouble(), 2.048e-6);
    }

    void theTableHasTheGainAtTheDevicesSpeed()
    {
        const AmdahlFigure figure(measuredSpec());
        const double factor = figure.spec().deviceFactor();
        const auto table = figure.table();
        const auto rows = rowsWhere(*table, {{0, QStringLiteral("gain, measured share, device modelled")}});
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(table->index(rows[0], 1).data().toDouble(), factor);
        QCOMPARE(table->index(rows[0], 2).data().toDouble(), amdahlGain(figure.spec().share.median, factor));
    }

    void withoutOperationsOnlyTheCitedShareIsDrawn()
    {
        AmdahlSpec spec = amdahlSpec(growthResult(), *summariseBench(growthResult(), {}), "fourier", 1024);
        QVERIFY(!spec.measured());
        const AmdahlFigure figure(spec);
        QVERIFY(figure.summary().contains(QStringLiteral("not measured")));
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("at most 1.43×")));
        QVERIFY(!find(texts, QStringLiteral("at most 1.00×")));
    }

    void labelsNeitherOverlapNorLeaveTheArea()
    {
        std::vector<AmdahlSpec> specs{AmdahlSpec{}, measuredSpec(0.30), measuredSpec(0.5, 1.0),
                                      measuredSpec(0.5, 1e-12), measuredSpec(0.78)};
        AmdahlSpec whole = measuredSpec();
        whole.share = summarise(std::vector<double>(9, 1.0)); // nothing but mixing: no asymptote
        AmdahlSpec nothing = measuredSpec();
        nothing.share = summarise(std::vector<double>(9, 0.0));
        AmdahlSpec once = measuredSpec();
        once.share = summarise(std::vector<double>{0.4});
        specs.insert(specs.end(), {whole, nothing, once});
        for (const AmdahlSpec& spec : specs)
            for (const QSize drawn : benchSizes())
                QCOMPARE(labelProblems(AmdahlFigure(spec), drawn), QString());
        QCOMPARE(pixelsOutside(AmdahlFigure(measuredSpec()), darkTheme()), 0);
    }
};

QTEST_MAIN(AmdahlFigureTest)
#include "tst_amdahl_figure.moc"
