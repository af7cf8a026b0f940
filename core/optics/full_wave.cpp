#include "core/optics/full_wave.h"

#include "core/optics/fresnel_integrals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

LensAxis sharedAxis(const DeviceSpec& device, Index samples, double pitch)
{
    LensAxis axis{.samples = samples,
                  .pitch = pitch,
                  .pixelWidth = device.fill.value * pitch,
                  .wavelength = device.wavelength.value,
                  .focalLength = device.focalLength.value,
                  .defocus = device.defocus.value,
                  .distance = device.inputDistance.value};
    axis.binPitch = device.detectorPitch.value > 0.0 ? device.detectorPitch.value : matchedPitch(axis);
    axis.aperture = device.aperture.value > 0.0 ? device.aperture.value : 4.0 * leastAperture(axis);
    return axis;
}

double binAt(const LensAxis& axis, Index bin, Index bins)
{
    return static_cast<double>(fromAxis(bin, bins)) * axis.binPitch + axis.detectorShift;
}

double sampleAt(const LensAxis& axis, Index sample)
{
    return static_cast<double>(fromAxis(sample, axis.samples)) * axis.pitch + axis.inputShift;
}

/// From a point at x to a point at u, through the lens.
Complex throughLens(const LensAxis& axis, double x, double u)
{
    const double f = axis.focalLength;
    const double z1 = f + axis.distance;
    const double z2 = f + axis.defocus;
    const double alpha = 1.0 / z1 + 1.0 / z2 - 1.0 / f;
    const double beta = x / z1 + u / z2;
    const double toFresnel = std::sqrt(2.0 * alpha / axis.wavelength);
    const Complex integral = (fresnelIntegral(toFresnel * (0.5 * axis.aperture - beta / alpha)) -
                              fresnelIntegral(toFresnel * (-0.5 * axis.aperture - beta / alpha))) /
                             toFresnel;
    const double phase = pi / axis.wavelength * (x * x / z1 + u * u / z2 - beta * beta / alpha) - 0.25 * pi;
    return integral * std::polar(f / std::sqrt(z1 * z2 * axis.wavelength * f), phase);
}

/// Nodes and weights on [-1/2, 1/2].
struct Node
{
    double at;
    double weight;
};
constexpr std::array<Node, 8> gaussLegendre{{{-0.4801449282487682, 0.0506142681451881},
                                             {-0.3983332387068134, 0.1111905172266872},
                                             {-0.2627662049581645, 0.1568533229389437},
                                             {-0.0917173212478249, 0.1813418916891810},
                                             {0.0917173212478249, 0.1813418916891810},
                                             {0.2627662049581645, 0.1568533229389437},
                                             {0.3983332387068134, 0.1111905172266872},
                                             {0.4801449282487682, 0.0506142681451881}}};

/// From a pixel around x, lit by a tilted plane wave.
Complex fromPixel(const LensAxis& axis, double x, double u)
{
    const auto lit = [&](double at) {
        return throughLens(axis, at, u) *
               std::polar(1.0, 2.0 * pi * axis.tilt * (at - axis.inputShift) / axis.wavelength);
    };
    if (axis.pixelWidth == 0.0)
        return lit(x);
    // The edge of the lens turns the phase by πDw / (λf) across a pixel; eight nodes serve for some 6 rad.
    const double turns = axis.aperture * axis.pixelWidth / (axis.wavelength * axis.focalLength);
    const int parts = std::clamp(static_cast<int>(std::ceil(0.5 * turns)), 1, 64);
    Complex sum = 0.0;
    for (int part = 0; part < parts; ++part) {
        const double middle = (part + 0.5) / parts - 0.5;
        for (const Node& node : gaussLegendre)
            sum += node.weight / parts * lit(x + (middle + node.at / parts) * axis.pixelWidth);
    }
    return sum;
}

} // namespace

double matchedPitch(const LensAxis& axis) noexcept
{
    return axis.wavelength * axis.focalLength / (static_cast<double>(axis.samples) * axis.pitch);
}

double leastAperture(const LensAxis& axis) noexcept
{
    return static_cast<double>(axis.samples) * axis.pitch + axis.wavelength * axis.focalLength / axis.pitch;
}

LensAxis tokenAxis(const DeviceSpec& device, Index samples)
{
    LensAxis axis = sharedAxis(device, samples, device.pitch.value);
    axis.tilt = device.tiltTokens.value;
    axis.inputShift = device.inputShiftTokens.value;
    axis.detectorShift = device.detectorShiftTokens.value;
    return axis;
}

LensAxis hiddenAxis(const DeviceSpec& device, Index samples, Index share)
{
    LensAxis axis = sharedAxis(device, samples, pitchAlongHidden(device) / static_cast<double>(share));
    axis.tilt = device.tiltHidden.value;
    axis.inputShift = device.inputShiftHidden.value;
    axis.detectorShift = device.detectorShiftHidden.value;
    return axis;
}

PreciseField fourierMatrix(const LensAxis& axis, Index bins)
{
    PreciseField matrix({bins, axis.samples});
    const double scale = 2.0 * pi / (axis.wavelength * axis.focalLength);
    for (Index k = 0; k < bins; ++k) {
        for (Index n = 0; n < axis.samples; ++n)
            matrix(k, n) = std::polar(1.0, -scale * (sampleAt(axis, n) * binAt(axis, k, bins) -
                                                     axis.inputShift * axis.detectorShift));
    }
    return matrix;
}

PreciseField fullWaveMatrix(const LensAxis& axis, Index bins)
{
    PreciseField matrix({bins, axis.samples});
    for (Index k = 0; k < bins; ++k) {
        for (Index n = 0; n < axis.samples; ++n)
            matrix(k, n) = fromPixel(axis, sampleAt(axis, n), binAt(axis, k, bins));
    }
    return matrix;
}

PreciseField carry(const PreciseField& tokens, const PreciseField& x, const PreciseField& hidden)
{
    const Index bins = hidden.shape.rows;
    PreciseField half({x.shape.rows, bins});
    for (Index n = 0; n < x.shape.rows; ++n) {
        for (Index l = 0; l < bins; ++l) {
            Complex sum = 0.0;
            for (Index m = 0; m < x.shape.cols; ++m) {
                const Complex a = x(n, m);
                const Complex b = hidden(l, m);
                sum += Complex(a.real() * b.real() - a.imag() * b.imag(),
                               a.real() * b.imag() + a.imag() * b.real());
            }
            half(n, l) = sum;
        }
    }
    PreciseField y({tokens.shape.rows, bins});
    for (Index k = 0; k < y.shape.rows; ++k) {
        for (Index n = 0; n < x.shape.rows; ++n) {
            const Complex a = tokens(k, n);
            for (Index l = 0; l < bins; ++l) {
                const Complex b = half(n, l);
                y(k, l) += Complex(a.real() * b.real() - a.imag() * b.imag(),
                                   a.real() * b.imag() + a.imag() * b.real());
            }
        }
    }
    return y;
}

} // namespace mixlens::optics
