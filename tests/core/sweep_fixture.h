#pragma once

#include "bench_fixture.h"
#include "core/experiment/precision_sweep.h"
#include "core/experiment/sweep_plan.h"
#include "core/experiment/sweep_statistics.h"

#include <limits>

/// Hand-made sweeps, whole in every member.
namespace mixlens::fixture {

inline constexpr std::size_t sweepSentences = 7;

inline SweepPlan sweepPlan(bool perLayer = false)
{
    SweepPlan plan;
    plan.model = "tiny \"fnet\"";
    plan.preset = "photonic-16";
    plan.settings = {{"averages", "2"}, {"encoding", "offset"}};
    plan.axes = {{"slm_bits", {2, 4, 8}}, {"photons", {0.1 + 0.2, 1e5}}};
    plan.perLayer = perLayer;
    plan.sentences = sweepSentences;
    plan.seed = ~std::uint64_t{0} - 4; // more than a double's or a signed integer's digits
    return plan;
}

inline SweepOutcome sweepOutcome(std::size_t agreeing, const Philox& random, std::uint64_t number)
{
    const double divergence = 1e-3 * random.uniform(number);
    return {{agreeing, sweepSentences},
            {agreeing / 2, sweepSentences},
            divergence,
            {divergence * 0.5, divergence * 1.5}};
}

/// The points of the plan's shard. Point 3 is refused; point 2 has numbers that are none.
inline SweepResult sweepResult(const SweepPlan& plan = sweepPlan())
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const Philox random(3, 1);
    SweepResult result;
    result.plan = plan;
    result.started = "2026-11-24T12:15:0" + std::to_string(plan.shard.index) + "Z";
    result.environment = machine();
    result.sentenceFile = {"held \"out\".txt", "0123456789abcdef", 1234};
    const std::vector<PlannedPoint> all = pointsOf(plan, {0, 2});
    result.pointCount = all.size();
    result.exactAccuracy = {3, sweepSentences};
    for (const PlannedPoint& planned : shardOf(all, plan.shard)) {
        SweepPoint point;
        point.number = planned.number;
        point.values = planned.values;
        point.layer = planned.layer;
        std::size_t agreeing = 0;
        for (std::size_t i = 0; i < sweepSentences; ++i) {
            const bool agrees = planned.number != 3 && random.uniform(planned.number * 100 + i) < 0.7;
            result.agreements.push_back(agrees ? 1 : 0);
            agreeing += agrees ? 1U : 0U;
        }
        if (planned.number == 3) {
            point.refusal = "It cannot be,\n\"since\" µ is too large.";
            result.points.push_back(point);
            continue;
        }
        const std::uint64_t counter = planned.number * 10;
        point.predictedSnr = 40.0 * random.uniform(counter + 1);
        point.simulatedSnr = 40.0 * random.uniform(counter + 2);
        point.saturated = random.uniform(counter + 3);
        point.device = sweepOutcome(agreeing, random, counter + 4);
        if (plan.control)
            point.whiteNoise = sweepOutcome(5, random, counter + 5);
        point.secondsPerSentence = 1e-6 * random.uniform(counter + 6);
        point.joulesPerSentence = planned.number == 1 ? 5e-324 : 1e-6 * random.uniform(counter + 7);
        if (planned.number == 2) {
            point.predictedSnr = infinity;
            point.simulatedSnr = std::numeric_limits<double>::quiet_NaN();
            point.device.divergence = -infinity;
        }
        result.points.push_back(point);
    }
    result.threshold = findThreshold(result);
    result.complete = true;
    return result;
}

} // namespace mixlens::fixture
