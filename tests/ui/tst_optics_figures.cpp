#include "bench_figure_checks.h"
#include "optics_samples.h"
#include "ui/figures/camera_figure.h"
#include "ui/figures/error_budget_figure.h"
#include "ui/figures/histogram_figure.h"
#include "ui/figures/log_axes.h"
#include "ui/figures/optical_planes.h"
#include "ui/figures/recovery_figure.h"
#include "ui/figures/schematic_figure.h"

#include <QSet>
#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

constexpr QSize size(560, 340);
const QRectF area{QPointF(), QSizeF(size)};
const std::vector<QSize> sizes{{300, 200}, {360, 600}, {420, 300}, {560, 340}, {900, 300}, {1600, 900}};

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

CameraSpec cameraSpec(bool logarithmic = false)
{
    CameraSpec spec;
    spec.title = QStringLiteral("Camera");
    spec.electrons = shared(sampleImage());
    spec.fullWell = sampleWell;
    spec.bits = 12;
    spec.logarithmic = logarithmic;
    return spec;
}

/// 1,000 readings from -50 to 49.9 in steps of 0.1; a converter cuts at ±40.
HistogramSpec histogramSpec()
{
    Matrix readings(10, 100);
    for (std::size_t i = 0; i < 1000; ++i)
        readings.values()[i] = -50.0F + 0.1F * static_cast<float>(i);
    HistogramSpec spec;
    spec.title = QStringLiteral("Readings");
    spec.valueName = QStringLiteral("difference");
    spec.readings = shared(std::move(readings));
    spec.converterLow = -40.0;
    spec.converterHigh = 40.0;
    spec.fullWell = 60.0;
    return spec;
}

/// Exact values ±1 in a chessboard; recovered 1 % too large, and 0.1 too large in one cell.
RecoverySpec recoverySpec()
{
    Matrix exact(8, 12);
    Matrix recovered(8, 12);
    for (Index row = 0; row < 8; ++row)
        for (Index col = 0; col < 12; ++col) {
            exact(row, col) = (row + col) % 2 == 0 ? 1.0F : -1.0F;
            recovered(row, col) = 1.01F * exact(row, col);
        }
    recovered(3, 4) = exact(3, 4) + 0.1F;
    RecoverySpec spec;
    spec.title = QStringLiteral("Recovered");
    spec.exact = shared(std::move(exact));
    spec.recovered = shared(std::move(recovered));
    return spec;
}

/// 30 dB, 40 dB and 33 dB; 20 dB would be the reference's phase, which is off.
ErrorBudgetSpec budgetSpec()
{
    ErrorBudgetSpec spec;
    spec.title = QStringLiteral("Error budget");
    spec.stages = {{optics::title(optics::Stage::Modulator), 30.0, 30.5},
                   {optics::title(optics::Stage::ReceiverNoise), 40.0, 40.0},
                   {optics::title(optics::Stage::Converter), 33.0, 27.0}};
    spec.total = {27.97, 25.3};
    return spec;
}

SchematicSpec schematic(const char* name = "photonic-16")
{
    const optics::DeviceSpec device = preset(name);
    const optics::BenchRun run = sampleRun(device);
    return schematicSpec(device, {32, 64}, &run);
}

} // namespace

class OpticsFiguresTest : public QObject
{
    Q_OBJECT

private slots:
    void everyElementAnswersToAClickOnItsSymbol()
    {
        const SchematicFigure figure(schematic());
        for (const QSize shown : sizes) {
            const QRectF place(QPointF(30.0, 20.0), QSizeF(shown));
            const SchematicLayout layout = figure.layoutIn(place);
            for (std::size_t i = 0; i < benchElements.size(); ++i) {
                QVERIFY(layout.elements[i].contains(layout.symbols[i]));
                QCOMPARE(figure.elementAt(layout.symbols[i].center(), place),
                         std::optional(benchElements[i]));
            }
            QVERIFY(!figure.elementAt(place.bottomRight() + QPointF(5.0, 5.0), place));
        }
    }

    void everyFieldOfADeviceBelongsToOneElement()
    {
        QSet<QByteArray> seen;
        for (const BenchElement element : benchElements)
            for (const std::string_view key : benchElementFields(element)) {
                const QByteArray bytes(key.data(), static_cast<qsizetype>(key.size()));
                QVERIFY2(!seen.contains(bytes), bytes);
                seen.insert(bytes);
            }
        QCOMPARE(seen.size(), static_cast<qsizetype>(optics::deviceFields().size()));
        QCOMPARE(SchematicFigure(schematic()).table()->rowCount(), static_cast<int>(seen.size()));
    }

