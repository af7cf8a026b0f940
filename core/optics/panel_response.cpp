#include "core/optics/panel_response.h"

#include "core/base/random.h"
#include "core/optics/detector.h"
#include "core/optics/full_wave.h"
#include "core/optics/zernike.h"

#include <array>
#include <cmath>
#include <numbers>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

bool integratesField(const DeviceSpec& device) noexcept
{
    const Detection kind = detection(device);
    return kind == Detection::Balanced || kind == Detection::Sequential || kind == Detection::Quadratures;
}

/// Bins that the pattern moves by: tilt, and a receiver off the axis.
double shiftInBins(const LensAxis& axis) noexcept
{
    return static_cast<double>(axis.samples) * axis.pitch * axis.tilt / axis.wavelength -
           axis.detectorShift / matchedPitch(axis);
}

/// Phase on pixel `at` (from the axis) that stands for tilt, defocus and shift of the receiver.
double phaseOfAlignment(const LensAxis& axis, double at, Propagator propagator) noexcept
{
    if (propagator == Propagator::FullWave)
        return 0.0;
    const double x = at * axis.pitch;
    const double quadratic =
        -pi * axis.defocus * x * x / (axis.wavelength * axis.focalLength * axis.focalLength);
    if (propagator == Propagator::Matrix) // knows the receiver's shift
        return 2.0 * pi * axis.tilt * x / axis.wavelength + quadratic;
    return 2.0 * pi * shiftInBins(axis) * at / static_cast<double>(axis.samples) + quadratic;
}

/// Envelope of one axis at bin `k`, from the axis.
Complex envelopeOf(const LensAxis& axis, double k, Propagator propagator)
{
    if (propagator == Propagator::FullWave)
        return 1.0;
    const bool matrix = propagator == Propagator::Matrix;
    const double u = matrix ? k * axis.binPitch + axis.detectorShift : k * matchedPitch(axis);
    const double f = axis.focalLength;
    const double lambda = axis.wavelength;
    double phase = -pi * axis.distance * u * u / (lambda * f * f);
    if (!matrix)
        phase -= 2.0 * pi * axis.inputShift * u / (lambda * f);
    // A pixel spreads its light around the direction that it sends the beam to.
    const double direction = (matrix ? u : u + axis.detectorShift) / (lambda * f) - axis.tilt / lambda;
    return sinc(axis.pixelWidth * direction) * std::polar(1.0, phase); // the sinc has negative lobes
}

double receiverWindow(const LensAxis& axis, double fill, double at)
{
    return sinc(fill * axis.binPitch * at * axis.pitch / (axis.wavelength * axis.focalLength));
}

/// 1 + 2χ (cos 2πk/N + cos 2πl/d).
double crosstalkAt(const DeviceSpec& device, Shape pixels, Index k, Index l)
{
    if (encoding(device) == Encoding::DoublePhase)
        return 1.0; // there it blurs phases
    return 1.0 + 2.0 * device.crosstalk.value *
                     (std::cos(2.0 * pi * static_cast<double>(k) / static_cast<double>(pixels.rows)) +
                      std::cos(2.0 * pi * static_cast<double>(l) / static_cast<double>(pixels.cols)));
}

} // namespace

double aberration(const DeviceSpec& device, double x, double y) noexcept
{
    const std::array<const DeviceValue*, 8> coefficients{
        &device.zernike4, &device.zernike5, &device.zernike6,  &device.zernike7,
        &device.zernike8, &device.zernike9, &device.zernike10, &device.zernike11};
    double phase = 0.0;
    for (std::size_t i = 0; i < coefficients.size(); ++i) {
        if (coefficients[i]->value != 0.0)
            phase += coefficients[i]->value * zernike(static_cast<int>(i) + 4, x, y);
    }
    return phase;
}

