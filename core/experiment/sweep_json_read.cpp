#include "core/base/files.h"
#include "core/base/in_quotes.h"
#include "core/bench/environment_json.h"
#include "core/bench/json_guard.h"
#include "core/bench/json_object.h"
#include "core/experiment/sweep_file.h"
#include "core/experiment/sweep_plan.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace mixlens {
namespace {

using Json = nlohmann::json;

using Need = JsonObject::Need;
constexpr std::size_t mostAxes = 100;
constexpr std::size_t mostSettings = 1000;
constexpr std::size_t mostLayers = 10'000;
constexpr std::int64_t mostCount = 1'000'000'000;

std::size_t size(const JsonObject& json, const char* key, std::size_t least, std::size_t most)
{
    return static_cast<std::size_t>(
        json.whole(key, static_cast<std::int64_t>(least), static_cast<std::int64_t>(most)));
}

SweepPlan readPlan(const JsonObject& json)
{
    SweepPlan plan;
    plan.model = json.text("model");
    plan.preset = json.text("preset");
    for (const JsonObject& setting : json.objects("settings", mostSettings))
        if (!plan.settings.emplace(setting.text("key"), setting.text("value")).second)
            json.problem().tell(setting.pathOf("key") + " is there twice");
    for (const JsonObject& axis : json.objects("axes", mostAxes))
        plan.axes.push_back({axis.text("key"), axis.numbers("values", -JsonObject::mostNumber, mostPoints)});
    plan.perLayer = json.flag("per_layer");
    plan.control = json.flag("control");
    plan.sentences = size(json, "sentences", 1, mostCount);
    plan.seed = json.count("seed");
    const JsonObject shard = json.object("shard");
    plan.shard.count = static_cast<int>(shard.whole("count", 1, mostCount));
    plan.shard.index = static_cast<int>(shard.whole("index", 0, plan.shard.count - 1));
    return plan;
}

/// A plan of this Mixlens: its keys, ranges and devices.
void check(const SweepPlan& plan, JsonProblem& problem)
{
    if (!problem.text().empty())
        return; // a plan that could not be read says nothing about ranges
    if (const auto sound = checkPlan(plan); !sound) {
        std::string why = sound.error().message;
        if (why.ends_with('.'))
            why.pop_back();
        problem.tell("plan: " + why);
    }
}

Share readShare(const JsonObject& json)
{
    Share share;
    share.of = size(json, "of", 0, mostCount);
    share.count = size(json, "count", 0, share.of);
    return share;
}

SweepOutcome readOutcome(const JsonObject& json, std::size_t sentences)
{
    SweepOutcome outcome;
    outcome.agreement = readShare(json.object("agreement"));
    outcome.accuracy = readShare(json.object("accuracy"));
    outcome.divergence = json.anyNumber("divergence");
    outcome.divergence95 = {json.anyNumber("divergence_low"), json.anyNumber("divergence_high")};
    if (outcome.agreement.of != sentences || outcome.accuracy.of != sentences)
        json.problem().tell(json.pathOf("agreement.of") + " and accuracy.of must be " +
                            std::to_string(sentences) + ", as in exact_accuracy");
    return outcome;
}

/// What the point's number says it must be.
class Layout
{
public:
    Layout(const SweepPlan& plan, std::size_t pointCount) : m_plan(plan)
    {
        for (const SweepAxis& axis : plan.axes)
            m_combinations *= axis.values.size();
        m_each = pointCount / m_combinations;
        m_sound = m_each > 0 && pointCount % m_combinations == 0 &&
                  (plan.perLayer ? m_each > 1 && m_each <= mostLayers + 1 : m_each == 1);
    }
    [[nodiscard]] bool isSound() const noexcept { return m_sound; }
    [[nodiscard]] bool hasLayer(std::size_t number) const noexcept { return number % m_each != 0; }
    [[nodiscard]] std::vector<double> values(std::size_t number) const
    {
        std::vector<double> values(m_plan.axes.size());
        std::size_t rest = number / m_each;
        for (std::size_t i = values.size(); i-- > 0; rest /= m_plan.axes[i].values.size())
            values[i] = m_plan.axes[i].values[rest % m_plan.axes[i].values.size()];
        return values;
    }
    [[nodiscard]] bool isInShard(std::size_t number) const noexcept
    {
        return number % static_cast<std::size_t>(m_plan.shard.count) ==
               static_cast<std::size_t>(m_plan.shard.index);
    }

private:
    const SweepPlan& m_plan;
    std::size_t m_combinations = 1;
    std::size_t m_each = 0; ///< points a combination
    bool m_sound = false;
};

void readAgreements(const JsonObject& json, const SweepPoint& point, std::size_t sentences,
                    std::vector<std::uint8_t>& agreements)
{
    const std::string text = json.text("agreements");
    const auto ones = static_cast<std::size_t>(std::ranges::count(text, '1'));
    const auto zeros = static_cast<std::size_t>(std::ranges::count(text, '0'));
    if (text.size() != sentences || ones + zeros != sentences || ones != point.device.agreement.count)
        json.problem().tell(json.pathOf("agreements") + " must be " + std::to_string(sentences) +
                            " digits 0 and 1, of which " + std::to_string(point.device.agreement.count) +
                            " are 1");
    for (const char digit : text)
        agreements.push_back(digit == '1' ? 1 : 0);
}

SweepPoint readPoint(const JsonObject& json, const Layout& layout, SweepResult& result)
{
    JsonProblem& problem = json.problem();
    SweepPoint point;
    point.number = size(json, "number", 0, result.pointCount - 1);
    const std::vector<double> values = json.numbers("values", -JsonObject::mostNumber, mostAxes);
    if (values != layout.values(point.number))
        problem.tell(json.pathOf("values") + " are not those of point " + std::to_string(point.number));
    else
        for (std::size_t i = 0; i < values.size(); ++i)
            point.values.emplace(result.plan.axes[i].key, values[i]);
    if (json.has("layer") != layout.hasLayer(point.number))
        problem.tell(json.pathOf("layer") + (json.has("layer") ? " does not belong to" : " is missing in") +
                     " point " + std::to_string(point.number));
    if (json.has("layer"))
        point.layer = size(json, "layer", 0, mostLayers);
    if (!layout.isInShard(point.number))
        problem.tell(json.pathOf("number") + " is " + std::to_string(point.number) +
                     ", which is no point of this shard");
    const std::size_t sentences = result.exactAccuracy.of;
    point.refusal = json.text("refusal", Need::Optional);
    if (!point.refusal.empty()) {
        result.agreements.resize(result.agreements.size() + sentences, 0);
        return point;
    }
    point.predictedSnr = json.anyNumber("predicted_snr");
    point.simulatedSnr = json.anyNumber("simulated_snr");
    point.saturated = json.anyNumber("saturated");
    point.device = readOutcome(json.object("device"), sentences);
    if (json.has("white_noise"))
        point.whiteNoise = readOutcome(json.object("white_noise"), sentences);
    point.secondsPerSentence = json.anyNumber("seconds_per_sentence");
    point.joulesPerSentence = json.anyNumber("joules_per_sentence");
    readAgreements(json, point, sentences, result.agreements);
    return point;
}

void readPoints(const JsonObject& top, SweepResult& result)
{
    JsonProblem& problem = top.problem();
    if (!problem.text().empty())
        return;
    const Layout layout(result.plan, result.pointCount);
    if (!layout.isSound()) {
        problem.tell("point_count is " + std::to_string(result.pointCount) +
                     ", which is not what plan.axes combine to");
        return;
    }
    std::set<std::size_t> seen;
    for (const JsonObject& json : top.objects("points", mostPoints * (mostLayers + 1))) {
        result.points.push_back(readPoint(json, layout, result));
        if (!seen.insert(result.points.back().number).second)
            problem.tell(json.pathOf("number") + " is " + std::to_string(result.points.back().number) +
                         ", which is there twice");
        if (!problem.text().empty())
            return; // nothing more is kept of a damaged file
    }
    const auto count = static_cast<std::size_t>(result.plan.shard.count);
    const auto index = static_cast<std::size_t>(result.plan.shard.index);
    const std::size_t mine = index < result.pointCount ? (result.pointCount - index - 1) / count + 1 : 0;
    if (result.complete && seen.size() != mine)
        problem.tell("complete is true, but points has " + std::to_string(seen.size()) + " of " +
                     std::to_string(mine));
    if (result.threshold.found && !seen.contains(result.threshold.point))
        problem.tell("threshold.point is " + std::to_string(result.threshold.point) +
                     ", which is not among the points");
}

SweepThreshold readThreshold(const JsonObject& json)
{
    SweepThreshold threshold;
    threshold.found = json.flag("found");
    threshold.snr = json.anyNumber("snr");
    threshold.snr95 = {json.anyNumber("snr_low"), json.anyNumber("snr_high")};
    threshold.point = size(json, "point", 0, mostCount);
    threshold.joulesPerSentence = json.anyNumber("joules_per_sentence");
    threshold.sentence = json.text("sentence");
    return threshold;
}

bool isSweep(const Json& json)
{
    if (!json.is_object())
        return false;
    const auto format = json.find("format");
    return format != json.end() && format->is_string() && *format == "mixlens-sweep";
}

} // namespace

