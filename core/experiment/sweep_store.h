#pragma once

#include "core/bench/run_store.h"
#include "core/experiment/precision_sweep.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mixlens {

/// What a list says of one saved sweep.
struct SavedSweep
{
    std::string key;     ///< name of its file without the suffix; what the store's members take
    std::string started; ///< ISO 8601, UTC; empty for a damaged file
    std::string model;
    std::string preset;
    bool complete = false;
    std::size_t pointsDone = 0;
    std::size_t points = 0; ///< of the whole plan
    std::string problem;    ///< one sentence for a file that cannot be read; empty for a good one
};

/// A folder of sweeps, one file each, kept like benchmark runs: SweepJob writes the file of a sweep as it
/// goes; none is ever overwritten by another. An empty folder name keeps nothing and lists nothing. Belongs
/// to one thread.
class SweepStore
{
public:
    explicit SweepStore(std::filesystem::path folder);

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return m_files.folder(); }

    /// Newest first; files that cannot be read come last, each with its sentence.
    [[nodiscard]] std::vector<SavedSweep> list() const;
    /// The sweep that was started last, of which nothing but the name is read; empty where there is none.
    [[nodiscard]] std::string newest() const;
    /// As RunStore::freshFile().
    [[nodiscard]] Result<std::filesystem::path> freshFile(const std::string& started) const;
    [[nodiscard]] std::filesystem::path fileOf(const std::string& key) const;
    [[nodiscard]] Result<SweepResult> load(const std::string& key) const;
    /// Into "removed", whence restore() fetches it back.
    [[nodiscard]] Result<void> remove(const std::string& key) const;
    [[nodiscard]] Result<void> restore(const std::string& key) const;

private:
    [[nodiscard]] std::vector<std::string> keys() const;

    RunStore m_files; ///< names and moves; what is in a file is none of its business
};

} // namespace mixlens
