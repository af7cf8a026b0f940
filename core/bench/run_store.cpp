#include "core/bench/run_store.h"

#include "core/base/in_quotes.h"
#include "core/bench/result_file.h"

#include <algorithm>
#include <system_error>
#include <tuple>

namespace mixlens {

namespace {

constexpr std::string_view suffix = ".json";

std::filesystem::path removedFolder(const std::filesystem::path& folder)
{
    return folder / "removed";
}

/// "20261124T121500Z-3f9a" stays; what a foreign file may say besides cannot leave the folder.
std::string fileStem(const std::string& text)
{
    std::string stem;
    for (const char letter : text) {
        const bool plain = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                           (letter >= 'a' && letter <= 'z') || letter == '-';
        if (plain && stem.size() < 64)
            stem += letter;
    }
    return stem.empty() ? "run" : stem;
}

Result<void> makeFolder(const std::filesystem::path& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return failure(Error::Code::Unreadable, "The folder of saved runs, " + inQuotes(folder.string()) +
                                                    ", cannot be made (" + problem.message() +
                                                    "); check its parent's permissions and the disk.");
    return {};
}

Result<void> move(const std::filesystem::path& from, const std::filesystem::path& to)
{
    std::error_code problem;
    std::filesystem::rename(from, to, problem);
    if (problem)
        return failure(Error::Code::Unreadable, "The run " + inQuotes(from.string()) +
                                                    " cannot be moved to " + inQuotes(to.string()) + " (" +
                                                    problem.message() + "); check the folder's permissions.");
    return {};
}

SavedRun summaryOf(std::string key, const Result<BenchResult>& read)
{
    SavedRun run;
    run.key = std::move(key);
    if (!read) {
        run.problem = read.error().message;
        return run;
    }
    run.title = read->title;
    run.note = read->note;
    run.started = read->started;
    run.machine = read->environment.processor;
    run.complete = read->complete;
    run.cells = cellsOf(read->grid).size();
    run.cellsDone = static_cast<std::size_t>(
        std::ranges::count_if(read->measurements, [](const Measurement& measurement) {
            return measurement.measured() || !measurement.refusal.empty();
        }));
    return run;
}

bool sameTimes(const BenchResult& a, const BenchResult& b)
{
    return a.id == b.id &&
           std::ranges::equal(a.measurements, b.measurements, [](const auto& left, const auto& right) {
               return left.cell == right.cell && left.seconds == right.seconds;
           });
}

} // namespace

RunStore::RunStore(std::filesystem::path folder) : m_folder(std::move(folder)) {}

std::vector<SavedRun> RunStore::list()
{
    std::vector<SavedRun> runs;
    std::map<std::string, std::pair<Stamp, SavedRun>> known;
    std::error_code problem;
    for (std::filesystem::directory_iterator at(m_folder, problem), end; !problem && at != end;
         at.increment(problem)) {
        std::error_code gone;
        if (at->path().extension() != suffix || !at->is_regular_file(gone))
            continue;
        std::string key = at->path().stem().string();
        const Stamp stamp{at->last_write_time(gone), at->file_size(gone)};
        const auto before = m_known.find(key);
        SavedRun run = before != m_known.end() && before->second.first == stamp
                           ? before->second.second
                           : summaryOf(key, readBenchFile(at->path()));
        known.emplace(std::move(key), std::pair(stamp, run));
        runs.push_back(std::move(run));
    }
    m_known = std::move(known);
    std::ranges::sort(runs, [](const SavedRun& a, const SavedRun& b) {
        return std::tuple(!a.problem.empty(), b.started, b.key) <
               std::tuple(!b.problem.empty(), a.started, a.key);
    });
    return runs;
}

Result<std::filesystem::path> RunStore::freshFile(const std::string& started) const
{
    if (m_folder.empty())
        return std::filesystem::path();
    if (auto made = makeFolder(m_folder); !made)
        return tl::unexpected(made.error());
    const std::string stem = fileStem(started);
    std::error_code ignored;
    for (int copy = 1;; ++copy) {
        const std::string key = copy == 1 ? stem : stem + "-" + std::to_string(copy);
        // What was removed may come back, so its name stays taken.
        if (!std::filesystem::exists(fileOf(key), ignored) &&
            !std::filesystem::exists(removedFolder(m_folder) / (key + std::string(suffix)), ignored))
            return fileOf(key);
    }
}

std::filesystem::path RunStore::fileOf(const std::string& key) const
{
    return m_folder / (key + std::string(suffix));
}

Result<BenchResult> RunStore::load(const std::string& key) const
{
    return readBenchFile(fileOf(key));
}

Result<void> RunStore::save(const std::string& key, const BenchResult& result) const
{
    if (m_folder.empty())
        return {};
    if (auto made = makeFolder(m_folder); !made)
        return made;
    return writeBenchFile(fileOf(key), result);
}

Result<void> RunStore::annotate(const std::string& key, const std::string& title,
                                const std::string& note) const
{
    auto result = load(key);
    if (!result)
        return tl::unexpected(result.error());
    result->title = title;
    result->note = note;
    return save(key, *result);
}

Result<void> RunStore::remove(const std::string& key) const
{
    if (auto made = makeFolder(removedFolder(m_folder)); !made)
        return made;
    return move(fileOf(key), removedFolder(m_folder) / (key + std::string(suffix)));
}

Result<void> RunStore::restore(const std::string& key) const
{
    std::error_code ignored;
    if (std::filesystem::exists(fileOf(key), ignored))
        return failure(Error::Code::Unreadable, "The run " + inQuotes(key) +
                                                    " cannot be put back, since another of that name is "
                                                    "there; move that one away first.");
    return move(removedFolder(m_folder) / (key + std::string(suffix)), fileOf(key));
}

Result<std::string> RunStore::import(const std::filesystem::path& file) const
{
    const auto result = readBenchFile(file);
    if (!result)
        return tl::unexpected(result.error());
    if (m_folder.empty())
        return failure(Error::Code::Unsupported,
                       "The run was not copied, since there is no folder of saved runs; open it as a file.");
    std::error_code ignored;
    for (std::filesystem::directory_iterator at(m_folder, ignored), end; !ignored && at != end;
         at.increment(ignored))
        if (at->path().extension() == suffix)
            if (const auto here = readBenchFile(at->path()); here && sameTimes(*here, *result))
                return at->path().stem().string();
    const auto fresh = freshFile(result->id.empty() ? file.stem().string() : result->id);
    if (!fresh)
        return tl::unexpected(fresh.error());
    if (auto written = writeBenchFile(*fresh, *result); !written)
        return tl::unexpected(written.error());
    return fresh->stem().string();
}

} // namespace mixlens
