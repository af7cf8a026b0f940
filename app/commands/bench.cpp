#include "app/commands/bench.h"

#include "app/commands/bench_measure.h"
#include "app/commands/bench_merge.h"
#include "app/commands/bench_options.h"
#include "app/commands/bench_output.h"
#include "app/commands/bench_show.h"
#include "app/commands/lane_options.h"
#include "app/console.h"
#include "app/data_folders.h"
#include "core/bench/result_file.h"

#include <array>

namespace mixlens {

namespace {

using RunPtr = std::unique_ptr<BenchRun>;

/// The grid of the options, or the rest of an earlier run, whose grid they may repeat but not change.
Result<RunPtr> makeRun(const Arguments& arguments)
{
    if (const auto file = arguments.text("resume")) {
        auto earlier = readBenchFile(*file);
        if (!earlier)
            return tl::unexpected(earlier.error());
        const auto grid = readGrid(arguments, earlier->grid);
        if (!grid)
            return tl::unexpected(grid.error());
        if (!(*grid == earlier->grid))
            return failure(Error::Code::Usage,
                           "--resume goes on with the grid of '" + *file +
                               "', and other options ask for another one; leave them away, or start a new "
                               "run without --resume.");
        return BenchRun::resume(std::move(*earlier), modelFolders());
    }
    auto grid = readGrid(arguments, usualBenchGrid());
    if (!grid)
        return tl::unexpected(grid.error());
    return BenchRun::make(std::move(*grid), modelFolders());
}

Error stoppedEarly(const BenchOutcome& outcome, const std::string& file)
{
    std::size_t done = 0;
    for (const Measurement& cell : outcome.result.measurements)
        if (cell.measured() || !cell.refusal.empty())
            ++done;
    std::string sentence = "Stopped after " + std::to_string(done) + " of " +
                           std::to_string(cellsOf(outcome.result.grid).size()) + " cells";
    if (file.empty())
        sentence += "; what was measured is shown above.";
    else
        sentence +=
            "; what was measured is in '" + file + "', and 'mixlens bench --resume " + file + "' goes on.";
    return {Error::Code::Cancelled, sentence};
}

Result<void> run(const Arguments& arguments)
{
    const std::string file = arguments.text("json", arguments.text("resume", ""));
    const auto outputs = readBenchOutputs(arguments);
    if (!outputs)
        return tl::unexpected(outputs.error());
    const auto earlier = readEarlier(arguments);
    const auto run = makeRun(arguments);
    const auto writable = file.empty() ? Result<void>{} : checkWritable(file);
    const auto others = checkWritable(*outputs);
    if (const Error* problem = firstError(earlier, run, writable, others))
        return tl::unexpected(*problem);
    if (const auto known = checkOutputs((*run)->result().grid, *outputs); !known)
        return known;

    const BenchOutcome outcome = measureBench(**run, file, repairedText(arguments.text("title", ""), "title"),
                                              repairedText(arguments.text("note", ""), "note"));
    const auto presented = presentBench(outcome.result, *outputs, *earlier ? &**earlier : nullptr);
    if (!file.empty() && outcome.saved)
        say("Wrote " + file + ".");
    if (!outcome.saved && !presented)
        complain(presented.error().message);
    if (!outcome.saved)
        return outcome.saved;
    if (!presented)
        return presented;
    if (outcome.interrupted)
        return tl::unexpected(stoppedEarly(outcome, file));
    return {};
}

constexpr std::array options{
    backendsOption,
    lengthsOption,
    widthOption,
    headsOption,
    levelOption,
    OptionSpec{"model", "DIR|ID", "the model of --level model; backend 'own' keeps its mixers"},
    batchOption,
    threadsOption,
    roundsOption,
    seedOption,
    shardOption,
    OptionSpec{"title", "TEXT", "name of the run, kept in its file"},
    OptionSpec{"note", "TEXT", "a remark, kept in its file"},
    OptionSpec{"json", "FILE", "everything, written anew after every finished length"},
    OptionSpec{"resume", "FILE", "go on with a run that was stopped; written to the same file"},
    csvOption,
    googleOption,
    markdownOption,
    latexOption,
    chartOption,
    viewOption,
    baselineOption,
    presetOption,
    benchThemeOption,
    compareOption,
};

} // namespace

const Command& benchCommand() noexcept
{
    static const std::array parts{&benchMergeCommand(), &benchShowCommand()};
    static const Command command{.name = "bench",
                                 .summary = "Measure which mixer is fastest at which length on this machine.",
                                 .synopsis =
                                     "[--backends A,B,…] [--lengths 8..4096] [--json FILE] [--chart FILE]",
                                 .options = options,
                                 .draws = true,
                                 .run = run,
                                 .drawsWith = "chart",
                                 .parts = parts};
    return command;
}

} // namespace mixlens
