#include "ui/figures/heat_map_geometry.h"

#include "ui/figures/axis_ticks.h"
#include "ui/figures/heat_map_bar.h"
#include "ui/figures/heat_map_statistics.h"
#include "ui/figures/plot_paint.h"

#include <QFontMetricsF>
#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mixlens::ui {

namespace {

constexpr double largestCell = 60.0;
constexpr double longestLabel = 100.0;
constexpr double rowBar = 24.0, colBar = 18.0;
constexpr double markSpace = 14.0;
constexpr Index badgeFrom = 256; ///< cells from which some size may shrink them
const double slant = labelAngle * std::numbers::pi / 180.0;

/// Width of the widest label; of many only the longest texts are measured.
double widest(const std::vector<AxisLabel>& labels, Index count)
{
    std::vector<QString> texts;
    for (Index i = 0; i < count; ++i)
        texts.push_back(labelAt(labels, i).text);
    const std::size_t measured = std::min<std::size_t>(texts.size(), 40);
    std::partial_sort(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(measured), texts.end(),
                      [](const QString& a, const QString& b) { return a.size() > b.size(); });
    const QFont font = plotFont();
    double width = 0.0;
    for (std::size_t i = 0; i < measured; ++i)
        width = std::max(width, textWidth(font, texts[i]));
    // Thinned labels carry their number too.
    const double number = count > 80 ? textWidth(font, QStringLiteral(" %1").arg(count)) : 0.0;
    return std::min(width + number, longestLabel) + 1.0;
}

/// What lies around the cells.
struct Furniture
{
    double heading = 0.0, rowLabels = 0.0, colLabels = 0.0, overhang = 0.0;
    double rowMargin = 0.0, colMargin = 0.0, bar = 0.0, barHeight = 0.0, badge = 0.0;
    [[nodiscard]] double right() const { return std::max(rowMargin + bar, overhang) + 1.0; }
    [[nodiscard]] double bottom() const { return colMargin + badge + 1.0; }
};

Furniture measure(const HeatMapSpec& spec, const HeatMapParts& parts, QSizeF size)
{
    Furniture result;
    const Shape shape = spec.values->shape();
    const double small = QFontMetricsF(plotFont(PlotText::Small)).height();
    if (parts.title) {
        const QRectF area(QPointF(), QSizeF(size.width() - markSpace, size.height()));
        result.heading = belowHeading(area, spec.title, spec.note).top();
    }
    if (std::max(shape.rows, shape.cols) > badgeFrom)
        result.badge = small + 2.0;
    if (parts.room) {
        result.rowLabels = parts.room->left;
        result.colLabels = parts.room->above;
        result.overhang = parts.room->right - 1.0;
        if (parts.margins && !spec.rowMargin.empty())
            result.rowMargin = labelGap + narrowMargin;
        result.colMargin = std::max(0.0, parts.room->below - result.badge - 1.0);
        return result;
    }
    if (spec.numericAxes) {
        const NumericAxesSize axes = numericAxesSize(spec);
        result.rowLabels = parts.rowLabels ? axes.left : 0.0;
        result.colLabels = parts.colLabels ? axes.above : 0.0;
        result.overhang = parts.colLabels ? axes.overhang : 0.0;
    }
    if (parts.rowLabels && !spec.numericAxes) {
        double corner = 0.0;
        if (parts.colLabels && parts.axisTitles)
            for (const QString& title : {spec.rowTitle, spec.colTitle})
                corner = std::max(corner,
                                  title.isEmpty() ? 0.0 : textWidth(plotFont(PlotText::Small), title) + 12.0);
        const double width = std::max(widest(spec.rows, shape.rows), std::min(corner, longestLabel));
        result.rowLabels = std::min(width, 0.32 * size.width()) + labelGap;
    }
    if (parts.colLabels && !spec.numericAxes) {
        const double height = QFontMetricsF(plotFont()).height();
        const double length = std::min(widest(spec.cols, shape.cols), 0.3 * size.height() / std::sin(slant));
        result.colLabels = length * std::sin(slant) + height * std::cos(slant) + labelGap;
        result.overhang = length * std::cos(slant) + height * std::sin(slant) / 2.0;
    }
    if (parts.margins && !spec.rowMargin.empty()) {
        const QFont font = plotFont(PlotText::Small);
        const double numbers =
            textWidth(font, QString::number(*std::ranges::max_element(spec.rowMargin), 'f', 1)) + 2.0;
        result.rowMargin =
            2.0 * labelGap + rowBar + std::max(numbers, textWidth(font, spec.rowMarginName) - rowBar);
    }
    if (parts.margins && (!spec.colMargin.empty() || !spec.rowMargin.empty()))
        result.colMargin = labelGap + std::max(spec.colMargin.empty() ? 0.0 : colBar, small);
    if (parts.colourBar) {
        const QSizeF bar = colourBarSize(spec);
        result.bar = bar.width() + 3.0 * labelGap;
        result.barHeight = bar.height();
    }
    return result;
}

} // namespace

int labelSize(double spacing)
{
    constexpr auto body = static_cast<int>(PlotText::Body);
    // Smaller letters rather than fewer labels, to 7 points.
    return spacing >= 0.85 * everyLabelFrom
               ? std::clamp(static_cast<int>(std::lround(0.95 * spacing)), 7, body)
               : body;
}

