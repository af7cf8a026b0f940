#include "core/optics/error_budget.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace mixlens::optics {
namespace {

double square(double x) noexcept
{
    return x * x;
}

double step(double range, double bits) noexcept
{
    return 2.0 * range / (std::exp2(bits) - 1.0);
}

/// Error power of clipping a unit Gaussian at c: 2 [(1 + c²) Q(c) - c φ(c)].
double gaussianClipping(double c)
{
    const double tail = 0.5 * std::erfc(c / std::numbers::sqrt2);
    const double density = std::exp(-0.5 * c * c) / std::sqrt(2.0 * std::numbers::pi);
    return 2.0 * ((1.0 + c * c) * tail - c * density);
}

/// Bins that light measures over all bins.
double measuredShare(const DeviceSpec& device, Shape shape)
{
    if (device.bypass.value == 0.0)
        return 1.0;
    return static_cast<double>((shape.rows - 1) * (shape.cols - 1)) / static_cast<double>(shape.size());
}

/// Variance of the converter's rounding, in electrons².
double conversionNoise(const DeviceSpec& device, const SignalFacts& signal)
{
    return square(step(signal.exposure.range, device.converterBits.value)) / 12.0;
}

/// Variance of n+ - n- in one exposure: |a|² + r² + 2 σ_r² on average, in electrons².
double receiverNoise(const DeviceSpec& device)
{
    return signalPhotons(device) + square(referenceAmplitude(device)) + 2.0 * square(device.readNoise.value);
}

/// Noise of `variance` electrons² on every bin's difference, against the signal 2 r Re a.
double relative(double variance, const DeviceSpec& device, const SignalFacts& signal)
{
    const double power = 4.0 * square(referenceAmplitude(device)) * signal.realShare * signalPhotons(device);
    return measuredShare(device, signal.shape) * variance / power;
}

/// What averaging exposures and mirror images leaves of noise that is independent in each.
double averaged(const DeviceSpec& device)
{
    return (device.symmetrise.value > 0.0 ? 0.5 : 1.0) / device.averages.value;
}

} // namespace

std::vector<Stage> stages()
{
    return {Stage::Modulator,      Stage::ReceiverNoise, Stage::Converter,
            Stage::ReferencePhase, Stage::Response,      Stage::Laser};
}

std::string_view title(Stage stage) noexcept
{
    switch (stage) {
    case Stage::Modulator:
        return "modulator";
    case Stage::ReceiverNoise:
        return "receiver noise";
    case Stage::Converter:
        return "converter";
    case Stage::ReferencePhase:
        return "reference phase";
    case Stage::Response:
        return "receiver response";
    case Stage::Laser:
        return "laser power";
    }
    return "";
}

bool isOn(Stage stage, const DeviceSpec& device) noexcept
{
    switch (stage) {
    case Stage::Modulator:
        return device.modulatorBits.value > 0.0 || device.modulatorCrest.value > 0.0;
    case Stage::ReceiverNoise:
        return device.photons.value > 0.0;
    case Stage::Converter:
        return device.converterBits.value > 0.0;
    case Stage::ReferencePhase:
        return device.loPhase.value != 0.0;
    case Stage::Response:
        return device.responseSpread.value > 0.0;
    case Stage::Laser:
        return device.intensityNoise.value > 0.0;
    }
    return false;
}

DeviceSpec only(Stage stage, const DeviceSpec& device)
{
    DeviceSpec kept = device;
    if (stage != Stage::Modulator)
        kept.modulatorBits.value = kept.modulatorCrest.value = 0.0;
    if (stage != Stage::ReceiverNoise)
        kept.photons.value = kept.readNoise.value = kept.fullWell.value = 0.0;
    if (stage != Stage::Converter)
        kept.converterBits.value = 0.0;
    if (stage != Stage::ReferencePhase)
        kept.loPhase.value = 0.0;
    if (stage != Stage::Response)
        kept.responseSpread.value = 0.0;
    if (stage != Stage::Laser)
        kept.intensityNoise.value = 0.0;
    return kept;
}

double predictedError(Stage stage, const DeviceSpec& device, const SignalFacts& signal)
{
    if (!isOn(stage, device))
        return 0.0;
    const double rho = signal.realShare;
    const Modulation& modulation = signal.modulation;
    switch (stage) {
    case Stage::Modulator: {
        // White in the input, so half of it is in Re; σ² / (Δ² / 12) is 6.02 b + 4.77 - 20 log10(crest).
        double error = 0.0;
        if (device.modulatorBits.value > 0.0)
            error += square(step(modulation.scale, device.modulatorBits.value) / modulation.rms) / 12.0;
        if (device.modulatorCrest.value > 0.0)
            error += gaussianClipping(modulation.scale / modulation.rms);
        return measuredShare(device, signal.shape) * error / (2.0 * rho);
    }
    case Stage::ReceiverNoise: // 1 / SNR = (1 + (1 + 2 σ_r² / n) / R) / (4 ρ n)
        return averaged(device) * relative(receiverNoise(device), device, signal);
    case Stage::Converter: // without noise, mirror images round alike: nothing to average
        return relative(conversionNoise(device, signal), device, signal);
    case Stage::ReferencePhase: {
        // Re(a e^{-iφ}) = Re a cos φ + Im a sin φ; Im is odd and goes when mirror images are averaged.
        const double phase = device.loPhase.value;
        const double leak = device.symmetrise.value > 0.0 ? 0.0 : (1.0 - rho) / rho * square(std::sin(phase));
        return square(1.0 - std::cos(phase)) + leak;
    }
    case Stage::Response:
        return square(device.responseSpread.value) * (device.symmetrise.value > 0.0 ? 0.5 : 1.0);
    case Stage::Laser:
        return square(device.intensityNoise.value) / device.averages.value;
    }
    return 0.0;
}

double predictedSnr(const DeviceSpec& device, const SignalFacts& signal)
{
    double error = 0.0;
    for (const Stage stage : stages())
        error += predictedError(stage, device, signal);
    if (isOn(Stage::Converter, device) && isOn(Stage::ReceiverNoise, device)) {
        const double alone = predictedError(Stage::Converter, device, signal);
        const double halfStep = 0.5 * step(signal.exposure.range, device.converterBits.value);
        if (std::sqrt(receiverNoise(device)) >= halfStep)
            error += alone * (averaged(device) - 1.0);
    }
    return decibels(1.0 / error);
}

double snr(ConstMatrixView y, ConstFieldView reference, bool bypass)
{
    double signal = 0.0;
    double error = 0.0;
    for (Index row = bypass ? 1 : 0; row < y.rows(); ++row) {
        for (Index col = bypass ? 1 : 0; col < y.cols(); ++col) {
            const auto exact = static_cast<double>(reference(row, col).real());
            signal += square(exact);
            error += square(static_cast<double>(y(row, col)) - exact);
        }
    }
    return error > 0.0 ? decibels(signal / error) : std::numeric_limits<double>::infinity();
}

double realShare(ConstFieldView reference, bool bypass)
{
    double real = 0.0;
    double all = 0.0;
    for (Index row = bypass ? 1 : 0; row < reference.rows(); ++row) {
        for (Index col = bypass ? 1 : 0; col < reference.cols(); ++col) {
            const std::complex<double> value(reference(row, col));
            real += square(value.real());
            all += std::norm(value);
        }
    }
    return all > 0.0 ? real / all : 0.5;
}

double decibels(double powerRatio) noexcept
{
    return 10.0 * std::log10(powerRatio);
}

} // namespace mixlens::optics
