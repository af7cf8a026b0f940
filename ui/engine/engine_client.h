#pragma once

#include "core/base/result.h"
#include "core/bench/bench_result.h"
#include "core/bench/bench_run.h"
#include "core/bench/bench_summary.h"
#include "core/engine/analysis.h"
#include "core/engine/bench_study.h"
#include "core/engine/live_timing.h"
#include "core/engine/optics_question.h"
#include "core/engine/session.h"
#include "core/engine/worker.h"
#include "core/experiment/precision_sweep.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mixlens {
class RunStore;
} // namespace mixlens

namespace mixlens::ui {

/// The interface's only door to the engine. Everything it emits arrives on the interface's thread, never
/// older than what came before: while somebody types faster than lanes answer, answers to a sentence that is
/// a few keys old still come, so that views move. Errors, timings and idle() are of the newest request only.
/// After the last lane of a question the worker times the lanes.
///
/// A benchmark or a sweep runs between questions, one sample or a few sentences at a time, so typing and
/// sliders are answered while it runs; lanes are not timed meanwhile, since nothing may run beside a
/// measurement.
class EngineClient : public QObject
{
    Q_OBJECT

public:
    explicit EngineClient(std::vector<std::filesystem::path> modelFolders, QObject* parent = nullptr);
    ~EngineClient() override;

    /// Sets the revision, takes the place of a request that still waits, and drops timing under way.
    /// Returns the revision.
    std::uint64_t request(AnalysisRequest request);

    /// Off while, say, a recording or a test needs silence. On by default.
    void setLiveTiming(bool on);

    /// Ids of the models in the folders.
    [[nodiscard]] std::vector<std::string> modelIds() const;

    /// Starts measuring a grid; false while another, or a sweep, is running. What is known is written to
    /// `autosave` after each length; empty: to no file. Ends with benchFinished() in every case.
    bool startBench(const BenchGrid& grid, const std::filesystem::path& autosave);
    /// What later runs measure with beside their grid; tests give less.
    void setBenchMeans(BenchMeans means);
    /// What summaries of the run under way, and of later ones, set the other backends against; empty or not
    /// of the grid: the default.
    void setBenchBaseline(const std::string& backend);
    void cancelBench(); ///< what has been measured still comes by benchResult()
    [[nodiscard]] bool isBenchRunning() const;

    /// Statistics of a run that did not just come from its own measuring, and its comparison with another.
    /// Takes the place of such a request that still waits; goes after sentences and optics, and before the
    /// next sample of a benchmark. Sets and returns the revision.
    std::uint64_t requestStudy(BenchStudyRequest request);
    [[nodiscard]] bool isStudying() const; ///< an answer to it is on its way

    /// Reads the saved runs of a folder, of which there may be hundreds, on the worker's thread. Takes the
    /// place of such a request that still waits. Returns its revision, with which runsReady() answers.
    std::uint64_t requestRuns(const std::filesystem::path& folder);

    /// What a device makes of a layer's input and of the sentence's predictions. Takes the place of such a
    /// request that still waits; goes after sentences and before timing. Sets and returns the revision.
    std::uint64_t requestOptics(OpticsRequest request);

    /// Starts a sweep of device settings over the sentences of a held-out file, or goes on with an earlier
    /// result of the same plan; false while one, or a benchmark, is running. Models are opened, and plans
    /// checked, on the worker's thread. Ends with sweepFinished() in every case.
    /// What is known is written to `autosave` as it goes (SweepJob); empty: to no file.
    bool startSweep(SweepPlan plan, const std::filesystem::path& sentenceFile,
                    std::filesystem::path autosave = {});
    bool resumeSweep(SweepResult earlier, const std::filesystem::path& sentenceFile,
                     std::filesystem::path autosave = {});
    void cancelSweep(); ///< what has been found still comes by sweepResult()
    [[nodiscard]] bool isSweepRunning() const;

signals:
    void tokensReady(const mixlens::TokensPtr& tokens);
    void analysed(const mixlens::AnalysisPtr& analysis);
    void failed(std::uint64_t revision, std::size_t lane, const mixlens::Error& error);
    void timed(const mixlens::LaneTimings& timings);
    void idle(std::uint64_t revision);                          ///< every lane of this revision has answered
    void benchProgress(const mixlens::BenchProgress& progress); ///< a few times a second
    /// What is known so far, and what it says.
    void benchResult(std::shared_ptr<const mixlens::BenchResult> result, mixlens::BenchSummaryPtr summary);
    void studyReady(const mixlens::BenchStudyPtr& study); ///< of the newest request only
    void studyFailed(const mixlens::Error& error);
    /// Of the newest request only: a store that has read its files, for the receiver to keep; null where
    /// memory was short.
    void runsReady(std::uint64_t revision, std::shared_ptr<mixlens::RunStore> store);
    /// A run that could not start, or a file that could not be written; measuring goes on in the second case.
    void benchFailed(const mixlens::Error& error);
    void sweepProgress(const mixlens::SweepProgress& progress);           ///< a few times a second
    void sweepResult(std::shared_ptr<const mixlens::SweepResult> result); ///< what is known so far
    void sweepNotSaved(const QString& sentence);   ///< the file could not be written; the sweep goes on
    void sweepFailed(const mixlens::Error& error); ///< it could not start, or go on
    void sweepFinished();                          ///< complete, cancelled or failed; after the last result
    /// Up to three times a request: the pass alone, with predictions, complete. A request that is overtaken
    /// is answered in part or not at all.
    void opticsReady(const mixlens::OpticsAnswerPtr& answer);
    void opticsFailed(std::uint64_t revision, const mixlens::Error& error); ///< of the newest request only
    void benchFinished(); ///< complete, cancelled or failed; after the last result

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace mixlens::ui
