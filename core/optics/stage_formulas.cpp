#include "core/optics/stage_formulas.h"

#include "core/optics/detector.h"
#include "core/optics/panel_response.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mixlens::optics {
namespace {

constexpr double pi = std::numbers::pi;

double square(double x) noexcept
{
    return x * x;
}

/// Error power of clipping a unit Gaussian at c: 2 [(1 + c²) Q(c) - c φ(c)].
double gaussianClipping(double c)
{
    const double tail = 0.5 * std::erfc(c / std::numbers::sqrt2);
    const double density = std::exp(-0.5 * c * c) / std::sqrt(2.0 * pi);
    return 2.0 * ((1.0 + c * c) * tail - c * density);
}

/// E (√max(0, I) - |a|)² of one exposure, I the mean of `exposures` readings of mean a² and variance a² +
/// floor, over normal amplitudes a of variance n: 1/4 in bright bins, √floor / 2 in the darkest.
double rootVariance(double n, double floor, double exposures)
{
    constexpr int amplitudes = 240;
    constexpr int draws = 48;
    constexpr double reach = 6.0; // sigmas
    double sum = 0.0;
    double weights = 0.0;
    for (int i = 0; i < amplitudes; ++i) { // finer towards 0, where roots bend
        const double part = (i + 0.5) / amplitudes;
        const double a2 = square(reach * part * part) * n;
        const double weight = part * std::exp(-0.5 * a2 / n);
        const double sigma = std::sqrt((a2 + floor) / exposures);
        double error = 0.0;
        double all = 0.0;
        for (int j = 0; j < draws; ++j) {
            const double z = reach * ((j + 0.5) / draws * 2.0 - 1.0);
            const double likely = std::exp(-0.5 * z * z);
            error += likely * square(std::sqrt(std::max(0.0, a2 + sigma * z)) - std::sqrt(a2));
            all += likely;
        }
        sum += weight * error / all;
        weights += weight;
    }
    return exposures * sum / weights;
}

double crestSquared(const Modulation& modulation) noexcept
{
    return square(modulation.scale / modulation.rms);
}

} // namespace

bool evenInput(const DeviceSpec& device) noexcept
{
    return detection(device) == Detection::EvenSign || detection(device) == Detection::EvenBias;
}

EncodingFacts encodingFacts(const DeviceSpec& device, const Modulation& modulation) noexcept
{
    const double crest2 = crestSquared(modulation);
    switch (encoding(device)) {
    case Encoding::Offset:
        return {4.0, 2.0, 0.25, 1.0};
    case Encoding::Differential: // half of a Gaussian, less its mean
        return {2.0, 0.0, 0.5 - 0.5 / pi, 0.0};
    case Encoding::BitPlane: {
        const double levels = std::exp2(device.modulatorBits.value > 0.0 ? device.modulatorBits.value : 48.0);
        return {4.0 * (square(levels) - 1.0) / 3.0 / square(levels - 1.0), 2.0, 0.25 * crest2, 1.0};
    }
    default:
        return {};
    }
}

double modulatorError(const DeviceSpec& device, const Modulation& modulation)
{
    double error = 0.0;
    const double bits = device.modulatorBits.value;
    const double crest2 = crestSquared(modulation);
    if (bits > 0.0 && encoding(device) == Encoding::DoublePhase)
        error += square(2.0 * pi / std::exp2(bits)) / 12.0 * (crest2 - 1.0); // δ sin θ, rms over cos θ's
    else if (bits > 0.0)
        error += square(2.0 / (std::exp2(bits) - 1.0)) / 12.0 * crest2;
    if (device.modulatorCrest.value > 0.0)
        error += gaussianClipping(modulation.scale / modulation.rms);
    if (driveCurve(device) == DriveCurve::Sine) { // Gaussian moments of (π/2 - 1) v - (π/2)³ v³ / 6
        const double linear = 0.5 * pi - 1.0;
        const double cubic = -std::pow(0.5 * pi, 3) / 6.0;
        error += square(linear) + 6.0 * linear * cubic / crest2 + 15.0 * square(cubic / crest2);
    }
    return error;
}

double leakError(const DeviceSpec& device, const Modulation& modulation)
{
    const bool random = device.leakPhase.value > 0.0;
    if (!random && device.bypass.value > 0.0)
        return 0.0;
    const double leak2 = std::pow(10.0, -device.extinction.value / 10.0);
    return (random ? 0.5 : 1.0) * leak2 * crestSquared(modulation) *
           square(encodingFacts(device, modulation).sum);
}

