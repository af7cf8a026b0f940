#include "core/optics/calibration.h"
#include "core/optics/fresnel_integrals.h"
#include "core/optics/full_wave.h"
#include "core/optics/panel_response.h"
#include "core/optics/precise_transform.h"
#include "core/optics/zernike.h"
#include "tests/support/optics.h"

using namespace mixlens;
using namespace mixlens::optics;

namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

/// The spectrum a device makes of x without noise, sqrt(e-), scaled to the transform's units.
Spectrum fieldOf(DeviceSpec device, const Numbers& x, Shape shape)
{
    set(device, "detection", "quadratures");
    return passPrecisely(device, x, shape, 1).transform.values;
}

double snrOfFields(const Spectrum& y, const Spectrum& exact)
{
    double signal = 0.0;
    double error = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        signal += std::norm(exact[i]);
        error += std::norm(y[i] - exact[i]);
    }
    return inDecibels(signal / error);
}

double worstDifference(const Spectrum& a, const Spectrum& b)
{
    double worst = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        worst = std::max(worst, std::abs(a[i] - b[i]));
    return worst;
}

std::string numberText(double value)
{
    return QByteArray::number(value, 'g', 17).toStdString();
}

/// A bench of 16 pixels of 50 µm at 1550 nm and f = 20 mm.
DeviceSpec smallBench()
{
    return idealBut({{"wavelength", "1550e-9"}, {"focal_length", "20e-3"}, {"pitch", "50e-6"}});
}

/// One line of light through f, a thin lens cut at `aperture`, and f again, on a fine grid: each stretch by
/// the Fresnel transfer function exp(-iπλ z ν²), nothing shared with the closed form under test.
Spectrum throughAGrid(const Numbers& pixels, const LensAxis& axis, Index oversampling)
{
    const double dx = axis.pitch / static_cast<double>(oversampling);
    const Index count = 4096;
    const double length = static_cast<double>(count) * dx;
    Spectrum light(at(count));
    const auto position = [&](Index i) { return static_cast<double>(fromAxis(i, count)) * dx; };
    const auto samples = static_cast<Index>(pixels.size());
    for (Index i = 0; i < count; ++i) {
        const double pixel = std::floor(position(i) / axis.pitch + 0.5); // pixels as wide as their pitch
        const auto n = static_cast<Index>(pixel);
        if (n >= -samples / 2 && n < (samples + 1) / 2)
            light[at(i)] = pixels[at((n + samples) % samples)];
    }
    const auto travel = [&](double distance) {
        transformPrecisely(light);
        for (Index i = 0; i < count; ++i) {
            const double frequency = static_cast<double>(fromAxis(i, count)) / length;
            light[at(i)] = std::conj(
                light[at(i)] * std::polar(1.0, -pi * axis.wavelength * distance * frequency * frequency));
        }
        transformPrecisely(light); // conj F conj = inverse
        for (Complex& value : light)
            value = std::conj(value) / static_cast<double>(count);
    };
    travel(axis.focalLength);
    for (Index i = 0; i < count; ++i) {
        const double x = position(i);
        light[at(i)] *= std::abs(x) <= 0.5 * axis.aperture
                            ? std::polar(1.0, -pi * x * x / (axis.wavelength * axis.focalLength))
                            : Complex(0.0);
    }
    travel(axis.focalLength);
    // Bins λf / (N p) between the grid's points: the nearest are joined by a band-limited sum over
    // neighbours.
    Spectrum bins;
    Spectrum spectrum = light;
    transformPrecisely(spectrum);
    for (Index k = 0; k < samples; ++k) {
        const double u = static_cast<double>(fromAxis(k, samples)) * matchedPitch(axis);
        Complex sum = 0.0;
        for (Index i = 0; i < count; ++i)
            sum += spectrum[at(i)] *
                   std::polar(1.0, 2.0 * pi * static_cast<double>(fromAxis(i, count)) * u / length);
        bins.push_back(sum / static_cast<double>(count));
    }
    return bins;
}

} // namespace