Result<SweepResult> parseSweepJson(std::string_view text, const std::string& fileName)
{
    const auto refused = [&](const std::string& why, const std::string& remedy) {
        return failure(Error::Code::BadFormat,
                       "Cannot read the sweep " + inQuotes(fileName) + ": " + why + "; " + remedy + ".");
    };
    const std::string another = "give a file that mixlens optics sweep --json wrote";
    if (const std::string excess = jsonExcess(text, {}); !excess.empty())
        return refused(excess, another);
    const Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        return refused("it is not valid JSON", "it may be cut short: take a whole copy");
    if (!isSweep(json))
        return refused("its \"format\" is not \"mixlens-sweep\"", another);

    JsonProblem problem;
    // JsonObject's header names no library: it takes the value by its address.
    const JsonObject top(static_cast<const JsonValue*>(static_cast<const void*>(&json)), "", problem);
    const std::int64_t version = top.whole("version", 1, JsonObject::mostWhole);
    if (problem.text().empty() && version > 1)
        return refused("its version is " + std::to_string(version) +
                           ", newer than the 1 that this Mixlens reads",
                       "update Mixlens");
    SweepResult result;
    result.started = top.text("started");
    result.complete = top.flag("complete");
    result.plan = readPlan(top.object("plan"));
    check(result.plan, problem);
    if (top.has("sentence_file")) { // files of older versions say nothing
        const JsonObject file = top.object("sentence_file");
        result.sentenceFile = {file.text("name"), file.text("hash"), size(file, "count", 0, mostCount)};
    }
    result.environment = readEnvironment(top.object("environment"));
    result.pointCount = size(top, "point_count", 1, mostPoints * (mostLayers + 1));
    result.exactAccuracy = readShare(top.object("exact_accuracy"));
    result.threshold = readThreshold(top.object("threshold"));
    readPoints(top, result);
    if (!problem.text().empty())
        return refused(problem.text(), "the file is damaged or was edited: take a whole copy");
    return result;
}

Result<SweepResult> readSweepFile(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, JsonLimits{}.bytes);
    if (!text)
        return tl::unexpected(text.error());
    return parseSweepJson(*text, file.string());
}

} // namespace mixlens
