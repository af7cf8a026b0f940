#pragma once

#include "core/engine/optics_question.h"
#include "ui/figures/device_cost_figure.h"
#include "ui/figures/figure.h"

#include <QString>

#include <memory>

namespace mixlens::ui {

class SchematicFigure;

// The optical bench's figures from an answer of the engine.

/// Where an answer's light came from: "FNet, input of layer 2, 11 × 64".
[[nodiscard]] QString placeText(const OpticsAnswer& answer);

/// `answer` null: the device alone.
[[nodiscard]] std::shared_ptr<const SchematicFigure> opticsSchematic(const optics::DeviceSpec& device,
                                                                     const OpticsAnswerPtr& answer);
/// What port or frame `frame` counted.
[[nodiscard]] FigurePtr opticsCamera(const OpticsAnswerPtr& answer, std::size_t frame, bool logarithmic);
[[nodiscard]] FigurePtr opticsHistogram(const OpticsAnswerPtr& answer, std::size_t frame);
/// `bareCamera`: |F|, all that intensities tell, in the place of what was recovered.
[[nodiscard]] FigurePtr opticsRecovery(const OpticsAnswerPtr& answer, bool bareCamera);
/// Of an answer with its stages.
[[nodiscard]] FigurePtr opticsBudget(const OpticsAnswerPtr& answer);

/// The device, and `others` for comparison, beside the digital references.
[[nodiscard]] FigurePtr opticsCost(CostKind kind, Shape input, const QString& name,
                                   const optics::DeviceSpec& device,
                                   std::span<const DeviceCostRow> others = {});
/// From 8 to 8192 tokens of `hidden` units.
[[nodiscard]] FigurePtr opticsScaling(CostKind kind, Index hidden, const QString& name,
                                      const optics::DeviceSpec& device);

/// "41.2 dB simulated, 40.9 dB modelled; modelled: 1.2 µs, 3.4 µJ, 2 frames".
[[nodiscard]] QString costLine(const optics::BenchRun& run);

} // namespace mixlens::ui
