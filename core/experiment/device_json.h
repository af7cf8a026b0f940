#pragma once

#include "core/optics/cost_model.h"

#include <string>

namespace mixlens {

/// A DeviceCost as JSON: totals, counts, and each item of time and energy with its source. All modelled.
[[nodiscard]] std::string deviceCostJson(const optics::DeviceCost& cost);

/// A number as JSON has it, or one of nonFiniteText().
[[nodiscard]] std::string numberJson(double value);

/// Text in quotation marks; bytes that are no UTF-8 are replaced.
[[nodiscard]] std::string textJson(std::string_view text);

} // namespace mixlens
