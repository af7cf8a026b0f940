#include "app/commands/optics_run.h"

#include "app/commands/bench_output.h"
#include "app/commands/lane_options.h"
#include "app/commands/optics_device.h"
#include "app/commands/tensor_input.h"
#include "app/commands/text_table.h"
#include "app/console.h"
#include "core/base/files.h"
#include "core/experiment/optics_report.h"
#include "core/mixing/noise_stream.h"
#include "core/model/safetensors.h"
#include "ui/style/number_text.h"

#include <array>

namespace mixlens {

namespace {

/// Bytes a point of the largest simulation, in double precision with its frames.
constexpr double bytesAPoint = 160.0;

Result<void> checkMemory(const TensorInput& input)
{
    const double points = static_cast<double>(input.tokens) * static_cast<double>(input.x.cols());
    const std::size_t available = availableMemory();
    if (available == 0 || points * bytesAPoint <= static_cast<double>(available))
        return {};
    return failure(Error::Code::OutOfMemory,
                   "Simulating " + std::to_string(input.tokens) + " tokens would take " +
                       bytesText(points * bytesAPoint) + " of memory and " +
                       bytesText(static_cast<double>(available)) + " are available; give fewer tokens.");
}

/// Every input of a batch has noise of its own; the first has that of `mixlens mix`.
Result<OpticsReport> simulate(optics::NamedDevice device, const TensorInput& input, std::uint64_t seed,
                              optics::BenchDetail detail)
{
    const auto bench = optics::OpticalBench::make(device.device);
    if (!bench)
        return tl::unexpected(bench.error());
    OpticsReport report{std::move(device), seed, {input.tokens, input.x.cols()}, {}};
    if (auto fits = optics::checkInput(bench->device(), report.input); !fits)
        return tl::unexpected(fits.error());
    for (Index first = 0; first < input.x.rows(); first += input.tokens) {
        const auto item = static_cast<std::uint64_t>(first / input.tokens);
        auto run =
            bench->run(input.x.view().middleRows(first, input.tokens), seedOfStream(seed, item), detail, {});
        if (!run)
            return tl::unexpected(run.error());
        report.runs.push_back(std::move(*run));
    }
    return report;
}

std::string decibels(double value)
{
    return ui::decibelText(value).toStdString();
}

std::string reportText(const OpticsReport& report)
{
    std::vector<std::vector<std::string>> rows{{"signal to noise", "modelled", "simulated"}};
    for (std::size_t i = 0; i < report.runs.size(); ++i) {
        const optics::BenchRun& run = report.runs[i];
        rows.push_back({report.runs.size() == 1 ? "all" : "input " + std::to_string(i + 1),
                        decibels(run.assessment.predictedSnr), decibels(run.assessment.simulatedSnr)});
        for (const optics::StageError& stage : run.stages)
            rows.push_back({"  " + std::string(stage.stage) + " alone", decibels(stage.predictedSnr),
                            decibels(stage.simulatedSnr)});
    }
    const optics::DeviceCost& cost = report.runs.front().cost;
    return textTable(rows) + "One transform: " + std::to_string(cost.frames) + " frames in " +
           std::to_string(cost.passes) + (cost.passes == 1 ? " pass, " : " passes, ") +
           ui::secondsText(cost.seconds).toStdString() + " and " + ui::energyText(cost.joules).toStdString() +
           " (modelled).";
}

Result<void> writeResult(const std::string& file, const TensorInput& input, const OpticsReport& report)
{
    TensorToWrite y{"y", input.shape, {}, {}, TensorType::F32};
    for (const optics::BenchRun& run : report.runs)
        y.floats.insert(y.floats.end(), run.transform.values().begin(), run.transform.values().end());
    return writeSafetensors(file, std::span(&y, 1),
                            {{"program", "mixlens " MIXLENS_VERSION},
                             {"device", report.device.name},
                             {"seed", std::to_string(report.seed)},
                             {"provenance", "simulated"}});
}

Result<void> run(const Arguments& arguments)
{
    const auto in = arguments.required("in");
    const auto out = arguments.required("out");
    const auto seed = readSeed(arguments);
    auto device = readDeviceOptions(arguments);
    const std::string reportFile = arguments.text("report", "");
    const auto writable = arguments.has("report") ? checkWritable(reportFile) : Result<void>{};
    if (const Error* problem = firstError(in, out, seed, device, writable))
        return tl::unexpected(*problem);
    if (*out == reportFile)
        return failure(Error::Code::Usage,
                       "'" + *out + "' is to be written twice; give each output a file of its own.");
    const auto input = readTensorInput(*in);
    if (!input)
        return tl::unexpected(input.error());
    if (const auto fits = checkMemory(*input); !fits)
        return fits;
    const auto report = simulate(std::move(*device), *input, *seed, {.stages = arguments.has("stages")});
    if (!report)
        return tl::unexpected(report.error());
    if (const auto written = writeResult(*out, *input, *report); !written)
        return written;
    say("Wrote " + *out + ": y " + shapeText(input->shape) + ", simulated: " + report->device.title + ".");
    say(reportText(*report));
    for (const std::string& problem : report->runs.front().cost.problems)
        complain(problem);
    if (!reportFile.empty()) {
        if (const auto written = writeFileAtomically(reportFile, opticsReportJson(*report, environment()));
            !written)
            return written;
        say("Wrote " + reportFile + ".");
    }
    return {};
}

constexpr std::array options{
    devicePresetOption,
    deviceFileOption,
    deviceSetOption,
    OptionSpec{"in", "FILE.safetensors", "tensor x, [tokens, hidden] or [batch, tokens, hidden]"},
    OptionSpec{"out", "FILE.safetensors", "tensor y, Re(F X F) as the device sees it, in the shape of x"},
    seedOption,
    OptionSpec{"stages", "", "simulate every imperfection alone, too"},
    OptionSpec{"report", "FILE.json",
               "signal-to-noise ratios, frames, time and energy item by item, and the whole device"},
};

constexpr Command command{.name = "optics run",
                          .summary = "Transform a tensor by a simulated device.",
                          .synopsis =
                              "--in X.safetensors --out Y.safetensors [--preset NAME] [--report FILE]",
                          .options = options,
                          .run = run};

} // namespace

const Command& opticsRunCommand() noexcept
{
    return command;
}

} // namespace mixlens
