#include "bench_figure_checks.h"
#include "ui/figures/growth_figure.h"

#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

constexpr QSize size(640, 360);
const QRectF area{QPointF(), QSizeF(size)};
constexpr BackendStyle fourierStyle{LaneIdentity::Fourier, 0};

GrowthSpec specOf(BenchResult result, GrowthView view = GrowthView::Time)
{
    GrowthSpec spec;
    spec.title = QStringLiteral("Time over length");
    spec.note = QStringLiteral("One mixing sub-layer.");
    spec.summary = summariseBench(result, {});
    spec.result = shared(std::move(result));
    spec.view = view;
    return spec;
}

BenchResult only(const std::string& backend)
{
    BenchResult result = growthResult();
    result.grid.backends = {backend};
    std::erase_if(result.measurements, [&](const Measurement& cell) { return cell.cell.backend != backend; });
    return result;
}

const GrowthSeries& seriesOf(const GrowthFigure& figure, const std::string& backend, bool modelled = false)
{
    return *std::ranges::find_if(figure.data().series, [&](const GrowthSeries& series) {
        return series.backend == backend && series.modelled == modelled;
    });
}

const GrowthPoint& pointOf(const GrowthSeries& series, Index tokens)
{
    return *std::ranges::find(series.points, tokens, &GrowthPoint::tokens);
}

} // namespace

