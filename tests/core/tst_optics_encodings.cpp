#include "core/optics/encoder.h"
#include "core/optics/precise_transform.h"
#include "tests/support/optics.h"

#include <algorithm>

using namespace mixlens;
using namespace mixlens::optics;

namespace {

const std::vector<Shape> shapes{{1, 1},   {1, 8},   {7, 1},  {2, 2},  {11, 11},
                                {12, 16}, {13, 30}, {16, 9}, {31, 17}};

double crestOf(const Numbers& x)
{
    return largest(x) / rms(x);
}

} // namespace

class TestOpticsEncodings : public QObject
{
    Q_OBJECT

private slots:
    void preciseTransformFollowsItsDefinition()
    {
        for (const Shape shape : {Shape{1, 1}, {2, 3}, {8, 8}, {11, 11}, {12, 50}, {17, 64}, {53, 7}}) {
            PreciseField field(shape);
            const Numbers x = normals({shape.rows, 2 * shape.cols}, 1);
            for (std::size_t i = 0; i < field.values.size(); ++i)
                field.values[i] = {x[2 * i], x[2 * i + 1]};
            const Spectrum exact = exactSpectrum(field.values, shape);
            transformPrecisely(field);
            double worst = 0.0;
            for (std::size_t i = 0; i < exact.size(); ++i)
                worst = std::max(worst, std::abs(field.values[i] - exact[i]));
            QVERIFY(worst < 1e-13 * static_cast<double>(shape.size()) + 1e-13);
        }
    }

    void perfectDevicesComputeTheTransform_data()
    {
        QTest::addColumn<QString>("encoding");
        QTest::addColumn<QString>("detection");
        for (const std::string_view encoding : findField("encoding")->names) {
            for (const std::string_view detection : findField("detection")->names) {
                if (detection == "intensity")
                    continue; // loses the sign, as it should
                QTest::addRow("%s, %s", std::string(encoding).c_str(), std::string(detection).c_str())
                    << QString::fromStdString(std::string(encoding))
                    << QString::fromStdString(std::string(detection));
            }
        }
    }

    /// T1 in double precision: 1e-12 of the whole's norm. A wide bias, since binary planes are bright.
    void perfectDevicesComputeTheTransform()
    {
        QFETCH(QString, encoding);
        QFETCH(QString, detection);
        DeviceSpec device = idealBut({{"bias", "60"}});
        set(device, "encoding", encoding.toStdString());
        set(device, "detection", detection.toStdString());
        for (const Shape shape : shapes) {
            for (int switches = 0; switches < 4; ++switches) {
                device.bypass.value = switches & 1;
                device.symmetrise.value = switches >> 1;
                const Trial trial(device, normals(shape, 3), shape);
                const double error = relativeError(trial.y, trial.exact);
                QVERIFY2(error < 1e-12, qPrintable(QString("%1 at %2 x %3, switches %4")
                                                       .arg(error)
                                                       .arg(shape.rows)
                                                       .arg(shape.cols)
                                                       .arg(switches)));
            }
        }
    }

    /// T2: what only scales bins or samples is undone by calibration.
    void calibrationUndoesPixelsCrosstalkReceiversAndBeam()
    {
        for (const std::string_view encoding : {"bipolar", "offset", "differential"}) {
            for (const Shape shape : {Shape{16, 16}, {11, 24}, {9, 15}}) {
                DeviceSpec device = idealBut({{"fill", "0.93"},
                                              {"crosstalk", "0.02"},
                                              {"detector_fill", "0.8"},
                                              {"beam_radius", "1e-3"},
                                              {"calibrate", "1"}});
                set(device, "encoding", encoding);
                const Trial trial(device, normals(shape, 4), shape);
                QVERIFY(relativeError(trial.y, trial.exact) < 1e-6);
                device.calibrate.value = 0;
                const Trial raw(device, normals(shape, 4), shape);
                QVERIFY(relativeError(raw.y, raw.exact) > 0.05);
            }
        }
    }

    void quantisedModulatorsHaveTheirNoise_data()
    {
        QTest::addColumn<double>("bits");
        for (const double bits : {4.0, 6.0, 8.0})
            QTest::addRow("%g", bits) << bits;
    }

    /// T3: 12 σ² / Δ², Δ = 2 A / (2^b - 1), with every encoding whose quantiser works on the value.
    void quantisedModulatorsHaveTheirNoise()
    {
        QFETCH(double, bits);
        const Numbers x = normals(manyBins, 7);
        const double step = 2.0 * largest(x) / (std::exp2(bits) - 1.0);
        const double expected = inDecibels(12.0 * std::pow(rms(x) / step, 2));
        for (const std::string_view encoding : {"bipolar", "offset", "differential", "bit-plane"}) {
            DeviceSpec device = idealDevice();
            device.modulatorBits.value = bits;
            set(device, "encoding", encoding);
            compareDecibels(Trial(device, x, manyBins).snr(), expected);
        }
    }

