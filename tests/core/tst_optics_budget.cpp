#include "core/optics/calibration.h"
#include "core/optics/device_file.h"
#include "core/optics/optical_bench.h"
#include "tests/support/optics.h"

#include <limits>

using namespace mixlens;
using namespace mixlens::optics;

namespace {

Matrix inSingle(const Numbers& x, Shape shape)
{
    Matrix matrix(shape);
    std::ranges::transform(x, matrix.values().begin(),
                           [](double value) { return static_cast<float>(value); });
    return matrix;
}

BenchRun runOf(const DeviceSpec& device, const Matrix& x, BenchDetail detail = {})
{
    auto bench = OpticalBench::make(device);
    if (!bench)
        qFatal("%s", bench.error().message.c_str());
    auto run = bench->run(x.view(), 1, detail, {});
    if (!run)
        qFatal("%s", run.error().message.c_str());
    return std::move(*run);
}

} // namespace

class TestOpticsBudget : public QObject
{
    Q_OBJECT

private slots:
    void eachStageIsPredicted_data()
    {
        QTest::addColumn<QStringList>("settings");
        QTest::addColumn<double>("tolerance");
        const auto add = [](const char* name, const char* settings, double tolerance = 0.25) {
            QTest::newRow(name) << QString(settings).split(' ') << tolerance;
        };
        add("modulator", "slm_bits=6");
        add("modulator, offset", "slm_bits=6 encoding=offset");
        add("modulator, phases", "slm_bits=8 encoding=double-phase");
        add("modulator, curve", "slm_curve=sine", 0.6);
        add("modulator, even", "slm_bits=6 detection=even-sign");
        add("leak", "extinction=20 leak_phase=random");
        add("leak, differential code has none to show", "extinction=20 leak_phase=random encoding=offset");
        add("phase map", "phase_error=0.1");
        add("phase map, offset", "phase_error=0.1 encoding=offset bypass=1");
        add("fill", "fill=0.9");
        add("crosstalk", "crosstalk=0.02");
        add("beam", "beam_radius=8e-3");
        add("receivers", "detector_fill=0.5");
        add("tilt", "tilt_tokens=1e-5");
        add("tilt, mirror images", "tilt_tokens=1e-5 symmetrise=1", 0.5);
        add("panel shifted", "input_shift_hidden=1e-6");
        add("distance", "input_distance_error=2e-4");
        add("distance, mirror images", "input_distance_error=2e-4 symmetrise=1", 0.5);
        add("aberration", "zernike_11=0.1");
        add("receiver pitch", "propagator=matrix detector_pitch=3.2e-6", 1.0);
        add("sign", "detection=intensity");
        add("balanced", "photons=300");
        add("sequential", "photons=300 read_noise=20 detection=sequential");
        add("quadratures", "photons=300 read_noise=20 detection=quadratures");
        add("bias", "photons=1000 detection=even-bias");
        add("point of light", "photons=1000 detection=even-sign", 0.3);
        add("offset", "photons=300 encoding=offset bypass=1");
        add("differential", "photons=300 encoding=differential lo_ratio=3");
        add("planes", "photons=300 encoding=bit-plane slm_bits=12 bypass=1 lo_ratio=100", 0.4);
        add("fill made up for", "photons=300 fill=0.93 calibrate=1");
        add("beam made up for", "photons=300 beam_radius=8e-3 calibrate=1");
        add("impulses", "photons=300 fill=0.9 crosstalk=0.02 calibrate=1 calibration=impulses "
                        "calibration_frames=4");
        add("impulses, both quadratures",
            "photons=1000 detection=quadratures input_distance_error=2e-4 "
            "lo_phase=0.2 calibrate=1 calibration=impulses calibration_frames=8");
        add("impulses, one quadrature", "photons=1e5 lo_phase=0.1 calibrate=1 calibration=impulses");
        add("dim point of light", "photons=20 detection=even-sign", 0.4);
        add("averages", "photons=100 detection=sequential averages=3 symmetrise=1");
        add("converter", "adc_bits=8");
        add("converter, two frames", "adc_bits=10 detection=sequential");
        add("converter, intensities", "adc_bits=10 detection=even-sign", 0.6);
        add("reference", "lo_phase=0.1 detection=sequential");
        add("response", "prnu=0.01 detection=quadratures");
        add("flats", "prnu=0.01 photons=1e9 calibrate=1 calibration_frames=4");
        add("everything", "photons=500 lo_ratio=10 slm_bits=8 adc_bits=16 phase_error=0.01 extinction=40 "
                          "leak_phase=random encoding=differential detection=sequential read_noise=2");
    }

