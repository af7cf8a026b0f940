#include "bench_figure_checks.h"
#include "optics_samples.h"
#include "ui/figures/layer_sensitivity_figure.h"
#include "ui/figures/sweep_curve_figure.h"
#include "ui/figures/sweep_map_figure.h"

#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

constexpr QSize size(560, 340);
const QRectF area{QPointF(), QSizeF(size)};
const std::vector<QSize> sizes{{300, 200}, {360, 500}, {420, 300}, {560, 340}, {900, 300}, {1600, 900}};

SweepMapFigure mapOf(SweepResult result)
{
    return SweepMapFigure(
        {QStringLiteral("Bits and photons"), {}, shared(std::move(result)), {}, {}, {}, {}});
}

SweepCurveFigure curveOf(SweepResult result, std::optional<std::size_t> layer = {})
{
    return SweepCurveFigure({QStringLiteral("Agreement"), {}, shared(std::move(result)), layer});
}

LayerSensitivityFigure layersOf(SweepResult result)
{
    return LayerSensitivityFigure(
        {QStringLiteral("Layers"), {}, shared(std::move(result)), {{"adc_bits", 5}, {"photons", 100}}});
}

const Theme& themeOf(bool dark)
{
    return dark ? darkTheme() : lightTheme();
}

void bothThemes()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

int contrast(const QColor& pixel, const Theme& theme)
{
    return std::abs(pixel.lightness() - theme.paper.lightness());
}

} // namespace

class SweepFiguresTest : public QObject
{
    Q_OBJECT

private slots:
    void everyCellHasItsPointAndValue()
    {
        const SweepMapFigure figure = mapOf(sampleSweep());
        QCOMPARE(figure.spec().rowKey, std::string("adc_bits"));
        QCOMPARE(figure.rowValues().size(), std::size_t{7});
        QCOMPARE(figure.colValues().size(), std::size_t{5});
        for (std::size_t row = 0; row < 7; ++row)
            for (std::size_t col = 0; col < 5; ++col) {
                const SweepPoint* point = figure.pointAt(row, col);
                QVERIFY(point != nullptr);
                QCOMPARE(point->values.at("adc_bits"), figure.rowValues()[row]);
                QCOMPARE(point->values.at("photons"), figure.colValues()[col]);
            }
        const SweepMapLayout layout = figure.layoutIn(area);
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        // 6 bits and 1,000 photo-electrons: 28 dB, 197 of 200 sentences.
        const QRectF cell = layout.rectOf(2, 2);
        QVERIFY(std::ranges::any_of(texts, [&](const DrawnText& text) {
            return cell.contains(text.at) && text.text == QStringLiteral("98.5");
        }));
        QVERIFY(layout.cellAt(cell.center()) == std::pair(std::size_t{2}, std::size_t{2}));
        // More bits are above fewer.
        QVERIFY(layout.rectOf(6, 0).bottom() < layout.rectOf(0, 0).top());
    }

    void agreementIsRoundedButNeverUpToALimit()
    {
        SweepResult result = sampleSweep();
        const auto told = [&result](std::size_t count, std::size_t of) {
            for (SweepPoint& point : result.points)
                point.device.agreement = {count, of};
            return textsIn(svgOf(mapOf(result), size, lightTheme()));
        };
        QVERIFY(find(told(2, 3), QStringLiteral("66.7")));
        QVERIFY(find(told(95, 96), QStringLiteral("98.9"))); // 98.96 is not framed as 99 is
        QVERIFY(find(told(2999, 3000), QStringLiteral("99.9")));
        QVERIFY(find(told(3000, 3000), QStringLiteral("100")));
    }

    void theThresholdsWordsStandBesideAPlotFullOfWhiskers()
    {
        SweepResult result = sampleSweep();
        double snr = 0.0;
        for (SweepPoint& point : result.points) {
            point.device.agreement = {point.number % 2 == 0 ? 0U : 2U, 2}; // whiskers from 0 and from 1
            point.simulatedSnr = snr += 1.3;
        }
        const SweepCurveFigure figure = curveOf(result);
        const SweepCurveLayout layout = figure.layoutIn(area);
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        const auto words = std::ranges::find_if(
            texts, [](const DrawnText& text) { return text.text.startsWith(QStringLiteral("1 % loss")); });
        QVERIFY(words != texts.end());
        QVERIFY(words->at.x() >= layout.labels.left());
        QVERIFY2(labelProblems(figure, size).isEmpty(), qPrintable(labelProblems(figure, size)));
    }

