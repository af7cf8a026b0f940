#pragma once

#include "ui/figures/heat_map_figure.h"
#include "ui/style/theme.h"

#include <QFont>

class QPainter;

namespace mixlens::ui {

/// What lies over a heat map while somebody looks at one cell: lines along its row and column, a frame around
/// it, and its two labels in full where the axes leave them out or cut them off.
struct HeatMapOverlay
{
    const HeatMapSpec& spec;
    const HeatMapLayout& layout; ///< in the widget's pixels
    const Theme& theme;
    QFont font;
    bool rowLabels = true, colLabels = true;

    void crosshair(QPainter& painter, Index row, Index col, bool locked) const;
};

/// "river ← bank: 0.412 share of row", with the positions where labels repeat.
[[nodiscard]] QString heatCellText(const HeatMapSpec& spec, Index row, Index col);

} // namespace mixlens::ui
