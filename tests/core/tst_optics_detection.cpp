#include "core/optics/camera.h"
#include "core/optics/field_reader.h"
#include "core/optics/phase_by_perturbation.h"
#include "core/optics/precise_transform.h"
#include "tests/support/optics.h"

#include <thread>

using namespace mixlens;
using namespace mixlens::optics;

namespace {

/// A field of light that comes from no transform: real normals of `photons` electrons a bin on average.
PreciseField realLight(double photons, std::uint64_t seed)
{
    PreciseField field(manyBins);
    const Numbers amplitudes = normals(manyBins, seed);
    const double scale = std::sqrt(photons) / rms(amplitudes);
    for (std::size_t i = 0; i < amplitudes.size(); ++i)
        field.values[i] = scale * amplitudes[i];
    return field;
}

double varianceOfReading(const DeviceSpec& device, const PreciseField& light)
{
    Exposure tally;
    const PreciseField estimate = FieldReader(device, 3).read(light, 1, tally);
    double sum = 0.0;
    for (std::size_t i = 0; i < estimate.values.size(); ++i)
        sum += std::pow(estimate.values[i].real() - light.values[i].real(), 2);
    return sum / static_cast<double>(estimate.values.size());
}

} // namespace

class TestOpticsDetection : public QObject
{
    Q_OBJECT

private slots:
    /// T7: shot noise of each homodyne receiver. Balanced 4ρn / (1 + 1/R), both quadratures 3 dB worse, one
    /// camera twice 3 dB better (it collects twice the light).
    void shotNoiseFollowsThePhotons()
    {
        const Numbers x = normals(manyBins, 20);
        for (const auto& [photons, ratio] : {std::pair{1000.0, 100.0}, {200.0, 10.0}}) {
            DeviceSpec device = idealDevice();
            device.photons.value = photons;
            device.loRatio.value = ratio;
            const double expected = inDecibels(4.0 * 0.5 * photons / (1.0 + 1.0 / ratio));
            compareDecibels(Trial(device, x, manyBins).snr(), expected);
            set(device, "detection", "quadratures");
            compareDecibels(Trial(device, x, manyBins).snr(), expected - inDecibels(2.0));
            set(device, "detection", "sequential");
            const Trial twice(device, x, manyBins);
            compareDecibels(twice.snr(), expected + inDecibels(2.0));
            QCOMPARE(twice.pass.exposure.frames, 2);
        }
    }

    /// T8: 4 n from |F|² and its root, whether a second frame or a bias finds the sign; 36.02 dB at 1000.
    void shotNoiseOfEvenInputsIsFourTimesThePhotons()
    {
        const Numbers x = normals(manyBins, 21);
        for (const char* kind : {"even-sign", "even-bias"}) {
            DeviceSpec device = idealBut({{"photons", "1000"}});
            set(device, "detection", kind);
            const Trial trial(device, x, manyBins);
            compareDecibels(trial.snr(), 36.02, 0.3); // wrong signs of dark bins cost up to 0.15 dB
            QCOMPARE(trial.pass.exposure.frames, std::string_view(kind) == "even-sign" ? 2 : 1);
        }
    }

    /// T9: read noise joins: 4ρn / (1 + (1 + 2σ²/n) / R), σ² / 2 for one camera.
    void readNoiseAddsToIt()
    {
        const Numbers x = normals(manyBins, 22);
        DeviceSpec device = idealBut({{"photons", "200"}, {"read_noise", "40"}, {"lo_ratio", "10"}});
        compareDecibels(Trial(device, x, manyBins).snr(), inDecibels(400.0 / (1.0 + (1.0 + 16.0) / 10.0)));
        set(device, "detection", "sequential");
        compareDecibels(Trial(device, x, manyBins).snr(), inDecibels(800.0 / (1.0 + (1.0 + 8.0) / 10.0)));
    }

    void variancesAreThoseOfTheFormulas()
    {
        const PreciseField light = realLight(300, 23);
        DeviceSpec device =
            idealBut({{"photons", "300"}, {"lo_ratio", "20"}, {"read_noise", "10"}, {"dark", "50"}});
        const double r2 = 6000.0;
        const auto compare = [&](const char* kind, double expected) {
            set(device, "detection", kind);
            compareDecibels(inDecibels(varianceOfReading(device, light)), inDecibels(expected));
        };
        compare("balanced", (300 + r2 + 2 * 100 + 2 * 50) / (4 * r2));
        compare("sequential", (300 + r2 + 100 + 50) / (8 * r2));
        compare("quadratures", (150 + 0.5 * r2 + 2 * 100 + 2 * 50) / r2);
    }

