#pragma once

#include "app/command_line.h"
#include "core/experiment/precision_sweep.h"

namespace mixlens {

/// What is swept when nothing is said: about a minute on two ordinary cores.
[[nodiscard]] SweepPlan usualSweepPlan();

/// `plan` with what the options change of it; OutOfRange or Usage for what cannot be swept.
[[nodiscard]] Result<SweepPlan> readSweepPlan(const Arguments& arguments, SweepPlan plan);

} // namespace mixlens
