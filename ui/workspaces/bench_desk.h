#pragma once

#include "core/bench/bench_result.h"
#include "core/bench/bench_run.h"
#include "core/bench/run_store.h"
#include "core/engine/bench_study.h"

#include <QObject>
#include <QString>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mixlens::ui {

class EngineClient;

using BenchResultPtr = std::shared_ptr<const BenchResult>;

/// What the Bench workspace shows, and the only one who asks the engine for a benchmark: the run under way,
/// the run shown, the one it is compared with, and the saved runs. Lives on the interface's thread.
class BenchDesk : public QObject
{
    Q_OBJECT

public:
    /// `runsFolder` empty: runs live in memory only.
    BenchDesk(EngineClient& engine, std::filesystem::path runsFolder, QObject* parent = nullptr);
    ~BenchDesk() override; ///< saves what is known of a run under way

    // A run. Its partial results are shown as they come and stay after a cancel.
    void run(const BenchGrid& grid);
    void cancel();
    [[nodiscard]] bool isRunning() const noexcept { return m_running; }
    [[nodiscard]] const BenchProgress& progress() const noexcept { return m_progress; }
    /// A run is under way and nothing of it is known yet, so that an earlier one is still shown.
    [[nodiscard]] bool isShowingFormer() const noexcept { return m_running && !m_hasPartial; }

    // What is shown; null before the first run.
    [[nodiscard]] BenchResultPtr result() const { return m_result; }
    /// What the engine computed of it; null while a run that was read or pinned anew is on the worker's
    /// thread for it (studyChanged() tells).
    [[nodiscard]] const BenchSummaryPtr& summary() const noexcept { return m_summary; }
    [[nodiscard]] bool isSummarising() const noexcept { return m_result && !m_summary; }
    [[nodiscard]] const std::string& shownKey() const noexcept { return m_shownKey; }
    void show(const std::string& key);

    // The backend that the others are set against.
    [[nodiscard]] std::string baseline() const;
    void setBaseline(const std::string& backend);

    // The run that the shown one is compared with and that is drawn behind it; null: none.
    [[nodiscard]] BenchResultPtr other() const { return m_other; }
    [[nodiscard]] const std::string& otherKey() const noexcept { return m_otherKey; }
    [[nodiscard]] QString otherName() const;
    [[nodiscard]] const BenchSummaryPtr& otherSummary() const noexcept { return m_otherSummary; }
    /// Null until the engine has compared them. While one is measured, of a snapshot a few seconds old.
    [[nodiscard]] const std::shared_ptr<const Comparison>& comparison() const noexcept
    {
        return m_comparison;
    }
    void compareWith(const std::string& key); ///< empty: with nothing

    // Saved runs.
    [[nodiscard]] const std::vector<SavedRun>& runs() const noexcept { return m_runs; }
    /// The worker reads them for the first time; runsChanged() tells. Later only changed files are read.
    [[nodiscard]] bool isReadingRuns() const noexcept { return m_reading != 0; }
    /// A result file from anywhere: copied to the saved runs and shown, or, where one is shown already,
    /// compared with it.
    void openFile(const QString& path);
    void annotate(const std::string& key, const QString& title, const QString& note);
    void remove(const std::string& key);
    [[nodiscard]] bool canRestore() const noexcept { return !m_removed.empty(); }
    void restore(); ///< the run removed last

    /// One sentence about what went wrong last; empty when nothing did.
    [[nodiscard]] const QString& problem() const noexcept { return m_problem; }
    void setProblem(const QString& sentence);

signals:
    void runningChanged();
    void progressChanged();
    void resultChanged(); ///< the shown run or its baseline
    void comparisonChanged();
    void studyChanged(); ///< summaries or the comparison
    void runsChanged();
    void problemChanged();

private:
    void refreshRuns();
    void takeRuns(std::uint64_t revision, const std::shared_ptr<RunStore>& store);
    void takeResult(const BenchResultPtr& result, const BenchSummaryPtr& summary);
    void takeStudy(const BenchStudy& study);
    /// Asks the engine for the summaries and the comparison that are missing; `again`: also for the shown
    /// run's, which stays until the new one comes.
    void study(bool again = false);
    void setResult(BenchResultPtr result, const std::string& key);
    void setOther(BenchResultPtr other, const std::string& key);
    void takeFinal();
    [[nodiscard]] bool isRunningRun(const std::string& key);

    EngineClient& m_engine;
    RunStore m_store;
    std::vector<SavedRun> m_runs;
    std::uint64_t m_reading = 0; ///< the request under way; 0: none
    BenchResultPtr m_result;
    BenchResultPtr m_other;
    BenchSummaryPtr m_summary, m_otherSummary;
    std::shared_ptr<const Comparison> m_comparison;
    std::string m_shownKey;   ///< empty: not saved
    std::string m_runningKey; ///< of the run under way
    std::string m_otherKey;
    std::string m_baseline;
    std::string m_removed;
    QString m_problem;
    BenchProgress m_progress;
    std::chrono::steady_clock::time_point m_announced{}; ///< when views last drew a result
    std::chrono::steady_clock::time_point m_asked{};     ///< when the last study was asked for
    std::size_t m_cellsDrawn = 0;
    bool m_studying = false; ///< an answer is on its way
    bool m_running = false;
    bool m_hasPartial = false; ///< m_result is of the run under way
};

} // namespace mixlens::ui
