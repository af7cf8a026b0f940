#include "core/experiment/optics_report.h"

#include "core/bench/environment_json.h"
#include "core/bench/json_lines.h"
#include "core/experiment/device_json.h"

namespace mixlens {
namespace {

std::string joined(const std::vector<std::string>& elements)
{
    std::string text = "[";
    for (std::size_t i = 0; i < elements.size(); ++i)
        text += (i > 0 ? ", " : "") + elements[i];
    return text + ']';
}

std::string factJson(const Quantity& fact)
{
    return "{\"name\": " + textJson(fact.name) + ", \"value\": " + numberJson(fact.value) +
           ", \"unit\": " + textJson(fact.unit) + ", \"provenance\": " + textJson(word(fact.provenance)) +
           '}';
}

std::string snrJson(double predicted, double simulated)
{
    return "\"predicted_snr\": {\"value\": " + numberJson(predicted) +
           ", \"unit\": \"dB\", \"provenance\": \"modelled\"}, \"simulated_snr\": {\"value\": " +
           numberJson(simulated) + ", \"unit\": \"dB\", \"provenance\": \"simulated\"}";
}

std::string runJson(const optics::BenchRun& run)
{
    std::vector<std::string> stages;
    for (const optics::StageError& stage : run.stages)
        stages.push_back("{\"stage\": " + textJson(stage.stage) + ", " +
                         snrJson(stage.predictedSnr, stage.simulatedSnr) + '}');
    std::vector<std::string> facts;
    for (const Quantity& fact : run.facts)
        facts.push_back(factJson(fact));
    return '{' + snrJson(run.assessment.predictedSnr, run.assessment.simulatedSnr) +
           ", \"stages\": " + joined(stages) + ", \"facts\": " + joined(facts) + '}';
}

} // namespace

std::string opticsReportJson(const OpticsReport& report, const Environment& environment)
{
    JsonLines lines;
    lines.member("format", "\"mixlens-optics-report\"");
    lines.member("version", "1");
    lines.member("seed", std::to_string(report.seed));
    lines.member("tokens", std::to_string(report.input.rows));
    lines.member("hidden", std::to_string(report.input.cols));
    std::vector<std::string> runs;
    for (const optics::BenchRun& run : report.runs)
        runs.push_back(runJson(run));
    lines.list("runs", runs);
    if (!report.runs.empty())
        lines.member("cost", deviceCostJson(report.runs.front().cost));
    lines.member("environment", environmentJson(environment));
    std::string device = optics::deviceText(report.device);
    device.pop_back(); // its own line end
    lines.member("device", device);
    return lines.text();
}

} // namespace mixlens
