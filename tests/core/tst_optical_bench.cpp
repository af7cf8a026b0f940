#include "core/base/random.h"
#include "core/optics/optical_bench.h"
#include "core/optics/propagation.h"
#include "core/optics/tile_plan.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <numbers>

using namespace mixlens;
using namespace mixlens::optics;

namespace {

constexpr Shape large{128, 256};  // 32,768 bins: a ratio of powers is known to 0.034 dB (one sigma)
constexpr double tolerance = 0.2; // dB

/// Independent normals.
Matrix noise(Shape shape, std::uint64_t seed)
{
    Matrix x(shape);
    const Philox random(seed);
    std::uint64_t index = 0;
    for (float& value : x.values())
        value = static_cast<float>(random.normal(index++));
    return x;
}

/// Re Σ x[n, m] e^{-2πi (nk / N + ml / d)} from the definition, rows first, in double.
std::vector<double> exactTransform(const Matrix& x)
{
    const Index rows = x.rows();
    const Index cols = x.cols();
    const auto turn = [](Index product, Index length) {
        return std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(product % length) /
                                   static_cast<double>(length));
    };
    std::vector<std::complex<double>> half(static_cast<std::size_t>(rows * cols));
    for (Index n = 0; n < rows; ++n) {
        for (Index l = 0; l < cols; ++l) {
            for (Index m = 0; m < cols; ++m)
                half[static_cast<std::size_t>(n * cols + l)] +=
                    static_cast<double>(x(n, m)) * turn(m * l, cols);
        }
    }
    std::vector<double> y(half.size());
    for (Index k = 0; k < rows; ++k) {
        for (Index l = 0; l < cols; ++l) {
            for (Index n = 0; n < rows; ++n)
                y[static_cast<std::size_t>(k * cols + l)] +=
                    (half[static_cast<std::size_t>(n * cols + l)] * turn(n * k, rows)).real();
        }
    }
    return y;
}

double relativeError(const Matrix& y, const std::vector<double>& exact)
{
    double error = 0.0;
    double norm = 0.0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
        const double difference = static_cast<double>(y.values()[i]) - exact[i];
        error += difference * difference;
        norm += exact[i] * exact[i];
    }
    return std::sqrt(error / norm);
}

OpticalBench bench(const DeviceSpec& device)
{
    auto made = OpticalBench::make(device);
    if (!made.has_value())
        qFatal("%s", made.error().message.c_str());
    return *made;
}

BenchRun runOf(const DeviceSpec& device, const Matrix& x, std::uint64_t seed = 1, BenchDetail detail = {})
{
    auto run = bench(device).run(x.view(), seed, detail, {});
    if (!run.has_value())
        qFatal("%s", run.error().message.c_str());
    return std::move(*run);
}

double standardDeviation(const Matrix& x)
{
    double sum = 0.0;
    for (const float value : x.values())
        sum += static_cast<double>(value) * static_cast<double>(value);
    return std::sqrt(sum / static_cast<double>(x.shape().size()));
}

double largest(const Matrix& x)
{
    double most = 0.0;
    for (const float value : x.values())
        most = std::max(most, std::abs(static_cast<double>(value)));
    return most;
}

void compareDecibels(double actual, double expected)
{
    QVERIFY2(std::abs(actual - expected) <= tolerance,
             qPrintable(QString("%1 dB, expected %2 dB").arg(actual).arg(expected)));
}

} // namespace

class TestOpticalBench : public QObject
{
    Q_OBJECT

private slots:
    void perfectDeviceComputesTheTransform_data()
    {
        QTest::addColumn<Index>("rows");
        QTest::addColumn<Index>("cols");
        QTest::addColumn<bool>("bypass");
        QTest::addColumn<bool>("symmetrise");
        for (const Shape shape :
             {Shape{1, 1}, {1, 8}, {7, 1}, {2, 2}, {11, 11}, {12, 64}, {13, 30}, {16, 128}, {33, 17}}) {
            for (int switches = 0; switches < 4; ++switches)
                QTest::addRow("%lldx%lld, switches %d", static_cast<long long>(shape.rows),
                              static_cast<long long>(shape.cols), switches)
                    << shape.rows << shape.cols << ((switches & 1) != 0) << ((switches & 2) != 0);
        }
    }

