#include "ui/views/heat_map_accessible.h"
#include "ui/views/heat_map_view_private.h"
#include "ui/views/heat_map_zoom.h"

#include <QKeyEvent>

#include <algorithm>

namespace mixlens::ui {

void HeatMapView::Private::moveCursor(Index rows, Index cols)
{
    if (!shows())
        return;
    const std::optional<HeatCell> from = hovered ? hovered : locked;
    HeatCell to = from.value_or(HeatCell{});
    if (from) {
        to.row = std::clamp<Index>(to.row + rows, 0, shape().rows - 1);
        to.col = std::clamp<Index>(to.col + cols, 0, shape().cols - 1);
    }
    setVisible(showing(visible, shape(), to.row, to.col));
    hover(to);
    announceCell(view);
}

/// `only`: asks whether the key means something here, and does nothing.
bool HeatMapView::Private::handleKey(const QKeyEvent& key, bool only)
{
    const auto does = [only](auto&& action) {
        if (!only)
            action();
        return true;
    };
    if (!shows())
        return false;
    const bool shift = key.modifiers() & Qt::ShiftModifier;
    const QPointF middle = layout.cells.center();
    if (key.modifiers() == Qt::ControlModifier && key.key() == Qt::Key_T)
        return does([this] { emit view.tableRequested(figure); });
    if (key.modifiers() == Qt::ControlModifier && key.key() == Qt::Key_E)
        return does([this] { emit view.exportRequested(figure); });
    if (key.modifiers() == Qt::ControlModifier && key.key() == Qt::Key_C)
        return does([this] { copyValues(); });
    if (key.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier) && key.key() == Qt::Key_C)
        return does([this] { copyPicture(); });
    if (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
        return false;
    switch (key.key()) {
    case Qt::Key_Up:
        return does([&] { shift ? zoomAt(middle, 1.0, zoomStep) : moveCursor(-1, 0); });
    case Qt::Key_Down:
        return does([&] { shift ? zoomAt(middle, 1.0, 1.0 / zoomStep) : moveCursor(1, 0); });
    case Qt::Key_Left:
        return does([&] { moveCursor(0, -1); });
    case Qt::Key_Right:
        return does([&] { moveCursor(0, 1); });
    case Qt::Key_Home:
        return does([&] { moveCursor(0, -shape().cols); });
    case Qt::Key_End:
        return does([&] { moveCursor(0, shape().cols); });
    case Qt::Key_PageUp:
        return does([&] { moveCursor(-static_cast<Index>(std::max(1.0, visible.height() - 1.0)), 0); });
    case Qt::Key_PageDown:
        return does([&] { moveCursor(static_cast<Index>(std::max(1.0, visible.height() - 1.0)), 0); });
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return hovered.has_value() && does([&] { lock(hovered == locked ? std::nullopt : hovered); });
    case Qt::Key_Escape:
        return (hovered || locked) && does([&] {
                   lock(std::nullopt);
                   hover(std::nullopt);
               });
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus: {
        const double factor = key.key() == Qt::Key_Minus ? 1.0 / zoomStep : zoomStep;
        const QPointF at = hovered ? layout.rectOf(hovered->row, hovered->col).center() : middle;
        return does([&] {
            zoomAt(at, factor, factor);
            if (hovered) // a cell at the edge grows beyond it
                setVisible(showing(visible, shape(), hovered->row, hovered->col));
        });
    }
    case Qt::Key_0:
        return does([&] { setVisible(wholeOf(shape())); });
    default:
        return false;
    }
}

void HeatMapView::keyPressEvent(QKeyEvent* event)
{
    d->draw();
    if (!d->handleKey(*event, false))
        QWidget::keyPressEvent(event);
}

} // namespace mixlens::ui
