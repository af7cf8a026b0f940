#include "core/bench/result_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace mixlens {
namespace {

using Json = nlohmann::ordered_json;

constexpr double nanoseconds = 1e9;

std::string dumped(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json cacheJson(const char* type, int level, std::uint64_t bytes)
{
    return {{"type", type}, {"level", level}, {"size", bytes}, {"num_sharing", 0}};
}

/// The members that Google Benchmark 1.7 writes, then ours. What is not known has the value that stands for
/// it there: "unknown", 0, an empty list.
Json contextJson(const BenchResult& result)
{
    const Environment& environment = result.environment;
    Json caches = Json::array();
    if (environment.cacheL1 > 0)
        caches.push_back(cacheJson("Data", 1, environment.cacheL1));
    if (environment.cacheL2 > 0)
        caches.push_back(cacheJson("Unified", 2, environment.cacheL2));
    if (environment.cacheL3 > 0)
        caches.push_back(cacheJson("Unified", 3, environment.cacheL3));
    Json refused = Json::array();
    for (const Measurement& measurement : result.measurements)
        if (!measurement.refusal.empty())
            refused.push_back(measurement.cell.backend + " at " + std::to_string(measurement.cell.tokens) +
                              " tokens: " + measurement.refusal);
    const bool scaling = environment.governor != "performance" && environment.governor != "unknown" &&
                         !environment.governor.empty();
    return {{"date", result.started},
            {"host_name", "unknown"},
            {"executable", "mixlens"},
            {"num_cpus", environment.cores},
            {"mhz_per_cpu", 0},
            {"cpu_scaling_enabled", scaling},
            {"caches", caches},
            {"load_avg", Json::array()},
            {"library_build_type", environment.build == "release" ? "release" : "debug"},
            {"mixlens_version", environment.version},
            {"mixlens_commit", environment.commit},
            {"processor", environment.processor},
            {"kernels", environment.kernels},
            {"governor", environment.governor},
            {"id", result.id},
            {"title", result.title},
            {"note", "real_time is measured wall time of one call; processor time is not known by sample, "
                     "so cpu_time repeats real_time; mhz_per_cpu and num_sharing 0 mean unknown"},
            {"refused", refused}};
}

std::size_t placeOf(const auto& list, const auto& value)
{
    return static_cast<std::size_t>(std::ranges::find(list, value) - list.begin());
}

/// What repetitions and aggregates of one cell share.
Json entryJson(const BenchResult& result, const Measurement& measurement, const std::string& suffix)
{
    const BenchGrid& grid = result.grid;
    const std::string name =
        std::string(word(grid.level)) + '/' + measurement.cell.backend +
        "/tokens:" + std::to_string(measurement.cell.tokens) + "/width:" + std::to_string(measurement.width) +
        "/batch:" + std::to_string(grid.batch) + "/threads:" + std::to_string(grid.threads);
    return {{"name", name + suffix},
            {"family_index", placeOf(grid.backends, measurement.cell.backend)},
            {"per_family_instance_index", placeOf(grid.lengths, measurement.cell.tokens)},
            {"run_name", name},
            {"run_type", suffix.empty() ? "iteration" : "aggregate"},
            {"repetitions", measurement.seconds.size()}};
}

void setTime(Json& entry, double value)
{
    entry["real_time"] = value;
    entry["cpu_time"] = value; // compare.py reads both and cannot do without
    entry["time_unit"] = "ns";
}

/// Entries one by one, since a tree of all of them would take a hundred times the file's numbers.
class Entries
{
public:
    explicit Entries(const BenchResult& result) : m_result(result) {}

    void addRepetition(const Measurement& measurement, std::size_t round)
    {
        Json entry = entryJson(m_result, measurement, "");
        entry["repetition_index"] = round;
        entry["threads"] = m_result.grid.threads;
        entry["iterations"] = measurement.iterations;
        setTime(entry, measurement.seconds[round] * nanoseconds);
        entry["label"] = measurement.family == "optical" ? "measured: what the simulation costs" : "measured";
        add(entry);
    }

    void addAggregate(const Measurement& measurement, const std::string& name, double value, const char* unit)
    {
        Json entry = entryJson(m_result, measurement, '_' + name);
        entry["threads"] = m_result.grid.threads;
        entry["aggregate_name"] = name;
        entry["aggregate_unit"] = unit;
        entry["iterations"] = measurement.seconds.size(); // of aggregates, what they are made of
        setTime(entry, value);
        add(entry);
    }

    [[nodiscard]] const std::string& text() const noexcept { return m_text; }

private:
    void add(const Json& entry) { m_text += (m_text.empty() ? "\n  " : ",\n  ") + dumped(entry); }

    const BenchResult& m_result;
    std::string m_text;
};

} // namespace

std::string googleBenchmarkJson(const BenchResult& result)
{
    Entries entries(result);
    for (const Measurement& measurement : result.measurements) {
        for (std::size_t round = 0; round < measurement.seconds.size(); ++round)
            entries.addRepetition(measurement, round);
        const Statistics statistics = summarise(measurement.seconds);
        if (statistics.samples < 2) // as there: one repetition has no aggregates
            continue;
        const double deviation = statistics.standardDeviation;
        entries.addAggregate(measurement, "mean", statistics.mean * nanoseconds, "time");
        entries.addAggregate(measurement, "median", statistics.median * nanoseconds, "time");
        entries.addAggregate(measurement, "stddev", deviation * nanoseconds, "time");
        entries.addAggregate(measurement, "cv", statistics.mean > 0.0 ? deviation / statistics.mean : 0.0,
                             "percentage");
    }
    return "{\n\"context\": " + dumped(contextJson(result)) + ",\n\"benchmarks\": [" + entries.text() +
           "\n]\n}\n";
}

} // namespace mixlens