    /// T1. Single precision keeps 1e-6 of the whole's norm.
    void perfectDeviceComputesTheTransform()
    {
        QFETCH(Index, rows);
        QFETCH(Index, cols);
        QFETCH(bool, bypass);
        QFETCH(bool, symmetrise);
        DeviceSpec device = idealDevice();
        device.bypass.value = bypass ? 1 : 0;
        device.symmetrise.value = symmetrise ? 1 : 0;
        const Matrix x = noise({rows, cols}, 3);
        const BenchRun run = runOf(device, x);
        QVERIFY(relativeError(run.transform, exactTransform(x)) < 1e-6);
        QCOMPARE(run.pass.exposure.frames,
                 bypass && (rows == 1 || cols == 1) ? 0 : 1); // one row is all bypass
    }

    /// A large common mean is what the bypass must not lose digits to.
    void bypassKeepsTheOtherBinsOfAnOffsetInput()
    {
        DeviceSpec device = idealDevice();
        device.bypass.value = 1;
        Matrix x = noise({24, 40}, 5);
        for (float& value : x.values())
            value += 3.0F;
        QVERIFY(relativeError(runOf(device, x).transform, exactTransform(x)) < 1e-6);
    }

    /// Twenty identical rows of padding: with an 8-bit converter the other bins drown without the bypass.
    void bypassRescuesPaddedSentences()
    {
        Matrix x = noise({32, 128}, 6);
        for (Index row = 12; row < x.rows(); ++row)
            std::ranges::copy(x.view().row(11), x.view().row(row).begin());
        DeviceSpec device = idealDevice();
        device.converterBits.value = 8;
        const auto exact = exactTransform(x);
        const double without = relativeError(runOf(device, x).transform, exact);
        device.bypass.value = 1;
        const double with = relativeError(runOf(device, x).transform, exact);
        QVERIFY(with < 0.5 * without);
    }

    void zerosGiveZeros()
    {
        const BenchRun run = runOf(DeviceSpec{}, Matrix(8, 8));
        for (const float value : run.transform.values())
            QCOMPARE(value, 0.0F);
    }

