#include "figure_samples.h"
#include "ui/figures/plane_spectrum_figure.h"
#include "ui/figures/predictions_figure.h"
#include "ui/figures/spectrum_figure.h"
#include "ui/figures/timing_figure.h"
#include "ui/figures/timing_history_figure.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

std::shared_ptr<const PlaneSpectrum> plane()
{
    auto spectrum = std::make_shared<PlaneSpectrum>();
    spectrum->amplitude = Matrix(5, 4);
    spectrum->phase = Matrix(5, 4);
    for (Index r = 0; r < 5; ++r)
        for (Index c = 0; c < 4; ++c) {
            spectrum->amplitude(r, c) = static_cast<float>(10 * r + c);
            spectrum->phase(r, c) = 0.1F * static_cast<float>(r - c);
        }
    return spectrum;
}

PlaneSpec planeSpec(bool shifted)
{
    PlaneSpec spec;
    spec.spectrum = plane();
    spec.shifted = shifted;
    return spec;
}

} // namespace

class TablesTest : public QObject
{
    Q_OBJECT

private slots:
    void everyTableKeepsTheContractOfItemModels_data()
    {
        QTest::addColumn<FigurePtr>("figure");
        SpectrumSpec spectrum;
        spectrum.spectrum = chord(16);
        TimingSpec timing;
        timing.measured = {
            {QStringLiteral("BERT"), LaneIdentity::Attention, {}, {1e-3, 2e-3}, 1.5e-3, 1e-3, 2e-3, 11, {}},
            {QStringLiteral("FNet"), LaneIdentity::Fourier, {}, {}, 0, 0, 0, 0, QStringLiteral("none")}};
        PredictionsSpec predictions;
        predictions.maskCount = 1;
        predictions.columns = {{QStringLiteral("BERT"), LaneIdentity::Attention, {{1, "a", 0.5}}, {}}};
        QTest::newRow("spectrum") << FigurePtr(std::make_shared<SpectrumFigure>(spectrum));
        QTest::newRow("no spectrum") << FigurePtr(std::make_shared<SpectrumFigure>(SpectrumSpec{}));
        QTest::newRow("timing") << FigurePtr(std::make_shared<TimingFigure>(timing));
        QTest::newRow("history") << FigurePtr(std::make_shared<TimingHistoryFigure>(
            QStringLiteral("h"),
            std::vector<TimingHistory>{{QStringLiteral("BERT"), LaneIdentity::Attention, {1e-3, 2e-3}}}));
        QTest::newRow("predictions") << FigurePtr(std::make_shared<PredictionsFigure>(predictions));
        QTest::newRow("plane amplitude") << FigurePtr(planeAmplitudeFigure(planeSpec(false)));
        QTest::newRow("plane phase") << FigurePtr(planePhaseFigure(planeSpec(true)));
    }
    void everyTableKeepsTheContractOfItemModels()
    {
        QFETCH(FigurePtr, figure);
        auto table = figure->table();
        figure.reset(); // tables outlive their figure
        const QAbstractItemModelTester tester(table.get(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int column = 0; column < table->columnCount(); ++column)
            QVERIFY(!table->headerData(column, Qt::Horizontal).toString().isEmpty());
    }

    void shiftingPutsZeroInTheMiddleAndRelabels()
    {
        const HeatMapSpec plain = planeAmplitudeFigure(planeSpec(false))->spec();
        const HeatMapSpec shifted = planeAmplitudeFigure(planeSpec(true))->spec();
        const auto labels = [](const std::vector<AxisLabel>& axis) {
            QStringList texts;
            for (const AxisLabel& label : axis)
                texts.append(label.text);
            return texts;
        };
        QCOMPARE(labels(plain.rows), QStringList({"0", "1", "2", "3", "4"}));
        QCOMPARE(labels(shifted.rows), QStringList({"−2", "−1", "0", "1", "2"})); // as numpy.fft.fftshift
        QCOMPARE(labels(shifted.cols), QStringList({"−2", "−1", "0", "1"}));
        QCOMPARE((*shifted.values)(2, 2), (*plain.values)(0, 0));
        QCOMPARE((*shifted.values)(0, 0),
                 (*plain.values)(3, 2)); // k = -2 is row 3 of 5, l = -2 column 2 of 4
    }

    void thePhaseOfNothingIsTransparent()
    {
        const HeatMapSpec spec = planePhaseFigure(planeSpec(false))->spec();
        QCOMPARE((*spec.opacity)(0, 0), 0.0F);
        QCOMPARE((*spec.opacity)(4, 3), 1.0F);
        QCOMPARE(spec.colours, HeatColours::Cyclic);
        QVERIFY(spec.note.contains(QStringLiteral("opacity")));
    }

    void aPlaneOfZerosHasARange()
    {
        auto spectrum = std::make_shared<PlaneSpectrum>();
        spectrum->amplitude = Matrix(1, 2);
        spectrum->phase = Matrix(1, 2);
        PlaneSpec spec;
        spec.spectrum = spectrum;
        const HeatMapSpec heat = planeAmplitudeFigure(spec)->spec();
        QVERIFY(heat.low < heat.high && heat.low > 0.0);
        QCOMPARE(planeAmplitudeFigure(PlaneSpec{}), nullptr);
    }
};

QTEST_MAIN(TablesTest)
#include "tst_tables.moc"
