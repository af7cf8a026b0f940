#include "core/base/files.h"
#include "core/base/in_quotes.h"
#include "core/bench/environment_json.h"
#include "core/bench/json_guard.h"
#include "core/bench/json_object.h"
#include "core/bench/result_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <utility>

namespace mixlens {
namespace {

using Json = nlohmann::json;

using Need = JsonObject::Need;
constexpr std::int64_t mostWhole = JsonObject::mostWhole;

/// Seconds of at least zero, one value a round.
std::vector<double> timesOf(const JsonObject& json)
{
    return json.numbers("seconds", 0.0, mostRounds);
}

template<class T>
std::vector<T> listOf(const std::vector<JsonObject>& objects, T (*read)(const JsonObject&))
{
    std::vector<T> list;
    list.reserve(objects.size());
    for (const JsonObject& object : objects)
        list.push_back(read(object));
    return list;
}

BenchGrid readGrid(const JsonObject& json)
{
    BenchGrid grid;
    const auto level = readBenchLevel(json.text("level"));
    if (!level)
        json.problem().tell(json.pathOf("level") + " is none of mixer, block and model");
    grid.level = level.value_or(BenchLevel::Mixer);
    grid.backends = json.texts("backends", maxCells);
    grid.lengths = json.wholes("lengths", 1, mostTokens, maxCells);
    grid.width = json.whole("width", 0, mostWhole);
    grid.heads = json.whole("heads", 0, mostWhole);
    grid.model = json.text("model");
    grid.batch = json.whole("batch", 1, mostWhole);
    grid.threads = static_cast<int>(json.whole("threads", 1, 1 << 20));
    grid.rounds = static_cast<int>(json.whole("rounds", 1, mostRounds));
    grid.sampleSeconds = json.number("sample_seconds", 0.0);
    grid.seed = json.count("seed");
    const JsonObject shard = json.object("shard");
    grid.shard.count = static_cast<int>(shard.whole("count", 1, std::int64_t{maxCells}));
    grid.shard.index = static_cast<int>(shard.whole("index", 0, grid.shard.count - 1));

    if (std::ranges::adjacent_find(grid.lengths, std::greater_equal{}) != grid.lengths.end())
        json.problem().tell(json.pathOf("lengths") + " is not in ascending order, each once");
    if (std::set(grid.backends.begin(), grid.backends.end()).size() != grid.backends.size())
        json.problem().tell(json.pathOf("backends") + " names a backend twice");
    return grid;
}

MachineLimits readLimits(const JsonObject& json)
{
    return {json.number("gemm_flops_per_second", 0.0), json.number("copy_l2_bytes_per_second", 0.0),
            json.number("copy_l3_bytes_per_second", 0.0), json.number("copy_memory_bytes_per_second", 0.0)};
}

BenchWarning readWarning(const JsonObject& json)
{
    return {json.text("code"), json.text("backend"), json.whole("tokens", 0, mostTokens),
            json.text("sentence")};
}

Quantity readQuantity(const JsonObject& json)
{
    constexpr std::array known{Provenance::Measured, Provenance::Simulated, Provenance::Modelled,
                               Provenance::Cited};
    Quantity quantity{
        json.text("name"), json.number("value", -JsonObject::mostNumber), json.text("unit"), {}};
    const std::string origin = json.text("provenance");
    const auto found = std::ranges::find_if(known, [&](Provenance p) { return word(p) == origin; });
    if (found == known.end())
        json.problem().tell(json.pathOf("provenance") +
                            " is none of measured, simulated, modelled and cited");
    else
        quantity.provenance = *found;
    return quantity;
}

OperationTimes readOperation(const JsonObject& json)
{
    return {json.text("operation"), timesOf(json)};
}

Measurement readMeasurement(const JsonObject& json)
{
    Measurement measurement;
    measurement.cell = {json.text("backend"), json.whole("tokens", 1, mostTokens)};
    measurement.family = json.text("family");
    measurement.width = json.whole("width", 0, mostWhole);
    measurement.iterations = json.whole("iterations", 0, mostWhole);
    measurement.seconds = timesOf(json);
    measurement.setupSeconds = json.number("setup_seconds", 0.0);
    measurement.workspaceBytes = json.count("workspace_bytes");
    measurement.peakBytes = json.count("peak_bytes");
    measurement.formulaFlops = json.count("formula_flops");
    measurement.formulaBytes = json.count("formula_bytes");
    measurement.formulaWorkspace = json.count("formula_workspace_bytes");
    measurement.operations = listOf(json.objects("operations", 100, Need::Optional), readOperation);
    measurement.device = listOf(json.objects("device", 100, Need::Optional), readQuantity);
    measurement.refusal = json.text("refusal", Need::Optional);
    return measurement;
}

/// Each cell once, and each of them in the grid: what is outside it no chart would show.
void checkCells(const BenchResult& result, JsonProblem& problem)
{
    const std::set<std::string> backends(result.grid.backends.begin(), result.grid.backends.end());
    std::set<std::pair<std::string, Index>> seen;
    for (std::size_t i = 0; i < result.measurements.size(); ++i) {
        const BenchCell& cell = result.measurements[i].cell;
        const std::string name = "measurements[" + std::to_string(i) + "], " + inQuotes(cell.backend) +
                                 " at " + std::to_string(cell.tokens) + " tokens,";
        if (!backends.contains(cell.backend) || !std::ranges::binary_search(result.grid.lengths, cell.tokens))
            problem.tell(name + " is not a cell of the grid");
        if (!seen.emplace(cell.backend, cell.tokens).second)
            problem.tell(name + " is there twice");
    }
}

/// Why this is no file of ours, or empty.
std::string foreign(const Json& json, bool hasResults)
{
    if (!json.is_object())
        return "it holds a " + std::string(json.type_name()) + " and no benchmark";
    const auto format = json.find("format");
    if (format != json.end() && format->is_string() && *format == "mixlens-bench")
        return {};
    if (hasResults)
        return "it was written by hyperfine, whose files hold neither grid nor machine";
    if (json.contains("context") && json.contains("benchmarks"))
        return "it is in Google Benchmark's format, which holds neither grid nor machine";
    return "its \"format\" is not \"mixlens-bench\"";
}

} // namespace

Result<BenchResult> parseBenchJson(std::string_view text, const std::string& fileName)
{
    const auto refused = [&](const std::string& why, const std::string& remedy) {
        return failure(Error::Code::BadFormat,
                       "Cannot read the benchmark " + inQuotes(fileName) + ": " + why + "; " + remedy + ".");
    };
    const std::string another = "give a file that mixlens bench --json wrote";
    if (const std::string excess = jsonExcess(text, {}); !excess.empty())
        return refused(excess, another);

    // "results" is there for hyperfine's scripts and repeats what "measurements" holds: not kept.
    bool hasResults = false;
    const auto keep = [&](int depth, Json::parse_event_t event, Json& parsed) {
        const bool results = depth == 1 && event == Json::parse_event_t::key && parsed == "results";
        hasResults = hasResults || results;
        return !results;
    };
    const Json json = Json::parse(text, keep, false);
    if (json.is_discarded())
        return refused("it is not valid JSON", "it may be cut short: take a whole copy");
    if (const std::string why = foreign(json, hasResults); !why.empty())
        return refused(why, another);

    JsonProblem problem;
    // JsonObject's header names no library: it takes the value by its address.
    const JsonObject top(static_cast<const JsonValue*>(static_cast<const void*>(&json)), "", problem);
    const std::int64_t version = top.whole("version", 1, mostWhole);
    if (problem.text().empty() && version > 1)
        return refused("its version is " + std::to_string(version) +
                           ", newer than the 1 that this Mixlens reads",
                       "update Mixlens");
    BenchResult result;
    result.id = top.text("id");
    result.title = top.text("title", Need::Optional);
    result.note = top.text("note", Need::Optional);
    result.started = top.text("started");
    result.complete = top.flag("complete");
    result.grid = readGrid(top.object("grid"));
    result.environment = readEnvironment(top.object("environment"));
    result.limits = readLimits(top.object("limits"));
    result.warnings = listOf(top.objects("warnings", 10 * maxCells, Need::Optional), readWarning);
    result.measurements = listOf(top.objects("measurements", maxCells), readMeasurement);
    checkCells(result, problem);
    if (!problem.text().empty())
        return refused(problem.text(), "the file is damaged or was edited: take a whole copy");
    return result;
}

Result<BenchResult> readBenchFile(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, JsonLimits{}.bytes);
    if (!text)
        return tl::unexpected(text.error());
    return parseBenchJson(*text, file.string());
}

} // namespace mixlens
