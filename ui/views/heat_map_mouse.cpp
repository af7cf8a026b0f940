#include "ui/views/heat_map_view_private.h"
#include "ui/views/heat_map_zoom.h"

#include <QApplication>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>
#include <utility>

namespace mixlens::ui {

void HeatMapView::mouseMoveEvent(QMouseEvent* event)
{
    if (d->pressed && !d->dragged)
        d->dragged =
            (event->position() - d->pressedAt).manhattanLength() >= QApplication::startDragDistance() &&
            d->visible != wholeOf(d->shape());
    if (d->pressed && d->dragged && d->shows()) {
        const QPointF moved = d->inCells(d->draggedTo) - d->inCells(event->position());
        d->draggedTo = event->position();
        d->setVisible(panned(d->visible, d->shape(), moved));
        return;
    }
    d->draw();
    d->hover(d->cellAt(event->position()));
}

void HeatMapView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) {
        QWidget::mousePressEvent(event);
        return;
    }
    d->pressed = true;
    d->dragged = false;
    d->pressedAt = d->draggedTo = event->position();
}

void HeatMapView::mouseReleaseEvent(QMouseEvent* event)
{
    const bool clicked = std::exchange(d->pressed, false) && !std::exchange(d->dragged, false);
    if (!clicked || event->button() != Qt::LeftButton)
        return;
    d->draw();
    if (const auto cell = d->cellAt(event->position()))
        d->lock(cell == d->locked ? std::nullopt : cell);
}

void HeatMapView::mouseDoubleClickEvent(QMouseEvent* event)
{
    d->draw();
    const auto cell = d->cellAt(event->position());
    if (event->button() != Qt::LeftButton || !cell)
        return;
    d->lock(cell == d->locked ? std::nullopt : cell); // takes back what the first of the two clicks did
    d->setVisible(blockAround(d->visible, d->shape(), cell->row, cell->col));
}

void HeatMapView::wheelEvent(QWheelEvent* event)
{
    constexpr double notch = 120.0;
    const QPointF turned = QPointF(event->angleDelta()) / notch;
    if (!d->shows() || turned.isNull()) {
        event->ignore();
        return;
    }
    if (event->modifiers() & Qt::ControlModifier) {
        const double factor = std::pow(zoomStep, turned.y());
        d->zoomAt(event->position(), factor, factor);
    } else if (event->modifiers() & Qt::AltModifier) { // Qt turns Alt + wheel sideways
        d->zoomAt(event->position(), 1.0, std::pow(zoomStep, turned.y() + turned.x()));
    } else {
        constexpr double part = 0.1; // of what shows, a notch
        const bool sideways = event->modifiers() & Qt::ShiftModifier;
        const QPointF step = sideways ? QPointF(turned.y() + turned.x(), 0.0) : turned;
        const QRectF before = d->visible;
        d->setVisible(panned(before, d->shape(),
                             {-step.x() * part * before.width(), -step.y() * part * before.height()}));
        if (d->visible == before) {
            event->ignore(); // nothing to scroll here: what is around may
            return;
        }
    }
    d->hover(d->cellAt(event->position()));
    event->accept();
}

void HeatMapView::leaveEvent(QEvent* /*event*/)
{
    d->hover(std::nullopt);
}

} // namespace mixlens::ui