class TestOpticsPropagation : public QObject
{
    Q_OBJECT

private slots:
    /// Values of Abramowitz and Stegun, table 7.7, and the spiral's limit.
    void fresnelIntegralsHaveTheirTabledValues()
    {
        QVERIFY(std::abs(fresnelIntegral(0.5) - Complex(0.4923442258714464, 0.0647324328599993)) < 1e-13);
        QVERIFY(std::abs(fresnelIntegral(1.0) - Complex(0.7798934003768228, 0.4382591473903548)) < 1e-13);
        QVERIFY(std::abs(fresnelIntegral(2.0) - Complex(0.4882534060753408, 0.3434156783636982)) < 1e-13);
        QVERIFY(std::abs(fresnelIntegral(-2.0) + fresnelIntegral(2.0)) < 1e-15);
        QVERIFY(std::abs(fresnelIntegral(1e6) - Complex(0.5, 0.5)) < 1e-6);
        QVERIFY(std::abs(fresnelIntegral(1.6 - 1e-9) - fresnelIntegral(1.6 + 1e-9)) < 1e-8);
    }

    /// Orthonormal over the disc (Noll 1976), by a sum over a fine grid: 1e-3 of its pixels cross the edge.
    void zernikesAreOrthonormal()
    {
        constexpr int steps = 400;
        for (int i = 1; i <= 11; ++i) {
            for (int j = i; j <= 11; ++j) {
                double sum = 0.0;
                int inside = 0;
                for (int a = 0; a < steps; ++a) {
                    for (int b = 0; b < steps; ++b) {
                        const double x = (2.0 * a + 1.0) / steps - 1.0;
                        const double y = (2.0 * b + 1.0) / steps - 1.0;
                        if (x * x + y * y > 1.0)
                            continue;
                        sum += zernike(i, x, y) * zernike(j, x, y);
                        ++inside;
                    }
                }
                QVERIFY(std::abs(sum / inside - (i == j ? 1.0 : 0.0)) < 0.01);
            }
        }
    }

    /// At the matched pitch the matrix is the transform; at any other it is the Fourier integral.
    void matrixPropagationIsTheTransformAtAnyPitch()
    {
        for (const Shape shape : {Shape{16, 16}, {11, 14}, {7, 9}}) {
            const Numbers x = normals(shape, 40);
            const Spectrum exact = exactSpectrum(x, shape);
            DeviceSpec device = idealBut({{"propagator", "matrix"}});
            QVERIFY(worstDifference(fieldOf(device, x, shape), exact) < 1e-9);
            const double pitch = 0.3 * device.wavelength.value * device.focalLength.value /
                                 device.pitch.value / static_cast<double>(shape.rows);
            device.detectorPitch.value = pitch;
            const Spectrum fine = fieldOf(device, x, shape);
            const double reach = device.wavelength.value * device.focalLength.value;
            const Index k = 2;
            const Index l = shape.cols - 1; // bin -1
            Complex sum = 0.0;
            for (Index n = 0; n < shape.rows; ++n) {
                for (Index m = 0; m < shape.cols; ++m) {
                    const double path = static_cast<double>(fromAxis(n, shape.rows)) * 2.0 * pitch -
                                        static_cast<double>(fromAxis(m, shape.cols)) * pitch;
                    sum += x[at(n * shape.cols + m)] *
                           std::polar(1.0, -2.0 * pi * device.pitch.value * path / reach);
                }
            }
            QVERIFY(std::abs(fine[at(k * shape.cols + l)] - sum) < 1e-9);
        }
    }