    /// T10: + 10 log10 M for what is new in each exposure.
    void averagingLowersNoise()
    {
        const Numbers x = normals(manyBins, 24);
        for (const char* kind : {"balanced", "sequential", "even-bias", "even-sign"}) {
            DeviceSpec device = idealBut({{"photons", "400"}, {"bias", "6"}});
            set(device, "detection", kind);
            const double one = Trial(device, x, manyBins).snr();
            device.averages.value = 4;
            compareDecibels(Trial(device, x, manyBins).snr(), one + inDecibels(4.0), 0.35);
        }
    }

    /// T11: + 3.01 dB, and the error is exactly even.
    void symmetrisingGainsThreeDecibels()
    {
        const Numbers x = normals(manyBins, 25);
        DeviceSpec device = idealBut({{"photons", "100"}, {"encoding", "offset"}});
        const double raw = Trial(device, x, manyBins).snr();
        device.symmetrise.value = 1;
        const Trial even(device, x, manyBins);
        compareDecibels(even.snr(), raw + 3.01);
        QVERIFY(largest(differenceOf(even.y, evenPart(even.y, manyBins))) < 1e-12 * largest(even.y));
    }

    /// T5: 6.02 b + 4.77 - 20 log10 c, c the full scale over the rms of the output.
    void convertersOfDifferencesHaveTheirNoise()
    {
        const Numbers x = normals(manyBins, 26);
        for (const double bits : {6.0, 8.0, 10.0}) {
            DeviceSpec device = idealDevice();
            device.converterBits.value = bits;
            set(device, "detection", "quadratures");
            const Trial trial(device, x, manyBins);
            // n+ - n- = r Re a; rms of Re a is sqrt(1/2), r = 1 here with lo_ratio 10 → sqrt(10)
            const double crest = trial.pass.exposure.range / std::sqrt(10.0) / std::sqrt(0.5);
            compareDecibels(trial.snr(), 6.02 * bits + 4.77 - 20.0 * std::log10(crest) +
                                             20.0 * std::log10(1.0 - std::exp2(-bits)));
            QCOMPARE(trial.pass.exposure.frames, 2); // with its preview
        }
    }

    /// T6: a converter behind |F|² and a root gains 4.5 dB a bit, since small amplitudes drown: error power
    /// 0.294 p(0) Δ^1.5 for a Gaussian amplitude of density p(0) = 1 / sqrt(2πn) at 0.
    void convertersOfIntensitiesGainFourAndAHalfDecibelsABit()
    {
        const Numbers x = normals(manyBins, 27);
        double before = 0.0;
        for (const double bits : {8.0, 10.0, 12.0}) {
            DeviceSpec device =
                idealBut({{"detection", "even-sign"}, {"adc_crest", "5"}, {"perturbation", "0.5"}});
            device.converterBits.value = bits;
            const Trial trial(device, x, manyBins);
            const double step = trial.pass.exposure.range / (std::exp2(bits) - 1.0);
            const double expected =
                -inDecibels(0.294 / std::sqrt(2.0 * std::numbers::pi) * std::pow(step, 1.5));
            compareDecibels(trial.snr(), expected, 0.5); // signs of the darkest bins are lost too
            if (before > 0.0)
                compareDecibels(trial.snr() - before, 9.0, 0.5);
            before = trial.snr();
        }
    }

    /// T14: 2 sin(φ/2) where both quadratures have equal power; a bare even |F|² doesn't care.
    void referencePhaseLeaksTheOtherQuadrature()
    {
        const Numbers x = normals(manyBins, 28);
        for (const char* kind : {"balanced", "sequential", "quadratures"}) {
            DeviceSpec device = idealBut({{"lo_phase", "0.1"}});
            set(device, "detection", kind);
            compareDecibels(Trial(device, x, manyBins).snr(), -20.0 * std::log10(2.0 * std::sin(0.05)));
        }
        const Trial immune(idealBut({{"lo_phase", "0.1"}, {"detection", "even-sign"}}), x, manyBins);
        QVERIFY(relativeError(immune.y, immune.exact) < 1e-12);
    }

