#include "core/bench/provenance_lines.h"

#include "core/base/files.h"
#include "core/bench/number_text.h"

#include <algorithm>
#include <utility>

namespace mixlens {
namespace {

std::string counted(Index count, const std::string& noun)
{
    return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

std::string whatWasTimed(const BenchGrid& grid)
{
    switch (grid.level) {
    case BenchLevel::Mixer:
        return "one mixing sub-layer";
    case BenchLevel::Block:
        return "one encoder block";
    case BenchLevel::Model:
        return "the whole model " + grid.model;
    }
    return {};
}

std::string cacheText(std::uint64_t bytes)
{
    return bytes > 0 ? bytesText(static_cast<double>(bytes)) : "unknown";
}

} // namespace

std::string onOneLine(std::string text)
{
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; }, ' ');
    return text;
}

std::vector<std::string> machineLines(const Environment& machine)
{
    std::vector<std::string> lines{"Machine: " + machine.processor + ", " + counted(machine.cores, "core") +
                                       ", caches " + cacheText(machine.cacheL1) + " / " +
                                       cacheText(machine.cacheL2) + " / " + cacheText(machine.cacheL3) +
                                       ", " + machine.system + ", governor " + machine.governor,
                                   "Build: " + machine.build + ", kernels " + machine.kernels + ", " +
                                       machine.compiler + ", " + machine.fft};
    for (std::string& line : lines)
        line = onOneLine(std::move(line));
    return lines;
}

std::vector<std::string> provenanceLines(const BenchResult& result)
{
    const Environment& machine = result.environment;
    const BenchGrid& grid = result.grid;
    std::vector<std::string> lines;
    if (!result.title.empty())
        lines.push_back(result.title);
    lines.push_back("Mixlens " + machine.version + " (source " + machine.commit + "), run " + result.id +
                    ", started " + result.started + (result.complete ? "" : ", not complete"));
    for (std::string& line : machineLines(machine))
        lines.push_back(std::move(line));
    std::string sizes;
    if (grid.level != BenchLevel::Model)
        sizes = ", width " + std::to_string(grid.width) + ", " + counted(grid.heads, "head");
    lines.push_back("Measured: " + whatWasTimed(grid) + sizes + ", batch " + std::to_string(grid.batch) +
                    ", " + counted(grid.threads, "thread") + "; wall time of one call, " +
                    counted(grid.rounds, "round") + " of at least " + exactText(grid.sampleSeconds) + " s");
    if (!result.note.empty())
        lines.push_back("Note: " + result.note);
    for (std::string& line : lines)
        line = onOneLine(std::move(line));
    return lines;
}

} // namespace mixlens