    /// Closed forms against the simulation, stage by stage and all together. White input: signs of ± 0.034
    /// dB.
    void eachStageIsPredicted()
    {
        QFETCH(QStringList, settings);
        QFETCH(double, tolerance);
        DeviceSpec device = idealDevice();
        for (const QString& setting : settings) {
            const QStringList pair = setting.split('=');
            set(device, pair[0].toStdString(), pair[1].toStdString());
        }
        const BenchRun run = runOf(device, inSingle(normals(manyBins, 60), manyBins), {.stages = true});
        compareDecibels(run.assessment.simulatedSnr, run.assessment.predictedSnr, tolerance);
        QVERIFY(!run.stages.empty());
        for (const StageError& stage : run.stages) {
            if (stage.predictedSnr > 120.0) { // beyond single precision: nothing is left of it
                QVERIFY(stage.simulatedSnr > 120.0);
                continue;
            }
            compareDecibels(stage.simulatedSnr, stage.predictedSnr, tolerance);
        }
    }

    /// A panel with flaws, read raw and after impulses: better by as much as the closed forms say, and by
    /// calibration_frames more where its own noise is what is left. Quantum noise of the transform itself is
    /// 10 dB below both.
    void impulsesCalibrateAsWellAsTheirNoiseLets()
    {
        const Matrix x = inSingle(normals(manyBins, 68), manyBins);
        DeviceSpec device = idealBut({{"photons", "1e4"},
                                      {"lo_ratio", "10"},
                                      {"averages", "20"},
                                      {"detection", "quadratures"},
                                      {"fill", "0.9"},
                                      {"crosstalk", "0.03"},
                                      {"input_distance_error", "1e-4"},
                                      {"calibrate", "0"}});
        const Assessment raw = runOf(device, x).assessment;
        set(device, "calibrate", "1");
        set(device, "calibration", "impulses");
        double before = 0.0;
        for (const char* frames : {"1", "4"}) {
            set(device, "calibration_frames", frames);
            const Assessment known = runOf(device, x).assessment;
            QVERIFY(known.simulatedSnr > raw.simulatedSnr + 10.0);
            compareDecibels(known.simulatedSnr - raw.simulatedSnr, known.predictedSnr - raw.predictedSnr,
                            0.4);
            if (before != 0.0) // 5 dB of 6: the transform's own noise stays
                QVERIFY(known.simulatedSnr > before + 4.0);
            before = known.simulatedSnr;
        }
        QVERIFY(measuredResponse(device, {8, 8}) == measuredResponse(device, {8, 8})); // measured once
    }

    /// Each transform carries its share of a calibration, in time and in energy.
    void calibrationIsChargedToTheTransformsThatShareIt()
    {
        DeviceSpec device;
        const DeviceCost without = deviceCost(device, {64, 64});
        QCOMPARE(without.plan.calibration, std::uint64_t{0});
        set(device, "calibration", "impulses");
        set(device, "calibration_frames", "50");
        set(device, "adc_crest", "4");
        const DeviceCost unpreviewed = deviceCost(device, {64, 64});
        QCOMPARE(unpreviewed.plan.calibration, std::uint64_t{100}); // two settings of the reference
        const auto item = [](const std::vector<CostItem>& items) {
            return std::ranges::find(items, "calibration", &CostItem::name)->value;
        };
        const double expected = 100.0 * unpreviewed.frame.period / device.calibrationShared.value;
        QVERIFY(std::abs(item(unpreviewed.time) / expected - 1.0) < 1e-12);
        set(device, "calibration_shared", "10");
        const DeviceCost dear = deviceCost(device, {64, 64});
        QVERIFY(std::abs(item(dear.energy) / item(unpreviewed.energy) - 100.0) < 1e-9);
        QVERIFY(dear.seconds > unpreviewed.seconds && item(without.energy) == 0.0);
    }

    void stagesSwitchOffOneByOne()
    {
        for (const NamedDevice& named : builtInDevices()) {
            for (const Stage stage : stages()) {
                const DeviceSpec device = named.device;
                if (encoding(device) == Encoding::BitPlane && stage == Stage::Modulator)
                    continue; // planes need their digits
                QVERIFY(!isOn(stage, without(stage, device)));
                for (const Stage other : stages()) {
                    const bool uncounted = stage == Stage::ReceiverNoise && other == Stage::FullWell;
                    if (other != stage && !uncounted) // without quanta no well fills
                        QCOMPARE(isOn(other, without(stage, device)), isOn(other, device));
                }
                QVERIFY(!title(stage).empty());
            }
        }
    }

