#include "core/experiment/sweep_store.h"

#include "core/experiment/sweep_file.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace mixlens {

SweepStore::SweepStore(std::filesystem::path folder) : m_files(std::move(folder)) {}

std::vector<std::string> SweepStore::keys() const
{
    std::vector<std::string> keys;
    std::error_code problem;
    for (std::filesystem::directory_iterator at(folder(), problem), end; !problem && at != end;
         at.increment(problem)) {
        std::error_code gone;
        if (at->path().extension() == ".json" && at->is_regular_file(gone))
            keys.push_back(at->path().stem().string());
    }
    return keys;
}

std::vector<SavedSweep> SweepStore::list() const
{
    std::vector<SavedSweep> sweeps;
    for (std::string& key : keys()) {
        SavedSweep sweep;
        const auto read = load(key);
        sweep.key = std::move(key);
        if (!read) {
            sweep.problem = read.error().message;
        } else {
            sweep.started = read->started;
            sweep.model = read->plan.model;
            sweep.preset = read->plan.preset;
            sweep.complete = read->complete;
            sweep.pointsDone = read->points.size();
            sweep.points = read->pointCount;
        }
        sweeps.push_back(std::move(sweep));
    }
    std::ranges::sort(sweeps, [](const SavedSweep& a, const SavedSweep& b) {
        return std::tuple(!a.problem.empty(), b.started, b.key) <
               std::tuple(!b.problem.empty(), a.started, a.key);
    });
    return sweeps;
}

std::string SweepStore::newest() const
{
    const std::vector<std::string> all = keys(); // names begin with the time
    return all.empty() ? std::string() : *std::ranges::max_element(all);
}

Result<std::filesystem::path> SweepStore::freshFile(const std::string& started) const
{
    return m_files.freshFile(started);
}

std::filesystem::path SweepStore::fileOf(const std::string& key) const
{
    return m_files.fileOf(key);
}

Result<SweepResult> SweepStore::load(const std::string& key) const
{
    return readSweepFile(fileOf(key));
}

Result<void> SweepStore::remove(const std::string& key) const
{
    return m_files.remove(key);
}

Result<void> SweepStore::restore(const std::string& key) const
{
    return m_files.restore(key);
}

} // namespace mixlens
