#pragma once

#include "ui/figures/heat_map_statistics.h"
#include "ui/style/theme.h"

class QPainter;

namespace mixlens::ui {

/// Least size of the colour bar with its histogram, ticks and name.
[[nodiscard]] QSizeF colourBarSize(const HeatMapSpec& spec);
/// Colours from low (bottom) to high, how often each occurs beside them, round values, the reference, and
/// arrows at the ends beyond which values lie. Gives the rectangle of the colours.
QRectF paintColourBar(QPainter& painter, const QRectF& box, const HeatMapSpec& spec,
                      const HeatMapStatistics& statistics, const Theme& theme);

} // namespace mixlens::ui
