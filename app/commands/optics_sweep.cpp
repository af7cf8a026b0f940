#include "app/commands/optics_sweep.h"

#include "app/commands/bench_output.h"
#include "app/commands/bench_progress.h"
#include "app/commands/lane_options.h"
#include "app/commands/optics_device.h"
#include "app/commands/sweep_options.h"
#include "app/commands/sweep_text.h"
#include "app/console.h"
#include "app/data_folders.h"
#include "app/interrupt.h"
#include "core/base/files.h"
#include "core/engine/sweep_job.h"
#include "core/experiment/sweep_file.h"

#include <algorithm>
#include <array>

namespace mixlens {

namespace {

using SweepPtr = std::unique_ptr<PrecisionSweep>;

/// The plan of the options, or the rest of an earlier sweep, whose plan they may repeat but not change.
Result<SweepPtr> makeSweep(const Arguments& arguments)
{
    const std::string usual = (dataFolder() / "sentences" / "held-out.txt").string();
    const std::string sentences = arguments.text("sentence-file", usual);
    const auto threads = arguments.integer("threads", std::max(1, environment().cores), 1, 4096);
    if (!threads)
        return tl::unexpected(threads.error());
    const auto count = static_cast<int>(*threads);
    if (const auto file = arguments.text("resume")) {
        auto earlier = readSweepFile(*file);
        if (!earlier)
            return tl::unexpected(earlier.error());
        const auto plan = readSweepPlan(arguments, earlier->plan);
        if (!plan)
            return tl::unexpected(plan.error());
        if (!(*plan == earlier->plan))
            return failure(Error::Code::Usage, "--resume goes on with the plan of '" + *file +
                                                   "', and other options ask for another one; leave them "
                                                   "away, or start a new sweep without --resume.");
        return PrecisionSweep::resume(std::move(*earlier), modelFolders(), sentences, count);
    }
    auto plan = readSweepPlan(arguments, usualSweepPlan());
    if (!plan)
        return tl::unexpected(plan.error());
    return PrecisionSweep::make(std::move(*plan), modelFolders(), sentences, count);
}

std::string progressText(const SweepProgress& progress)
{
    return std::to_string(progress.pointsDone) + " of " + std::to_string(progress.points) + " points, " +
           remainingText(progress.remainingSeconds) + " left: " + progress.now;
}

struct Outcome
{
    std::shared_ptr<const SweepResult> result;
    bool interrupted = false;
    Result<void> saved;
};

/// To the end, or until SIGINT or SIGTERM asks for it.
Outcome runToEnd(SweepPtr sweep, const std::string& file)
{
    const Interrupt interrupt;
    ProgressLine line;
    SweepUpdate last;
    // A device or pipe gets one text, at the end.
    const bool follows = !file.empty() && isReplaceable(file);
    SweepJob job(
        std::move(sweep), [&last](const SweepUpdate& update) { last = update; }, follows ? file : "");
    while (job.step({})) {
        if (interrupt.requested())
            job.stop();
        if (line.isDue())
            line.show(progressText(last.progress));
    }
    line.clear();
    Outcome outcome{last.result, interrupt.requested() && !last.result->complete, {}};
    if (!file.empty() && (!follows || !last.fileProblem.empty()))
        outcome.saved = writeSweepFile(file, *last.result);
    return outcome;
}

Error stoppedEarly(const SweepResult& result, const std::string& file, const Arguments& arguments)
{
    std::string sentence = "Stopped after " + std::to_string(result.points.size()) + " points of " +
                           std::to_string(result.pointCount) + (result.plan.shard.count > 1 ? " in all" : "");
    if (file.empty())
        sentence += "; what was found is shown above.";
    else {
        std::string again = "mixlens optics sweep --resume " + file;
        if (const auto sentences = arguments.text("sentence-file"))
            again += " --sentence-file " + *sentences;
        sentence += "; what was found is in '" + file + "', and '" + again + "' goes on.";
    }
    return {Error::Code::Cancelled, sentence};
}

Result<void> run(const Arguments& arguments)
{
    const std::string file = arguments.text("json", arguments.text("resume", ""));
    const auto csv = arguments.text("csv");
    if (csv && *csv == file)
        return failure(Error::Code::Usage,
                       "'" + file + "' is to be written twice; give each output a file of its own.");
    auto sweep = makeSweep(arguments);
    const auto jsonWritable = file.empty() ? Result<void>{} : checkWritable(file);
    const auto csvWritable = csv ? checkWritable(*csv) : Result<void>{};
    if (const Error* problem = firstError(sweep, jsonWritable, csvWritable))
        return tl::unexpected(*problem);

    const Outcome outcome = runToEnd(std::move(*sweep), file);
    say(sweepText(*outcome.result));
    for (const std::string& refusal : refusalTexts(*outcome.result))
        complain(refusal);
    Result<void> table;
    if (csv)
        table = writeFileAtomically(*csv, sweepCsv(*outcome.result));
    if (csv && table)
        say("Wrote " + *csv + ".");
    if (!file.empty() && outcome.saved)
        say("Wrote " + file + ".");
    if (const Error* problem = firstError(outcome.saved, table))
        return tl::unexpected(*problem);
    if (outcome.interrupted)
        return tl::unexpected(stoppedEarly(*outcome.result, file, arguments));
    return {};
}

constexpr std::array options{
    OptionSpec{"model", "DIR|ID", "a model with Fourier layers (default tiny-fnet)"},
    devicePresetOption,
    deviceSetOption,
    OptionSpec{
        "axis", "key=VALUES",
        "slm_bits=2,4,8, photons=10..1e6*10 (times 10), adc_bits=4..10+2 (steps of 2); all combinations",
        true},
    OptionSpec{"per-layer", "", "each Fourier layer alone, too"},
    OptionSpec{"no-control", "", "leave out white noise of the same signal-to-noise ratio"},
    OptionSpec{"sentences", "N", "how many (default 100)"},
    OptionSpec{"sentence-file", "FILE", "lines \"source, tab, sentence\" (default: the held-out ones)"},
    OptionSpec{"threads", "N", "threads; the answer is the same for any number (default: all cores)"},
    seedOption,
    OptionSpec{"json", "FILE", "everything, kept up to date while the sweep runs"},
    OptionSpec{"csv", "FILE", "a row each point and kind of mixing"},
    OptionSpec{"resume", "FILE", "go on with a sweep that was stopped; written to the same file"},
    OptionSpec{"shard", "I/N", "only this part of the points, 1/N to N/N"},
};

constexpr Command command{.name = "optics sweep",
                          .summary = "How many bits and photons does a model need?",
                          .synopsis = "[--model ID] [--axis key=VALUES …] [--json FILE]",
                          .options = options,
                          .run = run};

} // namespace

const Command& opticsSweepCommand() noexcept
{
    return command;
}

} // namespace mixlens