    void theBenchTellsItsDistancesAndValues()
    {
        const auto texts = textsIn(svgOf(SchematicFigure(schematic("lcos-scmos")), {900, 420}, lightTheme()));
        for (const char* words : {"f = 250\u202Fmm", "1080 × 1920", "fill 93.0\u202F%", "633\u202Fnm",
                                  "16\u202Fbit", "rays schematic: not to scale across the axis"})
            QVERIFY2(find(texts, QString::fromUtf8(words)), words);
        QVERIFY(contains(texts, QStringLiteral("Simulated")));
    }

    void theSelectedElementStandsOut_data() { bothThemes(); }
    void theSelectedElementStandsOut()
    {
        QFETCH(bool, dark);
        SchematicSpec spec = schematic();
        spec.selected = BenchElement::Converter;
        const SchematicFigure figure(spec);
        const QImage image = imageOf(figure, size, themeOf(dark));
        const SchematicLayout layout = figure.layoutIn(area);
        const auto corner = [&](BenchElement element) {
            return pixelAt(image, layout.rectOf(element).topLeft() + QPointF(6.0, 16.0));
        };
        QCOMPARE(corner(BenchElement::Laser), themeOf(dark).paper);
        QVERIFY(corner(BenchElement::Converter) != themeOf(dark).paper);
    }

