#include "core/base/files.h"
#include "core/base/in_quotes.h"
#include "core/bench/json_guard.h"
#include "core/bench/result_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <set>
#include <utility>

namespace mixlens {
namespace {

using Json = nlohmann::json;

/// The first thing that is wrong; reading goes on with nothing in its place.
class Problem
{
public:
    void tell(std::string what)
    {
        if (m_text.empty())
            m_text = std::move(what);
    }
    void refuse(const std::string& path, const Json& value, const std::string& allowed)
    {
        if (!m_text.empty())
            return;
        // A list or object is not printed: it may be long.
        const std::string shown = value.is_structured() ? "a " + std::string(value.type_name())
                                  : value.is_string()   ? inQuotes(value.get_ref<const std::string&>())
                                                        : value.dump();
        m_text = path + " is " + shown + " and must be " + allowed;
    }
    [[nodiscard]] const std::string& text() const noexcept { return m_text; }

private:
    std::string m_text;
};

enum class Need { Required, Optional };

constexpr std::int64_t mostWhole = std::numeric_limits<std::int64_t>::max();
constexpr double mostNumber = std::numeric_limits<double>::max();

/// One object of the file: reads members by name and knows where it is, for sentences.
class Object
{
public:
    Object(const Json& json, std::string path, Problem& problem)
        : m_json(&json), m_path(std::move(path)), m_problem(&problem)
    {
        if (!json.is_object())
            problem.refuse(m_path, json, "an object");
    }

    [[nodiscard]] std::string pathOf(const char* key) const
    {
        return m_path.empty() ? key : m_path + '.' + key;
    }

    [[nodiscard]] Object object(const char* key) const { return {member(key), pathOf(key), *m_problem}; }

    [[nodiscard]] std::string text(const char* key, Need need = Need::Required) const
    {
        const Json& value = member(key, need);
        if (value.is_string())
            return value.get<std::string>();
        refuseUnlessMissing(key, value, "text");
        return {};
    }

    [[nodiscard]] bool flag(const char* key) const
    {
        const Json& value = member(key);
        if (!value.is_boolean())
            refuseUnlessMissing(key, value, "true or false");
        return value.is_boolean() && value.get<bool>();
    }

    [[nodiscard]] std::int64_t whole(const char* key, std::int64_t least, std::int64_t most,
                                     Need need = Need::Required) const
    {
        return wholeOf(pathOf(key), member(key, need), least, most);
    }
    /// Bytes, operations, a seed: all 64 bits.
    [[nodiscard]] std::uint64_t count(const char* key) const
    {
        const Json& value = member(key);
        if (value.is_number_unsigned())
            return value.get<std::uint64_t>();
        refuseUnlessMissing(key, value, "a whole number from 0 to 18446744073709551615");
        return 0;
    }

    [[nodiscard]] double number(const char* key, double least, double most = mostNumber) const
    {
        return numberOf(pathOf(key), member(key), least, most);
    }

    /// Seconds of at least zero, one value a round.
    [[nodiscard]] std::vector<double> times(const char* key) const
    {
        return listOf<double>(key, mostRounds, [this](const std::string& path, const Json& value) {
            return numberOf(path, value, 0.0, mostNumber);
        });
    }
    [[nodiscard]] std::vector<std::string> texts(const char* key) const
    {
        return listOf<std::string>(key, maxCells, [this](const std::string& path, const Json& value) {
            if (!value.is_string())
                m_problem->refuse(path, value, "text");
            return value.is_string() ? value.get<std::string>() : std::string();
        });
    }
    [[nodiscard]] std::vector<Index> lengths(const char* key) const
    {
        return listOf<Index>(key, maxCells, [this](const std::string& path, const Json& value) {
            return static_cast<Index>(wholeOf(path, value, 1, mostTokens));
        });
    }
    template<class T, class Read>
    [[nodiscard]] std::vector<T> objects(const char* key, std::size_t most, Need need, Read read) const
    {
        return listOf<T>(
            key, most,
            [&](const std::string& path, const Json& value) { return read(Object(value, path, *m_problem)); },
            need);
    }

    [[nodiscard]] Problem& problem() const noexcept { return *m_problem; }

private:
    /// A discarded value where there is none; complains unless it may be missing.
    [[nodiscard]] const Json& member(const char* key, Need need = Need::Required) const
    {
        static const Json missing(Json::value_t::discarded);
        if (m_json->is_object())
            if (const auto found = m_json->find(key); found != m_json->end())
                return *found;
        if (need == Need::Required)
            m_problem->tell(pathOf(key) + " is missing");
        return missing;
    }

    void refuseUnlessMissing(const char* key, const Json& value, const std::string& allowed) const
    {
        if (!value.is_discarded())
            m_problem->refuse(pathOf(key), value, allowed);
    }