class GrowthFigureTest : public QObject
{
    Q_OBJECT

private slots:
    void mediansStandWhereTheAxesSay_data() { themes(); }
    void mediansStandWhereTheAxesSay()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const GrowthFigure figure(specOf(only("fourier")));
        const GrowthLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, theme);
        for (const Index tokens : {8, 64, 1024}) {
            const auto n = static_cast<double>(tokens);
            QCOMPARE(pixelAt(image, layout.frame.at(n, 40e-9 * n)), theme.lane(LaneIdentity::Fourier));
        }
        // The axes' own words, independently of the layout's functions.
        const auto texts = textsIn(svgOf(figure, size, theme));
        const DrawnText* length = find(texts, QStringLiteral("64"));
        const DrawnText* time = find(texts, QStringLiteral("10\u202Fµs"));
        QVERIFY(length && time);
        QVERIFY(std::abs(length->at.x() + widthOf(*length) / 2 - layout.frame.xOf(64.0)) < 1.0);
        QVERIFY(std::abs(time->at.y() - 0.36 * time->size - layout.frame.yOf(10e-6)) < 1.5);
        QCOMPARE(QColor(time->colour), theme.ink);
    }

    void equalFactorsAreEqualDistances()
    {
        const GrowthLayout layout = GrowthFigure(specOf(growthResult())).layoutIn(area);
        QVERIFY(std::abs((layout.frame.xOf(128) - layout.frame.xOf(64)) -
                         (layout.frame.xOf(1024) - layout.frame.xOf(512))) < 1e-9);
        QVERIFY(std::abs((layout.frame.yOf(1e-6) - layout.frame.yOf(1e-5)) -
                         (layout.frame.yOf(1e-5) - layout.frame.yOf(1e-4))) < 1e-9);
    }

    void linesJoinNeighboursButBridgeNoMissingCell()
    {
        const auto colouredBetween = [](const BenchResult& result, double from, double to) {
            const GrowthFigure figure(specOf(result));
            const GrowthLayout layout = figure.layoutIn(area);
            const QPointF middle =
                (layout.frame.at(from, 40e-9 * from) + layout.frame.at(to, 40e-9 * to)) / 2.0;
            const QImage image = imageOf(figure, size, lightTheme());
            for (int down = -3; down <= 3; ++down)
                if (pixelAt(image, middle + QPointF(0.0, down)).hsvSaturation() >
                    120) // paper and rules are grey
                    return true;
            return false;
        };
        BenchResult result = only("fourier");
        QVERIFY(colouredBetween(result, 32, 64));
        QVERIFY(colouredBetween(result, 64, 128));
        refuse(result, "fourier", 64, "needs more memory than there is");
        QVERIFY(!colouredBetween(result, 32, 64));
        QVERIFY(!colouredBetween(result, 64, 128));
        QVERIFY(!colouredBetween(result, 32, 128));
        QVERIFY(colouredBetween(result, 128, 256));
        // Nor one that the run has not reached.
        std::erase_if(result.measurements, [](const Measurement& cell) { return cell.cell.tokens == 256; });
        QVERIFY(!colouredBetween(result, 128, 256));
    }

    void aRefusedCellIsATickAtTheTopWithItsReason()
    {
        BenchResult result = only("fourier");
        refuse(result, "fourier", 1024, "needs 9.7 GB, 6.1 GB are free");
        const GrowthFigure figure(specOf(std::move(result)));
        const GrowthLayout layout = figure.layoutIn(area);
        const QPointF tick = refusedTick(layout, 0, 1024);
        QCOMPARE(tick.y(), layout.frame.rect.top());
        const QImage image = imageOf(figure, size, lightTheme());
        QCOMPARE(pixelAt(image, tick + QPointF(0.0, 3.0)), lightTheme().lane(LaneIdentity::Fourier));
        QVERIFY(figure.readOut(area, tick).contains(QStringLiteral("9.7 GB")));
        const auto table = figure.table();
        const auto rows = rowsWhere(*table, {{1, 1024}, {2, QStringLiteral("refused")}});
        QCOMPARE(rows.size(), std::size_t{1});
        QVERIFY(!table->index(rows[0], 3).data().isValid());
        QCOMPARE(table->index(rows[0], 6).data().toString(), QStringLiteral("needs 9.7 GB, 6.1 GB are free"));
        QVERIFY(contains(textsIn(svgOf(figure, size, lightTheme())), QStringLiteral("refused cells (1)")));
    }

    void linesAreNamedAtTheirEndsWithTheFittedSlope()
    {
        const GrowthFigure figure(specOf(growthResult()));
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        for (const auto& [name, identity, slope] :
             {std::tuple("attention", LaneIdentity::Attention, "slope 2.0"),
              std::tuple("fourier", LaneIdentity::Fourier, "slope 1.0")}) {
            const DrawnText* label = find(texts, QString::fromLatin1(name));
            QVERIFY(label);
            QCOMPARE(QColor(label->colour), lightTheme().laneText(identity));
            QVERIFY(label->at.x() > figure.layoutIn(area).frame.rect.right());
            const auto below = std::ranges::find_if(texts, [&](const DrawnText& text) {
                return text.text.startsWith(QString::fromLatin1(slope)) &&
                       text.text.contains(QStringLiteral(" ± "));
            });
            QVERIFY(below != texts.end());
            QVERIFY(below->at.y() > label->at.y() && below->at.y() < label->at.y() + 14.0);
        }
        // In an exact power law the exponent is its power.
        QVERIFY(std::abs(seriesOf(figure, "attention").exponent->value - 2.0) < 1e-9);
        QVERIFY(std::abs(seriesOf(figure, "fourier").exponent->value - 1.0) < 1e-9);
    }

    void theCrossoverIsABandWithItsInterval()
    {
        BenchResult result = growthResult();
        for (Measurement& cell : result.measurements)
            if (cell.family == "fourier") // not in step with attention's, which would leave no spread
                std::ranges::rotate(cell.seconds, cell.seconds.begin() + 5);
        const GrowthFigure figure(specOf(std::move(result)));
        QCOMPARE(figure.data().baseline, std::string("attention"));
        QCOMPARE(figure.data().crossovers.size(), std::size_t{1}); // optics' simulation crosses nothing
        const Crossover& crossover = figure.data().crossovers[0].crossover;
        QCOMPARE(crossover.kind, CrossoverKind::Crosses);
        QVERIFY(std::abs(crossover.tokens - 100.0) < 1e-6);
        QVERIFY(crossover.confidence95.low < 100.0 && crossover.confidence95.high > 100.0);
        QVERIFY(
            contains(textsIn(svgOf(figure, size, lightTheme())), QStringLiteral("crossover 100 tokens (")));
        QVERIFY(figure.summary().contains(
            QStringLiteral("fourier is cheaper than attention from 100 tokens on")));
        const GrowthLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, lightTheme());
        const double y = layout.frame.rect.top() + 3.5;
        const double inside = (layout.frame.xOf(crossover.confidence95.low) + layout.frame.xOf(100.0)) / 2;
        QVERIFY(pixelAt(image, {inside, y}) != lightTheme().paper);
        QCOMPARE(pixelAt(image, {layout.frame.xOf(crossover.confidence95.low) - 4.0, y}), lightTheme().paper);
        QCOMPARE(pixelAt(image, {layout.frame.xOf(crossover.confidence95.high) + 4.0, y}),
                 lightTheme().paper);
    }

    void withoutACrossoverTheNoteSaysSo()
    {
        BenchResult result = growthResult();
        for (Measurement& cell : result.measurements)
            if (cell.family == "fourier")
                for (double& seconds : cell.seconds)
                    seconds *= 1e-3;
        const GrowthFigure figure(specOf(std::move(result)));
        QCOMPARE(figure.data().crossovers[0].crossover.kind, CrossoverKind::AlwaysCheaper);
        QVERIFY(figure.layoutIn(area).note.contains(QStringLiteral("crossover: none in range")));
    }

    void aDeviceIsHollowDottedAndInNoStatistic_data() { themes(); }
    void aDeviceIsHollowDottedAndInNoStatistic()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const GrowthFigure figure(specOf(only("optical")));
        const GrowthSeries& device = seriesOf(figure, "optical", true);
        QVERIFY(!device.exponent);
        const GrowthLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, theme);
        const QColor colour = theme.lane(LaneIdentity::Optical);
        const QPointF modelled = layout.frame.at(64.0, sampleDevice);
        QVERIFY(pixelAt(image, modelled + QPointF(0.0, -1.0)) != colour);       // paper inside
        QCOMPARE(pixelAt(image, layout.frame.at(64.0, 400e-9 * 64.0)), colour); // measured: filled
        const auto texts = textsIn(svgOf(figure, size, theme));
        QVERIFY(find(texts, QStringLiteral("optical device, modelled")));
        QVERIFY(find(texts, QStringLiteral("simulation on this machine")));
        const auto table = figure.table();
        for (const int row : rowsWhere(*table, {{0, QStringLiteral("optical device")}}))
            QCOMPARE(table->index(row, 5).data().toString(), QStringLiteral("modelled"));
        QVERIFY(rowsWhere(*table, {{0, QStringLiteral("optical device")}, {3, sampleDevice}}).size() == 8);
        for (const GrowthView view : {GrowthView::Ratio, GrowthView::Rate, GrowthView::Memory})
            QVERIFY(std::ranges::none_of(GrowthFigure(specOf(growthResult(), view)).data().series,
                                         &GrowthSeries::modelled));
    }

    void memoryStandsUnderTimeWithTheSameAxis()
    {
        for (const double width : {241.0, 420.0, 700.0, 1600.0}) {
            const GrowthLayout time = GrowthFigure(specOf(growthResult())).layoutIn({0.0, 0.0, width, 360.0});
            const GrowthLayout memory =
                GrowthFigure(specOf(growthResult(), GrowthView::Memory)).layoutIn({0.0, 360.0, width, 200.0});
            for (const double tokens : {8.0, 100.0, 1024.0})
                QCOMPARE(memory.frame.xOf(tokens), time.frame.xOf(tokens));
            QCOMPARE(memory.frame.rect.right(), time.frame.rect.right());
        }
    }

    void viewsShowWhatTheirAxesSay()
    {
        const double n = 1024.0;
        const auto median = [](GrowthView view, const std::string& backend) {
            return pointOf(seriesOf(GrowthFigure(specOf(growthResult(), view)), backend), 1024).median;
        };
        // Tolerance: a few roundings of double.
        const auto near = [](double a, double b) { return std::abs(a / b - 1.0) < 1e-12; };
        QVERIFY(near(median(GrowthView::Time, "fourier"), 40e-9 * n));
        QVERIFY(near(median(GrowthView::PerToken, "fourier"), 40e-9));
        QVERIFY(near(median(GrowthView::Ratio, "fourier"), 40e-9 * n / (0.4e-9 * n * n)));
        QVERIFY(near(median(GrowthView::Ratio, "attention"), 1.0));
        const double points = n * sampleWidth;
        QVERIFY(near(median(GrowthView::Rate, "fourier"), 2.5 * points * std::log2(points) / (40e-9 * n)));
        const double flops = 8.0 * n * sampleWidth * sampleWidth + 4.0 * n * n * sampleWidth;
        QVERIFY(near(median(GrowthView::Rate, "attention"), flops / (0.4e-9 * n * n)));
        QVERIFY(near(median(GrowthView::Memory, "fourier"), 8.0 * n * sampleWidth));
        QVERIFY(contains(
            textsIn(svgOf(GrowthFigure(specOf(growthResult(), GrowthView::Rate)), size, lightTheme())),
            QStringLiteral("2.5 N d log₂(N d) / t")));
    }

    void ratiosPairTheRoundsAndStandOnARuleAtOne()
    {
        BenchResult result = growthResult();
        // One slow round for both: it is no spread of their ratio.
        for (Measurement& cell : result.measurements)
            cell.seconds[3] *= 10.0;
        const GrowthFigure figure(specOf(std::move(result), GrowthView::Ratio));
        const GrowthPoint& point = pointOf(seriesOf(figure, "fourier"), 512);
        QVERIFY(*std::ranges::max_element(point.samples) < 1.001 * point.median);
        const GrowthLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, lightTheme());
        const QPointF edge(layout.frame.rect.left() + 3.0, layout.frame.yOf(1.0));
        bool ruled = false;
        for (const double down : {-1.0, 0.0, 1.0})
            ruled = ruled || pixelAt(image, edge + QPointF(0.0, down)).lightness() < 190;
        QVERIFY(ruled);
    }

    void whiskersAreWhatTheyAreCalled()
    {
        GrowthSpec spec = specOf(growthResult());
        const Statistics statistics = summarise(spec.result->find("fourier", 64)->seconds);
        const GrowthFigure percentiles(spec);
        QCOMPARE(pointOf(seriesOf(percentiles, "fourier"), 64).low, statistics.p10);
        QVERIFY(percentiles.layoutIn(area).note.contains(QStringLiteral("P10–P90")));
        spec.whisker = GrowthWhisker::Median95;
        const GrowthFigure interval(spec);
        QCOMPARE(pointOf(seriesOf(interval, "fourier"), 64).high, statistics.confidence95.high);
        QVERIFY(interval.layoutIn(area).note.contains(QStringLiteral("95 %")));
    }

    void everyRepetitionIsADotAndInTheTable()
    {
        const GrowthFigure figure(specOf(only("fourier")));
        const auto table = figure.table();
        const Measurement cell = *figure.spec().result->find("fourier", 128);
        for (std::size_t round = 0; round < cell.seconds.size(); ++round)
            QCOMPARE(rowsWhere(
                         *table,
                         {{1, 128}, {2, QStringLiteral("round %1").arg(round + 1)}, {3, cell.seconds[round]}})
                         .size(),
                     std::size_t{1});
        QCOMPARE(svgOf(figure, size, lightTheme()).count("<circle"), 8 * 21);
    }

    void anotherMachineIsOverlaidUnderItsName()
    {
        GrowthSpec spec = specOf(growthResult());
        BenchResult other = only("fourier");
        other.grid.lengths.push_back(2048);
        spec.overlays = {{QStringLiteral("laptop"), shared(other), summariseBench(other, {})}};
        const GrowthFigure figure(spec);
        const GrowthSeries& overlay = figure.data().series.back();
        QVERIFY(overlay.overlay() && !overlay.exponent);
        QCOMPARE(figure.data().lengths.back(), Index{2048});
        QVERIFY(find(textsIn(svgOf(figure, size, lightTheme())), QStringLiteral("fourier @ laptop")));
        spec.overlays[0].name = QStringLiteral("laptop, a processor with a name too long for its place");
        QVERIFY(find(textsIn(svgOf(GrowthFigure(spec), size, lightTheme())),
                     QStringLiteral("fourier @ laptop"))); // rather than cut
        QVERIFY(!rowsWhere(*figure.table(), {{0, QStringLiteral("fourier @ laptop")}}).empty());
    }

    void everyNumberIsTheSummarysAndNoneIsComputedHere()
    {
        // Nothing that these times would give: whoever computes anew is found out.
        GrowthSpec spec = specOf(growthResult());
        BenchSummary summary;
        summary.baseline = "fourier";
        const GrowthFit odd{GrowthLaw::Quadratic, 0.125, 0.0625, {}, 0.4321};
        summary.growth = {{"attention",
                           {odd},
                           Exponent{7.77, {7.74, 7.80}, 8.0, 16.0},
                           Crossover{CrossoverKind::Crosses, 77.0, {71.0, 83.0}, 0.91, 8.0, 1024.0},
                           {},
                           {}}};
        CellSummary cell;
        cell.cell = {"attention", 1024};
        for (RoundValues* measure : {&cell.seconds, &cell.perToken, &cell.ratio, &cell.rate}) {
            measure->values = {3e-3, 5e-3};
            measure->statistics.median = 4.44e-3;
            measure->statistics.p10 = 3.33e-3;
            measure->statistics.p90 = 5.55e-3;
        }
        summary.cells[{"attention", 1024}] = std::make_shared<const CellSummary>(cell);
        spec.summary = std::make_shared<const BenchSummary>(summary);
        const GrowthFigure figure(spec);
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        QVERIFY(contains(texts, QStringLiteral("slope 7.77 ± 0.03")));
        QVERIFY(contains(texts, QStringLiteral("crossover 77 tokens (71–83)")));
        QVERIFY2(figure.summary().contains(QStringLiteral("attention is cheaper than fourier from 77")),
                 qPrintable(figure.summary()));
        const auto table = figure.table();
        for (const double number : {4.44e-3, 3.33e-3, 5.55e-3, 7.77, 7.74, 0.125, 0.0625, 0.4321, 0.91})
            QCOMPARE(rowsWhere(*table, {{3, number}}).size(), std::size_t{1});
        QVERIFY(rowsWhere(*table, {{0, QStringLiteral("fourier")}, {2, QStringLiteral("median")}}).empty());
        for (const GrowthView view : {GrowthView::PerToken, GrowthView::Ratio, GrowthView::Rate}) {
            spec.view = view;
            QCOMPARE(pointOf(seriesOf(GrowthFigure(spec), "attention"), 1024).median, 4.44e-3);
        }
        spec.summary = nullptr;
        QVERIFY(GrowthFigure(spec).summary().contains(QStringLiteral("being summarised")));
    }

    void aSimulationIsCalledOneHoweverShortTheFigure()
    {
        for (const int height : {150, 200, 360})
            QVERIFY2(
                contains(textsIn(svgOf(GrowthFigure(specOf(growthResult())), {640, height}, lightTheme())),
                         QStringLiteral("simulat")),
                qPrintable(QString::number(height)));
    }

    void wordsStandBesideWhiskers()
    {
        BenchResult result = growthResult();
        std::vector<double>& wide = cellOf(result, "optical", 16).seconds;
        for (std::size_t round = 0; round < wide.size(); round += 3)
            wide[round] *= 300.0;
        GrowthSpec spec = specOf(std::move(result));
        spec.now = 14;
        const GrowthFigure figure(spec);
        const GrowthLayout layout = figure.layoutIn(area);
        const GrowthPoint& point = pointOf(seriesOf(figure, "optical"), 16);
        const auto texts = textsIn(svgOf(figure, size, lightTheme()));
        const DrawnText* now = find(texts, QStringLiteral("now: 14 tokens"));
        QVERIFY(now && point.high > 100.0 * point.low);
        const double x = layout.frame.xOf(16.0);
        const bool across = now->at.x() < x && now->at.x() + widthOf(*now) > x;
        QVERIFY(!across || now->at.y() < layout.frame.yOf(point.high) ||
                now->at.y() - now->size > layout.frame.yOf(point.low));
    }

    void theNoteTellsTheConventionOfItsOwnLevel()
    {
        BenchResult result = growthResult();
        QVERIFY(GrowthFigure(specOf(result, GrowthView::Rate))
                    .layoutIn(area)
                    .note.contains(QStringLiteral("benchFFT")));
        result.grid.level = BenchLevel::Block; // whose flops are all by the formula
        const QString note = GrowthFigure(specOf(result, GrowthView::Rate)).layoutIn(area).note;
        QVERIFY2(!note.contains(QStringLiteral("benchFFT")) && note.contains(QStringLiteral("formula")),
                 qPrintable(note));
    }

    void aShortStripOfMemoryNamesEveryLine()
    {
        const GrowthFigure figure(specOf(growthResult(), GrowthView::Memory));
        const auto texts = textsIn(svgOf(figure, {900, 104}, lightTheme()));
        for (const char* name : {"attention", "fourier", "optical"})
            QVERIFY2(find(texts, QString::fromLatin1(name)), name);
    }

    void theSentenceInHandIsARule()
    {
        GrowthSpec spec = specOf(growthResult());
        spec.now = 11;
        QVERIFY(
            find(textsIn(svgOf(GrowthFigure(spec), size, lightTheme())), QStringLiteral("now: 11 tokens")));
        spec.now = 100'000; // beyond the axis
        QVERIFY(!contains(textsIn(svgOf(GrowthFigure(spec), size, lightTheme())), QStringLiteral("now:")));
    }

    void littleOrNothingStillDrawsAndSaysSo()
    {
        QVERIFY(GrowthFigure(GrowthSpec{}).summary().startsWith(QStringLiteral("Nothing is measured")));
        BenchResult refused = only("fourier");
        for (const Index tokens : refused.grid.lengths)
            refuse(refused, "fourier", tokens, "too little memory");
        BenchResult one = growthResult(1);
        std::erase_if(one.measurements, [](const Measurement& cell) {
            return cell.cell != BenchCell{"fourier", 64};
        });
        BenchResult zeros = growthResult();
        for (Measurement& cell : zeros.measurements) {
            cell.seconds.assign(3, 0.0);
            cell.workspaceBytes = cell.formulaWorkspace = cell.formulaFlops = 0;
        }
        for (const GrowthView view : {GrowthView::Time, GrowthView::PerToken, GrowthView::Ratio,
                                      GrowthView::Rate, GrowthView::Memory})
            for (const BenchResult& result : {BenchResult{}, refused, one, growthResult(1), zeros}) {
                const GrowthFigure figure(specOf(result, view));
                QVERIFY(!figure.summary().isEmpty());
                for (const QSize drawn : benchSizes())
                    QCOMPARE(labelProblems(figure, drawn), QString());
            }
        const GrowthFigure all(specOf(refused));
        QVERIFY(all.summary().contains(QStringLiteral("too little memory")));
        QVERIFY(
            contains(textsIn(svgOf(all, size, lightTheme())), QStringLiteral("Nothing could be measured")));
        GrowthSpec baseless = specOf(growthResult(), GrowthView::Ratio);
        baseless.summary = summariseBench(*baseless.result, "linear");
        QVERIFY(contains(textsIn(svgOf(GrowthFigure(baseless), size, lightTheme())),
                         QStringLiteral("the baseline linear is not measured")));
        const GrowthFigure alone(specOf(one));
        const GrowthLayout layout = alone.layoutIn(area);
        QCOMPARE(pixelAt(imageOf(alone, size, lightTheme()), layout.frame.at(64.0, 40e-9 * 64.0)),
                 lightTheme().lane(LaneIdentity::Fourier));
    }

    void labelsNeitherOverlapNorLeaveTheArea_data()
    {
        QTest::addColumn<int>("view");
        for (int view = 0; view < 5; ++view)
            QTest::addRow("view %d", view) << view;
    }
    void labelsNeitherOverlapNorLeaveTheArea()
    {
        QFETCH(int, view);
        BenchResult many = growthResult();
        const std::vector<Measurement> fourier = only("fourier").measurements;
        for (const std::string name :
             {"fourier-fftw", "fourier-real", "a backend with a name too long for its place"}) {
            many.grid.backends.push_back(name);
            for (Measurement cell : fourier) {
                cell.cell.backend = name;
                many.measurements.push_back(cell); // the same times: the labels want the same place
            }
        }
        refuse(many, "attention", 1024, "too slow");
        GrowthSpec spec = specOf(std::move(many), static_cast<GrowthView>(view));
        spec.now = 90; // beside the crossover
        spec.overlays = {
            {QStringLiteral("a laptop"), shared(growthResult()), summariseBench(growthResult(), {})}};
        const GrowthFigure figure(spec);
        for (const QSize drawn : benchSizes())
            QCOMPARE(labelProblems(figure, drawn), QString());
        QCOMPARE(pixelsOutside(figure, darkTheme()), 0);
    }

    void backendsOfOneFamilyDifferInShadeAndDash()
    {
        const auto styles = stylesOf(std::vector<std::string>{"fourier", "fourier-fftw", "attention"});
        QCOMPARE(styles.at("fourier").identity, styles.at("fourier-fftw").identity);
        QVERIFY(styles.at("attention").identity == LaneIdentity::Attention &&
                styles.at("attention").step == 0);
        QVERIFY(backendDash(styles.at("fourier")) != backendDash(styles.at("fourier-fftw")));
        for (const Theme* theme : {&lightTheme(), &darkTheme()})
            QVERIFY(backendColour(*theme, styles.at("fourier")) !=
                    backendColour(*theme, styles.at("fourier-fftw")));
        QCOMPARE(backendColour(lightTheme(), fourierStyle), lightTheme().lane(LaneIdentity::Fourier));
    }

private:
    static void themes()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
};

QTEST_MAIN(GrowthFigureTest)
#include "tst_growth_figure.moc"
