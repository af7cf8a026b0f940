#include "ui/style/marks.h"

#include <QPainter>
#include <QPainterPath>

namespace mixlens::ui {

void drawMark(QPainter& painter, Mark mark, QPointF centre, double diameter, const QColor& colour)
{
    const double r = diameter / 2.0;
    const auto polygon = [&](std::initializer_list<QPointF> corners) {
        QPolygonF shape;
        for (const QPointF& corner : corners)
            shape << centre + r * corner;
        painter.drawPolygon(shape);
    };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    switch (mark) {
    case Mark::Circle:
        painter.drawEllipse(centre, r, r);
        break;
    case Mark::Square:
        painter.drawRect(QRectF(centre - QPointF(0.88 * r, 0.88 * r), QSizeF(1.76 * r, 1.76 * r)));
        break;
    case Mark::Triangle:
        polygon({{0.0, -1.05}, {1.0, 0.8}, {-1.0, 0.8}});
        break;
    case Mark::HollowDiamond:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour, std::max(1.0, 0.18 * diameter)));
        polygon({{0.0, -1.0}, {1.0, 0.0}, {0.0, 1.0}, {-1.0, 0.0}});
        break;
    case Mark::Cross:
        painter.setPen(QPen(colour, std::max(1.2, 0.2 * diameter), Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(centre + r * QPointF(-0.8, -0.8), centre + r * QPointF(0.8, 0.8));
        painter.drawLine(centre + r * QPointF(-0.8, 0.8), centre + r * QPointF(0.8, -0.8));
        break;
    }
    painter.restore();
}

} // namespace mixlens::ui
