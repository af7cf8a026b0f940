#pragma once

#include "core/experiment/precision_sweep.h"
#include "core/experiment/sweep_statistics.h"
#include "core/optics/device_file.h"
#include "core/optics/optical_bench.h"

#include <cmath>
#include <limits>
#include <memory>

// Light and sweeps with known answers, for figures.
namespace mixlens::ui::test {

/// Waves of different lengths, no two rows alike: a spectrum with bright and dark bins.
inline Matrix sampleInput(Index tokens, Index hidden)
{
    Matrix x(tokens, hidden);
    for (Index n = 0; n < tokens; ++n)
        for (Index m = 0; m < hidden; ++m) {
            const auto a = static_cast<double>(n);
            const auto b = static_cast<double>(m);
            x(n, m) = static_cast<float>(std::cos(0.7 * a + 0.3 * b) + 0.5 * std::sin(0.11 * a * b + b) +
                                         0.25 * std::cos(2.9 * a - 1.7 * b * b));
        }
    return x;
}

inline optics::BenchRun sampleRun(const optics::DeviceSpec& device, Index tokens = 32, Index hidden = 64)
{
    const Matrix x = sampleInput(tokens, hidden);
    return *optics::OpticalBench::make(device)->run(x.view(), 1, {.planes = true, .stages = true}, {});
}

inline std::shared_ptr<const Matrix> shared(Matrix values)
{
    return std::make_shared<const Matrix>(std::move(values));
}

/// An image of `rows` x `cols` electrons: background 100, zero order 20 000 in (0, 0), two pixels at the
/// well.
inline constexpr double sampleWell = 30'000.0;
inline Matrix sampleImage(Index rows = 12, Index cols = 16)
{
    Matrix image(rows, cols);
    for (float& value : image.values())
        value = 100.0F;
    image(0, 0) = 20'000.0F;
    image(1, 2) = static_cast<float>(sampleWell);
    image(rows - 1, 3) = static_cast<float>(sampleWell);
    return image;
}

/// Agreement that grows with the signal-to-noise ratio, of 200 sentences: 99 % from 30 dB on.
inline std::size_t sampleAgreed(double snr)
{
    return static_cast<std::size_t>(std::lround(200.0 * (1.0 - 0.5 * std::exp(-(snr - 3.0) / 6.9))));
}

inline SweepOutcome sampleOutcome(double snr)
{
    SweepOutcome outcome;
    outcome.agreement = {sampleAgreed(snr), 200};
    outcome.accuracy = {sampleAgreed(snr) * 7 / 10, 200};
    outcome.divergence = 2.0 * std::exp(-snr / 8.0);
    outcome.divergence95 = {0.8 * outcome.divergence, 1.2 * outcome.divergence};
    return outcome;
}

/// Converter of 4 … 10 bits times 10 … 10⁵ photo-electrons; SNR is the smaller of 6 b - 8 and 10 log n̄ + 3
/// dB. Point 0 is refused, the last one isn't there yet unless `complete`. Each combination for all layers,
/// then, where asked for, for each of four layers, whose SNR is 3 dB better a layer.
inline SweepResult sampleSweep(bool complete = true, bool perLayer = false)
{
    SweepResult result;
    result.plan.model = "fnet-sample";
    result.plan.preset = "photonic-16";
    result.plan.axes = {{"adc_bits", {4, 5, 6, 7, 8, 9, 10}}, {"photons", {1e1, 1e2, 1e3, 1e4, 1e5}}};
    result.plan.perLayer = perLayer;
    result.exactAccuracy = {140, 200};
    std::size_t number = 0;
    for (const double bits : result.plan.axes[0].values)
        for (const double photons : result.plan.axes[1].values)
            for (int layer = -1; layer < (perLayer ? 4 : 0); ++layer) {
                SweepPoint point;
                point.number = number++;
                point.values = {{"adc_bits", bits}, {"photons", photons}};
                if (layer >= 0)
                    point.layer = static_cast<std::size_t>(layer);
                if (point.number == 0) {
                    point.refusal = "The converter is too coarse for this range.";
                    result.points.push_back(point);
                    continue;
                }
                const double snr =
                    std::min(6.0 * bits - 8.0, 10.0 * std::log10(photons) + 3.0) + 3.0 * (layer + 1);
                point.predictedSnr = snr + 0.2;
                point.simulatedSnr = snr;
                point.device = sampleOutcome(snr);
                point.whiteNoise = sampleOutcome(snr + 0.5);
                point.secondsPerSentence = 1e-6;
                point.joulesPerSentence = 1e-6 * std::exp2(bits) + 1e-9 * photons;
                result.points.push_back(point);
            }
    if (!complete)
        result.points.pop_back();
    result.pointCount = number;
    result.complete = complete;
    result.threshold.found = true;
    result.threshold.snr = 31.2;
    result.threshold.snr95 = {28.4, 35.1};
    for (const SweepPoint& point : result.points)
        if (!point.layer && point.values.at("adc_bits") == 7 && point.values.at("photons") == 1e3) {
            result.threshold.point = point.number;
            result.threshold.joulesPerSentence = point.joulesPerSentence;
        }
    result.threshold.sentence =
        "Of the settings that lose at most 1 % of accuracy, adc_bits=7 with photons=1000 "
        "needs the least energy (modelled).";
    return result;
}

inline std::shared_ptr<const SweepResult> shared(SweepResult result)
{
    return std::make_shared<const SweepResult>(std::move(result));
}

inline optics::DeviceSpec preset(const char* name)
{
    return optics::builtInDevice(name)->device;
}

} // namespace mixlens::ui::test
