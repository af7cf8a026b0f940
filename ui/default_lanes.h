#pragma once

#include "core/engine/analysis.h"

#include <vector>

namespace mixlens::ui {

/// What the window opens with: the three embedded models, and the FNet once more through the simulated
/// optical device, so that only the mixer differs between the last and the second lane.
[[nodiscard]] std::vector<Lane> defaultLanes();

} // namespace mixlens::ui