    /// T15: -20 log10 σ, which averages don't change and flats do: their shot noise is what stays.
    void unevenResponseIsTakenOutByFlats()
    {
        const Numbers x = normals(manyBins, 29);
        DeviceSpec device = idealBut({{"prnu", "0.01"}, {"averages", "3"}});
        for (const char* kind : {"balanced", "quadratures"}) {
            set(device, "detection", kind);
            compareDecibels(Trial(device, x, manyBins).snr(), 40.0);
        }
        set(device, "detection", "even-sign"); // a root halves it
        compareDecibels(Trial(device, x, manyBins).snr(), 46.02, 0.3);
        set(device, "detection", "balanced");
        device.calibrate.value = 1;
        QVERIFY(Trial(device, x, manyBins).snr() > 200.0); // nothing is counted: flats are perfect
        device.photons.value = 1e10;
        device.averages.value = 1;
        device.calibrationFrames.value = 4;
        compareDecibels(Trial(device, x, manyBins).snr(), inDecibels(4.0 * 1e4));
    }

    /// T16: one gain for the whole frame, which a monitor divides out.
    void laserNoiseIsAGainThatAMonitorRemoves()
    {
        const Shape shape{16, 16};
        const Numbers x = normals(shape, 30);
        DeviceSpec device = idealBut({{"rin", "0.02"}});
        double error = 0.0;
        constexpr int runs = 600; // mean power known to sqrt(2 / 600) = 6 %
        const Numbers exact = realPart(exactSpectrum(x, shape));
        for (int seed = 0; seed < runs; ++seed) {
            const Numbers y = recovered(passPrecisely(device, x, shape, static_cast<std::uint64_t>(seed)));
            QVERIFY(relativeError(bestGain(y, exact), exact) < 1e-12);
            error += std::pow(relativeError(y, exact), 2) / runs;
        }
        compareDecibels(inDecibels(error), 20.0 * std::log10(0.02), 0.8);
        device.powerMonitor.value = 1;
        const Trial monitored(device, x, shape);
        QVERIFY(relativeError(monitored.y, monitored.exact) < 1e-12);
    }

    /// T18: electrons of all bins are efficiency times the photons that pass the panel, whatever the shape.
    void electronsAddUp()
    {
        for (const Shape shape : {Shape{11, 11}, {12, 30}, {64, 32}, {1, 9}}) {
            DeviceSpec device = idealBut({{"photons", "321"}, {"quantum_efficiency", "0.6"}});
            const Numbers x = normals(shape, 31);
            const PrecisePass pass = passPrecisely(device, x, shape, 1);
            double electrons = 0.0;
            for (const std::complex<double> a : pass.received.values)
                electrons += std::norm(a);
            // N_ph photons on the panel at full transmission would bring n_k = η T N_ph / (N d) to a bin.
            const double passed = std::pow(rms(x) / largest(x), 2);
            const double photons = 321.0 / 0.6 / passed * static_cast<double>(shape.size());
            QVERIFY(std::abs(electrons / (0.6 * passed * photons) - 1.0) < 1e-12);
            double counted = 0.0; // both ports see all of it, and the reference
            for (const auto& port : pass.ports)
                for (const double n : port)
                    counted += n;
            const double expected = electrons + 3210.0 * static_cast<double>(shape.size());
            QVERIFY(std::abs(counted - expected) < 6.0 * std::sqrt(expected));
        }
    }

    /// T19: a port holds (sqrt(R) + c)² n / 2; where that is the well, nothing is cut, at half of it some is.
    void wellsLimitThePhotons()
    {
        const Numbers x = normals(manyBins, 32);
        DeviceSpec device = idealBut({{"photons", "1000"}, {"lo_ratio", "10"}});
        const double crest = 4.6; // of 32,768 normals, with shot noise
        const double well = std::round(0.5 * std::pow(std::sqrt(10.0) + crest, 2) * 1000.0);
        device.fullWell.value = well;
        const Trial roomy(device, x, manyBins);
        QCOMPARE(roomy.pass.exposure.clipped, 0);
        compareDecibels(roomy.snr(), inDecibels(2000.0 / 1.1));
        device.fullWell.value = std::round(0.4 * well);
        const Trial tight(device, x, manyBins);
        QVERIFY(tight.pass.exposure.clipped > 100);
        QVERIFY(tight.snr() < roomy.snr() - 1.0);
    }

