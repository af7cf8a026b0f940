#pragma once

#include "core/engine/session.h"
#include "core/optics/error_budget.h"
#include "core/optics/optical_bench.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mixlens {

/// "What would this device make of that layer, and of the sentence?"
struct OpticsRequest
{
    std::uint64_t revision = 0; ///< grows with each request
    optics::DeviceSpec device;
    AnalysisPtr analysis;  ///< of a model with Fourier layers; never null
    std::size_t layer = 0; ///< one of fourierLayers(); the light is shown what this layer takes
    std::uint64_t seed = 1;
    std::size_t candidates = 5;
    bool stages = true;      ///< one more simulation for each imperfection
    bool predictions = true; ///< two more inferences, the exact one kept from request to request
};

/// The answer: one pass of light beside the exact transform. Immutable from the moment it is published.
struct OpticsAnswer
{
    std::uint64_t revision = 0;
    optics::DeviceSpec device;
    AnalysisPtr analysis;
    std::size_t layer = 0;
    Shape input;                             ///< (tokens x hidden), padding included
    optics::BenchRun run;                    ///< without `stages` in the first answers
    std::shared_ptr<const Matrix> exact;     ///< Re(F_N X F_d), digital
    std::shared_ptr<const Matrix> magnitude; ///< |F_N X F_d|, digital: what a bare camera could know at most
    std::shared_ptr<const Matrix> recovered; ///< run.transform
    std::shared_ptr<const Matrix> electrons; ///< run.difference
    /// One a [MASK], in order; all Fourier layers exact, and all of them through the device.
    std::vector<Prediction> exactPredictions, devicePredictions;
    std::string predictionProblem; ///< why there are none, one sentence; empty also while they are computed
    bool complete = false;         ///< stages and predictions are in it, as far as asked for
};

using OpticsAnswerPtr = std::shared_ptr<const OpticsAnswer>;

/// Layers that a lens can do: those of the families Fourier and Optical.
[[nodiscard]] std::vector<std::size_t> fourierLayers(const EncoderModel& encoder);

/// `lane` with every Fourier layer of `encoder`, which was built from it, by `mixer`. Settings that no mixer
/// is left for are dropped.
[[nodiscard]] Lane withFourierLayersBy(const Lane& lane, const EncoderModel& encoder, std::string_view mixer);

/// Every field of the device as settings of the optical mixer.
[[nodiscard]] std::map<std::string, std::string, std::less<>>
deviceSettings(const optics::DeviceSpec& device);

/// The keys of the fields that switching a stage of the error budget off would change.
[[nodiscard]] std::vector<std::string_view> fieldsOf(optics::Stage stage, const optics::DeviceSpec& device);

/// Answers requests on one thread, a session's; keeps the exact transform and the exact predictions while
/// only the device changes, so that a slider costs one simulation.
class OpticsQuestion
{
public:
    /// Called with the pass alone as soon as it is simulated, then with predictions, then with everything.
    using Publish = std::function<void(OpticsAnswerPtr)>;

    /// OutOfRange where the device cannot be built or the input does not fit, Cancelled after `stop`.
    /// `overtaken` ends it as well, but never before the pass is published, so that pictures move while a
    /// slider does.
    [[nodiscard]] Result<void> answer(Session& session, const OpticsRequest& request, const Publish& publish,
                                      const std::stop_token& stop, const std::stop_token& overtaken = {});

private:
    void keepExact(const OpticsRequest& request);
    [[nodiscard]] Result<void> predict(Session& session, const OpticsRequest& request, OpticsAnswer& answer,
                                       const std::stop_token& stop);
    [[nodiscard]] Result<std::vector<Prediction>> predictionsOf(Session& session,
                                                                const OpticsRequest& request,
                                                                const Lane& lane,
                                                                const std::stop_token& stop);

    EncoderWorkspace m_workspace;
    // Of the last request.
    AnalysisPtr m_analysis;
    std::size_t m_layer = 0;
    std::shared_ptr<const Matrix> m_exact;
    std::shared_ptr<const Matrix> m_magnitude;
    AnalysisPtr m_predicted; ///< what m_exactPredictions are of
    std::vector<Prediction> m_exactPredictions;
};

} // namespace mixlens