    void cellsThatAgreeAreFramed_data() { bothThemes(); }
    void cellsThatAgreeAreFramed()
    {
        QFETCH(bool, dark);
        const Theme& theme = themeOf(dark);
        const SweepMapFigure figure = mapOf(sampleSweep());
        const SweepMapLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, theme);
        const auto lineAt = [&](QPointF place) {
            for (const double aside : {-1.0, 0.0, 1.0})
                if (pixelAt(image, place + QPointF(0.0, aside)) == theme.ink)
                    return true;
            return false;
        };
        // 7 bits (34 dB) agree from 1,000 photo-electrons on, 6 bits (28 dB) never do.
        QVERIFY(figure.pointAt(3, 3)->device.agreement.value() >= 0.99);
        QVERIFY(figure.pointAt(2, 3)->device.agreement.value() < 0.99);
        const QRectF border = layout.rectOf(3, 3);
        QVERIFY(lineAt({border.center().x(), border.bottom()}));
        QVERIFY(!lineAt({layout.rectOf(1, 3).center().x(), layout.rectOf(1, 3).bottom()}));
        QVERIFY(!lineAt({layout.rectOf(5, 3).center().x(), layout.rectOf(5, 3).bottom()}));
    }

    void theCheapestSettingIsMarked()
    {
        const SweepMapFigure figure = mapOf(sampleSweep());
        const SweepMapLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, lightTheme());
        const auto marked = [&](std::size_t row, std::size_t col) {
            const QRectF cell = layout.rectOf(row, col);
            for (double in = 1.0; in < 4.0; in += 0.5)
                if (pixelAt(image, {cell.left() + in, cell.center().y()}) == lightTheme().highlight)
                    return true;
            return false;
        };
        QVERIFY(marked(3, 2)); // 7 bits, 1,000 photo-electrons
        QVERIFY(!marked(4, 2));
        for (const QSize shown : {size, QSize(241, 320)}) // also in a paper's column
            QVERIFY(contains(textsIn(svgOf(figure, shown, lightTheme())), QStringLiteral("modelled")));
    }

    void refusedAndMissingCellsAreNotColoured()
    {
        const SweepMapFigure figure = mapOf(sampleSweep(false));
        QVERIFY(figure.pointAt(6, 4) == nullptr);
        const SweepMapLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, lightTheme());
        for (const auto& [row, col] : {std::pair(0U, 0U), std::pair(6U, 4U)})
            QCOMPARE(pixelAt(image, layout.rectOf(row, col).topLeft() + QPointF(5.0, 5.0)),
                     lightTheme().paper);
        QVERIFY(figure.summary().contains(QStringLiteral("of 33 settings")));
    }

    void furtherAxesAreFixedAndTold()
    {
        SweepResult result = sampleSweep();
        result.plan.axes.push_back({"averages", {1, 2}});
        for (SweepPoint& point : result.points)
            point.values["averages"] = point.number % 2 == 0 ? 1 : 2;
        const SweepMapFigure figure(
            {QStringLiteral("Map"), {}, shared(std::move(result)), "adc_bits", "photons", {}, {}});
        for (std::size_t row = 0; row < 7; ++row)
            for (std::size_t col = 0; col < 5; ++col)
                if (const SweepPoint* point = figure.pointAt(row, col))
                    QCOMPARE(point->values.at("averages"), 2.0);
        QVERIFY(contains(textsIn(svgOf(figure, {900, 400}, lightTheme())),
                         QStringLiteral("exposures averaged: 2")));
    }

    void devicePointsAreHollowWithWilsonsIntervals_data() { bothThemes(); }
    void devicePointsAreHollowWithWilsonsIntervals()
    {
        QFETCH(bool, dark);
        const Theme& theme = themeOf(dark);
        SweepResult result = sampleSweep();
        for (SweepPoint& point : result.points)
            point.whiteNoise.reset();
        result.threshold = {};
        const SweepCurveFigure figure = curveOf(std::move(result));
        const SweepCurveLayout layout = figure.layoutIn({0, 0, 900, 500});
        const QImage image = imageOf(figure, {900, 500}, theme);
        const SweepPoint& worst = *figure.points()[1]; // after the refused one, which has no SNR
        QCOMPARE(worst.simulatedSnr, 13.0);
        const Interval interval = worst.device.agreement.confidence95();
        const double x = layout.agreement.xOf(13.0);
        const double y = layout.agreement.yOf(worst.device.agreement.value());
        QVERIFY(contrast(pixelAt(image, {x - 1.8, y}), theme) < 25); // inside the diamond, beside the whisker
        QVERIFY(contrast(pixelAt(image, {x - 3.2, y}), theme) > 25 ||
                contrast(pixelAt(image, {x - 4.0, y}), theme) > 25);
        for (const double end : {interval.low + 0.004, interval.high - 0.004})
            QVERIFY(contrast(pixelAt(image, {x - 0.5, layout.agreement.yOf(end)}), theme) > 25 ||
                    contrast(pixelAt(image, {x + 0.5, layout.agreement.yOf(end)}), theme) > 25);
        QCOMPARE(contrast(pixelAt(image, {x, layout.agreement.yOf(interval.low - 0.012)}), theme) < 30, true);
    }

    void theThresholdIsABandWithItsWords()
    {
        const SweepCurveFigure figure = curveOf(sampleSweep());
        const SweepCurveLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, lightTheme());
        const double y = layout.agreement.rect.center().y() + 20.0;
        QVERIFY(pixelAt(image, {layout.agreement.xOf(29.0), y}) != lightTheme().paper);
        QCOMPARE(pixelAt(image, {layout.agreement.xOf(37.0), y}), lightTheme().paper);
        const QString words = QStringLiteral("1 % loss at 31\u202FdB (28–35)");
        QVERIFY(find(textsIn(svgOf(figure, size, lightTheme())), words));
        QVERIFY(figure.summary().contains(words));
        SweepThreshold none;
        none.sentence = "No point of this sweep loses less than 1 %.";
        QCOMPARE(thresholdText(none), QString::fromStdString(none.sentence));
    }

    void whiteNoiseIsAnotherMark()
    {
        const auto with = textsIn(svgOf(curveOf(sampleSweep()), size, lightTheme()));
        QVERIFY(find(with, QStringLiteral("device")) && find(with, QStringLiteral("white noise")));
        SweepResult result = sampleSweep();
        for (SweepPoint& point : result.points)
            point.whiteNoise.reset();
        QVERIFY(!find(textsIn(svgOf(curveOf(std::move(result)), size, lightTheme())),
                      QStringLiteral("white noise")));
    }

    void noiselessPointsAreLeftToTheTable()
    {
        SweepResult result = sampleSweep();
        result.points.back().simulatedSnr = std::numeric_limits<double>::infinity();
        const SweepCurveFigure figure = curveOf(result);
        QVERIFY(std::isfinite(figure.layoutIn(area).agreement.x.high));
        QVERIFY(contains(textsIn(svgOf(figure, {1600, 900}, lightTheme())),
                         QStringLiteral("1 settings without any noise")));
        QCOMPARE(figure.table()->rowCount(), curveOf(sampleSweep()).table()->rowCount());
    }

    void layersAreHollowBarsInTheirOrder_data() { bothThemes(); }
    void layersAreHollowBarsInTheirOrder()
    {
        QFETCH(bool, dark);
        const LayerSensitivityFigure figure = layersOf(sampleSweep(true, true));
        QCOMPARE(figure.points().size(), std::size_t{5});
        for (std::size_t i = 0; i < 4; ++i)
            QCOMPARE(figure.points()[i]->layer, std::optional(i));
        QVERIFY(!figure.points()[4]->layer);
        const LayerSensitivityLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, themeOf(dark));
        const double lost = 1.0 - figure.points()[0]->device.agreement.value();
        const QRectF bar = layout.barOf(0, 0.0, lost);
        QVERIFY(bar.width() > 20.0);
        QCOMPARE(pixelAt(image, {bar.left() + 4.0, bar.center().y()}), themeOf(dark).paper);
        QVERIFY(contrast(pixelAt(image, {bar.left() + 4.0, bar.top() + 0.5}), themeOf(dark)) > 25);
        QVERIFY(figure.summary().contains(QStringLiteral("layer 1 is the most sensitive")));
    }

    void layersAreShownWhereTheyTellMost()
    {
        SweepResult result = sampleSweep(true, true);
        const auto layered = std::ranges::find_if(
            result.points, [](const SweepPoint& point) { return point.layer.has_value(); });
        QVERIFY(layered != result.points.end());
        // The same layers at another setting, where every second answer changes; at theirs, all do.
        auto values = layered->values;
        values["photons"] = 1e4;
        std::vector<SweepPoint> more;
        for (SweepPoint& point : result.points) {
            if (point.layer) {
                more.push_back(point);
                more.back().values = values;
                more.back().number += 1000;
            } else if (point.values == values) {
                point.device.agreement = {100, 200};
            } else if (point.values == layered->values) {
                point.device.agreement = {0, 200};
            }
        }
        result.points.insert(result.points.end(), more.begin(), more.end());
        const LayerSensitivityFigure figure({QStringLiteral("Layers"), {}, shared(std::move(result)), {}});
        QVERIFY(!figure.points().empty());
        for (const SweepPoint* point : figure.points())
            QVERIFY(point->values == values);
        // A setting that is asked for is shown.
        QCOMPARE(layersOf(sampleSweep(true, true)).points().front()->values.at("photons"), 100.0);
    }

    void tablesHoldDeviceAndControlOfEveryPoint()
    {
        const SweepResult result = sampleSweep();
        const auto table = mapOf(result).table();
        QCOMPARE(table->rowCount(), 1 + 34 * 2); // the refused one has no control
        const int refused = rowsWhere(*table, {{0, 0}}).at(0);
        QCOMPARE(table->index(refused, table->columnCount() - 1).data().toString(),
                 QString::fromStdString(result.points[0].refusal));
        QCOMPARE(table->index(refused, table->columnCount() - 2).data().toString(),
                 QStringLiteral("refused"));
        const auto rows = rowsWhere(*table, {{3, 6.0}, {4, 1000.0}, {1, QStringLiteral("device")}});
        QCOMPARE(rows.size(), std::size_t{1});
        QCOMPARE(table->headerData(9, Qt::Horizontal).toString(), QStringLiteral("agreement"));
        QCOMPARE(table->index(rows[0], 9).data().toDouble(), 0.985);
        for (int row = 0; row < table->rowCount(); ++row)
            for (int col : {0, 1, 2, 3, 4})
                QVERIFY(table->index(row, col).data().isValid());
    }

    void wordsKeepApartAtAnySize()
    {
        const std::vector<std::shared_ptr<const Figure>> figures{
            std::make_shared<SweepMapFigure>(mapOf(sampleSweep())),
            std::make_shared<SweepMapFigure>(mapOf(sampleSweep(false))),
            std::make_shared<SweepCurveFigure>(curveOf(sampleSweep())),
            std::make_shared<LayerSensitivityFigure>(layersOf(sampleSweep(true, true)))};
        for (const auto& figure : figures)
            for (const QSize shown : sizes) {
                const QString problems = labelProblems(*figure, shown);
                QVERIFY2(
                    problems.isEmpty(),
                    qPrintable(
                        QStringLiteral("%1 × %2: %3").arg(shown.width()).arg(shown.height()).arg(problems)));
            }
        for (const auto& figure : figures)
            for (const bool dark : {false, true})
                QCOMPARE(pixelsOutside(*figure, themeOf(dark)), 0);
    }

    void figuresWithoutPointsSayOneSentence()
    {
        SweepResult planned = sampleSweep();
        planned.points.clear();
        const std::vector<std::shared_ptr<const Figure>> figures{
            std::make_shared<SweepMapFigure>(mapOf(planned)),
            std::make_shared<SweepMapFigure>(SweepMapSpec{}),
            std::make_shared<SweepCurveFigure>(curveOf(planned)),
            std::make_shared<SweepCurveFigure>(SweepCurveSpec{}),
            std::make_shared<LayerSensitivityFigure>(layersOf(sampleSweep())),
            std::make_shared<LayerSensitivityFigure>(LayerSensitivitySpec{})};
        for (const auto& figure : figures) {
            QVERIFY(figure->summary().contains(QStringLiteral("start a sweep")));
            QCOMPARE(figure->table()->rowCount(), 0);
            QVERIFY(contains(textsIn(svgOf(*figure, {400, 200}, lightTheme())), figure->summary().left(20)));
        }
    }
};

QTEST_MAIN(SweepFiguresTest)
#include "tst_sweep_figures.moc"
