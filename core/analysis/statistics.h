#pragma once

#include <span>

namespace mixlens {

/// Linear interpolation between order statistics (Hyndman and Fan 1996, type 7). 0 for an empty sample.
/// Precondition: 0 <= p <= 1, every value finite.
[[nodiscard]] double quantile(std::span<const double> sample, double p);

} // namespace mixlens