    /// Independent errors do; cut readings hide what other stages would have done.
    void errorsAddUnlessReadingsAreCut()
    {
        const Shape shape{64, 32};
        const Matrix x = inSingle(normals(shape, 62), shape);
        const auto planned = [&](std::string_view name) {
            return runOf(builtInDevice(name)->device, x, {.planes = false, .stages = true});
        };
        const BenchRun tiles = planned("photonic-16");
        QVERIFY(errorsAdd(tiles.stages, tiles.assessment));
        // Dividing by the envelope of wide pixels raises the noise by 2 dB: more than both alone.
        const BenchRun panel = planned("lcos-scmos");
        QVERIFY(!errorsAdd(panel.stages, panel.assessment));
        DeviceSpec bright = builtInDevice("dmd-camera")->device;
        bright.photons.value = 1e6;
        const BenchRun cut = runOf(bright, x, {.planes = false, .stages = true});
        QVERIFY(cut.assessment.saturated > 0.5);
        QVERIFY(!errorsAdd(cut.stages, cut.assessment));
        QVERIFY(!errorsAdd({}, cut.assessment));
    }

    /// Every preset runs, keeps finite, and shows what its ports counted.
    void presetsRunWithTheirPlanes()
    {
        const Shape shape{22, 16};
        const Matrix x = inSingle(normals(shape, 61), shape);
        for (const NamedDevice& named : builtInDevices()) {
            const BenchRun run = runOf(named.device, x, {.planes = true, .stages = true});
            for (const float value : run.transform.values())
                QVERIFY(std::isfinite(value));
            QCOMPARE(run.planes.size(), 2U);
            QVERIFY(!run.frames.empty());
            for (const CameraFrame& frame : run.frames) {
                QVERIFY(frame.electrons.shape() == run.planes[1].amplitude.shape() && !frame.name.empty());
                QVERIFY(frame.saturatedShare >= 0.0 && frame.saturatedShare < 0.01);
            }
            QVERIFY2(run.assessment.simulatedSnr > 15.0, named.name.c_str());
        }
        QVERIFY(runOf(builtInDevice("ideal")->device, x).assessment.simulatedSnr > 120.0);
    }

    void picturesAreOfTheLightBehindTheNumbers_data()
    {
        QTest::addColumn<QString>("settings");
        for (const char* settings :
             {"photons=5000", "photons=20", "photons=500 full_well=4000", "photons=5000 prnu=0.1 calibrate=0",
              "photons=5000 read_noise=50", "photons=5000 lo_phase=0.3", "photons=0", "detection=sequential",
              "encoding=offset", "detection=sequential adc_bits=8"})
            QTest::newRow(settings) << settings;
    }

    /// One draw of noise: the ports' difference is what the numbers were made of, and looking changes
    /// nothing.
    void picturesAreOfTheLightBehindTheNumbers()
    {
        QFETCH(const QString, settings);
        DeviceSpec device;
        device.converterBits.value = 0.0;
        for (const QString& setting : settings.split(' ')) {
            const QStringList pair = setting.split('=');
            set(device, pair[0].toStdString(), pair[1].toStdString());
        }
        const Shape shape{40, 60};
        const Matrix x = inSingle(normals(shape, 65), shape);
        const BenchRun run = runOf(device, x, {.planes = true});
        QVERIFY(std::ranges::equal(run.transform.values(), runOf(device, x).transform.values()));
        QCOMPARE(run.tiles, std::uint64_t{1});
        QCOMPARE(run.frames.size(), std::size_t{2});
        for (std::size_t i = 0; i < run.difference.values().size(); ++i) {
            const float plus = run.frames[0].electrons.values()[i];
            const float minus = run.frames[1].electrons.values()[i];
            // three roundings to single precision
            const float tolerance = 3e-7F * (std::abs(plus) + std::abs(minus));
            QVERIFY(std::abs(plus - minus - run.difference.values()[i]) <= tolerance);
        }
    }

