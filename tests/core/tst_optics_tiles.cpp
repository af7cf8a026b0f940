#include "core/optics/device_file.h"
#include "core/optics/frame_plan.h"
#include "core/optics/optical_bench.h"
#include "core/optics/tile_plan.h"
#include "core/optics/tiled_pass.h"
#include "tests/support/optics.h"

#include <array>

using namespace mixlens;
using namespace mixlens::optics;

namespace {

Numbers inTiles(const DeviceSpec& device, const Numbers& x, Shape shape, std::uint64_t seed = 1)
{
    return recovered(passInTiles(device, x, shape, seed));
}

Assessment assessed(const DeviceSpec& device, Shape shape)
{
    const Numbers numbers = normals(shape, 61);
    Matrix x(shape);
    std::ranges::transform(numbers, x.values().begin(),
                           [](double number) { return static_cast<float>(number); });
    const auto run = OpticalBench::make(device)->run(x.view(), 3, {}, {});
    return run ? run->assessment : Assessment{};
}

/// Makes one part stand wrong: by bins and pixels of the core, radians at its edge, least apertures.
void misalign(DeviceSpec& device, const QString& flaw, double size)
{
    const double pi = std::numbers::pi;
    const double lambda = device.wavelength.value;
    const double reach = lambda * device.focalLength.value;
    const double pitch = device.pitch.value;
    const double edge = device.tile.value * pitch;
    if (flaw == "tilt")
        device.tiltTokens.value = size * lambda / edge;
    else if (flaw == "detector shift")
        device.detectorShiftHidden.value = size * reach / edge;
    else if (flaw == "input shift")
        device.inputShiftTokens.value = size * pitch;
    else if (flaw == "defocus")
        device.defocus.value = size * 4.0 * reach * device.focalLength.value / (pi * edge * edge);
    else if (flaw == "distance")
        device.inputDistance.value = size * 4.0 * pitch * pitch / (pi * lambda);
    else if (flaw == "aberration")
        device.zernike7.value = size;
    else if (flaw == "aperture") {
        set(device, "propagator", "full-wave");
        device.aperture.value = size * (edge + reach / pitch);
    }
}

} // namespace

class TestOpticsTiles : public QObject
{
    Q_OBJECT

private slots:
    void tilesMakeTheWholeTransform_data()
    {
        QTest::addColumn<Index>("rows");
        QTest::addColumn<Index>("cols");
        QTest::addColumn<QString>("tile");
        QTest::newRow("one tile") << Index{16} << Index{16} << "16";
        QTest::newRow("small tile in the core") << Index{4} << Index{8} << "16";
        QTest::newRow("two passes") << Index{64} << Index{32} << "16";
        QTest::newRow("11 x 11") << Index{121} << Index{11} << "11";
        QTest::newRow("residual, odd factors") << Index{36} << Index{50} << "8";
        QTest::newRow("three passes") << Index{64} << Index{27} << "4";
        QTest::newRow("one row") << Index{1} << Index{48} << "16";
    }

    /// T21: exact to rounding, with and without bypass, for each way of reading the phase.
    void tilesMakeTheWholeTransform()
    {
        QFETCH(Index, rows);
        QFETCH(Index, cols);
        QFETCH(QString, tile);
        const Shape shape{rows, cols};
        const Numbers x = normals(shape, 50);
        const Numbers exact = realPart(exactSpectrum(x, shape));
        for (const char* composition : {"multi-pass", "one-pass"}) {
            for (const char* kind : {"balanced", "sequential", "quadratures"}) {
                DeviceSpec device = idealBut({{"bypass", kind[0] == 'b' ? "1" : "0"}});
                set(device, "tile", tile.toStdString());
                set(device, "composition", composition);
                set(device, "detection", kind);
                if (composition[0] == 'm')
                    QCOMPARE(checkTiles(device, shape).has_value(), planTiles(shape, 16).exact);
                const double error = relativeError(inTiles(device, x, shape), exact);
                QVERIFY2(error < 1e-12, qPrintable(QString("%1, %2: %3").arg(composition, kind).arg(error)));
            }
        }
    }

