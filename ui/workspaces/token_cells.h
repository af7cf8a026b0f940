#pragma once

#include "core/analysis/lens.h"
#include "ui/views/heat_map_view.h"
#include "ui/workbench.h"

#include <optional>
#include <vector>

namespace mixlens::ui {

// A heat map counts its own rows, the workbench the model's: without padding or special tokens they differ.

/// Where a pair of tokens is among the shown rows. A lone token stands on the diagonal. Nothing for tokens
/// that are not shown.
[[nodiscard]] std::optional<HeatCell> cellOf(const std::vector<Index>& shownTokens, const TokenPair& pair);
/// The tokens of a cell; none for no cell.
[[nodiscard]] TokenPair pairOf(const std::vector<Index>& shownTokens, std::optional<HeatCell> cell);

} // namespace mixlens::ui
