#pragma once

#include "ui/figures/heat_map_figure.h"

#include <QTransform>

class QPainter;

namespace mixlens::ui {

/// Device pixels under a painter, so that edges of cells can lie on them.
struct PixelGrid
{
    QTransform toDevice; ///< scales and moves only
    bool raster = false; ///< otherwise lengths are free and nothing is snapped

    [[nodiscard]] static PixelGrid of(const QPainter& painter);
    [[nodiscard]] double scale() const { return toDevice.m11(); } ///< device pixels a point
    [[nodiscard]] QPointF snapped(QPointF point) const;
    /// A whole number of device pixels where that costs little; the length itself otherwise.
    [[nodiscard]] double snappedCell(double length) const;
};

/// Where everything is, in points. Null rectangles: not drawn.
struct HeatMapGeometry
{
    QRectF heading;
    QRectF rowLabels; ///< left of the cells
    QRectF colLabels; ///< above them, slanted to the right, beyond their right end if need be
    QRectF cells;
    QRectF rowMargin, colMargin;
    QRectF bar;   ///< colours, histogram, ticks and name
    QRectF badge; ///< "8 × 8 cells per pixel"
};

constexpr double labelGap = 4.0;
constexpr double labelAngle = 60.0;     ///< degrees
constexpr double everyLabelFrom = 6.75; ///< points a cell: 9 pixels at 96 dpi
constexpr double narrowMargin = 22.0;   ///< points for bars and, where they fit, numbers
constexpr double valuesFrom = 21.0;     ///< points a cell: 28 pixels

[[nodiscard]] HeatMapGeometry heatMapGeometry(const HeatMapSpec& spec, const QRectF& area,
                                              const HeatMapParts& parts, const PixelGrid& grid);
/// Of labels that are numbers: width at the left, height above with both titles on a line, and what the last
/// label needs beyond its column.
struct NumericAxesSize
{
    double left = 0.0, above = 0.0, overhang = 0.0;
};
[[nodiscard]] NumericAxesSize numericAxesSize(const HeatMapSpec& spec);
/// What surrounds the cells, for cells of no size; the rest of the preferred size is theirs.
[[nodiscard]] QSizeF heatMapFurniture(const HeatMapSpec& spec, const HeatMapParts& parts);
/// What labels and narrow margins need around cells of that side (points), without title and colour bar.
[[nodiscard]] HeatMapRoom heatMapRoom(const HeatMapSpec& spec, double cell, bool rowLabels);
/// Points of a label's letters where neighbouring labels are `spacing` apart.
[[nodiscard]] int labelSize(double spacing);
/// Every how many-th label is drawn when a cell is that long.
[[nodiscard]] Index labelStep(double cell);

} // namespace mixlens::ui
