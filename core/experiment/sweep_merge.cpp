#include "core/experiment/sweep_axis.h"
#include "core/experiment/sweep_file.h"
#include "core/experiment/sweep_statistics.h"

#include <algorithm>
#include <map>
#include <utility>

namespace mixlens {
namespace {

tl::unexpected<Error> refused(std::string sentence)
{
    return failure(Error::Code::Usage, std::move(sentence));
}

/// How a sentence calls a result, which has no name of its own.
std::string nameOf(std::size_t part)
{
    return "part " + std::to_string(part + 1);
}

std::string settingsText(const SweepPlan& plan)
{
    std::string text;
    for (const auto& [key, value] : plan.settings)
        text += (text.empty() ? "" : ",") + key + '=' + value;
    return text;
}

std::string axesText(const SweepPlan& plan)
{
    std::string text;
    for (const SweepAxis& axis : plan.axes)
        text += (text.empty() ? "" : " ") + axisText(axis);
    return text;
}

/// All that parts of one sweep have in common, for comparison and for sentences. What was computed on another
/// processor is welcome: nothing here is timed.
std::vector<std::pair<std::string, std::string>> commonFacts(const SweepResult& result)
{
    const SweepPlan& plan = result.plan;
    return {{"model", plan.model},
            {"device", plan.preset},
            {"settings", settingsText(plan)},
            {"axes", axesText(plan)},
            {"per-layer points", plan.perLayer ? "on" : "off"},
            {"control", plan.control ? "on" : "off"},
            {"sentences", std::to_string(plan.sentences)},
            {"seed", std::to_string(plan.seed)},
            {"points", std::to_string(result.pointCount)},
            {"version of Mixlens", result.environment.version}};
}

Result<void> checkSame(const SweepResult& first, const SweepResult& other, std::size_t part)
{
    const auto mine = commonFacts(first);
    const auto theirs = commonFacts(other);
    for (std::size_t i = 0; i < mine.size(); ++i)
        if (mine[i].second != theirs[i].second)
            return refused("Cannot merge part 1 and " + nameOf(part) + ": " + mine[i].first + " is \"" +
                           mine[i].second + "\" in one and \"" + theirs[i].second +
                           "\" in the other; give shards of one sweep.");
    const SentenceFile& mineFile = first.sentenceFile;
    const SentenceFile& otherFile = other.sentenceFile;
    if (!mineFile.hash.empty() && !otherFile.hash.empty() && mineFile.hash != otherFile.hash)
        return refused("Cannot merge part 1 and " + nameOf(part) + ": one asks the sentences of \"" +
                       mineFile.name + "\" (" + mineFile.hash + "), the other those of \"" + otherFile.name +
                       "\" (" + otherFile.hash + "); give shards of one sweep.");
    // Equal names need not be equal files.
    if (first.exactAccuracy.of > 0 && other.exactAccuracy.of > 0 &&
        !(first.exactAccuracy == other.exactAccuracy))
        return refused("Cannot merge part 1 and " + nameOf(part) +
                       ": the exact model guessed other words in one than in the other, so the model or the "
                       "sentences differ; give shards of one sweep.");
    return {};
}

/// A point and where its sentences are.
struct Source
{
    std::size_t part = 0;
    std::size_t row = 0;
};

} // namespace

Result<SweepResult> mergeSweeps(std::span<const SweepResult> shards)
{
    if (shards.empty())
        return refused("There is nothing to merge; give at least one sweep file.");
    std::map<std::size_t, Source> sources;
    SweepResult merged;
    for (std::size_t part = 0; part < shards.size(); ++part) {
        const SweepResult& shard = shards[part];
        if (auto same = checkSame(shards.front(), shard, part); !same)
            return tl::unexpected(same.error());
        for (std::size_t row = 0; row < shard.points.size(); ++row) {
            const auto [place, isNew] = sources.try_emplace(shard.points[row].number, Source{part, row});
            if (!isNew)
                return refused("Point " + std::to_string(place->first) + " is in " +
                               nameOf(place->second.part) + " and in " + nameOf(part) +
                               "; leave one of the two out.");
        }
        if (shard.exactAccuracy.of > 0)
            merged.exactAccuracy = shard.exactAccuracy;
        if (merged.sentenceFile.hash.empty())
            merged.sentenceFile = shard.sentenceFile;
    }
    merged.plan = shards.front().plan;
    merged.plan.shard = {};
    merged.environment = shards.front().environment;
    merged.pointCount = shards.front().pointCount;
    merged.started = std::ranges::min(shards, {}, &SweepResult::started).started; // ISO 8601 sorts by time
    const std::size_t sentences = merged.exactAccuracy.of;
    for (const auto& [number, source] : sources) {
        const SweepResult& shard = shards[source.part];
        merged.points.push_back(shard.points[source.row]);
        const auto row = std::span(shard.agreements).subspan(source.row * sentences, sentences);
        merged.agreements.insert(merged.agreements.end(), row.begin(), row.end());
    }
    merged.complete = merged.points.size() == merged.pointCount;
    merged.threshold = findThreshold(merged);
    return merged;
}

} // namespace mixlens
