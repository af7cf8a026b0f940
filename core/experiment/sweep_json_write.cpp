#include "core/base/files.h"
#include "core/bench/environment_json.h"
#include "core/bench/json_lines.h"
#include "core/experiment/sweep_file.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace mixlens {
namespace {

/// Members stay in the order in which a person would look for them.
using Json = nlohmann::ordered_json;

std::string dumped(const Json& json)
{
    // A model's folder may have any bytes in its name; the file must be UTF-8.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json number(double value)
{
    return std::isfinite(value) ? Json(value) : Json(nonFiniteText(value));
}

Json planJson(const SweepPlan& plan)
{
    Json settings = Json::array();
    for (const auto& [key, value] : plan.settings)
        settings.push_back({{"key", key}, {"value", value}});
    Json axes = Json::array();
    for (const SweepAxis& axis : plan.axes)
        axes.push_back({{"key", axis.key}, {"values", axis.values}});
    return {{"model", plan.model},
            {"preset", plan.preset},
            {"settings", std::move(settings)},
            {"axes", std::move(axes)},
            {"per_layer", plan.perLayer},
            {"control", plan.control},
            {"sentences", plan.sentences},
            {"seed", plan.seed},
            {"shard", {{"index", plan.shard.index}, {"count", plan.shard.count}}}};
}

Json shareJson(const Share& share)
{
    return {{"count", share.count}, {"of", share.of}};
}

Json outcomeJson(const SweepOutcome& outcome)
{
    return {{"agreement", shareJson(outcome.agreement)},
            {"accuracy", shareJson(outcome.accuracy)},
            {"divergence", number(outcome.divergence)},
            {"divergence_low", number(outcome.divergence95.low)},
            {"divergence_high", number(outcome.divergence95.high)}};
}

/// One character a sentence, so that bootstraps can be drawn again.
std::string agreementsText(const SweepResult& result, std::size_t row)
{
    std::string text;
    for (std::size_t i = row * result.exactAccuracy.of; i < (row + 1) * result.exactAccuracy.of; ++i)
        text += result.agreements[i] != 0 ? '1' : '0';
    return text;
}

Json pointJson(const SweepResult& result, std::size_t row)
{
    const SweepPoint& point = result.points[row];
    Json json{{"number", point.number}, {"values", Json::array()}};
    for (const SweepAxis& axis : result.plan.axes)
        json["values"].push_back(number(point.values.at(axis.key)));
    if (point.layer)
        json["layer"] = *point.layer;
    if (!point.refusal.empty()) {
        json["refusal"] = point.refusal;
        return json;
    }
    json["predicted_snr"] = number(point.predictedSnr);
    json["simulated_snr"] = number(point.simulatedSnr);
    json["saturated"] = number(point.saturated);
    json["device"] = outcomeJson(point.device);
    if (point.whiteNoise)
        json["white_noise"] = outcomeJson(*point.whiteNoise);
    json["seconds_per_sentence"] = number(point.secondsPerSentence);
    json["joules_per_sentence"] = number(point.joulesPerSentence);
    json["agreements"] = agreementsText(result, row);
    return json;
}

Json thresholdJson(const SweepThreshold& threshold)
{
    return {{"found", threshold.found},
            {"snr", number(threshold.snr)},
            {"snr_low", number(threshold.snr95.low)},
            {"snr_high", number(threshold.snr95.high)},
            {"point", threshold.point},
            {"joules_per_sentence", number(threshold.joulesPerSentence)},
            {"sentence", threshold.sentence}};
}

/// Of every number in "points" and "threshold", for readers of the file: unit and origin.
Json unitsJson()
{
    return {{"predicted_snr", "dB, modelled"},
            {"simulated_snr", "dB, simulated"},
            {"saturated", "1, simulated"},
            {"agreement", "1, simulated"},
            {"accuracy", "1, simulated"},
            {"divergence", "nat, simulated"},
            {"seconds_per_sentence", "s, modelled"},
            {"joules_per_sentence", "J, modelled"},
            {"exact_accuracy", "1, measured"},
            {"snr", "dB, simulated"}};
}

} // namespace

std::string sweepJson(const SweepResult& result)
{
    JsonLines lines;
    lines.member("format", dumped("mixlens-sweep"));
    lines.member("version", dumped(1));
    lines.member("started", dumped(result.started));
    lines.member("complete", dumped(result.complete));
    lines.member("plan", dumped(planJson(result.plan)));
    if (!result.sentenceFile.hash.empty())
        lines.member("sentence_file", dumped(Json{{"name", result.sentenceFile.name},
                                                  {"hash", result.sentenceFile.hash},
                                                  {"count", result.sentenceFile.count}}));
    lines.member("environment", environmentJson(result.environment));
    lines.member("units", dumped(unitsJson()));
    lines.member("point_count", dumped(result.pointCount));
    lines.member("exact_accuracy", dumped(shareJson(result.exactAccuracy)));
    lines.member("threshold", dumped(thresholdJson(result.threshold)));
    std::vector<std::string> points;
    points.reserve(result.points.size());
    for (std::size_t row = 0; row < result.points.size(); ++row)
        points.push_back(dumped(pointJson(result, row)));
    lines.list("points", points);
    return lines.text();
}

Result<void> writeSweepFile(const std::filesystem::path& file, const SweepResult& result)
{
    return writeFileAtomically(file, sweepJson(result));
}

} // namespace mixlens
