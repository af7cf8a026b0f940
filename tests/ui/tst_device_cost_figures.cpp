#include "bench_figure_checks.h"
#include "optics_samples.h"
#include "ui/figures/device_cost_figure.h"
#include "ui/figures/device_scaling_figure.h"
#include "ui/style/number_text.h"

#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

constexpr QSize size(640, 360);
const QRectF area{QPointF(), QSizeF(size)};
const std::vector<QSize> sizes{{300, 200}, {420, 300}, {560, 340}, {900, 300}, {1600, 900}};
constexpr Shape input{128, 256};

DeviceCostSpec costSpec()
{
    DeviceCostSpec spec;
    spec.title = QStringLiteral("One transform");
    spec.input = input;
    for (const optics::NamedDevice& device : optics::builtInDevices())
        spec.devices.push_back(
            {QString::fromStdString(device.title), optics::deviceCost(device.device, input)});
    spec.references = optics::referenceCosts(input);
    return spec;
}

std::vector<Shape> shapes()
{
    std::vector<Shape> result;
    for (Index tokens = 4; tokens <= 4096; tokens *= 4)
        result.push_back({tokens, 64});
    return result;
}

DeviceScalingSpec scalingSpec(CostKind kind = CostKind::Time)
{
    DeviceScalingSpec spec;
    spec.kind = kind;
    spec.title = QStringLiteral("Scaling");
    for (const char* name : {"photonic-16", "lcos-scmos"})
        spec.series.push_back(deviceScaling(kind, QString::fromLatin1(name), preset(name), shapes()));
    for (ScalingSeries& reference : referenceScaling(kind, shapes()))
        spec.series.push_back(std::move(reference));
    if (kind == CostKind::Time) {
        ScalingSeries measured;
        measured.name = QStringLiteral("FFT here");
        measured.provenance = Provenance::Measured;
        measured.points = {{{64, 64}, 1e-4, 0.9e-4, 1.1e-4}, {{256, 64}, 5e-4, 4e-4, 6e-4}};
        spec.series.push_back(measured);
    }
    return spec;
}

} // namespace

class DeviceCostFiguresTest : public QObject
{
    Q_OBJECT

private slots:
    void sharesOfEveryDeviceAddUpToOne()
    {
        for (const CostKind kind : {CostKind::Time, CostKind::Energy}) {
            const DeviceCostFigure figure(kind, costSpec());
            for (const CostBar& bar : figure.bars()) {
                if (bar.reference)
                    continue;
                double sum = 0.0;
                for (const CostPart& part : bar.parts) {
                    sum += part.share;
                    QVERIFY(part.name == QStringLiteral("others") || part.share >= 0.02);
                    QVERIFY(figure.partNames().contains(part.name));
                }
                QVERIFY(std::abs(sum - 1.0) < 1e-9);
            }
        }
    }

    void referencesAreCitedAndNotItemised()
    {
        const DeviceTimeFigure figure(costSpec());
        const CostBar& gpu = figure.bars()[figure.bars().size() - 2];
        QVERIFY(gpu.reference && gpu.parts.empty());
        QCOMPARE(gpu.origin, QStringLiteral("cited"));
        QVERIFY(contains(textsIn(svgOf(figure, size, lightTheme())), QStringLiteral("cited, not itemised")));
        QVERIFY(figure.summary().contains(QStringLiteral("832\u202Fns, cited")));
    }