    /// T12: a tilt of θ moves the pattern by N p θ / λ bins: a roll where that is whole, Dirichlet's kernel
    /// where it isn't, 2/π at half a bin. A receiver off the axis does the same the other way round.
    void tiltsMoveThePattern()
    {
        const Shape shape{16, 12};
        const Numbers x = normals(shape, 41);
        const Spectrum exact = exactSpectrum(x, shape);
        DeviceSpec device = smallBench();
        const double oneBin = device.wavelength.value / (16.0 * device.pitch.value);
        device.tiltTokens.value = 3.0 * oneBin;
        Spectrum rolled(exact.size());
        for (Index k = 0; k < 16; ++k)
            std::copy_n(exact.begin() + ((k + 13) % 16) * 12, 12, rolled.begin() + k * 12);
        QVERIFY(worstDifference(fieldOf(device, x, shape), rolled) < 1e-9);

        const Numbers flat(16, 1.0);
        device.tiltTokens.value = 0.5 * oneBin;
        const Spectrum peak = fieldOf(device, flat, {16, 1});
        for (Index k = 0; k < 16; ++k) {
            const double u = static_cast<double>(fromAxis(k, 16)) - 0.5;
            const Complex dirichlet =
                std::sin(pi * u) / std::sin(pi * u / 16.0) * std::polar(1.0, pi * u / 16.0);
            QVERIFY(std::abs(peak[at(k)] - dirichlet) < 1e-9);
        }
        QVERIFY(std::abs(std::abs(peak[0]) / 16.0 - 2.0 / pi) < 2e-3);

        device.tiltTokens.value = 0.0;
        device.detectorShiftTokens.value =
            -3.0 * device.wavelength.value * device.focalLength.value / (16.0 * device.pitch.value);
        QVERIFY(worstDifference(fieldOf(device, x, shape), rolled) < 1e-9);
        set(device, "propagator", "matrix");
        QVERIFY(worstDifference(fieldOf(device, x, shape), rolled) < 1e-9);
    }

    /// T12: a panel off the axis turns bin k by -2πkΔx / (Np): invisible to intensities.
    void shiftedPanelsTurnPhases()
    {
        const Shape shape{11, 16};
        const Numbers x = normals(shape, 42);
        Spectrum turned = exactSpectrum(x, shape);
        DeviceSpec device = smallBench();
        device.inputShiftTokens.value = 20e-6;
        for (Index k = 0; k < 11; ++k) {
            for (Index l = 0; l < 16; ++l)
                turned[at(k * 16 + l)] *= std::polar(1.0, -2.0 * pi * static_cast<double>(fromAxis(k, 11)) *
                                                              20e-6 / (11.0 * 50e-6));
        }
        QVERIFY(worstDifference(fieldOf(device, x, shape), turned) < 1e-9);
        set(device, "propagator", "matrix");
        QVERIFY(worstDifference(fieldOf(device, x, shape), turned) < 1e-9);
    }

    /// T13: the axis of a uniform square behind focus: (C²(z) + S²(z)) / z², z = sqrt(2φ/π), φ = πδD² /
    /// (4λf²).
    void defocusFollowsTheFresnelIntegral()
    {
        const Index samples = 4096; // many small pixels: the sum is an integral to 1e-6
        DeviceSpec device = idealBut({{"wavelength", "633e-9"}, {"focal_length", "0.25"}, {"pitch", "1e-6"}});
        const double width = static_cast<double>(samples) * 1e-6;
        for (const double defocus : {2e-3, 10e-3}) {
            device.defocus.value = defocus;
            const Spectrum field = fieldOf(device, Numbers(at(samples), 1.0), {samples, 1});
            const double phase = pi * defocus * width * width / (4.0 * 633e-9 * 0.0625);
            const double z = std::sqrt(2.0 * phase / pi);
            const double expected = std::norm(fresnelIntegral(z)) / (z * z);
            QVERIFY(std::abs(std::norm(field[0]) / std::pow(static_cast<double>(samples), 2) - expected) <
                    1e-5);
        }
    }

    /// T13: a panel δ out of the front focal plane turns the edge bin by πλδ / (4p²): 7.8 rad for 1 mm of
    /// 633 nm and 8 µm.
    void misplacedPanelsTurnTheEdge()
    {
        DeviceSpec device = idealBut({{"wavelength", "633e-9"}, {"focal_length", "0.25"}, {"pitch", "8e-6"}});
        device.inputDistance.value = 1e-3;
        Numbers impulse(64, 0.0);
        impulse[0] = 1.0;
        const Spectrum field = fieldOf(device, impulse, {64, 1});
        const double expected = pi * 633e-9 * 1e-3 / (4.0 * 64e-12);
        QVERIFY(std::abs(expected - 7.77) < 0.01);
        QVERIFY(std::abs(field[32] - std::polar(1.0, -expected)) < 1e-9);
    }

