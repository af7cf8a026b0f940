#pragma once

namespace mixlens::ui {

class HeatMapView;

/// Teaches the accessibility bridge that a HeatMapView is a table with one current cell: name = title,
/// description = summary, child = the cell under the cursor with tokens as its name and its value. The whole
/// table is read with "View as table".
void installHeatMapAccessibility();
/// Speaks the cell that the cursor moved to.
void announceCell(HeatMapView& view);

} // namespace mixlens::ui