    /// T21: errors of passes add, -3.01 dB for two and -4.77 dB for three of shot noise n / (1 + 1/R) each.
    void passesAddTheirNoise()
    {
        DeviceSpec device = idealBut({{"photons", "1000"},
                                      {"lo_ratio", "100"},
                                      {"detection", "quadratures"},
                                      {"composition", "multi-pass"}});
        const double one = inDecibels(1000.0 / 1.01);
        for (const auto& [tile, shape, passes] :
             {std::tuple{"64", Shape{64, 64}, 1}, {"8", Shape{128, 32}, 2}, {"4", Shape{256, 16}, 3}}) {
            set(device, "tile", tile);
            QCOMPARE(planTiles(shape, static_cast<Index>(device.tile.value)).passes, passes);
            const Numbers x = normals(shape, 51);
            const double snr = snrOf(inTiles(device, x, shape), realPart(exactSpectrum(x, shape)));
            // 4,096 bins: one sigma of a ratio is 0.1 dB
            compareDecibels(snr, one - inDecibels(passes), 0.4);
        }
    }

    /// The last pass reads one quadrature where the receiver can: as good as both at half the noise.
    void lastPassReadsOneQuadrature()
    {
        const Shape shape{256, 16};
        const Numbers x = normals(shape, 52);
        DeviceSpec device = idealBut(
            {{"photons", "1000"}, {"lo_ratio", "100"}, {"composition", "multi-pass"}, {"tile", "16"}});
        const double snr = snrOf(inTiles(device, x, shape), realPart(exactSpectrum(x, shape)));
        compareDecibels(snr, inDecibels(1000.0 / 1.01) - inDecibels(1.5), 0.4);
    }

    /// One pass over decimated parts loses nothing to its digital butterflies.
    void onePassCostsOnePass()
    {
        const Shape shape{64, 64};
        const Numbers x = normals(shape, 53);
        const DeviceSpec device =
            idealBut({{"photons", "1000"}, {"lo_ratio", "100"}, {"tile", "8"}, {"composition", "one-pass"}});
        compareDecibels(snrOf(inTiles(device, x, shape), realPart(exactSpectrum(x, shape))),
                        inDecibels(1000.0 / 1.01), 0.4);
        // 64 tiles of real numbers, one exposure each
        QCOMPARE(passInTiles(device, x, shape, 1).exposure.frames, 64);
    }

