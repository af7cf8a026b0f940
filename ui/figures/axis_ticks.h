#pragma once

#include <QStringList>

#include <vector>

namespace mixlens::ui {

/// Multiples of 1, 2 or 5 times a power of ten inside [low, high], about `count` of them, ascending.
/// Empty unless low < high and both are finite.
[[nodiscard]] std::vector<double> linearTicks(double low, double high, int count = 5);

/// Values for a logarithmic axis: powers of ten, with 2 and 5 between them where there is room; at least
/// three even when the range lies inside one decade. Empty unless 0 < low < high and both are finite.
[[nodiscard]] std::vector<double> logTicks(double low, double high, int count = 6);

/// The smallest 1, 2, 2.5 or 5 times a power of ten that is not below `value`; 1 for zero.
[[nodiscard]] double niceCeiling(double value);

/// One text a tick, all with the same decimals, so that a column of labels reads as one scale.
[[nodiscard]] QStringList tickTexts(const std::vector<double>& ticks);

} // namespace mixlens::ui