    /// A network that has diverged must not look like a dark sentence.
    void brokenNumbersStayVisible()
    {
        for (const float bad :
             {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
            Matrix x = noise({8, 8}, 4);
            x(3, 3) = bad;
            const BenchRun run = runOf(DeviceSpec{}, x);
            for (Index k = 1; k < 8;
                 ++k) { // row 0 and column 0 are sums in which some terms have a factor of 0
                for (Index l = 1; l < 8; ++l)
                    QVERIFY(!std::isfinite(run.transform(k, l)));
            }
        }
    }

    void tinyNumbersAreDarkRatherThanBroken()
    {
        Matrix x(8, 8);
        x(1, 1) = std::numeric_limits<float>::denorm_min();
        const BenchRun run = runOf(DeviceSpec{}, x);
        for (const float value : run.transform.values())
            QVERIFY(std::abs(value) <= std::numeric_limits<float>::min());
    }

    void quantisedModulatorHasItsNoise_data()
    {
        QTest::addColumn<double>("bits");
        for (const double bits : {5.0, 6.0, 8.0, 10.0})
            QTest::addRow("%g", bits) << bits;
    }

    /// T3: 12 σ² / Δ² with Δ = 2 A / (2^b - 1), which is 6.02 b + 4.77 - 20 log10(crest).
    void quantisedModulatorHasItsNoise()
    {
        QFETCH(double, bits);
        DeviceSpec device = idealDevice();
        device.modulatorBits.value = bits;
        const Matrix x = noise(large, 7);
        const BenchRun run = runOf(device, x);
        const double step = 2.0 * largest(x) / (std::exp2(bits) - 1.0);
        const double expected = decibels(12.0 * std::pow(standardDeviation(x) / step, 2));
        compareDecibels(run.assessment.simulatedSnr, expected);
        compareDecibels(run.assessment.predictedSnr, expected);
    }

    /// T4: a Gaussian input clipped at c standard deviations. At c = 3 only 700 samples of 262,144 lie
    /// beyond, each with a heavy-tailed square: their power is known to 10 % (0.45 dB); three of those.
    void clippedModulatorHasItsError()
    {
        for (const auto& [crest, expected, spread] :
             {std::tuple{2.0, 19.4, 0.2}, {2.5, 26.2, 0.3}, {3.0, 33.9, 1.35}}) {
            DeviceSpec device = idealDevice();
            device.modulatorCrest.value = crest;
            const BenchRun run = runOf(device, noise({512, 512}, 8));
            QVERIFY(std::abs(run.assessment.predictedSnr - expected) < 0.05);
            QVERIFY(std::abs(run.assessment.simulatedSnr - expected) < spread);
        }
    }

    void converterHasItsNoise_data()
    {
        QTest::addColumn<double>("bits");
        QTest::addColumn<double>("crest");
        for (const double bits : {6.0, 8.0, 10.0}) {
            QTest::addRow("%g bits, preview", bits) << bits << 0.0;
            QTest::addRow("%g bits, Parseval", bits) << bits << 6.0;
        }
    }

    /// T5, with full scale S instead of the crest: SNR = 12 rms² / Δ², Δ = 2 S / (2^b - 1).
    void converterHasItsNoise()
    {
        QFETCH(double, bits);
        QFETCH(double, crest);
        DeviceSpec device = idealDevice();
        device.converterBits.value = bits;
        device.converterCrest.value = crest;
        const BenchRun run = runOf(device, noise(large, 9));
        const double step = 2.0 * run.pass.exposure.range / (std::exp2(bits) - 1.0);
        const double expected = decibels(12.0 * std::pow(standardDeviation(run.difference) / step, 2));
        compareDecibels(run.assessment.simulatedSnr, expected);
        compareDecibels(run.assessment.predictedSnr, expected);
        QCOMPARE(run.pass.exposure.frames, crest > 0.0 ? 1 : 2);
    }

    void shotNoiseFollowsThePhotons_data()
    {
        QTest::addColumn<double>("photons");
        QTest::addColumn<double>("ratio");
        for (const double photons : {10.0, 1000.0, 5000.0}) {
            for (const double ratio : {1.0, 10.0, 100.0})
                QTest::addRow("%g, R %g", photons, ratio) << photons << ratio;
        }
    }

    /// T7: SNR = 4 ρ n / (1 + 1 / R), ρ = 1/2 for noise.
    void shotNoiseFollowsThePhotons()
    {
        QFETCH(double, photons);
        QFETCH(double, ratio);
        DeviceSpec device = idealDevice();
        device.photons.value = photons;
        device.loRatio.value = ratio;
        const BenchRun run = runOf(device, noise(large, 10));
        const double expected = decibels(4.0 * 0.5 * photons / (1.0 + 1.0 / ratio));
        compareDecibels(run.assessment.simulatedSnr, expected);
        compareDecibels(run.assessment.predictedSnr, expected);
    }

    /// T9: SNR = 4 ρ n / (1 + (1 + 2 σ_r² / n) / R).
    void readNoiseAddsToIt()
    {
        DeviceSpec device = idealDevice();
        device.photons.value = 200;
        device.readNoise.value = 40;
        device.loRatio.value = 10;
        const BenchRun run = runOf(device, noise(large, 11));
        const double expected = decibels(4.0 * 0.5 * 200.0 / (1.0 + (1.0 + 2.0 * 1600.0 / 200.0) / 10.0));
        compareDecibels(run.assessment.simulatedSnr, expected);
        compareDecibels(run.assessment.predictedSnr, expected);
    }

    /// T10: + 10 log10 M.
    void averagingFramesLowersNoise()
    {
        DeviceSpec device = idealDevice();
        device.photons.value = 100;
        const Matrix x = noise(large, 12);
        const double one = runOf(device, x).assessment.simulatedSnr;
        device.averages.value = 8;
        const BenchRun eight = runOf(device, x);
        compareDecibels(eight.assessment.simulatedSnr, one + decibels(8.0));
        QCOMPARE(eight.pass.exposure.frames, 8);
    }

    /// T11: + 3.01 dB, and no odd part is left.
    void symmetrisingGainsThreeDecibels()
    {
        DeviceSpec device = idealDevice();
        device.photons.value = 100;
        const Matrix x = noise(large, 13);
        const double raw = runOf(device, x).assessment.simulatedSnr;
        device.symmetrise.value = 1;
        const BenchRun run = runOf(device, x);
        compareDecibels(run.assessment.simulatedSnr, raw + 3.01);
        const Matrix& y = run.transform;
        for (Index k = 0; k < y.rows(); ++k) {
            for (Index l = 0; l < y.cols(); ++l)
                QCOMPARE(y(k, l), y((y.rows() - k) % y.rows(), (y.cols() - l) % y.cols()));
        }
    }

    /// T14: 2 sin(φ/2) relative error where Re and Im have equal power; 20.0 dB at 0.1 rad.
    void referencePhaseLeaksTheOtherQuadrature()
    {
        DeviceSpec device = idealDevice();
        device.loPhase.value = 0.1;
        const Matrix x = noise(large, 14);
        const BenchRun run = runOf(device, x);
        compareDecibels(run.assessment.simulatedSnr, -2.0 * decibels(2.0 * std::sin(0.05)));
        compareDecibels(run.assessment.predictedSnr, run.assessment.simulatedSnr);
        device.symmetrise.value = 1; // Im is odd, so only the loss of amplitude stays
        const BenchRun even = runOf(device, x);
        compareDecibels(even.assessment.simulatedSnr, -2.0 * decibels(1.0 - std::cos(0.1)));
        compareDecibels(even.assessment.predictedSnr, even.assessment.simulatedSnr);
    }

    /// T15: -20 log10 σ; fixed to the device, so averaging frames doesn't help.
    void unevenResponseStaysAfterAveraging()
    {
        DeviceSpec device = idealDevice();
        device.responseSpread.value = 0.01;
        device.averages.value = 4;
        const BenchRun run = runOf(device, noise(large, 15));
        compareDecibels(run.assessment.simulatedSnr, 40.0);
        compareDecibels(run.assessment.predictedSnr, 40.0);
    }

    /// T16: one gain error for the whole frame, -20 log10 σ on average over frames.
    void laserNoiseIsAGainOfTheFrame()
    {
        DeviceSpec device = idealDevice();
        device.intensityNoise.value = 0.02;
        const Matrix x = noise({16, 16}, 16);
        const auto exact = exactTransform(x);
        double power = 0.0;
        constexpr int runs = 2000; // its mean power is known to sqrt(2 / 2000) = 3 %
        for (int seed = 0; seed < runs; ++seed)
            power +=
                std::pow(relativeError(runOf(device, x, static_cast<std::uint64_t>(seed)).transform, exact),
                         2) /
                runs;
        QVERIFY(std::abs(power / 0.0004 - 1.0) < 0.15);
    }

    /// T18: the detector plane holds photons · N · d electrons, however much of the light the modulator
    /// stops.
    void electronsAddUp()
    {
        DeviceSpec device = idealDevice();
        device.photons.value = 321;
        for (const Shape shape : {Shape{11, 11}, {12, 30}, {64, 32}}) {
            const BenchRun run = runOf(device, noise(shape, 17), 1, {.planes = true});
            double sum = 0.0;
            for (const std::complex<float> a : run.planes.at(1).amplitude.values())
                sum += static_cast<double>(std::norm(a));
            QVERIFY(std::abs(sum / (321.0 * static_cast<double>(shape.size())) - 1.0) < 1e-5);
        }
    }

    /// T19: a port holds up to (sqrt(R) + c)² n / 2 electrons.
    void fullWellClipsOnlyBrightBins()
    {
        DeviceSpec device = idealDevice();
        device.photons.value = 1000;
        device.loRatio.value = 10;
        device.fullWell.value = 40000;
        const Matrix x = noise(large, 18);
        const BenchRun roomy = runOf(device, x);
        QCOMPARE(roomy.pass.exposure.clipped, 0);
        device.fullWell.value = 8000;
        const BenchRun tight = runOf(device, x);
        QVERIFY(tight.pass.exposure.clipped > 0);
        QVERIFY(tight.assessment.simulatedSnr < roomy.assessment.simulatedSnr - 1.0);
    }

    void stagesAddUpToTheWhole()
    {
        const BenchRun run = runOf(DeviceSpec{}, noise(large, 19), 1, {.planes = true, .stages = true});
        QCOMPARE(run.stages.size(), 3U);
        for (const StageError& stage : run.stages)
            compareDecibels(stage.simulatedSnr, stage.predictedSnr);
        compareDecibels(run.assessment.simulatedSnr, run.assessment.predictedSnr);
        QCOMPARE(run.planes.size(), 2U);
    }

    /// n+ - n- of one device, light and seed, without a converter.
    static Matrix electrons(const DeviceSpec& device, const Field& light, std::uint64_t seed)
    {
        Matrix difference(light.shape());
        (void)detect(light.view(), device, seed, difference.view());
        return difference;
    }

    void noiseOfAPairHasItsMoments_data()
    {
        QTest::addColumn<double>("reference");
        QTest::addColumn<double>("fullWell");
        QTest::newRow("dim, counted") << 0.5 * brightElectrons << 0.0;
        QTest::newRow("bright") << 2.0 * brightElectrons << 0.0;
        QTest::newRow("bright, ports with wells") << 5.0 * brightElectrons << 1e9;
    }

    /// Mean 2 r Re a, variance |a|² + r² + 2 σ_r², however the noise is drawn; and the skewness of the
    /// difference of two Poissons, (I+ - I-) / (I+ + I-)^1.5, to the 0.01 that the normal may miss.
    void noiseOfAPairHasItsMoments()
    {
        QFETCH(double, reference);
        QFETCH(double, fullWell);
        DeviceSpec device = idealDevice();
        device.photons.value = 1000;
        device.loRatio.value = reference / 1000.0;
        device.readNoise.value = 20;
        device.fullWell.value = fullWell;
        Field light(256, 256);
        std::ranges::fill(light.values(), std::complex<float>(-30.0F, 10.0F));
        const Matrix drawn = electrons(device, light, 3);
        const auto count = static_cast<double>(drawn.shape().size());
        double mean = 0.0;
        for (const float value : drawn.values())
            mean += static_cast<double>(value) / count;
        double variance = 0.0;
        double cubes = 0.0;
        for (const float value : drawn.values()) {
            const double centred = static_cast<double>(value) - mean;
            variance += centred * centred / count;
            cubes += centred * centred * centred / count;
        }
        const double expected = 1000.0 + reference + 800.0;
        constexpr double sigmas = 5.0;
        QVERIFY(std::abs(mean + 60.0 * std::sqrt(reference)) < sigmas * std::sqrt(expected / count));
        QVERIFY(std::abs(variance / expected - 1.0) < sigmas * std::sqrt(2.0 / count));
        const double skewness = -60.0 * std::sqrt(reference) / std::pow(expected, 1.5);
        QVERIFY(std::abs(cubes / std::pow(variance, 1.5) - skewness) <
                0.01 + sigmas * std::sqrt(6.0 / count));
    }

    void previewSeesEveryPixelWithItsNoise_data()
    {
        QTest::addColumn<double>("photons");
        QTest::addColumn<double>("spread");
        QTest::newRow("perfect") << 0.0 << 0.0;
        QTest::newRow("dim") << 50.0 << 0.0;
        QTest::newRow("bright") << 5000.0 << 0.0;
        QTest::newRow("bright, uneven") << 5000.0 << 0.3;
    }

    /// Leaving out noise that cannot reach the peak must not show: without a converter the same frame is the
    /// picture itself.
    void previewSeesEveryPixelWithItsNoise()
    {
        QFETCH(double, photons);
        QFETCH(double, spread);
        DeviceSpec device = idealDevice();
        device.photons.value = photons;
        device.responseSpread.value = spread;
        device.loRatio.value = 10;
        for (const double contrast : {0.0, 0.3, 1.0}) {
            for (std::uint64_t seed = 1; seed <= 5; ++seed) {
                const Matrix amplitudes = noise({30, 70}, seed);
                Field light(30, 70);
                std::ranges::transform(amplitudes.values(), light.values().begin(), [&](float amplitude) {
                    return std::complex<float>(
                        static_cast<float>(contrast * std::sqrt(signalPhotons(device))) * amplitude, 0.0F);
                });
                device.converterBits.value = 0;
                const double peak = largest(electrons(device, light, seed));
                device.converterBits.value = 10;
                Matrix converted(light.shape());
                QCOMPARE(detect(light.view(), device, seed, converted.view()).range, 1.1 * peak);
            }
        }
    }

    /// No pixel's noise may follow another's, a port's the other's, or a frame's the one before.
    void noiseOfPixelsAndFramesIsIndependent()
    {
        DeviceSpec device = idealDevice();
        device.photons.value = 5000;
        device.loRatio.value = 10;
        const Matrix first = electrons(device, Field(200, 300), 1);
        const Matrix other = electrons(device, Field(200, 300), 2);
        device.averages.value = 2;
        const Matrix two = electrons(device, Field(200, 300), 1);
        const auto correlation = [&](auto left, auto right, std::size_t count) {
            double sum = 0.0;
            for (std::size_t i = 0; i < count; ++i)
                sum += left(i) * right(i);
            return sum / static_cast<double>(count) / 50000.0;
        };
        const auto at = [](const Matrix& x, std::size_t shift) {
            return [&x, shift](std::size_t i) { return static_cast<double>(x.values()[i + shift]); };
        };
        const std::size_t count = 59000;
        const double limit = 5.0 / std::sqrt(static_cast<double>(count));
        for (const std::size_t shift : {1U, 64U, 128U, 256U, 300U})
            QVERIFY(std::abs(correlation(at(first, 0), at(first, shift), count)) < limit);
        QVERIFY(std::abs(correlation(at(first, 0), at(other, 0), count)) < limit);
        const auto second = [&](std::size_t i) { return 2.0 * at(two, 0)(i) - at(first, 0)(i); };
        QVERIFY(std::abs(correlation(at(first, 0), second, count)) < limit);
        QVERIFY(std::abs(correlation(second, second, count) - 1.0) < 5.0 * std::sqrt(2.0 / 59000.0));
    }

    /// A plane wave of k cycles lands in bin k, for odd sizes too: axis on sample [0, 0], no shift to undo.
    void cosineLandsInItsBins()
    {
        Matrix x(11, 11);
        for (Index n = 0; n < 11; ++n) {
            for (Index m = 0; m < 11; ++m)
                x(n, m) = static_cast<float>(
                    std::cos(2.0 * std::numbers::pi * static_cast<double>(3 * n + 2 * m) / 11.0));
        }
        const BenchRun run = runOf(idealDevice(), x);
        for (Index k = 0; k < 11; ++k) {
            for (Index l = 0; l < 11; ++l) {
                const bool lit = (k == 3 && l == 2) || (k == 8 && l == 9);
                QVERIFY(std::abs(static_cast<double>(run.transform(k, l)) - (lit ? 60.5 : 0.0)) < 1e-4);
            }
        }
    }

    /// T23: nothing but seed, device and input counts; other contents of the storage and comparisons don't.
    void equalSeedsGiveEqualRunsWhateverElseIsThere()
    {
        const Matrix x = noise({20, 24}, 20);
        const OpticalBench device = bench(DeviceSpec{});
        const BenchRun first = runOf(DeviceSpec{}, x, 5, {.planes = true, .stages = true});
        Field fields[] = {Field(x.shape()),   Field(x.shape()),   Field(1, x.rows()),
                          Field(1, x.cols()), Field(1, x.rows()), Field(1, x.cols())};
        Matrix difference(x.shape());
        const float poison = std::numeric_limits<float>::quiet_NaN();
        for (Field& storage : fields)
            std::ranges::fill(storage.values(), std::complex<float>(poison, poison));
        std::ranges::fill(difference.values(), poison);
        Matrix y(x.shape());
        device.transform(x.view(), 5,
                         {fields[0].view(),
                          fields[1].view(),
                          difference.view(),
                          {fields[2].view(), fields[3].view()},
                          {fields[4].view(), fields[5].view()}},
                         y.view());
        QVERIFY(std::ranges::equal(y.values(), first.transform.values()));
        QVERIFY(!std::ranges::equal(y.values(), runOf(DeviceSpec{}, x, 6).transform.values()));
    }

    /// The device's answer scales with its input: no absolute scale is smuggled in.
    void scaledInputGivesScaledOutput()
    {
        Matrix x = noise({16, 16}, 21);
        const BenchRun once = runOf(DeviceSpec{}, x);
        for (float& value : x.values())
            value *= 1024.0F;
        const BenchRun scaled = runOf(DeviceSpec{}, x);
        for (std::size_t i = 0; i < 256; ++i)
            QVERIFY(std::abs(scaled.transform.values()[i] - 1024.0F * once.transform.values()[i]) <=
                    1e-3F * std::abs(scaled.transform.values()[i]) + 1e-3F);
    }

    void impossibleDevicesAreRefusedByName()
    {
        for (const DeviceField& field : deviceFields()) {
            for (const double value : {std::numeric_limits<double>::quiet_NaN(), -1e30, 1e30}) {
                DeviceSpec device;
                (device.*field.member).value = value;
                const auto made = OpticalBench::make(device);
                QVERIFY(!made.has_value());
                QCOMPARE(made.error().code, Error::Code::OutOfRange);
                QVERIFY(QString::fromStdString(made.error().message)
                            .contains(QString::fromUtf8(field.key.data(),
                                                        static_cast<qsizetype>(field.key.size()))));
            }
        }
        QVERIFY(OpticalBench::make(DeviceSpec{}).has_value());
        QVERIFY(OpticalBench::make(idealDevice()).has_value());
    }

    void everyValueOfADeviceHasASource()
    {
        for (const DeviceField& field : deviceFields())
            QVERIFY(!(DeviceSpec{}.*field.member).source.empty() && !field.meaning.empty() &&
                    !field.unit.empty());
    }

    void tilePlansMultiplyBackToTheirLengths()
    {
        for (const Shape shape :
             {Shape{1, 1}, {13, 128}, {16, 16}, {100, 256}, {121, 121}, {512, 768}, {4096, 1024}}) {
            const TilePlan plan = planTiles(shape, 16);
            QVERIFY(plan.exact);
            for (const auto& [axis, length] :
                 {std::pair{plan.tokens, shape.rows}, {plan.hidden, shape.cols}}) {
                Index product = axis.residual;
                for (std::size_t pass = 0; pass < static_cast<std::size_t>(plan.passes); ++pass) {
                    QVERIFY(axis.factors[pass] >= 1 && axis.factors[pass] <= 16);
                    product *= axis.factors[pass];
                }
                QCOMPARE(product, length);
            }
        }
        QCOMPARE(planTiles({512, 768}, 16).frames, std::uint64_t{2 * 32 * 48});
    }
};

QTEST_APPLESS_MAIN(TestOpticalBench)
#include "tst_optical_bench.moc"
