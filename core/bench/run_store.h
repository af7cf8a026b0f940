#pragma once

#include "core/base/result.h"
#include "core/bench/bench_result.h"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mixlens {

/// What a list says of one saved run without holding all of its times.
struct SavedRun
{
    std::string key; ///< name of its file without the suffix; what the store's members take
    std::string title;
    std::string note;
    std::string started; ///< ISO 8601, UTC; empty for a damaged file
    std::string machine; ///< its processor
    bool complete = false;
    std::size_t cellsDone = 0; ///< measured or refused
    std::size_t cells = 0;     ///< of its grid
    std::string problem;       ///< one sentence for a file that cannot be read; empty for a good one
};

/// A folder of benchmark runs, one result file each. Nothing is ever overwritten by another run, and what is
/// removed goes to the sub-folder "removed". An empty folder name keeps nothing and lists nothing.
/// Belongs to one thread.
class RunStore
{
public:
    explicit RunStore(std::filesystem::path folder);

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return m_folder; }

    /// Newest first; files that cannot be read come last, each with its sentence.
    [[nodiscard]] std::vector<SavedRun> list();
    /// A file that does not exist yet, for a run that starts at `started` (ISO 8601, UTC):
    /// "20261124T121500Z", with "-2" and so on where that is taken. Makes the folder. Empty in a store
    /// without a folder.
    [[nodiscard]] Result<std::filesystem::path> freshFile(const std::string& started) const;
    [[nodiscard]] std::filesystem::path fileOf(const std::string& key) const;

    [[nodiscard]] Result<BenchResult> load(const std::string& key) const;
    [[nodiscard]] Result<void> save(const std::string& key, const BenchResult& result) const;
    [[nodiscard]] Result<void> annotate(const std::string& key, const std::string& title,
                                        const std::string& note) const;
    /// Into "removed", whence restore() fetches it back; damaged files as well.
    [[nodiscard]] Result<void> remove(const std::string& key) const;
    [[nodiscard]] Result<void> restore(const std::string& key) const;
    /// Copies a result file from elsewhere into the folder and gives its key. A run that is here already,
    /// with the same id and times, is not copied twice.
    [[nodiscard]] Result<std::string> import(const std::filesystem::path& file) const;

private:
    using Stamp = std::pair<std::filesystem::file_time_type, std::uintmax_t>; ///< changed, bytes

    std::filesystem::path m_folder;
    std::map<std::string, std::pair<Stamp, SavedRun>> m_known; ///< files are read anew only when they changed
};

} // namespace mixlens
