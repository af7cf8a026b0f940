#pragma once

#include "core/text/token.h"

#include <span>
#include <vector>

namespace mixlens {

/// log softmax in double, since differences of logarithms are summed over the vocabulary. Not empty.
[[nodiscard]] std::vector<double> logProbabilities(std::span<const float> logits);

/// KL(p ‖ q) in nat, of logarithms of probabilities; never below zero.
[[nodiscard]] double klDivergence(const std::vector<double>& p, const std::vector<double>& q);

/// The first of the most likely.
[[nodiscard]] TokenId mostLikely(const std::vector<double>& logs);

} // namespace mixlens
