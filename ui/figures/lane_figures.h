#pragma once

#include "core/analysis/lens.h"
#include "core/engine/analysis.h"
#include "ui/figures/head_figure.h"
#include "ui/figures/layer_grid_figure.h"

#include <memory>

namespace mixlens::ui {

enum class HeadOrder { Index, Reach };

/// Weights of every layer and head of a lane as thumbnails, with padding and special tokens as `options`
/// says.
[[nodiscard]] std::shared_ptr<const LayerGridFigure> layerGridOf(const Analysis& analysis,
                                                                 const LensOptions& options, HeadOrder order);

/// What `matrix` (a layer seen through `options`) says, as lines between tokens.
[[nodiscard]] HeadSpec headSpecOf(const Analysis& analysis, const LensMatrix& matrix,
                                  const LensOptions& options);

} // namespace mixlens::ui
