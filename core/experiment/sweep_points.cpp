#include "core/experiment/sweep_state.h"
#include "core/experiment/sweep_statistics.h"
#include "core/optics/cost_model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mixlens {

bool PrecisionSweep::Private::isDone(std::size_t number) const
{
    return std::ranges::find(result.points, number, &SweepPoint::number) != result.points.end();
}

std::vector<std::string> PrecisionSweep::Private::mixersWith(const std::string& id) const
{
    std::vector<std::string> mixers = exactModel->config().mixers;
    for (const std::size_t layer : fourierLayers) {
        if (!point.layer || *point.layer == layer)
            mixers[layer] = id;
    }
    return mixers;
}

void PrecisionSweep::Private::startPoint()
{
    for (; at < todo.size(); ++at) {
        const PlannedPoint& planned = todo[at];
        point = {};
        point.number = planned.number;
        point.values = planned.values;
        point.layer = planned.layer;
        const auto device = deviceOf(result.plan, planned);
        auto made = device.has_value()
                        ? exactModel->withMixers(mixersWith("optical"), settingsOf(result.plan, planned),
                                                 result.plan.seed)
                        : Result<std::shared_ptr<const EncoderModel>>(tl::unexpected(device.error()));
        if (made) {
            const Shape shape{static_cast<Index>(sentences.front().input.ids.size()),
                              exactModel->config().hidden};
            const optics::DeviceCost cost = optics::deviceCost(*device, shape);
            const double layers = planned.layer ? 1.0 : static_cast<double>(fourierLayers.size());
            point.secondsPerSentence = layers * cost.seconds;
            point.joulesPerSentence = layers * cost.joules;
            model = std::move(*made);
            phase = Phase::Device;
            sentence = 0;
            answers.assign(sentences.size(), {});
            return;
        }
        point.refusal = made.error().message;
        result.points.push_back(point);
        result.agreements.resize(result.agreements.size() + sentences.size(), 0);
    }
    finish();
}

/// Points in their order, whatever order they were resumed in.
void PrecisionSweep::Private::finish()
{
    phase = Phase::Done;
    std::vector<std::size_t> order(result.points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [this](std::size_t i) { return result.points[i].number; });
    std::vector<SweepPoint> points;
    std::vector<std::uint8_t> agreements;
    for (const std::size_t i : order) {
        points.push_back(result.points[i]);
        const auto row = std::span(result.agreements).subspan(i * sentences.size(), sentences.size());
        agreements.insert(agreements.end(), row.begin(), row.end());
    }
    result.points = std::move(points);
    result.agreements = std::move(agreements);
    result.threshold = findThreshold(result);
    result.complete = true;
}

SweepOutcome PrecisionSweep::Private::outcome() const
{
    SweepOutcome outcome;
    outcome.agreement.of = outcome.accuracy.of = answers.size();
    std::vector<double> divergences;
    for (const SweepAnswer& answer : answers) {
        outcome.agreement.count += answer.agrees ? 1U : 0U;
        outcome.accuracy.count += answer.right ? 1U : 0U;
        divergences.push_back(answer.divergence);
    }
    const MeanInterval mean = bootstrapMean(divergences, result.plan.seed);
    outcome.divergence = mean.mean;
    outcome.divergence95 = mean.confidence95;
    return outcome;
}

void PrecisionSweep::Private::finishDevice()
{
    point.device = outcome();
    double count = 0.0;
    double predicted = 0.0;
    double simulated = 0.0;
    for (const SweepAnswer& answer : answers) {
        if (!answer.assessed)
            continue;
        count += 1.0;
        predicted += answer.predictedNoise;
        simulated += answer.simulatedNoise;
        point.saturated += answer.saturated;
    }
    // Noise powers are averaged, not decibels. A perfect device has none: 200 dB says as much.
    const auto decibels = [count](double noise) {
        return -10.0 * std::log10(std::max(noise / count, 1e-20));
    };
    point.predictedSnr = decibels(predicted);
    point.simulatedSnr = decibels(simulated);
    point.saturated /= count;
    for (const SweepAnswer& answer : answers)
        result.agreements.push_back(answer.agrees ? 1 : 0);

    if (!result.plan.control) {
        finishPoint();
        return;
    }
    std::map<std::string, std::string, std::less<>> noise{
        {"snr", std::to_string(std::clamp(point.simulatedSnr, -20.0, 200.0))}};
    auto made = exactModel->withMixers(mixersWith("fourier-noise"), noise, result.plan.seed);
    if (!made) {
        finishPoint();
        return;
    }
    model = std::move(*made);
    phase = Phase::Control;
    sentence = 0;
    answers.assign(sentences.size(), {});
}

void PrecisionSweep::Private::finishPoint()
{
    result.points.push_back(std::move(point));
    ++pointsMeasured;
    ++at;
    startPoint();
}

} // namespace mixlens
