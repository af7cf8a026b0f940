#include "app/commands/optics_merge.h"

#include "app/commands/read_each.h"
#include "app/commands/sweep_text.h"
#include "app/console.h"
#include "core/base/files.h"
#include "core/experiment/sweep_file.h"

#include <array>

namespace mixlens {

namespace {

Result<void> run(const Arguments& arguments)
{
    const auto out = arguments.required("json");
    if (!out)
        return tl::unexpected(out.error());
    if (arguments.files().empty())
        return failure(Error::Code::Usage,
                       "Give the files of a sweep: mixlens optics merge A.json B.json --json ALL.json.");
    const auto parts = readEach<SweepResult>(arguments.files(), readSweepFile);
    if (!parts)
        return tl::unexpected(parts.error());
    const auto merged = mergeSweeps(*parts);
    if (!merged)
        return tl::unexpected(merged.error());
    if (const auto written = writeSweepFile(*out, *merged); !written)
        return written;
    say(sweepText(*merged));
    for (const std::string& refusal : refusalTexts(*merged))
        complain(refusal);
    if (const auto csv = arguments.text("csv")) {
        if (const auto written = writeFileAtomically(*csv, sweepCsv(*merged)); !written)
            return written;
        say("Wrote " + *csv + ".");
    }
    say("Wrote " + *out + ": " + std::to_string(merged->points.size()) + " of " +
        std::to_string(merged->pointCount) + " points of " + std::to_string(parts->size()) +
        (parts->size() == 1 ? " file." : " files."));
    return {};
}

constexpr std::array options{
    OptionSpec{"json", "FILE", "where to write"},
    OptionSpec{"csv", "FILE", "a row each point and kind of mixing"},
};

constexpr Command command{.name = "optics merge",
                          .summary = "Join the parts of one sweep, and show it.",
                          .synopsis = "FILE.json FILE.json … --json OUT.json",
                          .options = options,
                          .run = run,
                          .takesFiles = true};

} // namespace

const Command& opticsMergeCommand() noexcept
{
    return command;
}

} // namespace mixlens
