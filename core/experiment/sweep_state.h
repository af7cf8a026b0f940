#pragma once

#include "core/base/task_pool.h"
#include "core/experiment/held_out.h"
#include "core/experiment/precision_sweep.h"
#include "core/experiment/sweep_plan.h"
#include "core/model/encoder_model.h"

#include <chrono>

namespace mixlens {

using SweepClock = std::chrono::steady_clock;

/// What the exact model says of a sentence.
struct ExactAnswer
{
    std::vector<double> logs;
    TokenId answer = 0;
};

/// What one run of a sentence gave.
struct SweepAnswer
{
    bool agrees = false;
    bool right = false;
    double divergence = 0.0;
    double predictedNoise = 0.0, simulatedNoise = 0.0; ///< noise over signal, mean over the device's layers
    double saturated = 0.0;
    bool assessed = false;
};

/// A sweep in progress: what it was opened with (sweep_opening.cpp), what sentences answer
/// (sweep_answers.cpp) and what points make of the answers (sweep_points.cpp).
struct PrecisionSweep::Private
{
    std::filesystem::path modelFolder;
    std::shared_ptr<const EncoderModel> exactModel;
    std::vector<std::size_t> fourierLayers;
    std::vector<MaskedSentence> sentences;
    std::vector<ExactAnswer> exact;
    std::vector<PlannedPoint> todo;
    std::unique_ptr<TaskPool> pool;
    std::vector<EncoderWorkspace> workspaces; ///< one a thread
    SweepResult result;
    SweepClock::time_point began = SweepClock::now();
    double stepSeconds = 0.0; ///< spent on points
    std::size_t pointsMeasured = 0;

    // The point in progress.
    enum class Phase { Exact, Device, Control, Done };
    Phase phase = Phase::Exact;
    std::size_t at = 0; ///< in todo
    std::size_t sentence = 0;
    std::shared_ptr<const EncoderModel> model;
    std::vector<SweepAnswer> answers;
    SweepPoint point;

    [[nodiscard]] Result<void> open(const SweepPlan& plan, const std::vector<std::filesystem::path>& folders,
                                    const std::filesystem::path& file, int threads);
    [[nodiscard]] bool isDone(std::size_t number) const;
    void advance();
    void startPoint();
    void finishDevice();
    void finishPoint();
    void finish();
    void runExact();
    void runSome();
    [[nodiscard]] SweepAnswer run(std::size_t index, EncoderWorkspace& workspace) const;
    [[nodiscard]] std::vector<std::string> mixersWith(const std::string& id) const;
    [[nodiscard]] SweepOutcome outcome() const;
};

} // namespace mixlens
