#pragma once

#include "ui/figures/schematic_figure.h"

#include <QRectF>

class QPainter;

namespace mixlens::ui {

/// The plane's values as colours, filling `box`, with a thin frame. Draws only the frame without values.
void drawPlaneThumbnail(QPainter& painter, const QRectF& box, const PlaneThumbnail& plane,
                        const Theme& theme);

} // namespace mixlens::ui
