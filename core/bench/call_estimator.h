#pragma once

#include "core/bench/grid.h"

#include <map>
#include <string>

namespace mixlens {

/// Guesses what a call costs from the shorter ones of the same backend that have been timed: t = b N + c N²
/// through the last two lengths, b and c not below zero; t = b N through a single one.
class CallEstimator
{
public:
    void add(const BenchCell& cell, double seconds);
    /// Seconds of one call; 0 where nothing of the backend is known.
    [[nodiscard]] double seconds(const BenchCell& cell) const;

private:
    std::map<std::string, std::map<Index, double>> m_known; ///< by backend and tokens
};

/// What a cell costs in all, whose calls last `call` seconds: preparation and `rounds` samples.
[[nodiscard]] double cellSeconds(double call, const BenchGrid& grid, int rounds) noexcept;

} // namespace mixlens
