#pragma once

#include "core/analysis/predictions.h"

#include <QString>

#include <span>

namespace mixlens::ui {

/// "exact: rates 0.42 → device: money 0.38 (flip)" for each [MASK]; at most `most` of them, then "and 2
/// more".
[[nodiscard]] QString predictionsText(std::span<const Prediction> exact, std::span<const Prediction> device,
                                      std::size_t most = 2);
/// How many of the best candidates differ.
[[nodiscard]] std::size_t flips(std::span<const Prediction> exact, std::span<const Prediction> device);

} // namespace mixlens::ui
