#pragma once

#include "core/analysis/lens.h"
#include "core/engine/live_timing.h"
#include "core/engine/session.h"
#include "ui/figures/figure.h"

#include <QJsonObject>

namespace mixlens {

/// Every lane of the request, or the first problem.
[[nodiscard]] Result<std::vector<AnalysisPtr>> analyseLanes(Session& session, const AnalysisRequest& request);

/// Measured as the window measures, in rounds, warm-up excluded.
[[nodiscard]] LaneTimings timeLanes(Session& session, const std::vector<AnalysisPtr>& lanes);

/// OutOfRange for a layer or head that isn't there; Unsupported where the layer has no such matrix.
[[nodiscard]] Result<ui::FigurePtr> heatMapOf(const Analysis& analysis, const LensOptions& options);

/// Spectrum along the tokens of what layer `layer` takes; the last is the model's output.
[[nodiscard]] ui::FigurePtr spectrumOf(const Analysis& analysis, std::size_t layer);

[[nodiscard]] ui::FigurePtr timingOf(const std::vector<AnalysisPtr>& lanes, const LaneTimings& timings);

/// Null where there is no [MASK] number `mask` in any lane.
[[nodiscard]] ui::FigurePtr predictionsOf(const std::vector<AnalysisPtr>& lanes, std::size_t mask);

/// What a figure file says of its making: program, machine, sentence, lanes, seed.
[[nodiscard]] QJsonObject provenanceOf(const AnalysisRequest& request, const std::vector<AnalysisPtr>& lanes);

} // namespace mixlens
