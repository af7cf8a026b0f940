#include "core/base/files.h"
#include "core/bench/environment_json.h"
#include "core/bench/json_lines.h"
#include "core/bench/result_file.h"

#include <nlohmann/json.hpp>

namespace mixlens {
namespace {

/// Members stay in the order in which a person would look for them.
using Json = nlohmann::ordered_json;

std::string dumped(const Json& json)
{
    // A model's name may hold any bytes; the file must be UTF-8.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json gridJson(const BenchGrid& grid)
{
    return {
        {"level", word(grid.level)}, {"backends", grid.backends},
        {"lengths", grid.lengths},   {"width", grid.width},
        {"heads", grid.heads},       {"model", grid.model},
        {"batch", grid.batch},       {"threads", grid.threads},
        {"rounds", grid.rounds},     {"sample_seconds", grid.sampleSeconds},
        {"seed", grid.seed},         {"shard", {{"index", grid.shard.index}, {"count", grid.shard.count}}}};
}

Json limitsJson(const MachineLimits& limits)
{
    return {{"gemm_flops_per_second", limits.gemmFlops},
            {"copy_l2_bytes_per_second", limits.copyL2},
            {"copy_l3_bytes_per_second", limits.copyL3},
            {"copy_memory_bytes_per_second", limits.copyMemory}};
}

Json measurementJson(const Measurement& measurement)
{
    Json json{{"backend", measurement.cell.backend},
              {"tokens", measurement.cell.tokens},
              {"family", measurement.family},
              {"width", measurement.width},
              {"iterations", measurement.iterations},
              {"provenance", word(Provenance::Measured)},
              {"seconds", measurement.seconds},
              {"setup_seconds", measurement.setupSeconds},
              {"workspace_bytes", measurement.workspaceBytes},
              {"peak_bytes", measurement.peakBytes},
              {"formula_flops", measurement.formulaFlops},
              {"formula_bytes", measurement.formulaBytes},
              {"formula_workspace_bytes", measurement.formulaWorkspace}};
    for (const OperationTimes& times : measurement.operations)
        json["operations"].push_back({{"operation", times.operation}, {"seconds", times.seconds}});
    for (const Quantity& quantity : measurement.device)
        json["device"].push_back({{"name", quantity.name},
                                  {"value", quantity.value},
                                  {"unit", quantity.unit},
                                  {"provenance", word(quantity.provenance)}});
    if (!measurement.refusal.empty())
        json["refusal"] = measurement.refusal;
    return json;
}

/// What hyperfine 1.x writes for a command. Its plot_parametrized.py wants exactly one parameter, so the
/// backend is in the command alone. Processor time is not known by sample: null, never a guess.
Json hyperfineJson(const BenchResult& result, const Measurement& measurement)
{
    const Statistics statistics = summarise(measurement.seconds);
    const Json unknown = nullptr;
    return {{"command", "mixlens bench " + std::string(word(result.grid.level)) + ' ' +
                            measurement.cell.backend + ' ' + std::to_string(measurement.cell.tokens)},
            {"mean", statistics.mean},
            {"stddev", statistics.samples > 1 ? Json(statistics.standardDeviation) : unknown},
            {"median", statistics.median},
            {"user", unknown},
            {"system", unknown},
            {"min", statistics.minimum},
            {"max", statistics.maximum},
            {"times", measurement.seconds},
            {"exit_codes", std::vector<int>(measurement.seconds.size(), 0)},
            {"parameters", {{"tokens", std::to_string(measurement.cell.tokens)}}}};
}

} // namespace

std::string benchJson(const BenchResult& result)
{
    JsonLines lines;
    lines.member("format", dumped("mixlens-bench"));
    lines.member("version", dumped(1));
    lines.member("id", dumped(result.id));
    lines.member("title", dumped(result.title));
    lines.member("note", dumped(result.note));
    lines.member("started", dumped(result.started));
    lines.member("complete", dumped(result.complete));
    lines.member("grid", dumped(gridJson(result.grid)));
    lines.member("environment", environmentJson(result.environment));
    lines.member("limits", dumped(limitsJson(result.limits)));

    std::vector<std::string> measurements, warnings, commands;
    for (const BenchWarning& warning : result.warnings)
        warnings.push_back(dumped({{"code", warning.code},
                                   {"backend", warning.backend},
                                   {"tokens", warning.tokens},
                                   {"sentence", warning.sentence}}));
    for (const Measurement& measurement : result.measurements) {
        measurements.push_back(dumped(measurementJson(measurement)));
        if (measurement.measured())
            commands.push_back(dumped(hyperfineJson(result, measurement)));
    }
    lines.list("warnings", warnings);
    lines.list("measurements", measurements);
    lines.list("results", commands);
    return lines.text();
}

Result<void> writeBenchFile(const std::filesystem::path& file, const BenchResult& result)
{
    return writeFileAtomically(file, benchJson(result));
}

} // namespace mixlens
