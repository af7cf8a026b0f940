#pragma once

#include "core/experiment/precision_sweep.h"

#include <string>
#include <vector>

namespace mixlens {

/// What a terminal is told of a sweep: a row a point, what was swept, and what device would do.
[[nodiscard]] std::string sweepText(const SweepResult& result);

/// Why points cannot be: a sentence each reason, with the number of points.
[[nodiscard]] std::vector<std::string> refusalTexts(const SweepResult& result);

} // namespace mixlens