    /// T20: the weaker the point of light, the more signs are wrong.
    void signsGetLostMonotonically()
    {
        const Numbers x = normals(manyBins, 33);
        DeviceSpec device = idealBut({{"photons", "100"}, {"detection", "even-sign"}});
        double wrongBefore = 1.0;
        for (const double perturbation : {0.05, 0.1, 0.3, 1.0}) {
            device.perturbation.value = perturbation;
            const Trial trial(device, x, manyBins);
            double wrong = 0.0;
            for (std::size_t i = 0; i < trial.y.size(); ++i)
                wrong += trial.y[i] * trial.exact[i] < 0.0 ? 1.0 / static_cast<double>(trial.y.size()) : 0.0;
            QVERIFY(wrong < wrongBefore);
            wrongBefore = wrong;
            if (perturbation == 0.05)
                QVERIFY(wrong > 0.15); // about a quarter
        }
        QVERIFY(wrongBefore < 0.025); // 1.8 %
    }

    /// T20: eight frames of intensities give the whole complex transform.
    void eightIntensityFramesGiveTheComplexTransform()
    {
        for (const Shape shape : {Shape{8, 8}, {11, 11}, {7, 12}, {1, 5}}) {
            PreciseField z(shape);
            const Numbers parts = normals({shape.rows, 2 * shape.cols}, 34);
            for (std::size_t i = 0; i < z.values.size(); ++i)
                z.values[i] = {parts[2 * i], parts[2 * i + 1]};
            int frames = 0;
            const PreciseField found = transformByPerturbation(z, 2.0, [&](PreciseField input) {
                ++frames;
                transformPrecisely(input);
                for (std::complex<double>& value : input.values)
                    value = std::norm(value);
                return input;
            });
            QCOMPARE(frames, 8);
            const Spectrum exact = exactSpectrum(z.values, shape);
            double error = 0.0;
            double all = 0.0;
            for (std::size_t i = 0; i < exact.size(); ++i) {
                error += std::norm(found.values[i] - exact[i]);
                all += std::norm(exact[i]);
            }
            QVERIFY(std::sqrt(error / all) < 1e-12);
        }
    }

    /// What a camera alone shows is |F|: with random signs its error is three times the signal, -4.8 dB.
    void aBareCameraLosesTheSign()
    {
        const Numbers x = normals(manyBins, 35);
        const Trial trial(idealBut({{"detection", "intensity"}}), x, manyBins);
        compareDecibels(trial.snr(), inDecibels(1.0 / 3.0));
        for (const double value : trial.y)
            QVERIFY(value >= 0.0);
    }

    /// Signs come from the frames: light that has nothing to do with any input keeps its own.
    void signsComeFromTheLight()
    {
        const PreciseField light = realLight(1.0, 36);
        PreciseField other = light;
        for (std::size_t i = 0; i < other.values.size(); i += 3)
            other.values[i] = -other.values[i];
        for (const char* kind : {"even-sign", "balanced", "sequential"}) {
            DeviceSpec device = idealDevice();
            set(device, "detection", kind);
            Exposure tally;
            const PreciseField read = FieldReader(device, 1).read(other, 1, tally);
            for (std::size_t i = 0; i < other.values.size(); ++i)
                QVERIFY(std::abs(read.values[i] - other.values[i]) < 1e-9);
        }
    }