    [[nodiscard]] std::int64_t wholeOf(const std::string& path, const Json& value, std::int64_t least,
                                       std::int64_t most) const
    {
        if (value.is_discarded())
            return least;
        const bool fits = value.is_number_unsigned()
                              ? value.get<std::uint64_t>() <= static_cast<std::uint64_t>(mostWhole)
                              : value.is_number_integer();
        if (fits && value.get<std::int64_t>() >= least && value.get<std::int64_t>() <= most)
            return value.get<std::int64_t>();
        m_problem->refuse(path, value,
                          "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return least;
    }

    [[nodiscard]] double numberOf(const std::string& path, const Json& value, double least, double most) const
    {
        if (value.is_discarded())
            return 0.0;
        if (value.is_number() && value.get<double>() >= least && value.get<double>() <= most)
            return value.get<double>();
        m_problem->refuse(path, value, least == 0.0 ? "a number of at least 0" : "a finite number");
        return 0.0;
    }

    template<class T, class Read>
    [[nodiscard]] std::vector<T> listOf(const char* key, std::size_t most, Read read,
                                        Need need = Need::Required) const
    {
        const Json& value = member(key, need);
        if (!value.is_array() || value.size() > most) {
            refuseUnlessMissing(key, value, "a list of at most " + std::to_string(most));
            return {};
        }
        std::vector<T> list;
        list.reserve(value.size());
        for (std::size_t i = 0; i < value.size(); ++i)
            list.push_back(read(pathOf(key) + '[' + std::to_string(i) + ']', value[i]));
        return list;
    }

    const Json* m_json;
    std::string m_path;
    Problem* m_problem;
};

BenchGrid readGrid(const Object& json)
{
    BenchGrid grid;
    const auto level = readBenchLevel(json.text("level"));
    if (!level)
        json.problem().tell(json.pathOf("level") + " is none of mixer, block and model");
    grid.level = level.value_or(BenchLevel::Mixer);
    grid.backends = json.texts("backends");
    grid.lengths = json.lengths("lengths");
    grid.width = json.whole("width", 0, mostWhole);
    grid.heads = json.whole("heads", 0, mostWhole);
    grid.model = json.text("model");
    grid.batch = json.whole("batch", 1, mostWhole);
    grid.threads = static_cast<int>(json.whole("threads", 1, 1 << 20));
    grid.rounds = static_cast<int>(json.whole("rounds", 1, mostRounds));
    grid.sampleSeconds = json.number("sample_seconds", 0.0);
    grid.seed = json.count("seed");
    const Object shard = json.object("shard");
    grid.shard.count = static_cast<int>(shard.whole("count", 1, std::int64_t{maxCells}));
    grid.shard.index = static_cast<int>(shard.whole("index", 0, grid.shard.count - 1));

    if (std::ranges::adjacent_find(grid.lengths, std::greater_equal{}) != grid.lengths.end())
        json.problem().tell(json.pathOf("lengths") + " is not in ascending order, each once");
    if (std::set(grid.backends.begin(), grid.backends.end()).size() != grid.backends.size())
        json.problem().tell(json.pathOf("backends") + " names a backend twice");
    return grid;
}

Environment readEnvironment(const Object& json)
{
    Environment environment;
    environment.version = json.text("version");
    environment.commit = json.text("commit");
    environment.processor = json.text("processor");
    environment.kernels = json.text("kernels");
    environment.fft = json.text("fft");
    environment.compiler = json.text("compiler");
    environment.build = json.text("build");
    environment.system = json.text("system");
    environment.cores = static_cast<int>(json.whole("cores", 0, 1 << 20));
    environment.memory = json.count("memory_bytes");
    environment.cacheL1 = json.count("cache_l1_bytes");
    environment.cacheL2 = json.count("cache_l2_bytes");
    environment.cacheL3 = json.count("cache_l3_bytes");
    environment.governor = json.text("governor");
    return environment;
}

MachineLimits readLimits(const Object& json)
{
    return {json.number("gemm_flops_per_second", 0.0), json.number("copy_l2_bytes_per_second", 0.0),
            json.number("copy_l3_bytes_per_second", 0.0), json.number("copy_memory_bytes_per_second", 0.0)};
}

BenchWarning readWarning(const Object& json)
{
    return {json.text("code"), json.text("backend"), json.whole("tokens", 0, mostTokens),
            json.text("sentence")};
}

Quantity readQuantity(const Object& json)
{
    constexpr std::array known{Provenance::Measured, Provenance::Simulated, Provenance::Modelled,
                               Provenance::Cited};
    Quantity quantity{json.text("name"), json.number("value", -mostNumber), json.text("unit"), {}};
    const std::string origin = json.text("provenance");
    const auto found = std::ranges::find_if(known, [&](Provenance p) { return word(p) == origin; });
    if (found == known.end())
        json.problem().tell(json.pathOf("provenance") +
                            " is none of measured, simulated, modelled and cited");
    else
        quantity.provenance = *found;
    return quantity;
}

Measurement readMeasurement(const Object& json)
{
    Measurement measurement;
    measurement.cell = {json.text("backend"), json.whole("tokens", 1, mostTokens)};
    measurement.family = json.text("family");
    measurement.width = json.whole("width", 0, mostWhole);
    measurement.iterations = json.whole("iterations", 0, mostWhole);
    measurement.seconds = json.times("seconds");
    measurement.setupSeconds = json.number("setup_seconds", 0.0);
    measurement.workspaceBytes = json.count("workspace_bytes");
    measurement.peakBytes = json.count("peak_bytes");
    measurement.formulaFlops = json.count("formula_flops");
    measurement.formulaBytes = json.count("formula_bytes");
    measurement.formulaWorkspace = json.count("formula_workspace_bytes");
    measurement.operations =
        json.objects<OperationTimes>("operations", 100, Need::Optional, [](const Object& times) {
            return OperationTimes{times.text("operation"), times.times("seconds")};
        });
    measurement.device = json.objects<Quantity>("device", 100, Need::Optional, readQuantity);
    measurement.refusal = json.text("refusal", Need::Optional);
    return measurement;
}

/// Each cell once, and each of them in the grid: what is outside it no chart would show.
void checkCells(const BenchResult& result, Problem& problem)
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

    Problem problem;
    const Object top(json, "", problem);
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
    result.warnings = top.objects<BenchWarning>("warnings", 10 * maxCells, Need::Optional, readWarning);
    result.measurements = top.objects<Measurement>("measurements", maxCells, Need::Required, readMeasurement);
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