    /// Where a pair is drawn at once, its ports still have the mean and variance of their own light.
    void portsOfAPairHaveTheirOwnNoise()
    {
        DeviceSpec device = idealDevice();
        device.photons.value = 5000.0;
        device.loRatio.value = 10.0;
        device.readNoise.value = 100.0;
        Field light(manyBins);
        std::ranges::fill(light.values(), std::complex<float>(60.0F, 20.0F));
        Matrix plus(manyBins);
        Matrix minus(manyBins);
        readPorts(light.view(), device, 3, plus.view(), minus.view());
        const double beam = std::sqrt(50000.0);
        const auto count = static_cast<double>(manyBins.size());
        for (const auto& [port, sign] : {std::pair(&plus, 1.0), std::pair(&minus, -1.0)}) {
            const double mean = 0.5 * std::norm(std::complex<double>(60.0 + sign * beam, 20.0));
            const double variance = mean + 1e4;
            double sum = 0.0;
            double squares = 0.0;
            for (const float electrons : port->values()) {
                sum += static_cast<double>(electrons) - mean;
                squares += std::pow(static_cast<double>(electrons) - mean, 2);
            }
            QVERIFY(std::abs(sum / count) < 5.0 * std::sqrt(variance / count));
            QVERIFY(std::abs(squares / count / variance - 1.0) < 5.0 * std::sqrt(2.0 / count));
        }
    }

    /// A core shows one of its tiles, named: tokens 0, 4, 8, … and hidden units 0, 6, 12, … of the input.
    void coresShowTheTileTheyName()
    {
        DeviceSpec device = idealBut({{"photons", "1e6"}, {"tile", "16"}, {"composition", "multi-pass"}});
        const Shape shape{64, 96};
        const Numbers numbers = normals(shape, 66);
        const BenchRun run = runOf(device, inSingle(numbers, shape), {.planes = true});
        QCOMPARE(run.pictured, std::uint64_t{1});
        QCOMPARE(run.tiles, run.cost.plan.tiles);
        QCOMPARE(run.frames[0].name, "real, plus, tile 1 of " + std::to_string(run.tiles));
        const Field& shown = run.planes.at(0).amplitude;
        QVERIFY(shown.shape() == (Shape{16, 16}) && run.planes[1].amplitude.shape() == shown.shape());
        Numbers tile;
        for (Index n = 0; n < 16; ++n) {
            for (Index m = 0; m < 16; ++m)
                tile.push_back(numbers[at(4 * n * shape.cols + 6 * m)]);
        }
        const double full = largest(tile);
        for (std::size_t i = 0; i < tile.size(); ++i)
            QVERIFY(std::abs(static_cast<double>(shown.values()[i].real()) - tile[i] / full) < 1e-5);
    }

    void brokenInputIsRefusedWithASentence()
    {
        auto bench = OpticalBench::make(builtInDevice("lcos-scmos")->device);
        Matrix x = inSingle(normals({8, 8}, 62), {8, 8});
        QVERIFY(bench->accepts(x.view()).has_value());
        x(3, 5) = std::numeric_limits<float>::quiet_NaN();
        const auto refused = bench->accepts(x.view());
        QVERIFY(!refused.has_value());
        QVERIFY(QString::fromStdString(refused.error().message).contains("token 3, hidden unit 5"));
        const Matrix wide(2, 2000);
        QVERIFY(QString::fromStdString(bench->accepts(wide.view()).error().message).contains("panel_hidden"));
    }

    void noExactTransformLeaksIntoTheResult_data()
    {
        QTest::addColumn<QString>("settings");
        for (const char* settings :
             {"photons=500", "photons=50", "detection=even-sign", "detection=even-bias",
              "detection=intensity", "detection=sequential", "detection=quadratures", "encoding=offset",
              "slm_crest=2 adc_crest=2", "tile=16 composition=multi-pass", "tile=16 composition=one-pass"})
            QTest::newRow(settings) << settings;
    }

