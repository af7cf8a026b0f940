#pragma once

#include "ui/figures/matrix_pyramid.h"
#include "ui/figures/value_scale.h"
#include "ui/style/colour_map.h"

#include <QImage>
#include <QRect>
#include <QRectF>

namespace mixlens::ui {

/// A picture of `size` pixels that shows the part `visible` of a matrix (x columns, y rows, in cells).
struct PixelWindow
{
    QRectF visible;
    QSize size;

    /// The first pixel of a column (row): all pixels of a cell are equal, so that edges are crisp.
    [[nodiscard]] int leftOf(double col) const;
    [[nodiscard]] int topOf(double row) const;
};

/// What turns values into colours.
struct ImageColours
{
    ValueScale scale;
    ColourMap map;
    QColor paper;   ///< seen through transparent cells
    QColor problem; ///< stripes of NaN
};
[[nodiscard]] ImageColours imageColours(const HeatMapSpec& spec, const Theme& theme);
[[nodiscard]] ColourMap colourMapOf(HeatColours colours, const Theme& theme);
[[nodiscard]] MatrixPyramid::Keep keepOf(HeatColours colours);

enum class Plane { Kept, Mean };

/// Cells a pixel along the axis where more of them share one; below 1 a cell has several pixels.
[[nodiscard]] double cellsPerPixel(const PixelWindow& window);

/// The pixels `part` of the window. Where several cells share a pixel, `pyramid` has to have its levels, and
/// the pixel shows the cell that its Keep names (or the mean). Every cell of the pyramid's level belongs to
/// exactly one pixel, and parts of any cut fit together seamlessly.
[[nodiscard]] QImage renderPart(const MatrixPyramid& pyramid, const PixelWindow& window, const QRect& part,
                                const ImageColours& colours, Plane plane = Plane::Kept);

constexpr int tileSide = 256;
/// The window in tiles of 256², for drawing piece by piece.
[[nodiscard]] std::vector<QRect> tilesOf(const PixelWindow& window);

} // namespace mixlens::ui
