#include "app/commands/bench_options.h"

#include "app/commands/lane_options.h"

#include <algorithm>
#include <limits>

namespace mixlens {

namespace {

/// "key=value" without a backend's "id:" in front.
bool isSetting(std::string_view part)
{
    const std::size_t equals = part.find('=');
    return equals != std::string_view::npos && part.find(':') >= equals;
}

} // namespace

BenchGrid usualBenchGrid()
{
    BenchGrid grid;
    grid.backends = {"attention", "fourier", "fourier-fftw", "optical"};
    grid.lengths = {16, 32, 64, 128, 256, 512, 1024};
    return grid;
}

Result<std::vector<std::string>> readBackends(const std::string& text)
{
    std::vector<std::string> backends;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string part = text.substr(begin, end - begin);
        begin = end + 1;
        if (part.empty())
            return failure(Error::Code::Usage, "--backends is '" + text +
                                                   "', which has an empty name; write it like "
                                                   "attention,fourier,optical:slm_bits=6.");
        if (!isSetting(part)) {
            backends.push_back(part);
            continue;
        }
        if (backends.empty() || backends.back().find(':') == std::string::npos)
            return failure(Error::Code::Usage, "--backends has the setting '" + part +
                                                   "' after no 'ID:'; write it like optical:" + part + ".");
        backends.back() += "," + part;
    }
    return backends;
}

Result<BenchGrid> readGrid(const Arguments& arguments, BenchGrid grid)
{
    constexpr std::int64_t most = std::numeric_limits<int>::max();
    const auto width = arguments.integer("width", grid.width, 1, most);
    const auto heads = arguments.integer("heads", grid.heads, 1, most);
    const auto batch = arguments.integer("batch", grid.batch, 1, most);
    const auto threads = arguments.integer("threads", grid.threads, 1, 4096);
    const auto rounds = arguments.integer("rounds", grid.rounds, 1, 1'000'000);
    const auto seed = arguments.has("seed") ? readSeed(arguments) : grid.seed;
    if (const Error* problem = firstError(width, heads, batch, threads, rounds, seed))
        return tl::unexpected(*problem);
    grid.width = static_cast<Index>(*width);
    grid.heads = static_cast<Index>(*heads);
    grid.batch = static_cast<Index>(*batch);
    grid.threads = static_cast<int>(*threads);
    grid.rounds = static_cast<int>(*rounds);
    grid.seed = *seed;
    grid.model = arguments.text("model", grid.model);
    if (const auto given = arguments.text("level")) {
        const auto level = readBenchLevel(*given);
        if (!level)
            return tl::unexpected(level.error());
        grid.level = *level;
    }
    if (const auto given = arguments.text("backends")) {
        auto backends = readBackends(*given);
        if (!backends)
            return tl::unexpected(backends.error());
        grid.backends = std::move(*backends);
    }
    if (const auto given = arguments.text("lengths")) {
        auto lengths = readLengths(*given);
        if (!lengths)
            return tl::unexpected(lengths.error());
        grid.lengths = std::move(*lengths);
    }
    if (const auto given = arguments.text("shard")) {
        const auto shard = readShard(*given);
        if (!shard)
            return tl::unexpected(shard.error());
        grid.shard = *shard;
    }
    if (const auto sound = checkGrid(grid); !sound)
        return tl::unexpected(sound.error());
    return grid;
}

} // namespace mixlens
