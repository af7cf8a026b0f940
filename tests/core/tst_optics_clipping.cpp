#include "core/optics/device_file.h"
#include "core/optics/field_reader.h"
#include "core/optics/optical_bench.h"
#include "tests/support/optics.h"

#include <numeric>

using namespace mixlens;
using namespace mixlens::optics;

namespace {

constexpr Shape shape{64, 128};

Matrix inSingle(const Numbers& x)
{
    Matrix matrix(shape);
    std::ranges::transform(x, matrix.values().begin(),
                           [](double value) { return static_cast<float>(value); });
    return matrix;
}

/// A few cosines over noise: two in a thousand bins have nearly all of the light.
Numbers brightComb()
{
    Numbers x = normals(shape, 71);
    for (Index n = 0; n < shape.rows; ++n) {
        for (Index m = 0; m < shape.cols; ++m) {
            double& value = x[at(n * shape.cols + m)];
            value *= 0.3;
            for (int j = 1; j <= 3; ++j)
                value += (j == 2 ? -2.0 : 2.0) *
                         std::cos(2.0 * std::numbers::pi *
                                  (static_cast<double>(3 * j * n) / static_cast<double>(shape.rows) +
                                   static_cast<double>(5 * j * m) / static_cast<double>(shape.cols)));
        }
    }
    return x;
}

BenchRun runOf(const DeviceSpec& device, const Numbers& x, BenchDetail detail = {})
{
    auto bench = OpticalBench::make(device);
    if (!bench)
        qFatal("%s", bench.error().message.c_str());
    auto run = bench->run(inSingle(x).view(), 1, detail, {});
    if (!run)
        qFatal("%s", run.error().message.c_str());
    return std::move(*run);
}

void setAll(DeviceSpec& device, const QString& settings)
{
    for (const QString& setting : settings.split(' ')) {
        const QStringList pair = setting.split('=');
        set(device, pair[0].toStdString(), pair[1].toStdString());
    }
}

} // namespace

class TestOpticsClipping : public QObject
{
    Q_OBJECT

private slots:
    void predictionsHoldFromDimToSaturating_data()
    {
        QTest::addColumn<QString>("settings");
        for (const char* settings :
             {"detection=balanced", "detection=balanced symmetrise=1 bypass=1", "detection=sequential",
              "detection=sequential prnu=0.01", "detection=sequential encoding=differential bypass=1",
              "detection=balanced encoding=offset bypass=1", "detection=quadratures", "detection=even-sign",
              "detection=even-bias", "detection=intensity", "detection=sequential fill=0.9 calibrate=1",
              "detection=even-sign averages=4 dark=50 adc_bits=0"})
            QTest::newRow(settings) << settings;
    }

    /// The well holds 30,000 electrons; 8 dB a step bring the light from where none fills to where nearly all
    /// do, on a white input and on a comb. 8,192 bins know a noise to 0.07 dB, but of the comb a few bins
    /// decide.
    void predictionsHoldFromDimToSaturating()
    {
        QFETCH(const QString, settings);
        DeviceSpec device = idealBut({{"lo_ratio", "10"}, {"read_noise", "2"}, {"adc_bits", "16"}});
        device.fullWell.value = 30000.0;
        setAll(device, settings);
        for (const Numbers& x : {normals(shape, 70), brightComb()}) {
            double least = 1.0;
            double most = 0.0;
            for (const double photons : {6.0, 40.0, 250.0, 1600.0, 10000.0, 60000.0}) {
                if (photons < 40.0 && evenDetection(device))
                    continue; // roots of a few electrons have their own noise
                device.photons.value = photons;
                const Assessment assessed = runOf(device, x).assessment;
                least = std::min(least, assessed.saturated);
                most = std::max(most, assessed.saturated);
                compareDecibels(assessed.predictedSnr, assessed.simulatedSnr, 1.0);
            }
            QVERIFY2(least < 1e-3, qPrintable(QString::number(least)));
            QVERIFY2(most > 5e-4, qPrintable(QString::number(most)));
        }
    }

    void convertersEndsArePredicted_data()
    {
        QTest::addColumn<QString>("settings");
        for (const char* settings :
             {"detection=balanced", "detection=sequential", "detection=quadratures", "detection=even-sign",
              "detection=even-bias", "detection=balanced fill=0.9 calibrate=1",
              "detection=sequential bypass=1"})
            QTest::newRow(settings) << settings;
    }

    void convertersEndsArePredicted()
    {
        QFETCH(const QString, settings);
        DeviceSpec device =
            idealBut({{"photons", "500"}, {"lo_ratio", "10"}, {"read_noise", "3"}, {"adc_bits", "12"}});
        setAll(device, settings);
        for (const Numbers& x : {normals(shape, 72), brightComb()}) {
            for (const double crest : {6.0, 3.0, 2.0, 1.0}) {
                device.converterCrest.value = crest;
                const Assessment assessed = runOf(device, x).assessment;
                compareDecibels(assessed.predictedSnr, assessed.simulatedSnr, 1.0);
            }
        }
    }