void passPanel(PreciseField& light, const PanelShape& panel, const DeviceSpec& device, std::uint64_t seed,
               std::uint32_t exposure)
{
    const Shape pixels = panel.pixels();
    const LensAxis tokens = tokenAxis(device, pixels.rows);
    const LensAxis hidden = hiddenAxis(device, pixels.cols, panel.pixelsAValue);
    const Philox phases(deviceSeed, noiseStream(Noise::PhaseMap, 0));
    const Philox leaks(deviceSeed, noiseStream(Noise::LeakPhase, 0));
    const Philox jitter(seed, noiseStream(Noise::PhaseJitter, exposure));
    const double leak = device.extinction.value > 0.0 ? std::pow(10.0, -device.extinction.value / 20.0) : 0.0;
    const double halfDiagonal = 0.5 * std::hypot(static_cast<double>(pixels.rows) * tokens.pitch,
                                                 static_cast<double>(pixels.cols) * hidden.pitch);
    const bool windowed = integratesField(device) && device.detectorFill.value > 0.0;
    std::uint64_t pixel = 0;
    for (Index n = 0; n < pixels.rows; ++n) {
        const auto row = static_cast<double>(fromAxis(n, pixels.rows));
        for (Index m = 0; m < pixels.cols; ++m, ++pixel) {
            const auto col = static_cast<double>(fromAxis(m, pixels.cols));
            Complex& t = light(n, m);
            if (leak > 0.0)
                t += std::polar(leak, device.leakPhase.value > 0.0 ? 2.0 * pi * leaks.uniform(pixel) : 0.0);
            const double y = row * tokens.pitch;
            const double x = col * hidden.pitch;
            double phase = phaseOfAlignment(tokens, row, propagator(device)) +
                           phaseOfAlignment(hidden, col, propagator(device)) +
                           aberration(device, x / halfDiagonal, y / halfDiagonal);
            if (device.phaseError.value > 0.0)
                phase += device.phaseError.value * phases.normal(pixel);
            if (device.phaseJitter.value > 0.0)
                phase += device.phaseJitter.value * jitter.normal(pixel);
            double amplitude = 1.0;
            if (const double radius = device.beamRadius.value; radius > 0.0)
                amplitude = std::exp(-(x * x + y * y) / (radius * radius));
            if (windowed)
                amplitude *= receiverWindow(tokens, device.detectorFill.value, row) *
                             receiverWindow(hidden, device.detectorFill.value, col);
            if (phase != 0.0 || amplitude != 1.0)
                t *= amplitude * std::polar(1.0, phase); // the window has negative lobes
        }
    }
}

void passEnvelope(PreciseField& field, const PanelShape& panel, const DeviceSpec& device)
{
    const Shape pixels = panel.pixels();
    const LensAxis tokens = tokenAxis(device, pixels.rows);
    const LensAxis hidden = hiddenAxis(device, pixels.cols, panel.pixelsAValue);
    std::vector<Complex> columns;
    for (Index l = 0; l < field.shape.cols; ++l)
        columns.push_back(
            envelopeOf(hidden, static_cast<double>(fromAxis(l, field.shape.cols)), propagator(device)));
    for (Index k = 0; k < field.shape.rows; ++k) {
        const Complex row =
            envelopeOf(tokens, static_cast<double>(fromAxis(k, field.shape.rows)), propagator(device));
        for (Index l = 0; l < field.shape.cols; ++l)
            field(k, l) *=
                row * columns[static_cast<std::size_t>(l)] *
                crosstalkAt(device, pixels, fromAxis(k, field.shape.rows), fromAxis(l, field.shape.cols));
    }
}

bool hasWindow(const DeviceSpec& device) noexcept
{
    return device.beamRadius.value > 0.0 || (integratesField(device) && device.detectorFill.value > 0.0);
}

double knownWindow(const DeviceSpec& device, Shape values, Index n, Index m)
{
    const LensAxis tokens = tokenAxis(device, values.rows);
    const LensAxis hidden = hiddenAxis(device, values.cols);
    const auto row = static_cast<double>(fromAxis(n, values.rows));
    const auto col = static_cast<double>(fromAxis(m, values.cols));
    double window = 1.0;
    if (const double radius = device.beamRadius.value; radius > 0.0)
        window = std::exp(-(std::pow(row * tokens.pitch, 2) + std::pow(col * hidden.pitch, 2)) /
                          (radius * radius));
    if (integratesField(device) && device.detectorFill.value > 0.0)
        window *= receiverWindow(tokens, device.detectorFill.value, row) *
                  receiverWindow(hidden, device.detectorFill.value, col);
    return window;
}

double knownEnvelope(const DeviceSpec& device, Shape values, Index k, Index l)
{
    const LensAxis tokens = tokenAxis(device, values.rows);
    const LensAxis hidden = hiddenAxis(device, values.cols);
    const double u = static_cast<double>(fromAxis(k, values.rows)) * tokens.binPitch;
    const double v = static_cast<double>(fromAxis(l, values.cols)) * hidden.binPitch;
    const double toFrequency = 1.0 / (device.wavelength.value * device.focalLength.value);
    return sinc(tokens.pixelWidth * u * toFrequency) * sinc(hidden.pixelWidth * v * toFrequency) *
           crosstalkAt(device, values, fromAxis(k, values.rows), fromAxis(l, values.cols));
}

} // namespace mixlens::optics
