#pragma once

#include "ui/figures/plot_paint.h"
#include "ui/views/heat_map_view.h"

#include <QFontInfo>
#include <QPixmap>

class QKeyEvent;

namespace mixlens::ui {

constexpr double zoomStep = 1.25; ///< a notch of the wheel, a press of + or -

/// Shared by the source files of the view: what it shows, what keys and mouse do, what is copied.
struct HeatMapView::Private
{
    explicit Private(HeatMapView& owner) : view(owner) {}

    HeatMapView& view;
    std::shared_ptr<const HeatMapFigure> figure;
    HeatMapParts parts;
    QString message;
    bool stale = false;
    bool ready = true; ///< false while a large figure is prepared
    std::optional<HeatCell> hovered, locked;
    QRectF visible;
    HeatMapLayout layout; ///< in pixels
    QPixmap picture;      ///< everything but the crosshair
    QPointF pressedAt, draggedTo;
    bool pressed = false, dragged = false;

    [[nodiscard]] bool shows() const { return figure && message.isEmpty() && ready && shape().size() > 0; }
    [[nodiscard]] Shape shape() const
    {
        return figure && figure->spec().values ? figure->spec().values->shape() : Shape{};
    }
    /// Pixels a point of the figure: its body text becomes as high as the widget's.
    [[nodiscard]] double scale() const
    {
        return QFontInfo(view.font()).pixelSize() / static_cast<double>(PlotText::Body);
    }
    [[nodiscard]] std::optional<HeatCell> cellAt(QPointF point) const
    {
        const auto found = shows() ? layout.cellAt(point, shape()) : std::nullopt;
        return found ? std::optional(HeatCell{found->first, found->second}) : std::nullopt;
    }
    [[nodiscard]] QPointF inCells(QPointF point) const
    {
        return {layout.visible.x() +
                    (point.x() - layout.cells.x()) / layout.cells.width() * layout.visible.width(),
                layout.visible.y() +
                    (point.y() - layout.cells.y()) / layout.cells.height() * layout.visible.height()};
    }
    void invalidate()
    {
        picture = {};
        view.update();
    }
    void draw();
    void setVisible(const QRectF& part);
    void hover(std::optional<HeatCell> cell);
    void lock(std::optional<HeatCell> cell);
    void moveCursor(Index rows, Index cols);
    void zoomAt(QPointF point, double across, double down);
    bool handleKey(const QKeyEvent& key, bool only);
    void copyPicture() const;
    void copyValues() const;
};

} // namespace mixlens::ui
