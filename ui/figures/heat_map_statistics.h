#pragma once

#include "ui/figures/heat_map_figure.h"

#include <vector>

namespace mixlens::ui {

/// What a heat map's colour bar and summary say about its values. Padding and NaN don't count.
struct HeatMapStatistics
{
    Index count = 0;
    Index notNumbers = 0;
    double smallest = 0.0, largest = 0.0, mean = 0.0;
    Index peakRow = 0, peakCol = 0;    ///< of the largest value, or of the farthest from zero if signed
    bool below = false, above = false; ///< values outside the colours' range
    std::vector<double> histogram;     ///< over positions of the colour map, scaled to a peak of 1

    /// (largest − smallest) / mean where that says how uniform the values are; infinite otherwise.
    [[nodiscard]] double relativeRange() const noexcept;
};

[[nodiscard]] HeatMapStatistics heatMapStatistics(const HeatMapSpec& spec);
/// "Fourier, layer 3: 11 × 11, uniform to 0.3 %, largest 0.091 (river ← bank)".
[[nodiscard]] QString heatMapSummary(const HeatMapSpec& spec, const HeatMapStatistics& statistics);
/// The label of a row or column, or its number where there is none.
[[nodiscard]] AxisLabel labelAt(const std::vector<AxisLabel>& labels, Index at);
/// A value as cells, tool tips and scales print it: with the unit, or in decibels.
[[nodiscard]] QString heatValueText(const HeatMapSpec& spec, double value);

} // namespace mixlens::ui