    /// Photons → efficiency and response → dark → shot → well → read noise → offset, gain, rounding, codes.
    void cameraWorksInTheOrderOfTheLight()
    {
        const auto meanAndVariance = [](const Numbers& values) {
            double mean = 0.0;
            for (const double value : values)
                mean += value / static_cast<double>(values.size());
            double variance = 0.0;
            for (const double value : values)
                variance += std::pow(value - mean, 2) / static_cast<double>(values.size());
            return std::pair(mean, variance);
        };
        constexpr std::size_t pixels = 40000;
        DeviceSpec device =
            idealBut({{"photons", "1"}, {"quantum_efficiency", "0.5"}, {"dark", "30"}, {"read_noise", "7"}});
        Numbers plane(pixels, 200.0);
        Camera(device, 1).expose(plane, 0, {});
        // Efficiency comes before shot noise: 100 + 30 electrons with their own variance, then 7².
        auto [mean, variance] = meanAndVariance(plane);
        QVERIFY(std::abs(mean - 130.0) < 5.0 * std::sqrt(179.0 / pixels));
        QVERIFY(std::abs(variance / 179.0 - 1.0) < 0.05);

        // Response is one of efficiency, so its spread is in the mean before counting.
        set(device, "prnu", "0.2");
        plane.assign(pixels, 200.0);
        Camera(device, 1).expose(plane, 0, {});
        std::tie(mean, variance) = meanAndVariance(plane);
        QVERIFY(std::abs(variance / (179.0 + 400.0) - 1.0) < 0.05);
        set(device, "prnu", "0");

        // The well cuts before read noise: above it the noise is that of reading alone, centred.
        set(device, "full_well", "50");
        plane.assign(pixels, 1e4);
        QCOMPARE(Camera(device, 1).expose(plane, 0, {}), static_cast<std::int64_t>(pixels));
        std::tie(mean, variance) = meanAndVariance(plane);
        QVERIFY(std::abs(mean - 50.0) < 5.0 * std::sqrt(49.0 / pixels));
        QVERIFY(std::abs(variance / 49.0 - 1.0) < 0.05);

        // Rounded, not cut down: no half-step bias. Negative read noise survives through the offset.
        device = idealBut({{"photons", "1"}, {"read_noise", "5"}, {"adc_bits", "8"}});
        Camera camera(device, 1);
        camera.setFullScale(1000.0);
        plane.assign(pixels, 0.0);
        camera.expose(plane, 0, {});
        std::tie(mean, variance) = meanAndVariance(plane);
        const double step = (1000.0 + 20.0) / 255.0;
        QVERIFY(std::abs(mean) < 5.0 * std::sqrt((25.0 + step * step / 12.0) / pixels));
        QVERIFY(*std::ranges::min_element(plane) < -10.0);
        for (const double value : plane)
            QVERIFY(std::abs(value / step - std::round(value / step)) < 1e-9);
        plane.assign(10, 1e6);
        QCOMPARE(camera.expose(plane, 0, {}), 10); // codes end
        QVERIFY(plane[0] >= 1000.0 - step && plane[0] <= 1000.0 + 20.0);
    }

    /// Fixed pattern belongs to the device: the same in every frame and for every seed.
    void fixedPatternsStay()
    {
        const DeviceSpec device = idealBut({{"prnu", "0.1"}});
        Numbers first(1000, 100.0);
        Numbers second(1000, 100.0);
        Camera(device, 1).expose(first, 0, {});
        Camera(device, 2).expose(second, 9, {});
        QVERIFY(first == second);
        QVERIFY(largest(differenceOf(first, Numbers(1000, 100.0))) > 10.0);
    }

    void darkFramesTakeOutTheDarkCurrent()
    {
        const Numbers x = normals(manyBins, 37);
        DeviceSpec device = idealBut({{"detection", "even-bias"},
                                      {"photons", "1e6"},
                                      {"dark", "1e5"},
                                      {"dark_spread", "0.1"},
                                      {"calibration_frames", "10000"}});
        const double raw = Trial(device, x, manyBins).snr();
        device.calibrate.value = 1;
        QVERIFY(Trial(device, x, manyBins).snr() > raw + 3.0);
    }

    /// T23: a number depends on device, seed, frame and pixel alone; threads that run side by side don't
    /// disturb each other.
    void threadsGetTheSameBits()
    {
        const Shape shape{24, 40};
        const Numbers x = normals(shape, 38);
        DeviceSpec device;
        set(device, "detection", "sequential");
        set(device, "encoding", "differential");
        set(device, "averages", "2");
        set(device, "rin", "0.001");
        set(device, "rin_monitor", "1");
        const Numbers alone = recovered(passPrecisely(device, x, shape, 7));
        std::vector<Numbers> results(4);
        {
            std::vector<std::jthread> threads;
            for (Numbers& result : results)
                threads.emplace_back([&] { result = recovered(passPrecisely(device, x, shape, 7)); });
        }
        for (const Numbers& result : results)
            QVERIFY(result == alone);
        QVERIFY(recovered(passPrecisely(device, x, shape, 8)) != alone);
    }

    void zerosAndBrokenNumbersAreHandled()
    {
        const Shape shape{6, 6};
        for (const std::string_view kind : findField("detection")->names) {
            DeviceSpec device;
            set(device, "detection", kind);
            for (const double value : recovered(passPrecisely(device, Numbers(36, 0.0), shape, 1)))
                QCOMPARE(value, 0.0);
            Numbers broken(36, 1.0);
            broken[7] = std::numeric_limits<double>::quiet_NaN();
            QVERIFY(std::isnan(recovered(passPrecisely(device, broken, shape, 1))[14]));
        }
    }
};

QTEST_APPLESS_MAIN(TestOpticsDetection)
#include "tst_optics_detection.moc"