    /// T3 for a sine: 6.02 b + 1.76 dB with Δ = 2 A / 2^b; an irrational frequency keeps the error white.
    void quantisedSineHasTheTextbookRatio()
    {
        Numbers x(at(manyBins.size()));
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] = std::sin(std::numbers::sqrt3 * static_cast<double>(i));
        // Both quadratures: how much of a sine's power is in the real part depends on its phase.
        const DeviceSpec device = idealBut({{"slm_bits", "8"}, {"detection", "quadratures"}});
        const PrecisePass pass = passPrecisely(device, x, manyBins, 1);
        const Spectrum exact = exactSpectrum(x, manyBins);
        double signal = 0.0;
        double error = 0.0;
        for (std::size_t i = 0; i < exact.size(); ++i) {
            signal += std::norm(exact[i]);
            error += std::norm(pass.transform.values[i] - exact[i]);
        }
        compareDecibels(inDecibels(signal / error), 6.02 * 8 + 1.76 + 20.0 * std::log10(255.0 / 256.0));
    }

    /// Double phase rounds an angle: cos(θ + δ) errs by δ sin θ, δ uniform over 2π / 2^b.
    void quantisedPhasesErrByTheSineOfTheAngle()
    {
        const Numbers x = normals(manyBins, 8);
        const double scale = largest(x);
        double error = 0.0;
        for (const double value : x)
            error += scale * scale - value * value; // A² sin² θ
        const double step = 2.0 * std::numbers::pi / 256.0;
        const double expected = inDecibels(power(x) / (error * step * step / 12.0));
        DeviceSpec device = idealBut({{"encoding", "double-phase"}, {"slm_bits", "8"}});
        compareDecibels(Trial(device, x, manyBins).snr(), expected);
    }

    /// Zero has a code: padding stays dark in every encoding's answer.
    void zerosStayZeroWhenQuantised()
    {
        const Shape shape{8, 8};
        Numbers x(at(shape.size()), 0.0);
        x[9] = 1.0;
        for (const std::string_view encoding : findField("encoding")->names) {
            DeviceSpec device = idealBut({{"slm_bits", "4"}});
            set(device, "encoding", encoding);
            const Encoder encoder(x, shape, device);
            std::complex<double> sum = encoder.constant();
            for (int frame = 0; frame < encoder.frames(); ++frame)
                sum += encoder.weight(frame) * encoder.frame(frame).values[20];
            QVERIFY2(std::abs(sum) < 1e-12, std::string(encoding).c_str());
        }
    }

    void framesAreWhatThePanelCanShow()
    {
        const Shape shape{6, 10};
        const Numbers x = normals(shape, 9);
        for (const auto& [name, frames] : {std::pair{"bipolar", 1},
                                           {"offset", 1},
                                           {"differential", 2},
                                           {"bit-plane", 6},
                                           {"double-phase", 1}}) {
            DeviceSpec device = idealBut({{"slm_bits", "6"}});
            set(device, "encoding", name);
            const Encoder encoder(x, shape, device);
            QCOMPARE(encoder.frames(), frames);
            for (int frame = 0; frame < frames; ++frame) {
                for (const std::complex<double> t : encoder.frame(frame).values) {
                    QVERIFY(std::abs(t) <= 1.0 + 1e-12);
                    QVERIFY(t.real() >= 0.0 || std::string_view(name) == "bipolar" ||
                            std::string_view(name) == "double-phase");
                    QVERIFY(std::string_view(name) != "bit-plane" || t == 0.0 || t == 1.0);
                }
            }
        }
        DeviceSpec phases = idealBut({{"encoding", "double-phase"}, {"phase_layout", "side-by-side"}});
        for (const std::complex<double> t : Encoder(x, shape, phases).frame(0).values)
            QVERIFY(std::abs(std::abs(t) - 1.0) < 1e-12); // phase only
    }

    /// A pair of pixels e^{iθ}, e^{-iθ} side by side makes bin l of cos θ times cos(πl / 2d), less sin θ's
    /// times sin(πl / 2d): the light that leaks from other orders.
    void phasesSideBySideLeakAsTheirFormulaSays()
    {
        const Shape shape{12, 14};
        const Numbers x = normals(shape, 10);
        const double scale = largest(x);
        Numbers sines;
        for (const double value : x)
            sines.push_back(std::sqrt(scale * scale - value * value));
        const Spectrum wanted = exactSpectrum(x, shape);
        const Spectrum leaked = exactSpectrum(sines, shape);
        const DeviceSpec device = idealBut({{"encoding", "double-phase"}, {"phase_layout", "side-by-side"}});
        const PrecisePass pass = passPrecisely(device, x, shape, 1);
        for (Index k = 0; k < shape.rows; ++k) {
            for (Index l = 0; l < shape.cols; ++l) {
                const double angle = 0.5 * std::numbers::pi * static_cast<double>(fromAxis(l, shape.cols)) /
                                     static_cast<double>(shape.cols);
                const std::size_t bin = at(k * shape.cols + l);
                const double expected =
                    std::cos(angle) * wanted[bin].real() - std::sin(angle) * leaked[bin].real();
                QVERIFY(std::abs(pass.transform(k, l).real() - expected) < 1e-10);
            }
        }
    }

    /// T17: of the light of offset code, 1 / (1 + 1 / c²) is in one bin.
    void offsetCodePutsMostLightOnTheAxis()
    {
        const Numbers x = normals(manyBins, 11);
        const double crest = crestOf(x);
        const PrecisePass pass = passPrecisely(idealBut({{"encoding", "offset"}}), x, manyBins, 1);
        double all = 0.0;
        for (const std::complex<double> a : pass.received.values)
            all += std::norm(a);
        const double share = std::norm(pass.received.values[0]) / all;
        QVERIFY(std::abs(share - crest * crest / (1.0 + crest * crest)) < 2e-3); // mean of x: 1/sqrt(32768)
    }

    /// At equal light, frames add their noise with the squares of their weights: offset -6.02 dB,
    /// differential -3.01 dB, binary planes -10 log10(4 (4^b - 1) / (3 (2^b - 1)²)) dB, about -1.25 dB. A
    /// bright reference makes the noise of all bins equal.
    void encodingsCostTheirNoise()
    {
        const Numbers x = normals(manyBins, 12);
        DeviceSpec device = idealBut({{"photons", "100"}, {"lo_ratio", "1e4"}, {"bypass", "1"}});
        const double bipolar = Trial(device, x, manyBins).snr();
        compareDecibels(bipolar, inDecibels(4.0 * 0.5 * 100.0));
        for (const auto& [encoding, loss] : {std::pair{"offset", inDecibels(4.0)},
                                             {"differential", inDecibels(2.0)},
                                             {"double-phase", 0.0}}) {
            set(device, "encoding", encoding);
            compareDecibels(Trial(device, x, manyBins).snr(), bipolar - loss);
        }
        set(device, "encoding", "bit-plane");
        set(device, "slm_bits", "12");
        compareDecibels(Trial(device, x, manyBins).snr(),
                        bipolar - inDecibels(4.0 * (std::exp2(24) - 1.0) / 3.0 / std::pow(4095.0, 2)));
    }

    /// Grey by binary planes added as light, the way a mirror array makes video, loses the spectrum: planes
    /// must be detected one by one.
    void intensitiesOfPlanesDoNotAddUpToASpectrum()
    {
        const Shape shape{32, 32};
        const Numbers x = normals(shape, 13);
        const DeviceSpec device = idealBut({{"encoding", "bit-plane"}, {"slm_bits", "8"}});
        const Encoder encoder(x, shape, device);
        Numbers light(x.size());
        Numbers wanted(x.size());
        Spectrum grey(x.size());
        for (int frame = 0; frame < encoder.frames(); ++frame) {
            const double time = std::exp2(frame) / 255.0;
            const Spectrum plane = encoder.frame(frame).values;
            const Spectrum spectrum = exactSpectrum(plane, shape);
            for (std::size_t i = 0; i < x.size(); ++i) {
                light[i] += time * std::norm(spectrum[i]);
                grey[i] += time * plane[i];
            }
        }
        const Spectrum exact = exactSpectrum(grey, shape);
        light[0] = 0.0; // the axis outshines all
        for (std::size_t i = 1; i < x.size(); ++i) {
            light[i] = std::sqrt(light[i]);
            wanted[i] = std::abs(exact[i]);
        }
        QVERIFY(snrOf(bestGain(light, wanted), wanted) < 12.0);
        QVERIFY(Trial(device, x, shape).snr() > 38.0);
    }

    /// T4's companion: a sine curve driven as if it were linear errs by sin(πv/2) - v, looked up it doesn't.
    void lookedUpCurvesAreStraight()
    {
        const Shape shape{64, 64};
        const Numbers x = normals(shape, 14);
        const double scale = largest(x);
        Numbers bent;
        for (const double value : x)
            bent.push_back(scale * std::sin(0.5 * std::numbers::pi * value / scale));
        const Trial raw(idealBut({{"slm_curve", "sine"}}), x, shape);
        QVERIFY(relativeError(raw.y, realPart(exactSpectrum(bent, shape))) < 1e-12);
        const Trial straight(idealBut({{"slm_curve", "looked-up"}}), x, shape);
        QVERIFY(relativeError(straight.y, straight.exact) < 1e-12);
        // Codes are equally far apart in drive, so in the middle farther apart in transmission, by π / 2.
        const double lost = Trial(idealBut({{"slm_bits", "8"}}), x, shape).snr() -
                            Trial(idealBut({{"slm_bits", "8"}, {"slm_curve", "looked-up"}}), x, shape).snr();
        QVERIFY(lost > 2.0 && lost < 20.0 * std::log10(0.5 * std::numbers::pi) + 0.2);
    }

    /// A leak in phase changes bin (0, 0) alone; with random phases SNR = ER / c².
    void leaksShowWhereTheirPhaseSays()
    {
        const Numbers x = normals(manyBins, 15);
        const double crest = crestOf(x);
        Trial uniform(idealBut({{"extinction", "20"}}), x, manyBins);
        QVERIFY(std::abs(uniform.y[0] - uniform.exact[0] - 0.1 * largest(x) * 32768.0) < 1e-6);
        uniform.y[0] = uniform.exact[0];
        QVERIFY(relativeError(uniform.y, uniform.exact) < 1e-12);
        compareDecibels(Trial(idealBut({{"extinction", "20"}, {"leak_phase", "random"}}), x, manyBins).snr(),
                        20.0 - 20.0 * std::log10(crest));
    }

    /// Lit pixels of width w put sinc(k w / (N p)) on the bins: -3.92 dB at the edge for w = p.
    void wideAndLeakyPixelsMakeTheirEnvelopes()
    {
        const Shape shape{16, 8};
        Numbers x(at(shape.size()), 0.0);
        x[0] = 1.0; // an impulse lights all bins alike
        const Trial wide(idealBut({{"fill", "1"}}), x, shape);
        QVERIFY(std::abs(20.0 * std::log10(std::abs(wide.y[at(8 * 8)])) + 3.92) < 0.01);
        const Trial crossed(idealBut({{"crosstalk", "0.05"}}), x, shape);
        for (Index k = 0; k < shape.rows; ++k) {
            for (Index l = 0; l < shape.cols; ++l) {
                const double expected =
                    1.0 + 0.1 * (std::cos(2.0 * std::numbers::pi * static_cast<double>(k) / 16.0) +
                                 std::cos(2.0 * std::numbers::pi * static_cast<double>(l) / 8.0));
                QVERIFY(std::abs(crossed.y[at(k * 8 + l)] - expected) < 1e-12);
            }
        }
    }

    /// Fringing fields blur phases before they become light, so no envelope undoes them.
    void crosstalkOfPhasesIsNoEnvelope()
    {
        const Shape shape{32, 32};
        const Trial trial(idealBut({{"encoding", "double-phase"}, {"crosstalk", "0.05"}, {"calibrate", "1"}}),
                          normals(shape, 16), shape);
        QVERIFY(trial.snr() < 25.0);
    }

    /// Receivers q bins wide that integrate the field see the input through sinc(q n / N).
    void wideReceiversOfFieldsAreAWindow()
    {
        const Shape shape{12, 15};
        Numbers x = normals(shape, 17);
        const Trial trial(idealBut({{"detector_fill", "0.7"}}), x, shape);
        for (Index n = 0; n < shape.rows; ++n) {
            for (Index m = 0; m < shape.cols; ++m)
                x[at(n * shape.cols + m)] *= sinc(0.7 * static_cast<double>(fromAxis(n, 12)) / 12.0) *
                                             sinc(0.7 * static_cast<double>(fromAxis(m, 15)) / 15.0);
        }
        QVERIFY(relativeError(trial.y, realPart(exactSpectrum(x, shape))) < 1e-12);
    }

    /// White phase errors σ: after the best gain SNR = 1 / (e^{σ²} - 1), 20.0 dB at 0.1 rad; a map stays when
    /// frames are averaged, jitter averages away.
    void phaseErrorsOfPixelsCostTheirShare()
    {
        const Numbers x = normals(manyBins, 18);
        const double expected = -inDecibels(std::exp(0.01) - 1.0);
        const auto snrWith = [&](DeviceSpec device) {
            const Trial trial(device, x, manyBins);
            return snrOf(bestGain(trial.y, trial.exact), trial.exact);
        };
        compareDecibels(snrWith(idealBut({{"phase_error", "0.1"}, {"averages", "4"}})), expected);
        compareDecibels(snrWith(idealBut({{"phase_jitter", "0.1"}})), expected);
        compareDecibels(snrWith(idealBut({{"phase_jitter", "0.1"}, {"averages", "4"}})),
                        expected + inDecibels(4.0));
    }
};

QTEST_APPLESS_MAIN(TestOpticsEncodings)
#include "tst_optics_encodings.moc"