    void totalsAreHollowMarksOnALogarithmicAxis_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void totalsAreHollowMarksOnALogarithmicAxis()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const DeviceEnergyFigure figure(costSpec());
        const DeviceCostLayout layout = figure.layoutIn(area);
        QVERIFY(!layout.totals.rect.isNull() && layout.totals.x.logarithmic);
        const QImage image = imageOf(figure, size, theme);
        const QPointF centre(layout.totals.xOf(figure.bars()[0].total), layout.yOf(0));
        const QColor inside = pixelAt(image, centre);
        QVERIFY(std::abs(inside.lightness() - theme.paper.lightness()) < 40);
        bool outlined = false;
        for (double aside = 2.0; aside <= 5.0; aside += 0.5)
            outlined = outlined || std::abs(pixelAt(image, centre + QPointF(aside, 0.0)).lightness() -
                                            theme.paper.lightness()) > 40;
        QVERIFY(outlined);
    }

    void tablesNameEverySource()
    {
        const DeviceCostSpec spec = costSpec();
        const auto table = DeviceEnergyFigure(spec).table();
        std::size_t rows = 0;
        for (const DeviceCostRow& device : spec.devices)
            rows += device.cost.energy.size() + 1;
        QVERIFY(static_cast<std::size_t>(table->rowCount()) >= rows + spec.references.size());
        for (int row = 0; row < table->rowCount(); ++row) {
            const bool total = table->index(row, 1).data().toString().startsWith(QStringLiteral("total"));
            QVERIFY(total || !table->index(row, 6).data().toString().isEmpty());
        }
    }

    void theEndOfConstantTimeIsMarkedWhereItIs()
    {
        const DeviceScalingFigure figure(scalingSpec());
        const DeviceScalingLayout layout = figure.layoutIn({0, 0, 900, 500});
        const auto texts = textsIn(svgOf(figure, {900, 500}, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("O(1) ends here: core of 16 × 16")));
        const QImage image = imageOf(figure, {900, 500}, lightTheme());
        const double x = layout.frame.xOf(256.0);
        int dots = 0;
        for (double y = layout.frame.rect.top(); y < layout.frame.rect.bottom(); y += 1.0)
            for (const double aside : {-1.0, 0.0})
                dots += pixelAt(image, {x + aside, y}).saturation() > 40 ? 1 : 0;
        QVERIFY(dots > 60);
        // The panel's mark lies beyond all points.
        QVERIFY(!contains(texts, QStringLiteral("1080")));
        QVERIFY(
            !contains(textsIn(svgOf(DeviceScalingFigure(scalingSpec(CostKind::Energy)), size, lightTheme())),
                      QStringLiteral("O(1)")));
    }

    void modelledPointsAreHollowAndMeasuredOnesFilled()
    {
        const DeviceScalingSpec spec = scalingSpec();
        const DeviceScalingFigure figure(spec);
        const DeviceScalingLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, lightTheme());
        const auto place = [&](const ScalingPoint& point) {
            return layout.frame.at(static_cast<double>(point.input.size()), point.value);
        };
        QCOMPARE(pixelAt(image, place(spec.series.back().points[0])),
                 lightTheme().lane(LaneIdentity::Fourier));
        const QPointF hollow = place(spec.series[1].points[2]);
        QVERIFY(pixelAt(image, hollow + QPointF(0.0, -1.5)).lightness() > 225);
        QVERIFY(
            contains(textsIn(svgOf(figure, size, lightTheme())), QStringLiteral("measured, 500\u202Fµs")));
    }

    void citedEnergyHasABand()
    {
        const DeviceScalingSpec spec = scalingSpec(CostKind::Energy);
        const ScalingPoint& point = spec.series[2].points.back();
        QVERIFY(point.least > 0.0 && point.least < point.most);
        const auto table = DeviceScalingFigure(spec).table();
        QCOMPARE(rowsWhere(*table, {{0, spec.series[2].name}, {5, point.least}, {6, point.most}}).size(),
                 std::size_t{1});
    }

    void everyPartIsNamedOrHasANumberInTheKey_data()
    {
        QTest::addColumn<QString>("device");
        for (const optics::NamedDevice& device : optics::builtInDevices())
            QTest::newRow(device.name.c_str()) << QString::fromStdString(device.name);
    }
    void everyPartIsNamedOrHasANumberInTheKey()
    {
        QFETCH(QString, device);
        constexpr QSize shown(446, 165); // as the page shows it in a window of 1100 x 680
        for (const CostKind kind : {CostKind::Time, CostKind::Energy}) {
            DeviceCostSpec spec = costSpec();
            std::erase_if(spec.devices, [&device](const DeviceCostRow& row) {
                return row.name != QString::fromStdString(optics::builtInDevice(device.toStdString())->title);
            });
            const DeviceCostFigure figure(kind, spec);
            const DeviceCostLayout layout = figure.layoutIn({QPointF(), QSizeF(shown)});
            const auto texts = textsIn(svgOf(figure, shown, lightTheme()));
            double from = 0.0;
            for (const CostPart& part : figure.bars().front().parts) {
                const QRectF rect = layout.barOf(0, from, from + part.share);
                from += part.share;
                if (rect.width() < 9.0)
                    continue; // a sliver: the table tells
                const QString number = QString::number(figure.partNames().indexOf(part.name) + 1);
                const bool named = std::ranges::any_of(texts, [&](const DrawnText& text) {
                    return rect.adjusted(-1.0, -1.0, 1.0, 1.0).contains(text.at) &&
                           (text.text == part.name ||
                            (text.text == number && find(texts, number + u' ' + part.name)));
                });
                QVERIFY2(named, qPrintable(part.name));
            }
            QVERIFY(!contains(texts, QStringLiteral("…")));
        }
    }

    void theLightsShareIsTold()
    {
        for (const CostKind kind : {CostKind::Time, CostKind::Energy}) {
            DeviceCostSpec spec = costSpec();
            spec.devices.resize(1);
            const optics::DeviceCost& cost = spec.devices.front().cost;
            double light = 0.0;
            for (const optics::CostItem& item : kind == CostKind::Time ? cost.time : cost.energy)
                if (item.name == "propagation" || item.name == "laser, signal" ||
                    item.name == "laser, reference")
                    light += item.value;
            const double share = light / (kind == CostKind::Time ? cost.seconds : cost.joules);
            const QString words = (kind == CostKind::Time ? QStringLiteral("The light's way is %1 of it.")
                                                          : QStringLiteral("The light is %1 of it."))
                                      .arg(shareText(share));
            QVERIFY(contains(textsIn(svgOf(DeviceCostFigure(kind, spec), {1200, 400}, lightTheme())), words));
        }
    }

    void everyDeviceHasItsNameAndTotalAsThePageComparesThem()
    {
        const DeviceEnergyFigure figure(costSpec());
        const auto texts = textsIn(svgOf(figure, {446, 320}, lightTheme()));
        for (const CostBar& bar : figure.bars()) {
            QVERIFY2(find(texts, bar.name), qPrintable(bar.name));
            QVERIFY2(find(texts, energyText(bar.total)), qPrintable(bar.name));
        }
    }

    void namesTakeTwoLinesInAPapersColumn()
    {
        const DeviceTimeFigure figure(costSpec());
        const auto texts = textsIn(svgOf(figure, {241, 340}, lightTheme()));
        for (const DrawnText& text : texts)
            QVERIFY2(!text.text.contains(u'…'), qPrintable(text.text));
        QVERIFY2(labelProblems(figure, {241, 340}).isEmpty(), qPrintable(labelProblems(figure, {241, 340})));
    }

    void narrowScalingChartsShortenNamesAtAComma()
    {
        DeviceScalingSpec spec = scalingSpec(CostKind::Energy);
        spec.series.erase(spec.series.begin() + 1);
        spec.series.front().name = QStringLiteral("Silicon-photonic tile of a long name");
        spec.note = QStringLiteral("modelled and cited");
        spec.series.front().points.back().feasible = false;
        const auto texts = textsIn(svgOf(DeviceScalingFigure(spec), {240, 300}, lightTheme()));
        QVERIFY(!contains(texts, QStringLiteral("…")));
        QVERIFY(find(texts, QStringLiteral("this device")));
        QVERIFY(find(texts, QStringLiteral("NVIDIA A100")));
        QVERIFY(contains(texts, QStringLiteral("cited. Crosses")));
    }

    void wordsKeepApartAtAnySize()
    {
        const std::vector<std::shared_ptr<const Figure>> figures{
            std::make_shared<DeviceTimeFigure>(costSpec()), std::make_shared<DeviceEnergyFigure>(costSpec()),
            std::make_shared<DeviceScalingFigure>(scalingSpec()),
            std::make_shared<DeviceScalingFigure>(scalingSpec(CostKind::Energy))};
        for (const auto& figure : figures)
            for (const QSize shown : sizes) {
                const QString problems = labelProblems(*figure, shown);
                QVERIFY2(
                    problems.isEmpty(),
                    qPrintable(
                        QStringLiteral("%1 × %2: %3").arg(shown.width()).arg(shown.height()).arg(problems)));
            }
        for (const auto& figure : figures) {
            QCOMPARE(pixelsOutside(*figure, lightTheme()), 0);
            QCOMPARE(pixelsOutside(*figure, darkTheme()), 0);
        }
    }

    void figuresWithoutDevicesSayOneSentence()
    {
        const std::vector<std::shared_ptr<const Figure>> figures{
            std::make_shared<DeviceTimeFigure>(DeviceCostSpec{}),
            std::make_shared<DeviceScalingFigure>(DeviceScalingSpec{})};
        for (const auto& figure : figures) {
            QVERIFY(contains(textsIn(svgOf(*figure, {400, 200}, lightTheme())), figure->summary().left(20)));
            QCOMPARE(figure->table()->rowCount(), 0);
        }
    }
};

QTEST_MAIN(DeviceCostFiguresTest)
#include "tst_device_cost_figures.moc"