    void thumbnailsShowTheLightOfTheRun()
    {
        const SchematicFigure figure(schematic());
        const SchematicLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, lightTheme());
        for (const QRectF& box : layout.thumbnails) {
            QVERIFY(!box.isNull());
            QSet<QRgb> colours;
            for (int y = static_cast<int>(box.top()) + 2; y < static_cast<int>(box.bottom()) - 2; ++y)
                for (int x = static_cast<int>(box.left()) + 2; x < static_cast<int>(box.right()) - 2; ++x)
                    colours.insert(image.pixel(x, y));
            QVERIFY(colours.size() > 4);
        }
        const SchematicFigure dark(schematicSpec(preset("photonic-16"), {}, nullptr));
        QVERIFY(contains(textsIn(svgOf(dark, size, lightTheme())), QStringLiteral("no light yet")));
    }

    void saturatedPixelsAreFlagged_data() { bothThemes(); }
    void saturatedPixelsAreFlagged()
    {
        QFETCH(bool, dark);
        const CameraFigure figure(cameraSpec());
        QCOMPARE(figure.saturatedCount(), std::size_t{2});
        // (1, 2) and (11, 3) of 12 x 16, with (0, 0) moved to (6, 8).
        QVERIFY(figure.saturated() == (std::vector<std::pair<Index, Index>>{{5, 11}, {7, 10}}));
        QImage image(size, QImage::Format_RGB32);
        QPainter painter(&image);
        const CameraLayout layout = figure.paintWithLayout(painter, area, themeOf(dark));
        painter.end();
        for (const auto& [row, col] : figure.saturated())
            QCOMPARE(pixelAt(image, layout.map.rectOf(row, col).center()), themeOf(dark).warning);
        QVERIFY(pixelAt(image, layout.map.rectOf(0, 0).center()) != themeOf(dark).warning);
        const auto texts = textsIn(svgOf(figure, size, themeOf(dark)));
        QVERIFY(find(texts, QStringLiteral("2 pixels saturated (1.0\u202F%)")));
        QVERIFY(find(texts, QStringLiteral("zero order 20\u202F000\u202Fe⁻")));
    }

    void theZeroOrderIsInTheMiddle()
    {
        const CameraFigure figure(cameraSpec(true));
        QVERIFY(figure.zeroOrder() == std::pair(Index{6}, Index{8}));
        QCOMPARE((*figure.map()->spec().values)(6, 8), 20'000.0F);
        QCOMPARE(figure.map()->spec().rows[6].text, QStringLiteral("0"));
        const Matrix odd = zeroOrderInMiddle(sampleImage(5, 7).view());
        QCOMPARE(odd(2, 3), 20'000.0F);
    }

    void theConverterSaturatesBothSidesOfADifference()
    {
        CameraSpec spec = cameraSpec();
        Matrix difference(4, 4);
        difference(1, 1) = 50.0F;
        difference(2, 2) = -50.0F;
        difference(3, 3) = 49.0F;
        spec.electrons = shared(std::move(difference));
        spec.converterTop = 50.0;
        QCOMPARE(CameraFigure(spec).saturatedCount(), std::size_t{2});
        QCOMPARE(CameraFigure(spec).map()->spec().colours, HeatColours::Diverging);
    }

    void everyReadingIsInOneBin()
    {
        const HistogramFigure figure(histogramSpec());
        std::size_t sum = 0;
        for (const HistogramBin& bin : figure.bins())
            sum += bin.count;
        QCOMPARE(sum, std::size_t{1000});
        // Below -40: 100, and one at it; above 40: 99, and one at it.
        QCOMPARE(figure.clippedShare(), 0.201);
        QVERIFY(figure.bins().front().low <= -50.0 && figure.bins().back().high >= 60.0);
    }

    void theConvertersRangeIsDrawnWhereItEnds_data() { bothThemes(); }
    void theConvertersRangeIsDrawnWhereItEnds()
    {
        QFETCH(bool, dark);
        const HistogramFigure figure(histogramSpec());
        const HistogramLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, themeOf(dark));
        const auto marked = [&](double electrons) {
            int dots = 0;
            const double x = layout.frame.xOf(electrons);
            for (double y = layout.frame.rect.top() + 2.0; y < layout.frame.yOf(20.0); y += 1.0)
                for (const double aside : {-1.0, 0.0, 1.0}) {
                    const QColor pixel = pixelAt(image, {x + aside, y});
                    dots += std::abs(pixel.lightness() - themeOf(dark).paper.lightness()) > 60 ? 1 : 0;
                }
            return dots > 8;
        };
        QVERIFY(marked(-40.0));
        QVERIFY(marked(40.0));
        QVERIFY(marked(60.0));
        QVERIFY(!marked(52.5));
        const auto texts = textsIn(svgOf(figure, size, themeOf(dark)));
        QVERIFY(find(texts, QStringLiteral("converter, full scale")));
        QVERIFY(find(texts, QStringLiteral("20.1\u202F% clipped")));
    }

    void theSimulationsCountOfClippedReadingsWins()
    {
        HistogramSpec spec = histogramSpec();
        spec.clipped = 3;
        spec.samples = 3000;
        QCOMPARE(HistogramFigure(spec).clippedShare(), 0.001);
    }

    void errorsAreScaledAndTold()
    {
        const RecoveryFigure figure(recoverySpec());
        // One cell of 96 is 0.1 off, the others 0.01: rms² = (95e-4 + 1e-2) / 96.
        QVERIFY(std::abs(figure.rmsShare() - std::sqrt((95e-4 + 1e-2) / 96.0)) < 1e-6);
        QVERIFY(std::abs(figure.worstShare() - 0.1) < 1e-6);
        QVERIFY(figure.worstCell() == std::pair(Index{3}, Index{4}));
        QCOMPARE(figure.factor(), 100.0);
        const HeatMapSpec& error = figure.panel(2)->spec();
        QVERIFY(std::abs(static_cast<double>((*error.values)(0, 0)) - 1.0) < 1e-4);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(figure.panel(i)->spec().low, -1.0);
            QCOMPARE(figure.panel(i)->spec().high, 1.0);
        }
        const auto texts = textsIn(svgOf(figure, {680, 260}, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("error × 100")));
        QVERIFY(contains(texts, QStringLiteral("worst cell (3, 4) 10.0\u202F%")));
    }

    void digitalRowsCountInNoError()
    {
        RecoverySpec spec = recoverySpec();
        Matrix recovered = *spec.exact;
        for (Index col = 0; col < recovered.cols(); ++col)
            recovered(0, col) += 5.0F;
        spec.recovered = shared(std::move(recovered));
        QVERIFY(RecoveryFigure(spec).rmsShare() > 1.0);
        spec.bypass = true;
        QCOMPARE(RecoveryFigure(spec).rmsShare(), 0.0);
    }

    void intensityAloneLosesTheSign()
    {
        RecoverySpec spec = recoverySpec();
        Matrix magnitude = *spec.exact;
        for (float& value : magnitude.values())
            value = std::abs(value);
        spec.magnitude = shared(std::move(magnitude));
        const RecoveryFigure figure(spec);
        // Half of the cells are off by 2: rms = sqrt(2).
        QVERIFY(std::abs(figure.rmsShare() - std::sqrt(2.0)) < 1e-6);
        QCOMPARE(figure.factor(), 1.0);
        QVERIFY(
            find(textsIn(svgOf(figure, {680, 260}, lightTheme())), QStringLiteral("|F|, intensity only")));
    }

    void noisePowersAdd()
    {
        const ErrorBudgetFigure figure(budgetSpec());
        const std::vector<BudgetRow>& rows = figure.rows();
        QCOMPARE(rows.size(), optics::stages().size() + 1);
        double sum = 0.0;
        for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
            QVERIFY(std::abs(rows[i].predictedFrom - sum) < 1e-12);
            sum += rows[i].predicted;
        }
        QVERIFY(std::abs(sum - (1e-3 + 1e-4 + std::pow(10.0, -3.3))) < 1e-12);
        QCOMPARE(rows[*figure.limiting()].stage, QStringLiteral("converter"));
        QVERIFY(figure.summary().contains(QStringLiteral("the converter limits")));
    }

    void budgetBarsAreHollow_data() { bothThemes(); }
    void budgetBarsAreHollow()
    {
        QFETCH(bool, dark);
        const ErrorBudgetFigure figure(budgetSpec());
        const ErrorBudgetLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, themeOf(dark));
        const BudgetRow& modulator = figure.rows().front();
        const QRectF simulated = layout.simulatedBar(0, modulator.simulatedFrom, modulator.simulated);
        QVERIFY(simulated.width() > 20.0 && simulated.height() > 5.0);
        QCOMPARE(pixelAt(image, simulated.center() + QPointF(1.5, 0.0)), themeOf(dark).paper);
        const QColor edge = pixelAt(image, {simulated.center().x() + 1.5, simulated.bottom() - 0.6});
        QVERIFY(std::abs(edge.lightness() - themeOf(dark).paper.lightness()) > 20);
        // Dotted: along the modelled bar's edge some pixels are paper and some are not.
        const QRectF modelled = layout.predictedBar(0, 0.0, modulator.predicted);
        int inked = 0;
        int bare = 0;
        for (double x = modelled.left() + 2.0; x < modelled.right() - 2.0; x += 1.0) {
            const QColor pixel = pixelAt(image, {x, modelled.top() + 0.5});
            (std::abs(pixel.lightness() - themeOf(dark).paper.lightness()) > 25 ? inked : bare) += 1;
        }
        QVERIFY(inked > 5 && bare > 5);
    }

    void stagesThatAreOffSaySo()
    {
        const auto texts = textsIn(svgOf(ErrorBudgetFigure(budgetSpec()), size, lightTheme()));
        const DrawnText* off = find(texts, QStringLiteral("reference phase"));
        QVERIFY(off && QColor(off->colour) == lightTheme().fadedInk);
        const DrawnText* on = find(texts, QStringLiteral("converter"));
        QVERIFY(on && QColor(on->colour) == lightTheme().ink);
        QVERIFY(find(texts, QStringLiteral("27.0")));
        ErrorBudgetSpec spec = budgetSpec();
        spec.stages.clear();
        spec.total = {std::numeric_limits<double>::infinity(), 131.0};
        QVERIFY(contains(textsIn(svgOf(ErrorBudgetFigure(spec), size, lightTheme())),
                         QStringLiteral("Every imperfection is off")));
    }

    void theSelectionLeavesDistancesToBothTheirElements()
    {
        for (const BenchElement element : benchElements) {
            SchematicSpec spec = schematic();
            spec.selected = element;
            const SchematicFigure figure(spec);
            const QImage image = imageOf(figure, size, lightTheme());
            const SchematicLayout layout = figure.layoutIn(area);
            const QRectF rect = layout.rectOf(element);
            for (double x = rect.left() + 3.0; x < rect.right() - 3.0; x += 1.0)
                QVERIFY(pixelAt(image, {x, layout.spacings.center().y() + 4.0}).saturation() < 40);
            QVERIFY(pixelAt(image, rect.topLeft() + QPointF(4.0, 4.0)) != lightTheme().paper);
        }
    }

    void titlesAndTicksAreWholeAsSmallAsThePageShowsThem()
    {
        // Points that the page gives each figure in a window of 1100 x 680.
        HistogramSpec wide = histogramSpec();
        wide.valueName = QStringLiteral("difference of the ports");
        for (float& value : const_cast<Matrix&>(*wide.readings).values())
            value *= 4000.0F;
        wide.converterLow = -225'000.0;
        wide.converterHigh = 225'000.0;
        wide.fullWell = 0.0;
        const std::vector<std::pair<std::shared_ptr<const Figure>, QSize>> figures{
            {std::make_shared<SchematicFigure>(schematic()), {570, 146}},
            {std::make_shared<SchematicFigure>(schematic()), {241, 280}}, // a paper's column
            {std::make_shared<CameraFigure>(cameraSpec()), {163, 177}},
            {std::make_shared<HistogramFigure>(wide), {133, 177}},
            {std::make_shared<RecoveryFigure>(recoverySpec()), {262, 177}}};
        for (const auto& [figure, shown] : figures) {
            const auto texts = textsIn(svgOf(*figure, shown, lightTheme()));
            for (const DrawnText& text : texts)
                QVERIFY2(!text.text.contains(u'…'), qPrintable(text.text));
            QVERIFY2(labelProblems(*figure, shown).isEmpty(), qPrintable(labelProblems(*figure, shown)));
        }
        const auto ticks = textsIn(svgOf(HistogramFigure(wide), {133, 177}, lightTheme()));
        for (const char* tick : {"−200\u202Fk", "0", "200\u202Fk"})
            QVERIFY2(find(ticks, QString::fromUtf8(tick)), tick);
    }

    void aNarrowBenchStillTellsItsFocalLength()
    {
        const auto texts = textsIn(svgOf(SchematicFigure(schematic("lcos-scmos")), {241, 280}, lightTheme()));
        for (const char* words : {"f = 250\u202Fmm", "not to scale"})
            QVERIFY2(find(texts, QString::fromUtf8(words)), words);
        for (const char* name : {"laser", "SLM", "lens", "ADC"})
            QVERIFY2(find(texts, QString::fromLatin1(name)), name);
    }

    void theHistogramIsOneAreaWithoutGaps()
    {
        HistogramSpec spec = histogramSpec();
        spec.converterLow = spec.converterHigh = spec.fullWell = 0.0;
        const HistogramFigure figure(spec);
        for (const QSize shown : {size, QSize(301, 211)}) {
            const HistogramLayout layout = figure.layoutIn({QPointF(), QSizeF(shown)});
            const QImage image = imageOf(figure, shown, lightTheme());
            const double y = layout.frame.rect.bottom() - 12.0;
            const QColor inside = pixelAt(image, {layout.frame.xOf(0.0), y});
            QVERIFY(inside != lightTheme().paper);
            for (double x = layout.frame.xOf(-48.0); x < layout.frame.xOf(48.0); x += 1.0)
                QCOMPARE(pixelAt(image, {x, y}), inside);
        }
    }

    void clippedReadingsSayAtWhichEnd()
    {
        Matrix readings(10, 10);
        for (std::size_t i = 0; i < 100; ++i)
            readings.values()[i] = i < 30 ? 0.0F : (i < 40 ? 100.0F : 50.0F);
        HistogramSpec spec;
        spec.title = QStringLiteral("Readings");
        spec.readings = shared(std::move(readings));
        spec.converterHigh = 200.0;
        spec.fullWell = 100.0;
        const HistogramFigure figure(spec);
        QCOMPARE(figure.lowerShare(), 0.3);
        QCOMPARE(figure.upperShare(), 0.1);
        QCOMPARE(figure.clippedShare(), 0.4);
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("40.0\u202F% clipped")));
        QVERIFY(find(texts, QStringLiteral("30.0\u202F% low, 10.0\u202F% high")));
        QVERIFY(
            !rowsWhere(*figure.table(), {{0, QStringLiteral("share at the lower end")}, {2, 0.3}}).empty());
    }

    void theWorstCellIsRingedAtTheEdgeToo()
    {
        RecoverySpec spec = recoverySpec();
        Matrix recovered = *spec.recovered;
        recovered(3, 11) += 0.5F;
        spec.recovered = shared(std::move(recovered));
        const RecoveryFigure figure(spec);
        QVERIFY(figure.worstCell() == std::pair(Index{3}, Index{11}));
        QImage image(QSize(1360, 120), QImage::Format_RGB32); // flat: small cells
        QPainter painter(&image);
        const RecoveryLayout layout = figure.paintWithLayout(painter, {0, 0, 1360, 120}, lightTheme());
        painter.end();
        const QRectF cells = layout.panels[2].cells;
        int ring = 0;
        for (double y = cells.top(); y < cells.bottom(); y += 1.0)
            for (double x = cells.right() + 1.0; x < cells.right() + 30.0 && x < 1360.0; x += 1.0)
                ring += pixelAt(image, {x, y}).hue() == lightTheme().highlight.hue() ? 1 : 0;
        QVERIFY(ring > 3);
    }

    void zeroDecibelsHaveNoSign()
    {
        ErrorBudgetSpec spec = budgetSpec();
        spec.total.simulatedSnr = -0.01;
        const auto texts = textsIn(svgOf(ErrorBudgetFigure(spec), size, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("0.0")));
        QVERIFY(!contains(texts, QStringLiteral("−0.0")));
    }

    void manyTimesTheSignalIsWrittenOut()
    {
        ErrorBudgetSpec spec = budgetSpec();
        spec.stages.back().simulatedSnr = -17.4; // 55 times the signal
        const auto texts = textsIn(svgOf(ErrorBudgetFigure(spec), size, lightTheme()));
        QVERIFY(contains(texts, QStringLiteral("2000\u202F%")));
        QVERIFY(!contains(texts, QStringLiteral("e+")));
    }

    void notesAreSentences()
    {
        QCOMPARE(fittingNote({0, 0, 900, 900}, {QStringLiteral("FNet, 8 × 8"), QStringLiteral("Simulated.")}),
                 QStringLiteral("FNet, 8 × 8. Simulated."));
        QCOMPARE(
            fittingNote({0, 0, 900, 900}, {QStringLiteral("Hollow: modelled."), QStringLiteral("8 × 8")}),
            QStringLiteral("Hollow: modelled. 8 × 8"));
    }

    void wordsKeepApartAtAnySize()
    {
        const std::vector<std::shared_ptr<const Figure>> figures{
            std::make_shared<SchematicFigure>(schematic()),
            std::make_shared<SchematicFigure>(schematic("lcos-scmos")),
            std::make_shared<CameraFigure>(cameraSpec(true)),
            std::make_shared<HistogramFigure>(histogramSpec()),
            std::make_shared<RecoveryFigure>(recoverySpec()),
            std::make_shared<ErrorBudgetFigure>(budgetSpec())};
        for (const auto& figure : figures)
            for (const QSize shown : sizes) {
                const QString problems = labelProblems(*figure, shown);
                QVERIFY2(problems.isEmpty(), qPrintable(QStringLiteral("%1 at %2 × %3: %4")
                                                            .arg(figure->title())
                                                            .arg(shown.width())
                                                            .arg(shown.height())
                                                            .arg(problems)));
            }
        for (const auto& figure : figures)
            for (const bool dark : {false, true})
                QCOMPARE(pixelsOutside(*figure, themeOf(dark)), 0);
    }

    void figuresWithoutDataSayOneSentence()
    {
        ErrorBudgetSpec budget;
        budget.assessed = false;
        const std::vector<std::shared_ptr<const Figure>> figures{
            std::make_shared<CameraFigure>(CameraSpec{}), std::make_shared<HistogramFigure>(HistogramSpec{}),
            std::make_shared<RecoveryFigure>(RecoverySpec{}), std::make_shared<ErrorBudgetFigure>(budget)};
        for (const auto& figure : figures) {
            QVERIFY(figure->summary().endsWith(QLatin1Char('.')));
            QCOMPARE(figure->table()->rowCount(), 0);
            QVERIFY(labelProblems(*figure, {300, 200}).isEmpty());
            QVERIFY(contains(textsIn(svgOf(*figure, {400, 200}, lightTheme())), figure->summary().left(20)));
        }
    }

    void tablesHoldEveryCell()
    {
        const auto camera = CameraFigure(cameraSpec()).table();
        QCOMPARE(camera->rowCount(), 12 * 16);
        QCOMPARE(camera->index(16 + 2, 2).data().toDouble(), sampleWell);
        QCOMPARE(camera->index(16 + 2, 3).data().toString(), QStringLiteral("saturated"));
        const auto recovery = RecoveryFigure(recoverySpec()).table();
        QCOMPARE(recovery->rowCount(), 8 * 12);
        QVERIFY(std::abs(recovery->index(3 * 12 + 4, 4).data().toDouble() - 0.1) < 1e-6);
        const auto budget = ErrorBudgetFigure(budgetSpec()).table();
        QVERIFY(!rowsWhere(*budget, {{0, QStringLiteral("converter")}, {2, 33.0}, {3, 27.0}}).empty());
        QVERIFY(
            !rowsWhere(*budget, {{0, QStringLiteral("laser power")}, {1, QStringLiteral("off")}}).empty());
        QVERIFY(HistogramFigure(histogramSpec()).table()->rowCount() > 60);
    }
};

QTEST_MAIN(OpticsFiguresTest)
#include "tst_optics_figures.moc"
