#pragma once

#include "core/analysis/lens.h"
#include "core/engine/analysis.h"
#include "ui/figures/heat_map_figure.h"

#include <QString>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace mixlens::ui {

/// Ends of the colours, the same for several panels.
using ValueRange = std::pair<double, double>;

/// A layer through a lens as a heat map; what the window shows and what the command line exports are both
/// made here. Null when lensMatrix() has nothing to show.
[[nodiscard]] std::shared_ptr<const HeatMapFigure>
lensFigure(const Analysis& analysis, const LensOptions& options, std::optional<ValueRange> sharedRange = {});

/// The same from a matrix that is at hand.
[[nodiscard]] std::shared_ptr<const HeatMapFigure> lensFigure(const Analysis& analysis, LensMatrix matrix,
                                                              const LensOptions& options,
                                                              std::optional<ValueRange> sharedRange = {});

/// 0 to the largest value, or -1 to 1 for signed matrices.
[[nodiscard]] ValueRange rangeOf(const LensMatrix& matrix);

/// A row of the model as people read it: its piece, or "[PAD]" beyond the sentence.
[[nodiscard]] QString tokenText(const TokenSequence& sequence, Index row);

/// One label for each of these rows of the model.
[[nodiscard]] std::vector<AxisLabel> axisLabels(const TokenSequence& sequence,
                                                const std::vector<Index>& rows);

/// "Influence, layer 3 of 4" or "Weight, layer 3 of 4, head 2".
[[nodiscard]] QString lensTitle(const Analysis& analysis, const LensOptions& options);

/// "reach 2.2 of 11", or what is known about padding too: "reach 64.0 of 64 mixed rows (padded)".
[[nodiscard]] QString reachText(const Analysis& analysis, const LensMatrix& matrix);

/// The same for a narrow column: "reach 64.0 of 64 rows, 81 % padding".
[[nodiscard]] QString shortReachText(const Analysis& analysis, const LensMatrix& matrix);

/// The map is flat but for what one Fourier layer's closed form allows.
[[nodiscard]] bool isUniform(const Analysis& analysis, const LensMatrix& matrix);
/// What a flat map means; empty when it has structure.
[[nodiscard]] QString uniformText(const Analysis& analysis, const LensMatrix& matrix);

} // namespace mixlens::ui