    /// Whatever a device may look at besides its input holds the exact transform, then the exact transform
    /// with wrong signs, then nothing: not a bit of what it recovers changes. After an assessment, which does
    /// look at the exact one, neither.
    void noExactTransformLeaksIntoTheResult()
    {
        QFETCH(const QString, settings);
        DeviceSpec device;
        for (const QString& setting : settings.split(' ')) {
            const QStringList pair = setting.split('=');
            set(device, pair[0].toStdString(), pair[1].toStdString());
        }
        const auto bench = OpticalBench::make(device);
        QVERIFY(bench.has_value());
        const Shape shape{32, 48};
        const Numbers numbers = normals(shape, 67);
        const Spectrum exact = exactSpectrum(numbers, shape);
        const Matrix x = inSingle(numbers, shape);
        Field fields[] = {Field(shape),         Field(shape),         Field(1, shape.rows),
                          Field(1, shape.cols), Field(1, shape.rows), Field(1, shape.cols)};
        Matrix difference(shape);
        const BenchStorage storage{fields[0].view(),
                                   fields[1].view(),
                                   difference.view(),
                                   {fields[2].view(), fields[3].view()},
                                   {fields[4].view(), fields[5].view()},
                                   nullptr};
        std::vector<Matrix> results;
        for (const int oracle : {1, -1, 0, 2}) { // 2: assessed before
            Matrix y(shape);
            if (oracle == 2) {
                const BenchPass pass = bench->transform(x.view(), 9, storage, y.view());
                QVERIFY(bench->assess(x.view(), y.view(), pass, storage).simulatedSnr > -10.0);
            } else {
                for (std::size_t i = 0; i < exact.size(); ++i) {
                    const double sign = oracle * (oracle < 0 && i % 3 == 0 ? -1.0 : 1.0);
                    const std::complex<float> told(sign * exact[i]);
                    fields[0].values()[i] = fields[1].values()[i] = told;
                    difference.values()[i] = y.values()[i] = told.real();
                }
                for (std::size_t line = 2; line < std::size(fields); ++line) {
                    for (std::size_t i = 0; i < fields[line].values().size(); ++i)
                        fields[line].values()[i] =
                            std::complex<float>(static_cast<double>(oracle) * exact[i]);
                }
            }
            bench->transform(x.view(), 9, storage, y.view());
            results.push_back(std::move(y));
        }
        for (const Matrix& result : results)
            QVERIFY(std::ranges::equal(result.values(), results[0].values()));
        if (!settings.contains("intensity")) // and yet most signs are right
            QVERIFY(snrOf(Numbers(results[0].values().begin(), results[0].values().end()), realPart(exact)) >
                    5.0);
    }

    /// T23: a pool of threads shares the pixels of bright, dim and averaged exposures; not a bit changes.
    void sharedPixelsCountTheSame()
    {
        const Shape shape{70, 300};
        const Matrix x = inSingle(normals(shape, 64), shape);
        Field fields[] = {Field(shape),         Field(shape),         Field(1, shape.rows),
                          Field(1, shape.cols), Field(1, shape.rows), Field(1, shape.cols)};
        Matrix difference(shape);
        for (const char* settings :
             {"photons=5000", "photons=20", "averages=3", "prnu=0.1", "full_well=30000"}) {
            DeviceSpec device;
            device.calibrate.value = 0;
            const QStringList pair = QString(settings).split('=');
            set(device, pair[0].toStdString(), pair[1].toStdString());
            const auto bench = OpticalBench::make(device);
            std::vector<Matrix> results;
            std::vector<std::int64_t> clipped;
            for (const int threads : {0, 1, 2, 5}) {
                TaskPool pool(std::max(1, threads));
                const BenchStorage storage{fields[0].view(),
                                           fields[1].view(),
                                           difference.view(),
                                           {fields[2].view(), fields[3].view()},
                                           {fields[4].view(), fields[5].view()},
                                           threads > 0 ? &pool : nullptr};
                Matrix y(shape);
                clipped.push_back(bench->transform(x.view(), 9, storage, y.view()).exposure.clipped);
                results.push_back(std::move(y));
            }
            for (std::size_t i = 1; i < results.size(); ++i) {
                QVERIFY(std::ranges::equal(results[i].values(), results[0].values()));
                QCOMPARE(clipped[i], clipped[0]);
            }
        }
    }

    /// Single and double precision simulate one device: equal without noise, equal in power with it.
    void bothPrecisionsSimulateOneDevice()
    {
        const Numbers x = normals(manyBins, 63);
        const Numbers exact = realPart(exactSpectrum(x, manyBins));
        const Matrix single = inSingle(x, manyBins);
        const auto asNumbers = [](const Matrix& y) { return Numbers(y.values().begin(), y.values().end()); };
        const DeviceSpec quiet = idealBut({{"slm_bits", "8"}, {"bypass", "1"}, {"symmetrise", "1"}});
        QVERIFY(relativeError(asNumbers(runOf(quiet, single).transform),
                              recovered(passPrecisely(quiet, x, manyBins, 1))) <
                1e-4); // a few codes tip over
        const DeviceSpec noisy;
        compareDecibels(snrOf(asNumbers(runOf(noisy, single).transform), exact),
                        snrOf(recovered(passPrecisely(noisy, x, manyBins, 1)), exact));
    }
};

QTEST_APPLESS_MAIN(TestOpticsBudget)
#include "tst_optics_budget.moc"
