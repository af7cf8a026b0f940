#include "app/commands/bench_show.h"

#include "app/commands/bench_text.h"
#include "app/console.h"

#include <algorithm>
#include <array>

namespace mixlens {

namespace {

Result<void> run(const Arguments& arguments)
{
    if (arguments.files().size() != 1)
        return failure(Error::Code::Usage, "Give one result file: mixlens bench show FILE.json.");
    const auto outputs = readBenchOutputs(arguments);
    if (!outputs)
        return tl::unexpected(outputs.error());
    const auto result = readBenchFile(arguments.files().front());
    const auto earlier = readEarlier(arguments);
    if (const Error* problem = firstError(result, earlier))
        return tl::unexpected(*problem);
    if (const auto known = checkOutputs(result->grid, *outputs); !known)
        return known;
    if (!result->complete)
        complain("This run was stopped before its end; go on with 'mixlens bench --resume " +
                 arguments.files().front() + "'.");
    return presentBench(*result, *outputs, *earlier ? &**earlier : nullptr);
}

constexpr std::array options{csvOption,  googleOption,   markdownOption, latexOption,      chartOption,
                             viewOption, baselineOption, presetOption,   benchThemeOption, compareOption};

constexpr Command command{.name = "bench show",
                          .summary = "Show a benchmark's result file again, without measuring.",
                          .synopsis = "FILE.json [--chart FILE] [--compare OLD.json]",
                          .options = options,
                          .draws = true,
                          .run = run,
                          .drawsWith = "chart",
                          .takesFiles = true};

} // namespace

Result<std::optional<BenchResult>> readEarlier(const Arguments& arguments)
{
    const auto file = arguments.text("compare");
    if (!file)
        return std::nullopt;
    auto earlier = readBenchFile(*file);
    if (!earlier)
        return tl::unexpected(earlier.error());
    return std::optional(std::move(*earlier));
}

Result<void> checkOutputs(const BenchGrid& grid, const BenchOutputs& outputs)
{
    if (outputs.chart && outputs.chart->view == "operations" && grid.level == BenchLevel::Mixer)
        return failure(
            Error::Code::Usage,
            "The view operations shows the parts of a block or model, and one mixing sub-layer has "
            "none; measure with --level block or --level model.");
    const std::string& baseline = outputs.baseline;
    if (baseline.empty() || std::ranges::find(grid.backends, baseline) != grid.backends.end())
        return {};
    const std::vector<std::string_view> known(grid.backends.begin(), grid.backends.end());
    return failure(Error::Code::Usage, "--baseline is '" + baseline + "', which is not among the backends" +
                                           suggestion(baseline, known));
}

Result<void> presentBench(const BenchResult& result, const BenchOutputs& outputs, const BenchResult* earlier)
{
    say(resultText(result, outputs.baseline));
    for (const std::string& refusal : refusalTexts(result))
        complain(refusal);
    for (const BenchWarning& warning : result.warnings)
        complain(warning.sentence);
    if (earlier != nullptr) {
        const Comparison comparison = compareBenchResults(*earlier, result);
        for (const std::string& difference : comparison.differences)
            complain(difference);
        say("\nAgainst the run of " + earlier->started + "\n" + comparisonText(comparison));
    }
    return writeBenchOutputs(result, outputs);
}

const Command& benchShowCommand() noexcept
{
    return command;
}

} // namespace mixlens
