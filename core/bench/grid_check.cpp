#include "core/base/in_quotes.h"
#include "core/bench/grid.h"
#include "core/mixing/mixer_registry.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>

namespace mixlens {
namespace {

tl::unexpected<Error> refused(std::string sentence)
{
    return failure(Error::Code::OutOfRange, std::move(sentence));
}

/// "A width of 0 cannot be measured; give 1 to 65536."
Result<void> checkRange(const std::string& what, std::int64_t value, std::int64_t least, std::int64_t most)
{
    if (value >= least && value <= most)
        return {};
    return refused(what + " is " + std::to_string(value) + ", which cannot be measured; give " +
                   std::to_string(least) + " to " + std::to_string(most) + ".");
}

/// A mixer that exists, with settings that it takes. It is built at the smallest size, since only building
/// it reads the values; what a device refuses at the grid's own sizes is told cell by cell.
Result<void> checkBackend(const std::string& backend, const BenchGrid& grid)
{
    const auto spec = readBackendSpec(backend);
    if (!spec)
        return refused(spec.error().message);
    if (spec->id == "own") {
        if (grid.level != BenchLevel::Model)
            return refused("The backend \"own\" stands for a model's own mixers, and the level is " +
                           std::string(word(grid.level)) + "; choose a mixer or the level model.");
        if (!spec->settings.empty())
            return refused("The backend \"own\" takes no settings; the model's file has them.");
        return {};
    }
    MixerSetup setup;
    setup.heads = grid.heads;
    setup.hidden = grid.heads * 2;
    setup.maxTokens = 2;
    for (const auto& [key, value] : spec->settings)
        setup.settings.emplace(key, value);
    const auto mixer = makeMixer(spec->id, setup);
    return mixer ? Result<void>{} : refused(mixer.error().message);
}

Result<void> checkBackends(const BenchGrid& grid)
{
    if (grid.backends.empty())
        return refused("There is no backend to measure; name at least one, such as fourier or attention.");
    for (std::size_t i = 0; i < grid.backends.size(); ++i) {
        const auto before = std::span(grid.backends).first(i);
        if (std::ranges::find(before, grid.backends[i]) != before.end())
            return refused("The backend " + inQuotes(grid.backends[i]) +
                           " is in the list twice; name each once.");
        if (const auto checked = checkBackend(grid.backends[i], grid); !checked)
            return checked;
    }
    return {};
}

Result<void> checkLengths(const BenchGrid& grid)
{
    if (grid.lengths.empty())
        return refused("There is no length to measure; give lengths such as 8..4096.");
    for (const Index tokens : grid.lengths)
        if (const auto checked = checkRange("The length", tokens, 1, mostTokens); !checked)
            return checked;
    if (std::ranges::adjacent_find(grid.lengths, std::greater_equal{}) != grid.lengths.end())
        return refused("The lengths are not in ascending order, each once; sort them.");
    return {};
}

} // namespace

Result<void> checkGrid(const BenchGrid& grid)
{
    // Sizes before cells: building a backend takes them as given.
    struct Row
    {
        const char* what;
        std::int64_t value, least, most;
    };
    for (const Row& row :
         {Row{"The width", grid.width, 1, 1 << 16}, Row{"The number of heads", grid.heads, 1, 1 << 12},
          Row{"The batch", grid.batch, 1, 1 << 16}, Row{"The number of threads", grid.threads, 1, 1024},
          Row{"The number of rounds", grid.rounds, 1, mostRounds},
          Row{"The number of shards", grid.shard.count, 1, static_cast<std::int64_t>(maxCells)},
          Row{"The shard, counted from zero,", grid.shard.index, 0, grid.shard.count - 1}})
        if (const auto checked = checkRange(row.what, row.value, row.least, row.most); !checked)
            return checked;
    if (!(grid.sampleSeconds >= 0.0 && grid.sampleSeconds <= 60.0))
        return refused("A sample must last from 0 to 60 seconds; 0.002 is usual.");
    if (grid.level == BenchLevel::Model && grid.model.empty())
        return refused("No model is named, and the level is model; give a model's id or folder.");
    if (grid.level != BenchLevel::Model && grid.width % grid.heads != 0)
        return refused("A width of " + std::to_string(grid.width) + " cannot be divided among " +
                       std::to_string(grid.heads) + " heads; choose a multiple of the heads.");
    if (grid.lengths.size() > maxCells / std::max<std::size_t>(1, grid.backends.size()))
        return refused(std::to_string(grid.lengths.size()) + " lengths of " +
                       std::to_string(grid.backends.size()) + " backends are more than the " +
                       std::to_string(maxCells) + " cells that one grid may have; ask for fewer.");
    if (const auto checked = checkLengths(grid); !checked)
        return checked;
    return checkBackends(grid);
}

} // namespace mixlens