    /// Zernikes over the panel act as a convolution of the spectrum: |W| = 1, so energy stays.
    void aberrationsKeepEnergyAndCostStrehl()
    {
        const Shape shape{32, 32};
        const Numbers flat(1024, 1.0);
        DeviceSpec device = smallBench();
        device.zernike6.value = 0.2; // astigmatism
        const Spectrum field = fieldOf(device, flat, shape);
        double energy = 0.0;
        for (const Complex a : field)
            energy += std::norm(a);
        QVERIFY(std::abs(energy / std::pow(1024.0, 2) - 1.0) < 1e-12);
        double mean = 0.0;
        double square = 0.0;
        for (Index n = 0; n < 32; ++n) {
            for (Index m = 0; m < 32; ++m) {
                const double phase =
                    aberration(device, static_cast<double>(fromAxis(m, 32)) / (16.0 * std::numbers::sqrt2),
                               static_cast<double>(fromAxis(n, 32)) / (16.0 * std::numbers::sqrt2));
                mean += phase / 1024.0;
                square += phase * phase / 1024.0;
            }
        }
        const double strehl = std::norm(field[0]) / std::pow(1024.0, 2);
        QVERIFY(std::abs(strehl - std::exp(-(square - mean * mean))) < 0.01);
    }

    /// The closed form of Fresnel propagation against a numerical one on a grid of 4,096 points, 17 a pixel:
    /// an even number would shift its middle.
    void fullWaveAgreesWithAGrid()
    {
        DeviceSpec device = smallBench();
        set(device, "fill", "1");
        LensAxis axis = tokenAxis(device, 16);
        for (const double factor : {1.0, 1.5}) {
            axis.aperture = factor * leastAperture(axis);
            const Numbers pixels = normals({16, 1}, 43);
            const Spectrum grid = throughAGrid(pixels, axis, 17);
            const PreciseField matrix = fullWaveMatrix(axis, 16);
            Spectrum closed(16);
            for (Index k = 0; k < 16; ++k) {
                for (Index n = 0; n < 16; ++n)
                    closed[at(k)] += matrix(k, n) * pixels[at(n)];
            }
            // The grid's field is the integral over pixels over sqrt(iλf); up to that constant they agree.
            Complex product = 0.0;
            double power = 0.0;
            for (std::size_t k = 0; k < 16; ++k) {
                product += std::conj(grid[k]) * closed[k];
                power += std::norm(grid[k]);
            }
            Spectrum scaled = grid;
            for (Complex& value : scaled)
                value *= product / power;
            QVERIFY2(snrOfFields(scaled, closed) > 35.0,
                     qPrintable(QString("%1 dB").arg(snrOfFields(scaled, closed))));
        }
    }

    void fastAgreesWithFullWave_data()
    {
        QTest::addColumn<double>("aperture");
        QTest::addColumn<double>("least");
        QTest::addColumn<double>("most");
        QTest::newRow("too small") << 0.6 << 3.0 << 12.0;
        QTest::newRow("just enough") << 1.0 << 24.0 << 34.0;
        QTest::newRow("one and a half") << 1.5 << 45.0 << 55.0;
        QTest::newRow("three") << 3.0 << 58.0 << 200.0;
    }

    /// T22: the transform and its sinc against waves through a lens, 45 dB at 1.5 times the least aperture,
    /// as the device reads them: the real part, mirror images averaged. The hard edge of the lens makes
    /// ripples, so the agreement grows with aperture and array.
    void fastAgreesWithFullWave()
    {
        QFETCH(double, aperture);
        QFETCH(double, least);
        QFETCH(double, most);
        const Shape shape{32, 32};
        const Numbers x = normals(shape, 44);
        DeviceSpec device = smallBench();
        set(device, "fill", "0.9");
        set(device, "symmetrise", "1");
        const Numbers fast = recovered(passPrecisely(device, x, shape, 1));
        set(device, "propagator", "full-wave");
        device.aperture.value = aperture * leastAperture(tokenAxis(device, 32));
        const double agreement = snrOf(recovered(passPrecisely(device, x, shape, 1)), fast);
        QVERIFY2(agreement > least && agreement < most, qPrintable(QString("%1 dB").arg(agreement)));
    }

