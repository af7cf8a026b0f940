#include "core/base/files.h"
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

Json environmentJson(const Environment& environment)
{
    return {{"version", environment.version},
            {"commit", environment.commit},
            {"processor", environment.processor},
            {"kernels", environment.kernels},
            {"fft", environment.fft},
            {"compiler", environment.compiler},
            {"build", environment.build},
            {"system", environment.system},
            {"cores", environment.cores},
            {"memory_bytes", environment.memory},
            {"cache_l1_bytes", environment.cacheL1},
            {"cache_l2_bytes", environment.cacheL2},
            {"cache_l3_bytes", environment.cacheL3},
            {"governor", environment.governor}};
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

void appendMember(std::string& text, const char* name, const Json& value)
{
    text += text.empty() ? "{\n" : ",\n";
    text += '"' + std::string(name) + "\": " + dumped(value);
}

/// One line an element, so that a file can be read and compared by eye.
void appendList(std::string& text, const char* name, const std::vector<Json>& elements)
{
    text += ",\n\"" + std::string(name) + "\": [";
    for (std::size_t i = 0; i < elements.size(); ++i)
        text += (i > 0 ? ",\n  " : "\n  ") + dumped(elements[i]);
    text += elements.empty() ? "]" : "\n]";
}

} // namespace

std::string benchJson(const BenchResult& result)
{
    std::string text;
    appendMember(text, "format", "mixlens-bench");
    appendMember(text, "version", 1);
    appendMember(text, "id", result.id);
    appendMember(text, "title", result.title);
    appendMember(text, "note", result.note);
    appendMember(text, "started", result.started);
    appendMember(text, "complete", result.complete);
    appendMember(text, "grid", gridJson(result.grid));
    appendMember(text, "environment", environmentJson(result.environment));
    appendMember(text, "limits", limitsJson(result.limits));

    std::vector<Json> measurements, warnings, commands;
    for (const BenchWarning& warning : result.warnings)
        warnings.push_back({{"code", warning.code},
                            {"backend", warning.backend},
                            {"tokens", warning.tokens},
                            {"sentence", warning.sentence}});
    for (const Measurement& measurement : result.measurements) {
        measurements.push_back(measurementJson(measurement));
        if (measurement.measured())
            commands.push_back(hyperfineJson(result, measurement));
    }
    appendList(text, "warnings", warnings);
    appendList(text, "measurements", measurements);
    appendList(text, "results", commands);
    return text + "\n}\n";
}

Result<void> writeBenchFile(const std::filesystem::path& file, const BenchResult& result)
{
    return writeFileAtomically(file, benchJson(result));
}

} // namespace mixlens
