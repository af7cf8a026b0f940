#include "ui/figures/plane_thumbnail.h"

#include "ui/figures/heat_map_geometry.h"
#include "ui/figures/matrix_image.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

void drawPlaneThumbnail(QPainter& painter, const QRectF& box, const PlaneThumbnail& plane, const Theme& theme)
{
    if (plane.values && !plane.values->empty()) {
        HeatMapSpec spec;
        spec.scale = plane.scale;
        spec.colours = plane.colours;
        spec.low = plane.low;
        spec.high = plane.high;
        // Small pictures of small planes: their levels cost less than keeping them would.
        const MatrixPyramid pyramid = MatrixPyramid(plane.values, keepOf(plane.colours)).withLevels();
        const double scale = std::max(1.0, PixelGrid::of(painter).scale());
        const QSize size(std::max(1, static_cast<int>(std::ceil(box.width() * scale))),
                         std::max(1, static_cast<int>(std::ceil(box.height() * scale))));
        const PixelWindow window{
            {0.0, 0.0, static_cast<double>(plane.values->cols()), static_cast<double>(plane.values->rows())},
            size};
        painter.drawImage(box, renderPart(pyramid, window, QRect(QPoint(), size), imageColours(spec, theme)));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.fadedInk, 0.6));
    painter.drawRect(box.adjusted(0.3, 0.3, -0.3, -0.3));
}

} // namespace mixlens::ui
