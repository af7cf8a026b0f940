#pragma once

#include "core/bench/bench_result.h"
#include "core/nn/operation_clock.h"

#include <string_view>
#include <vector>

namespace mixlens {

/// The operation in whose place a device would step.
inline constexpr std::string_view mixingOperation = operationName(Operation::Mixing);

/// Share of one operation in the sum of all, 0..1, one value a round: neighbours that slow a whole round
/// cancel. Rounds that not every operation has are left out; empty where there is no such operation.
[[nodiscard]] std::vector<double> operationShares(const Measurement& cell, std::string_view operation);

} // namespace mixlens
