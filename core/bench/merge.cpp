#include "core/base/in_quotes.h"
#include "core/bench/result_difference.h"
#include "core/bench/result_file.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace mixlens {
namespace {

/// How a sentence calls a result.
std::string nameOf(const BenchResult& result)
{
    return inQuotes(result.title.empty() ? result.id : result.title + " (" + result.id + ')');
}

tl::unexpected<Error> refused(std::string sentence)
{
    return failure(Error::Code::Usage, std::move(sentence));
}

/// "fourier @ AMD EPYC, 2 threads": the backends of a result that another one cannot stand beside otherwise.
void renameBackends(BenchResult& result, const std::vector<ResultDifference>& differences)
{
    std::string suffix = " @ " + result.environment.processor;
    for (const ResultDifference& difference : differences)
        if (difference.what != "processor")
            suffix += ", " + difference.what + ' ' + difference.later;
    for (std::string& backend : result.grid.backends)
        backend += suffix;
    for (Measurement& measurement : result.measurements)
        measurement.cell.backend += suffix;
    for (BenchWarning& warning : result.warnings)
        if (!warning.backend.empty())
            warning.backend += suffix;
}

/// Appends what is not there yet, in its order.
template<class T>
void addMissing(std::vector<T>& list, const std::vector<T>& more)
{
    for (const T& element : more)
        if (std::ranges::find(list, element) == list.end())
            list.push_back(element);
}

void addNote(std::string& notes, const std::string& note)
{
    if (note.empty() || notes.find(note) != std::string::npos)
        return;
    notes += (notes.empty() ? "" : "\n") + note;
}

/// The measurements of all, in the order of the grid's cells.
class Cells
{
public:
    /// A sentence's beginning when a cell is already there.
    [[nodiscard]] Result<void> add(const BenchResult& result, const std::string& name)
    {
        for (const Measurement& measurement : result.measurements) {
            if (!measurement.measured() && measurement.refusal.empty())
                continue; // a place that nothing was measured for yet
            const auto [place, isNew] =
                m_cells.try_emplace({measurement.cell.tokens, measurement.cell.backend}, measurement, name);
            if (!isNew)
                return refused("Both " + place->second.second + " and " + name + " measured " +
                               inQuotes(measurement.cell.backend) + " at " +
                               std::to_string(measurement.cell.tokens) +
                               " tokens; leave one of the two out, since times of two runs are not one "
                               "sample.");
        }
        return {};
    }

    /// Complete where every cell of the grid is there.
    void moveInto(BenchResult& result)
    {
        result.complete = true;
        result.measurements.clear();
        for (const BenchCell& cell : cellsOf(result.grid)) {
            const auto found = m_cells.find({cell.tokens, cell.backend});
            if (found == m_cells.end())
                result.complete = false;
            else
                result.measurements.push_back(std::move(found->second.first));
        }
    }

private:
    std::map<std::pair<Index, std::string>, std::pair<Measurement, std::string>> m_cells;
};

std::string joinedIds(std::span<const BenchResult> results)
{
    constexpr std::size_t longest = 120; // file names are made of ids
    std::string ids;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const std::string next = (i == 0 ? "" : "+") + results[i].id;
        if (i > 0 && ids.size() + next.size() > longest)
            return ids + "+" + std::to_string(results.size() - i) + "-more";
        ids += next;
    }
    return ids;
}

} // namespace

Result<BenchResult> mergeBenchResults(std::span<const BenchResult> results, bool keepApart)
{
    if (results.empty())
        return refused("There is nothing to merge; give at least one result file.");
    const BenchResult& first = results.front();
    BenchResult merged = first;
    merged.warnings.clear();
    merged.grid.shard = {};
    merged.id = joinedIds(results);

    Cells cells;
    for (BenchResult result : results) {
        const std::string name = nameOf(result);
        const std::vector<ResultDifference> differences = incompatibilities(first, result);
        if (!differences.empty() && !keepApart)
            return refused("Cannot merge " + nameOf(first) + " and " + name + ": " +
                           sentenceOf(differences.front()) +
                           "; times of both do not belong in one curve, so merge them with --keep-apart.");
        if (!differences.empty())
            renameBackends(result, differences);
        if (const auto added = cells.add(result, name); !added)
            return tl::unexpected(added.error());
        addMissing(merged.grid.backends, result.grid.backends);
        addMissing(merged.grid.lengths, result.grid.lengths);
        addMissing(merged.warnings, result.warnings);
        addNote(merged.note, result.note);
        merged.grid.rounds = std::max(merged.grid.rounds, result.grid.rounds);
        merged.started = std::min(merged.started, result.started); // ISO 8601 sorts by time
        if (result.title != merged.title)
            merged.title.clear();
    }
    std::ranges::sort(merged.grid.lengths);
    const std::size_t count = merged.grid.lengths.size() * merged.grid.backends.size();
    if (count > maxCells)
        return refused("The merged grid would have " + std::to_string(count) + " cells, and one file holds " +
                       std::to_string(maxCells) + "; merge fewer results.");
    cells.moveInto(merged);
    return merged;
}

} // namespace mixlens