    /// One camera, one comb: the preset whose well a few bins overfill.
    void presetSaysWhatItsWellCosts()
    {
        const DeviceSpec device = builtInDevice("lcos-scmos")->device;
        const BenchRun run = runOf(device, brightComb(), {.stages = true});
        QVERIFY(run.assessment.simulatedSnr < 5.0 && run.assessment.saturated > 0.0);
        compareDecibels(run.assessment.predictedSnr, run.assessment.simulatedSnr, 0.5);
        const auto well = std::ranges::find(run.stages, title(Stage::FullWell), &StageError::stage);
        QVERIFY(well != run.stages.end());
        compareDecibels(well->predictedSnr, well->simulatedSnr, 0.2);
        compareDecibels(well->simulatedSnr, run.assessment.simulatedSnr, 0.5); // nothing else matters
        const auto fact = std::ranges::find(run.facts, "saturated", &Quantity::name);
        QVERIFY(fact != run.facts.end() && fact->value == run.assessment.saturated);
        QVERIFY(fact->provenance == Provenance::Simulated);

        const BenchRun dim = runOf(device, normals(shape, 70));
        QVERIFY(dim.assessment.saturated < 1e-3);
        compareDecibels(dim.assessment.predictedSnr, dim.assessment.simulatedSnr, 0.5);
    }

    /// What is lost of a bin on average, against the mean of many bins with noise, at and around the well.
    void lossOfABinIsTheMeanOfMany_data()
    {
        QTest::addColumn<QString>("detection");
        for (const char* kind : {"balanced", "sequential", "even-bias"})
            QTest::newRow(kind) << kind;
    }

    void lossOfABinIsTheMeanOfMany()
    {
        QFETCH(const QString, detection);
        DeviceSpec device = idealBut({{"photons", "400"}, {"lo_ratio", "10"}});
        setAll(device, "detection=" + detection);
        FieldReader reader(device, 5);
        PreciseField light(manyBins);
        std::ranges::fill(light.values, std::complex<double>(30.0, 0.0));
        Exposure tally;
        const PreciseField whole = reader.read(light, 1, tally);
        const std::vector<double>& counted = reader.ports()[0];
        const double middle =
            std::accumulate(counted.begin(), counted.end(), 0.0) / static_cast<double>(counted.size());
        for (const double sigmas : {-3.0, -1.0, 0.0, 1.0, 3.0}) {
            device.fullWell.value = std::round(middle + sigmas * std::sqrt(middle));
            FieldReader limited(device, 6);
            const PreciseField cut = limited.read(light, 1, tally);
            double difference = 0.0;
            double variance = 0.0;
            for (std::size_t i = 0; i < cut.values.size(); ++i) {
                difference += cut.values[i].real() - whole.values[i].real();
                variance += std::norm(cut.values[i] - whole.values[i]);
            }
            const auto count = static_cast<double>(cut.values.size());
            LostLight lost;
            addLost(light, device, {0.0, 0.0}, 1, 1.0, lost);
            const double expected = lost.well.values.empty() ? 0.0 : lost.well.values[0].real();
            const double tolerance = 5.0 * std::sqrt(variance) / count; // standard errors of the mean
            QVERIFY2(std::abs(difference / count - expected) < tolerance + 0.02 * std::abs(expected),
                     qPrintable(QString("%1, expected %2").arg(difference / count).arg(expected)));
        }
    }

    /// Readings are counted once each, whatever cuts them.
    void saturatedShareIsOneWhereAllAreCut()
    {
        DeviceSpec device = idealBut({{"photons", "1e6"}, {"lo_ratio", "10"}, {"adc_bits", "12"}});
        device.converterCrest.value = 0.5;
        device.fullWell.value = 100.0;
        setAll(device, "detection=sequential averages=2");
        const BenchRun run = runOf(device, normals(shape, 73));
        QCOMPARE(run.pass.exposure.readings, std::int64_t{4} * shape.size());
        QCOMPARE(run.assessment.saturated, 1.0);
        device.fullWell.value = 0.0;
        device.converterBits.value = 0.0;
        const BenchRun free = runOf(device, normals(shape, 73));
        QCOMPARE(free.pass.exposure.readings, 0);
        QCOMPARE(free.assessment.saturated, 0.0);
    }

private:
    static bool evenDetection(const DeviceSpec& device)
    {
        return detection(device) == Detection::EvenSign || detection(device) == Detection::EvenBias;
    }
};

QTEST_APPLESS_MAIN(TestOpticsClipping)
#include "tst_optics_clipping.moc"
