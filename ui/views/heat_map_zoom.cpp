#include "ui/views/heat_map_zoom.h"

#include <algorithm>

namespace mixlens::ui {

namespace {

constexpr double fewest = 3.0; ///< cells at the closest
constexpr double block = 16.0;

QRectF inside(QRectF part, const QRectF& all)
{
    part.moveLeft(std::clamp(part.left(), 0.0, std::max(0.0, all.width() - part.width())));
    part.moveTop(std::clamp(part.top(), 0.0, std::max(0.0, all.height() - part.height())));
    return part;
}

} // namespace

QRectF wholeOf(Shape shape)
{
    return {0.0, 0.0, static_cast<double>(shape.cols), static_cast<double>(shape.rows)};
}

QRectF zoomed(const QRectF& visible, Shape shape, QPointF anchor, double across, double down)
{
    const QRectF all = wholeOf(shape);
    const double width = std::clamp(visible.width() / across, std::min(fewest, all.width()), all.width());
    const double height = std::clamp(visible.height() / down, std::min(fewest, all.height()), all.height());
    const double left = anchor.x() - (anchor.x() - visible.x()) * width / visible.width();
    const double top = anchor.y() - (anchor.y() - visible.y()) * height / visible.height();
    return inside({left, top, width, height}, all);
}

QRectF panned(const QRectF& visible, Shape shape, QPointF cells)
{
    return inside(visible.translated(cells), wholeOf(shape));
}

QRectF showing(const QRectF& visible, Shape shape, Index row, Index col)
{
    QRectF part = visible;
    const auto x = static_cast<double>(col), y = static_cast<double>(row);
    part.moveLeft(std::clamp(part.left(), x + 1.0 - part.width(), std::max(x + 1.0 - part.width(), x)));
    part.moveTop(std::clamp(part.top(), y + 1.0 - part.height(), std::max(y + 1.0 - part.height(), y)));
    return inside(part, wholeOf(shape));
}

QRectF blockAround(const QRectF& visible, Shape shape, Index row, Index col)
{
    const QRectF all = wholeOf(shape);
    // The whole keeps its proportions: so do blocks.
    const double largest = std::max(visible.width(), visible.height());
    const double factor = largest > block ? largest / block : 2.0;
    const QSizeF size(std::min(std::max(visible.width() / factor, fewest), all.width()),
                      std::min(std::max(visible.height() / factor, fewest), all.height()));
    const QPointF corner(static_cast<double>(col) + 0.5 - size.width() / 2.0,
                         static_cast<double>(row) + 0.5 - size.height() / 2.0);
    return inside({corner, size}, all);
}

} // namespace mixlens::ui
