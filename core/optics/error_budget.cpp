#include "core/optics/error_budget.h"

#include "core/optics/calibration.h"
#include "core/optics/linear_flaws.h"
#include "core/optics/stage_formulas.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mixlens::optics {
namespace {

double square(double x) noexcept
{
    return x * x;
}

/// Bins that light measures over all bins.
double measuredShare(const DeviceSpec& device, Shape shape)
{
    if (device.bypass.value == 0.0)
        return 1.0;
    return static_cast<double>((shape.rows - 1) * (shape.cols - 1)) / static_cast<double>(shape.size());
}

/// Variance of a bin's estimate against its signal ρ n, in electrons.
double relative(double variance, const DeviceSpec& device, const SignalFacts& signal)
{
    const double rho = evenInput(device) ? 1.0 : signal.realShare;
    return measuredShare(device, signal.shape) * variance * equalisationGain(device, signal.shape) /
           (rho * signalPhotons(device));
}

/// What averaging exposures and mirror images leaves of noise that is independent in each.
double averaged(const DeviceSpec& device)
{
    return (device.symmetrise.value > 0.0 ? 0.5 : 1.0) / device.averages.value;
}

/// Without noise, mirror images round alike: nothing to average.
double roundingError(const DeviceSpec& device, const SignalFacts& signal)
{
    return relative(converterVariance(device, signal.modulation, signal.exposure.range), device, signal);
}

/// Whether the stage multiplies the light: all such stages have one error together.
bool isLinear(Stage stage) noexcept
{
    return stage == Stage::PanelPhase || stage == Stage::Envelopes || stage == Stage::Alignment;
}

} // namespace

double predictedError(Stage stage, const DeviceSpec& device, const SignalFacts& signal)
{
    if (!isOn(stage, device) || !(signal.modulation.rms > 0.0))
        return 0.0;
    const double rho = signal.realShare;
    const double bins = measuredShare(device, signal.shape);
    const bool even = device.symmetrise.value > 0.0;
    switch (stage) {
    case Stage::Modulator: // white in the input, so half of it is in Re; all where the input is even
        return bins * modulatorError(device, signal.modulation) / (evenInput(device) ? 1.0 : 2.0 * rho);
    case Stage::Leak:
        return leakError(device, signal.modulation) / rho;
    case Stage::PanelPhase:
    case Stage::Envelopes:
    case Stage::Alignment:
        return linearError(only(stage, device), signal.modulation, signal.shape);
    case Stage::SignLoss: // about (1 + ρ) / ρ: |X| Re X vanishes on average
        return signal.lostSign;
    case Stage::ReceiverNoise: // 1 / SNR = (1 + (1 + 2 σ_r² / n) / R) / (4 ρ n) for balanced detection
        return averaged(device) * relative(receiverVariance(device, signal.modulation), device, signal) +
               bins * (even ? 0.5 : 1.0) * responseNoise(device, rho) *
                   equalisationGain(device, signal.shape);
    case Stage::FullWell:
        return signal.lostAtWell;
    case Stage::Converter:
        return roundingError(device, signal) + signal.lostInConverter;
    case Stage::ReferencePhase:
        return referencePhaseError(device, rho);
    case Stage::Response:
        return responseError(device) * (even ? 0.5 : 1.0);
    case Stage::Laser:
        return laserError(device, rho) / device.averages.value;
    }
    return 0.0;
}

double predictedNoise(const DeviceSpec& device, const SignalFacts& signal)
{
    double error = 0.0;
    for (const Stage stage : stages()) {
        if (!isLinear(stage))
            error += predictedError(stage, device, signal);
    }
    if (evenInput(device))
        error += signal.lostSign;
    if (isOn(Stage::Converter, device) && isOn(Stage::ReceiverNoise, device)) {
        // Noise of half a step rounds mirror images differently: 12 (Δ² / 12) / 4.
        if (receiverVariance(device, signal.modulation) >=
            3.0 * converterVariance(device, signal.modulation, signal.exposure.range))
            error += roundingError(device, signal) * (averaged(device) - 1.0);
    }
    return error;
}

double predictedSnr(const DeviceSpec& device, const SignalFacts& signal)
{
    const bool linear = std::ranges::any_of(
        stages(), [&device](Stage stage) { return isLinear(stage) && isOn(stage, device); });
    const bool light = signal.modulation.rms > 0.0;
    return decibels(1.0 / (predictedNoise(device, signal) +
                           (linear && light ? linearError(device, signal.modulation, signal.shape) : 0.0)));
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

double realPower(ConstFieldView reference, bool bypass)
{
    double power = 0.0;
    for (Index row = bypass ? 1 : 0; row < reference.rows(); ++row) {
        for (Index col = bypass ? 1 : 0; col < reference.cols(); ++col)
            power += square(static_cast<double>(reference(row, col).real()));
    }
    return power;
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
