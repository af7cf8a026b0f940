#include "app/commands/bench_merge.h"

#include "app/commands/read_each.h"
#include "app/console.h"
#include "core/bench/result_file.h"

#include <array>

namespace mixlens {

namespace {

Result<void> run(const Arguments& arguments)
{
    const auto out = arguments.required("json");
    if (!out)
        return tl::unexpected(out.error());
    if (arguments.files().size() < 2)
        return failure(Error::Code::Usage,
                       "Give at least two result files: mixlens bench merge A.json B.json --json ALL.json.");
    const auto results = readEach<BenchResult>(arguments.files(), readBenchFile);
    if (!results)
        return tl::unexpected(results.error());
    const auto merged = mergeBenchResults(*results, arguments.has("keep-apart"));
    if (!merged)
        return tl::unexpected(merged.error());
    if (const auto written = writeBenchFile(*out, *merged); !written)
        return written;
    const std::size_t all = merged->grid.backends.size() * merged->grid.lengths.size();
    say("Wrote " + *out + ": " + std::to_string(merged->measurements.size()) + " of " + std::to_string(all) +
        " cells of " + std::to_string(results->size()) + " files.");
    return {};
}

constexpr std::array options{
    OptionSpec{"keep-apart", "",
               "join results of machines or settings that cannot be compared, as series of their own"},
    OptionSpec{"json", "FILE", "where to write"},
};

constexpr Command command{.name = "bench merge",
                          .summary = "Join shards of one grid, or results of several machines.",
                          .synopsis = "[--keep-apart] FILE.json FILE.json … --json OUT.json",
                          .options = options,
                          .run = run,
                          .takesFiles = true};

} // namespace

const Command& benchMergeCommand() noexcept
{
    return command;
}

} // namespace mixlens