    /// Tilt, shifts, defocus and distance mean the same to waves and to the fast model.
    void misalignmentsAgreeWithFullWave()
    {
        const Shape shape{16, 13};
        const Numbers x = normals(shape, 45);
        for (const auto& [key, value] : {std::pair{"tilt_tokens", 0.0007},
                                         {"tilt_hidden", -0.0011},
                                         {"defocus", 4e-4},
                                         {"input_distance_error", 5e-4},
                                         {"input_shift_hidden", 17e-6},
                                         {"detector_shift_tokens", 13e-6}}) {
            DeviceSpec device = smallBench();
            set(device, "fill", "0.9");
            set(device, key, numberText(value));
            const Spectrum aligned = fieldOf(smallBench(), x, shape);
            const Spectrum fast = fieldOf(device, x, shape);
            set(device, "propagator", "full-wave");
            device.aperture.value = 4.0 * leastAperture(tokenAxis(device, 16));
            const Spectrum wave = fieldOf(device, x, shape);
            const double agreement = snrOfFields(wave, fast);
            QVERIFY2(agreement > 40.0, qPrintable(QString("%1: %2 dB").arg(key).arg(agreement)));
            QVERIFY(snrOfFields(aligned, fast) < 35.0);
        }
    }

    /// Impulses show the reference's phase, the envelope of the pixels and the shift of the pattern, as well
    /// as their photons allow: 16 exposures of 10⁴ electrons in 221 bins.
    void impulsesCalibrateTheDevice()
    {
        const Shape shape{13, 17};
        DeviceSpec device = smallBench();
        for (const auto& [key, value] : {std::pair{"photons", "10000"},
                                         {"lo_phase", "0.3"},
                                         {"fill", "0.9"},
                                         {"calibration_frames", "16"}})
            set(device, key, value);
        device.tiltTokens.value = 0.3 * device.wavelength.value / (13.0 * device.pitch.value);
        device.detectorShiftHidden.value =
            0.2 * device.wavelength.value * device.focalLength.value / (17.0 * device.pitch.value);
        const Calibration found = calibrateByImpulses(device, shape, 3);
        QCOMPARE(found.frames, 48);
        const double noise = std::sqrt(1.1 / 16e4); // of one bin over its amplitude, both quadratures
        QVERIFY(std::abs(found.phase - 0.3) < 5.0 * noise / std::sqrt(221.0) + 1e-3);
        QVERIFY(std::abs(found.shiftTokens - 0.3) < 0.02);
        QVERIFY(std::abs(found.shiftHidden + 0.2) < 0.02);
        for (Index k = 0; k < 13; ++k) {
            for (Index l = 0; l < 17; ++l) {
                const double expected = sinc(0.9 * (static_cast<double>(fromAxis(k, 13)) - 0.3) / 13.0) *
                                        sinc(0.9 * (static_cast<double>(fromAxis(l, 17)) + 0.2) / 17.0);
                QVERIFY(std::abs(std::abs(found.response(k, l)) - expected) < 6.0 * noise);
            }
        }
        const Calibration perfect = calibrateByImpulses(idealDevice(), shape, 1);
        QVERIFY(std::abs(perfect.gain - 1.0) < 1e-12 && std::abs(perfect.phase) < 1e-12);
    }

    /// Two lenses make the mirror image, not the inverse.
    void twoLensesInvertTheImage()
    {
        for (const Shape shape : {Shape{8, 8}, {11, 6}, {5, 9}}) {
            const Numbers x = normals(shape, 46);
            PreciseField light(shape);
            std::ranges::copy(x, light.values.begin());
            const DeviceSpec device = idealDevice();
            const PreciseField image = throughLens(throughLens(light, shape, 1, device), shape, 1, device);
            for (Index n = 0; n < shape.rows; ++n) {
                for (Index m = 0; m < shape.cols; ++m)
                    QVERIFY(std::abs(image(n, m) - light(mirrored(n, shape.rows), mirrored(m, shape.cols))) <
                            1e-12);
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestOpticsPropagation)
#include "tst_optics_propagation.moc"