    void closedFormsOfTilesPredictThePass_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("as the preset is") << "rin"
                                          << "0";
        QTest::newRow("dim light") << "photons"
                                   << "50";
        QTest::newRow("coarse modulators") << "slm_bits"
                                           << "4";
        QTest::newRow("fine modulators in bright light") << "photons"
                                                         << "1e8";
        QTest::newRow("converter too short") << "adc_crest"
                                             << "2";
        QTest::newRow("wells too shallow") << "full_well"
                                           << "45000";
        QTest::newRow("turned reference") << "lo_phase"
                                          << "0.1";
        QTest::newRow("mirror images not averaged") << "symmetrise"
                                                    << "0";
        QTest::newRow("no bypass") << "bypass"
                                   << "0";
        QTest::newRow("one pass") << "composition"
                                  << "one-pass";
    }

    /// 64 x 128 has 8,064 bins that light measures: their noise power is known to 0.1 dB, half of them being
    /// independent. 512 x 64 has a second pass of small tiles in the core, with zeros between their samples;
    /// second passes round some conjugate values alike.
    void closedFormsOfTilesPredictThePass()
    {
        QFETCH(const QString, key);
        QFETCH(const QString, value);
        DeviceSpec device = builtInDevice("photonic-16")->device;
        set(device, key.toStdString(), value.toStdString());
        const auto bench = OpticalBench::make(device);
        QVERIFY(bench.has_value());
        for (const Shape shape : {Shape{64, 128}, {128, 256}, {512, 64}}) {
            const Numbers numbers = normals(shape, 61);
            Matrix x(shape);
            std::ranges::transform(numbers, x.values().begin(),
                                   [](double number) { return static_cast<float>(number); });
            const auto run = bench->run(x.view(), 3, {}, {});
            QVERIFY(run.has_value());
            const Assessment& assessed = run->assessment;
            compareDecibels(assessed.predictedSnr, assessed.simulatedSnr, 0.5);
        }
    }

    void misalignedTilesAreAsWrongAsForeseen_data()
    {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("flaw");
        QTest::addColumn<double>("size");
        for (const char* preset : {"photonic-16", "photonic-11"}) {
            for (const auto& [flaw, sizes] :
                 std::vector<std::pair<const char*, std::vector<double>>>{{"tilt", {0.05, 0.83}},
                                                                          {"detector shift", {0.1, 0.6}},
                                                                          {"input shift", {0.03, 0.4}},
                                                                          {"defocus", {0.3, 3.0}},
                                                                          {"distance", {0.3, 3.0}},
                                                                          {"aberration", {0.1, 0.8}},
                                                                          {"aperture", {0.6, 1.5}}}) {
                for (const double size : sizes)
                    QTest::newRow(qPrintable(QString("%1, %2 %3").arg(preset, flaw).arg(size)))
                        << preset << flaw << size;
            }
        }
    }

    /// Sizes are bins and pixels of the core, radians at its edge, and the least aperture. With the preset's
    /// noise and without, whole tiles and small ones in the core, averaged with the mirror image and not.
    void misalignedTilesAreAsWrongAsForeseen()
    {
        QFETCH(const QString, preset);
        QFETCH(const QString, flaw);
        QFETCH(const double, size);
        const DeviceSpec built = builtInDevice(preset.toStdString())->device;
        const bool eleven = preset == "photonic-11";
        int trial = 0;
        for (const Shape shape :
             eleven ? std::vector<Shape>{{121, 11}, {22, 44}} : std::vector<Shape>{{32, 64}, {64, 24}}) {
            for (const char* even : {"1", "0"}) {
                DeviceSpec device = built;
                if (++trial % 2 == 0)
                    device = only(Stage::Alignment, device);
                set(device, "symmetrise", even);
                misalign(device, flaw, size);
                const Assessment found = assessed(device, shape);
                compareDecibels(found.predictedSnr, found.simulatedSnr, 1.0);
            }
        }
    }

    /// The same over sizes of the core and of what goes through it, several flaws at once.
    void misalignmentOfAnyTileIsForeseen()
    {
        const Philox random(57, 0);
        std::uint64_t counter = 0;
        const auto pick = [&](Index least, Index most) {
            return least +
                   static_cast<Index>(random.uniform(counter++) * static_cast<double>(most - least + 1));
        };
        int compared = 0;
        for (int trial = 0; trial < 100; ++trial) {
            const Shape shape{pick(24, 96), pick(24, 96)};
            DeviceSpec device = idealBut({{"symmetrise", trial % 2 == 0 ? "1" : "0"},
                                          {"bypass", trial % 3 == 0 ? "1" : "0"},
                                          {"composition", trial % 8 == 7 ? "one-pass" : "multi-pass"}});
            device.tile.value = static_cast<double>(pick(6, 20));
            misalign(device, "tilt", 0.4 * random.uniform(counter++));
            misalign(device, "distance", random.uniform(counter++));
            misalign(device, "aberration", 0.3 * random.uniform(counter++));
            if (!checkTiles(device, shape))
                continue;
            if (trial % 8 == 7 && largestDivisor(shape.rows, static_cast<Index>(device.tile.value)) == 1)
                continue; // a single pixel along the tilted axis
            ++compared;
            const Assessment found = assessed(device, shape);
            compareDecibels(found.predictedSnr, found.simulatedSnr, 1.0);
        }
        QVERIFY(compared > 25);
    }

    /// What the model of time and energy counts is what the simulation does: tiles, and exposures of their
    /// real and imaginary parts.
    void framePlansCountWhatIsExposed()
    {
        const Philox random(55, 0);
        std::uint64_t counter = 0;
        const auto pick = [&](Index least, Index most) {
            return least +
                   static_cast<Index>(random.uniform(counter++) * static_cast<double>(most - least + 1));
        };
        int exact = 0;
        for (int trial = 0; trial < 60; ++trial) {
            const Shape shape{pick(1, 72), pick(1, 72)};
            DeviceSpec device = idealBut({{"photons", "100"}, {"adc_bits", trial % 2 == 0 ? "8" : "0"}});
            device.tile.value = static_cast<double>(pick(4, 20));
            const std::array compositions{"one-pass", "multi-pass", "whole"};
            set(device, "composition", compositions[at(trial % 3)]);
            set(device, "averages", trial % 5 == 0 ? "2" : "1");
            set(device, "encoding", trial % 7 == 0 ? "differential" : "bipolar");
            const FramePlan plan = planFrames(device, shape);
            if (!plan.fits || !checkTiles(device, shape))
                continue;
            ++exact;
            const bool whole = trial % 3 == 2;
            const Numbers x = normals(shape, 56);
            const PrecisePass pass =
                whole ? passPrecisely(device, x, shape, 1) : passInTiles(device, x, shape, 1);
            QCOMPARE(pass.tiles, plan.tiles);
            QCOMPARE(static_cast<std::uint64_t>(pass.exposure.frames), plan.frames);
        }
        QVERIFY(exact > 30);
    }

    /// Likewise of every preset, and of the device that all others are based on.
    void framesOfPresetsAreWhatTheySimulate()
    {
        std::vector<DeviceSpec> devices{DeviceSpec()};
        for (const NamedDevice& named : builtInDevices())
            devices.push_back(named.device);
        for (const DeviceSpec& device : devices) {
            for (const Shape shape : {Shape{44, 22}, {16, 64}, {33, 40}}) {
                const auto bench = OpticalBench::make(device);
                Matrix x(shape);
                std::ranges::fill(x.values(), 0.5F);
                x(1, 1) = -2.0F;
                if (!bench->accepts(x.view()))
                    continue;
                const auto run = bench->run(x.view(), 3, {}, {});
                QVERIFY(run.has_value());
                QCOMPARE(static_cast<std::uint64_t>(run->pass.exposure.frames), run->cost.frames);
            }
        }
    }

    /// Of a pair of ports the difference is converted: a port's own electrons, half the reference and more,
    /// have no full scale. A camera's frames have, and what is said of their pixels is what was counted.
    void picturedFramesAreCutWhereThePassCountedIt()
    {
        const Shape shape{44, 22};
        const Numbers x = normals(shape, 58);
        Matrix input(shape);
        std::ranges::transform(x, input.values().begin(),
                               [](double number) { return static_cast<float>(number); });
        const auto tiles = OpticalBench::make(builtInDevice("photonic-11")->device)
                               ->run(input.view(), 3, {.planes = true}, {});
        QVERIFY(tiles.has_value() && tiles->frames.size() == 4 && tiles->assessment.saturated == 0.0);
        for (const CameraFrame& frame : tiles->frames)
            QVERIFY(frame.fullScale == 0.0 && frame.saturatedShare == 0.0);

        for (const auto& [key, value] : {std::pair{"adc_crest", "1"}, {"full_well", "1500"}}) {
            DeviceSpec device = idealBut({{"photons", "100"},
                                          {"lo_ratio", "10"},
                                          {"adc_bits", "10"},
                                          {"read_noise", "5"},
                                          {"detection", "sequential"}});
            set(device, key, value);
            const auto run = OpticalBench::make(device)->run(input.view(), 3, {.planes = true}, {});
            QVERIFY(run.has_value() && run->frames.size() == 2);
            double cut = 0.0;
            for (const CameraFrame& frame : run->frames) {
                QVERIFY(frame.fullScale > 0.0);
                cut += frame.saturatedShare * static_cast<double>(shape.size());
                for (const float electrons : frame.electrons.values())
                    QVERIFY(static_cast<double>(electrons) <= frame.fullScale * 1.001); // half a code
            }
            QVERIFY(cut > 0.0);
            QCOMPARE(std::lround(cut), static_cast<long>(run->pass.exposure.clipped));
        }
    }

    void largestDivisorsDivide()
    {
        for (Index length = 1; length <= 200; ++length) {
            for (Index most = 1; most <= 24; ++most) {
                const Index found = largestDivisor(length, most);
                QVERIFY(length % found == 0 && found <= most);
                for (Index larger = found + 1; larger <= most; ++larger)
                    QVERIFY(length % larger != 0);
            }
        }
    }

    void seedsDecideAndRepeat()
    {
        const Shape shape{32, 16};
        const Numbers x = normals(shape, 54);
        const DeviceSpec device =
            idealBut({{"photons", "100"}, {"tile", "8"}, {"composition", "multi-pass"}, {"adc_bits", "8"}});
        QVERIFY(inTiles(device, x, shape, 3) == inTiles(device, x, shape, 3));
        QVERIFY(inTiles(device, x, shape, 3) != inTiles(device, x, shape, 4));
    }

    void coresThatCannotSayWhy()
    {
        DeviceSpec device = idealBut({{"composition", "multi-pass"}});
        QVERIFY(QString::fromStdString(checkTiles(device, {17, 64}).error().message).contains("17 x 64"));
        set(device, "detection", "even-sign");
        QVERIFY(QString::fromStdString(checkTiles(device, {16, 64}).error().message).contains("detection"));
        set(device, "composition", "whole");
        QVERIFY(checkTiles(device, {17, 64}).has_value());
    }
};

QTEST_APPLESS_MAIN(TestOpticsTiles)
#include "tst_optics_tiles.moc"