double equalisationGain(const DeviceSpec& device, Shape shape)
{
    const bool window = hasWindow(device);
    const bool envelope = device.fill.value > 0.0 || device.crosstalk.value > 0.0;
    if (device.calibrate.value == 0.0 || (!window && !envelope))
        return 1.0;
    double bins = 0.0;
    double pixels = 0.0;
    for (Index row = 0; row < shape.rows; ++row) {
        for (Index col = 0; col < shape.cols; ++col) {
            bins +=
                1.0 / square(envelope ? std::max(leastWindow, knownEnvelope(device, shape, row, col)) : 1.0);
            pixels +=
                1.0 / square(window ? std::max(leastWindow, knownWindow(device, shape, row, col)) : 1.0);
        }
    }
    return bins * pixels / square(static_cast<double>(shape.size()));
}

double receiverVariance(const DeviceSpec& device, const Modulation& modulation)
{
    const EncodingFacts facts = encodingFacts(device, modulation);
    const double n = facts.light * signalPhotons(device);
    const double r2 = square(referenceAmplitude(device));
    const double dark = device.darkElectrons.value;
    const double read = square(device.readNoise.value);
    switch (detection(device)) {
    case Detection::Balanced:
        return facts.squares * (n + r2 + 2.0 * read + 2.0 * dark) / (4.0 * r2);
    case Detection::Sequential:
        return facts.squares * (n + r2 + read + dark) / (8.0 * r2);
    case Detection::Quadratures:
        return facts.squares * (0.5 * (n + r2) + 2.0 * read + 2.0 * dark) / r2;
    case Detection::EvenBias:
        return facts.squares * 0.25 *
               (1.0 + (read + dark) / (square(device.bias.value) * signalPhotons(device)));
    default:
        return facts.squares * rootVariance(n, read + dark, device.averages.value);
    }
}

double converterVariance(const DeviceSpec& device, const Modulation& modulation, double range)
{
    const double squares = encodingFacts(device, modulation).squares;
    const double levels = std::exp2(device.converterBits.value) - 1.0;
    const double r2 = square(referenceAmplitude(device));
    const double n = signalPhotons(device);
    switch (detection(device)) {
    case Detection::Balanced:
        return squares * square(2.0 * range / levels) / 12.0 / (4.0 * r2);
    case Detection::Quadratures:
        return squares * square(2.0 * range / levels) / 12.0 / r2;
    case Detection::Sequential: // two frames
        return squares * 2.0 * square(range / levels) / 12.0 / (16.0 * r2);
    case Detection::EvenBias:
        return squares * square(range / levels) / 12.0 / (4.0 * square(device.bias.value) * n);
    default: // roots of rounded intensities: 0.294 p(0) Δ^1.5 for a Gaussian amplitude
        return squares * 0.294 / std::sqrt(2.0 * pi * n) * std::pow(range / levels, 1.5);
    }
}

double referencePhaseError(const DeviceSpec& device, double realShare)
{
    if (evenInput(device) || detection(device) == Detection::Intensity)
        return 0.0;
    if (measuresResponse(device)) { // cos φ is made up for, and sin φ where both quadratures are read
        const bool both = detection(device) == Detection::Quadratures || device.symmetrise.value > 0.0;
        const double leak =
            both ? 0.0 : (1.0 - realShare) / realShare * square(std::tan(device.loPhase.value));
        DeviceSpec drifting = device;
        drifting.calibration.value = drifting.loPhase.value = 0.0;
        return leak + referencePhaseError(drifting, realShare);
    }
    const double phase = std::hypot(device.loPhase.value, device.loDrift.value);
    const double leak =
        device.symmetrise.value > 0.0 ? 0.0 : (1.0 - realShare) / realShare * square(std::sin(phase));
    return square(1.0 - std::cos(phase)) + leak;
}

double responseError(const DeviceSpec& device)
{
    const bool root = evenInput(device) || detection(device) == Detection::Intensity;
    double variance = square(device.responseSpread.value);
    if (device.calibrate.value > 0.0) { // the shot noise of the flats
        const double level = device.fullWell.value > 0.0 ? 0.5 * device.fullWell.value : 1e4;
        variance = device.photons.value > 0.0 ? 1.0 / (device.calibrationFrames.value * level) : 0.0;
    }
    if (detection(device) == Detection::EvenBias) // the bias is misjudged too, and dominates
        return 0.25 * variance * square(device.bias.value);
    return root ? 0.25 * variance : variance;
}

double laserError(const DeviceSpec& device, double realShare)
{
    if (device.powerMonitor.value > 0.0)
        return 0.0;
    const double variance = square(device.intensityNoise.value);
    switch (detection(device)) {
    case Detection::Sequential: // the reference differs between the two frames
        return 0.5 * variance + variance * device.loRatio.value / (8.0 * realShare);
    case Detection::EvenBias:
        return 0.25 * variance * square(device.bias.value);
    case Detection::EvenSign:
    case Detection::Intensity:
        return 0.25 * variance;
    default:
        return variance;
    }
}

} // namespace mixlens::optics
