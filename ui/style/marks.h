#pragma once

#include "ui/style/theme.h"

#include <QPointF>

class QPainter;

namespace mixlens::ui {

/// One mark of the given diameter. Filled means measured, hollow simulated or modelled.
void drawMark(QPainter& painter, Mark mark, QPointF centre, double diameter, const QColor& colour);

} // namespace mixlens::ui
