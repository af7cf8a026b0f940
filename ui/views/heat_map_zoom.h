#pragma once

#include "core/math/matrix.h"

#include <QRectF>

namespace mixlens::ui {

// Parts of a matrix, in cells (x columns, y rows). All results lie inside the matrix.

[[nodiscard]] QRectF wholeOf(Shape shape);
/// Magnified by `across` and `down` so that `anchor`, a point in cells, stays where it is on the screen. Ends
/// at a few cells and at the whole matrix.
[[nodiscard]] QRectF zoomed(const QRectF& visible, Shape shape, QPointF anchor, double across, double down);
[[nodiscard]] QRectF panned(const QRectF& visible, Shape shape, QPointF cells);
/// Moved just enough to show a cell.
[[nodiscard]] QRectF showing(const QRectF& visible, Shape shape, Index row, Index col);
/// A block of about 16 × 16 cells around a cell, or closer when no more than that shows already.
[[nodiscard]] QRectF blockAround(const QRectF& visible, Shape shape, Index row, Index col);

} // namespace mixlens::ui
