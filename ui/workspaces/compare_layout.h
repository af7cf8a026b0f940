#pragma once

#include "ui/figures/heat_map_figure.h"

#include <memory>
#include <vector>

namespace mixlens::ui {

/// One column of heat maps that stand side by side.
struct MapColumn
{
    std::shared_ptr<const HeatMapFigure> figure; ///< null: nothing to show, but it keeps its place
    bool rowLabels = true;
};

/// The space for all columns, in pixels.
struct MapSpace
{
    int width = 0, height = 0; ///< of all columns with the gaps between them, and of each
    int gap = 0;
    double pixelsPerPoint = 1.0;
    double devicePixels = 1.0; ///< a pixel
};

/// Small multiples: every map has cells of the same size at the same height, as large as the space allows.
struct MapPlan
{
    std::vector<int> widths;        ///< of each column, in pixels
    std::vector<int> indents;       ///< where its cells begin, in pixels
    std::vector<HeatMapRoom> rooms; ///< around its cells, in points
    int height = 0;                 ///< that all maps need, in pixels
    double cell = 0.0;              ///< side, in pixels
};

[[nodiscard]] MapPlan planMaps(const std::vector<MapColumn>& columns, const MapSpace& space);

/// Rows need their labels once where all columns show the same tokens.
[[nodiscard]] bool sameRows(const std::vector<AxisLabel>& a, const std::vector<AxisLabel>& b);

} // namespace mixlens::ui