HeatMapRoom heatMapRoom(const HeatMapSpec& spec, double cell, bool rowLabels)
{
    const Shape shape = spec.values->shape();
    const auto letters = [](double spacing) {
        return labelSize(spacing) / static_cast<double>(PlotText::Body);
    };
    const double small = QFontMetricsF(plotFont(PlotText::Small)).height();
    const double line = QFontMetricsF(plotFont()).height();
    const double size = letters(cell * std::sin(slant));
    HeatMapRoom room;
    room.cell = cell;
    room.left = rowLabels ? letters(cell) * widest(spec.rows, shape.rows) + labelGap : 0.0;
    room.above = size * (widest(spec.cols, shape.cols) * std::sin(slant) + line * std::cos(slant)) + labelGap;
    room.right = labelGap + narrowMargin + 1.0;
    // Slanted labels may end beyond the last column; only the last few can reach that far.
    for (Index col = std::max<Index>(0, shape.cols - 24); col < shape.cols; ++col) {
        const double length = std::min(textWidth(plotFont(), labelAt(spec.cols, col).text), longestLabel);
        const double end = size * (length * std::cos(slant) + line * std::sin(slant) / 2.0) + 3.0;
        room.right = std::max(room.right, end - (static_cast<double>(shape.cols - col) - 0.5) * cell);
    }
    room.below = labelGap + small + 1.0 + (std::max(shape.rows, shape.cols) > badgeFrom ? small + 2.0 : 0.0);
    return room;
}

PixelGrid PixelGrid::of(const QPainter& painter)
{
    const QTransform transform = painter.deviceTransform();
    const bool raster =
        painter.paintEngine() != nullptr && painter.paintEngine()->type() == QPaintEngine::Raster &&
        transform.type() <= QTransform::TxScale && transform.m11() > 0.0 && transform.m22() > 0.0;
    return {transform, raster};
}

QPointF PixelGrid::snapped(QPointF point) const
{
    if (!raster)
        return point;
    const QPointF device = toDevice.map(point);
    return toDevice.inverted().map(QPointF(std::round(device.x()), std::round(device.y())));
}

double PixelGrid::snappedCell(double length) const
{
    constexpr double worthwhile = 6.0; // device pixels: at most a seventh of the space is lost
    const double pixels = length * scale();
    return raster && pixels >= worthwhile ? std::floor(pixels + 1e-6) / scale() : length;
}

Index labelStep(double cell)
{
    if (cell >= everyLabelFrom)
        return 1;
    constexpr double room = 11.0;
    return std::max<Index>(2, static_cast<Index>(std::ceil(niceCeiling(std::ceil(room / cell)))));
}

QSizeF heatMapFurniture(const HeatMapSpec& spec, const HeatMapParts& parts)
{
    const Furniture around = measure(spec, parts, {480.0, 480.0});
    return {around.rowLabels + around.right() + 1.0,
            around.heading + around.colLabels + around.bottom() + 1.0};
}

HeatMapGeometry heatMapGeometry(const HeatMapSpec& spec, const QRectF& area, const HeatMapParts& parts,
                                const PixelGrid& grid)
{
    HeatMapGeometry result;
    Furniture around = measure(spec, parts, area.size());
    const double wide = area.width() - around.rowLabels - around.right();
    const double high = area.height() - around.heading - around.colLabels;
    const double shorter = spec.numericAxes ? 34.0 : 0.0; // without their bar, transforms would have no scale
    if (around.bar > 0.0 && (wide < 0.4 * around.bar || high < around.barHeight - shorter))
        around.bar = 0.0; // too small for both: the cells come first
    const Shape shape = spec.values->shape();
    if (parts.title)
        result.heading = QRectF(area.left(), area.top(), area.width(), around.heading);
    const QRectF room = area.adjusted(around.rowLabels + 1.0, around.heading + around.colLabels + 1.0,
                                      -around.right(), -around.bottom());
    if (room.width() < 4.0 || room.height() < 4.0)
        return result; // no room for any cell

    const double largest = parts.room ? parts.room->cell : largestCell;
    double width = std::min(room.width() / static_cast<double>(shape.cols), largest);
    double height = std::min(room.height() / static_cast<double>(shape.rows), largest);
    const double square = std::min(width, height);
    // Squares, unless one axis is so much longer that they would leave half of the other's room empty; rows
    // and columns of numbers count different things and fill the room.
    if (!spec.numericAxes &&
        (parts.room || square >= everyLabelFrom || std::max(width, height) < 2.0 * square))
        width = height = square;
    width = grid.snappedCell(width);
    height = grid.snappedCell(height);
    const QPointF corner = grid.snapped(room.topLeft());
    const QPointF end = grid.snapped(
        corner + QPointF(width * static_cast<double>(shape.cols), height * static_cast<double>(shape.rows)));
    result.cells = QRectF(corner, end);

    const QRectF& cells = result.cells;
    if (parts.rowLabels)
        result.rowLabels =
            QRectF(area.left(), cells.top(), cells.left() - labelGap - area.left(), cells.height());
    if (parts.colLabels)
        result.colLabels = QRectF(cells.left(), area.top() + around.heading, area.right() - cells.left(),
                                  cells.top() - labelGap / 2.0 - area.top() - around.heading);
    if (around.rowMargin > 0.0)
        result.rowMargin =
            QRectF(cells.right() + labelGap, cells.top(), around.rowMargin - labelGap, cells.height());
    if (around.colMargin > 0.0)
        result.colMargin =
            QRectF(cells.left(), cells.bottom() + labelGap, cells.width(), around.colMargin - labelGap);
    if (around.badge > 0.0)
        result.badge =
            QRectF(area.left(), cells.bottom() + around.colMargin + 2.0, area.width(), around.badge - 2.0);
    if (around.bar > 0.0)
        result.bar = QRectF(
            cells.right() + around.rowMargin + 3.0 * labelGap, cells.top(), around.bar - 3.0 * labelGap,
            std::min(std::max(cells.height(), around.barHeight), area.bottom() - cells.top()));
    return result;
}

} // namespace mixlens::ui
