#include "ui/workspaces/compare_layout.h"

#include "ui/figures/heat_map_geometry.h"

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

constexpr double largestCell = 60.0;   ///< points
constexpr double tallestLabels = 64.0; ///< points; longer ones are cut
constexpr double frame = 2.0;          ///< points around the cells, and what rounding to pixels may take

bool hasCells(const MapColumn& column)
{
    return column.figure && column.figure->spec().values && !column.figure->spec().values->empty();
}

} // namespace

bool sameRows(const std::vector<AxisLabel>& a, const std::vector<AxisLabel>& b)
{
    return std::ranges::equal(a, b, {}, &AxisLabel::text, &AxisLabel::text);
}

MapPlan planMaps(const std::vector<MapColumn>& columns, const MapSpace& space)
{
    const auto count = static_cast<double>(std::max<std::size_t>(1, columns.size()));
    const double wide = (space.width - space.gap * (count - 1.0)) / space.pixelsPerPoint;
    const double high = space.height / space.pixelsPerPoint;
    MapPlan plan;
    plan.rooms.resize(columns.size());
    HeatMapRoom common;
    double share = 0.0, rows = 1.0, cols = 1.0;
    const double scale = space.pixelsPerPoint * space.devicePixels;
    const PixelGrid grid{QTransform::fromScale(scale, scale), true};
    const auto largestWith = [&](double cell) { // letters shrink with cells and leave them more room
        common = {};
        double lefts = 0.0;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            plan.rooms[i] = {};
            if (!hasCells(columns[i]))
                continue;
            plan.rooms[i] = heatMapRoom(columns[i].figure->spec(), cell, columns[i].rowLabels);
            const Shape shape = columns[i].figure->spec().values->shape();
            rows = std::max(rows, static_cast<double>(shape.rows));
            cols = std::max(cols, static_cast<double>(shape.cols));
            common.above = std::max(common.above, plan.rooms[i].above);
            common.right = std::max(common.right, plan.rooms[i].right);
            common.below = std::max(common.below, plan.rooms[i].below);
            lefts += plan.rooms[i].left;
        }
        common.above = std::min(common.above, tallestLabels);
        share = std::max(1.0, (wide - lefts) / count - common.right - frame);
        const double fits =
            std::min({share / cols, (high - common.above - common.below - frame) / rows, largestCell});
        return grid.snappedCell(std::max(0.5, fits));
    };
    // From the most that the smallest letters would leave down to the first that has room for its own.
    double cell = largestWith(everyLabelFrom);
    for (double fits = largestWith(cell); fits < cell - 1e-9; fits = largestWith(cell))
        cell = cell * scale > 7.0 ? std::max(fits, cell - 1.0 / scale) : fits;
    plan.cell = cell * space.pixelsPerPoint;
    plan.height = static_cast<int>(
        std::ceil((common.above + common.below + frame + cell * rows) * space.pixelsPerPoint));
    for (HeatMapRoom& room : plan.rooms) {
        room = {room.left, common.above, common.right, common.below, cell};
        plan.indents.push_back(static_cast<int>(std::lround((room.left + 1.0) * space.pixelsPerPoint)));
        plan.widths.push_back(
            static_cast<int>(std::floor((room.left + share + common.right + frame) * space.pixelsPerPoint)));
    }
    return plan;
}

} // namespace mixlens::ui
