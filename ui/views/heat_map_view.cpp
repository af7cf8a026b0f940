#include "ui/figures/plot_paint.h"
#include "ui/views/heat_map_accessible.h"
#include "ui/views/heat_map_overlay.h"
#include "ui/views/heat_map_view_private.h"
#include "ui/views/heat_map_zoom.h"

#include <QCoreApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QPointer>
#include <QThreadPool>
#include <QToolTip>

#include <utility>

namespace mixlens::ui {

namespace {

constexpr Index preparedAside = 1024 * 1024; ///< cells; larger matrices are prepared on another thread
constexpr double staleOpacity = 0.45;

} // namespace

void HeatMapView::Private::draw()
{
    const double ratio = view.devicePixelRatioF();
    const QSize pixels = (QSizeF(view.size()) * ratio).toSize();
    if (picture.size() == pixels && picture.devicePixelRatio() == ratio)
        return;
    const Theme& theme = themeFor(view.palette());
    picture = QPixmap(pixels);
    picture.setDevicePixelRatio(ratio);
    picture.fill(theme.paper);
    QPainter painter(&picture);
    const double zoom = scale();
    painter.scale(zoom, zoom);
    const QRectF area(QPointF(), QSizeF(view.size()) / zoom);
    layout = {};
    if (shows()) {
        const HeatMapLayout points = figure->paintPart(painter, area, theme, visible, parts);
        const auto scaled = [zoom](const QRectF& rect) {
            return QRectF(rect.topLeft() * zoom, rect.size() * zoom);
        };
        layout = {scaled(points.cells), points.visible, scaled(points.colourBar)};
    } else {
        const QString text = !message.isEmpty() ? message
                             : !ready           ? tr("Drawing …")
                             : figure           ? tr("There are no tokens to show: type a sentence.")
                                                : QString();
        drawMessage(painter, area.adjusted(8.0, 8.0, -8.0, -8.0), theme, text);
    }
}

void HeatMapView::Private::setVisible(const QRectF& part)
{
    if (part == visible)
        return;
    visible = part;
    invalidate();
    draw(); // the next event may ask where things are
    emit view.visibleCellsChanged(visible);
}

void HeatMapView::Private::hover(std::optional<HeatCell> cell)
{
    if (cell == hovered)
        return;
    hovered = cell;
    view.update();
    emit view.cellHovered(hovered);
}

void HeatMapView::Private::lock(std::optional<HeatCell> cell)
{
    if (cell == locked)
        return;
    locked = cell;
    view.update();
    emit view.cellLocked(locked);
}

void HeatMapView::Private::zoomAt(QPointF point, double across, double down)
{
    draw();
    if (shows() && !layout.cells.isEmpty())
        setVisible(zoomed(visible, shape(), inCells(point), across, down));
}

HeatMapView::HeatMapView(QWidget* parent) : QWidget(parent), d(new Private(*this))
{
    installHeatMapAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

HeatMapView::~HeatMapView() = default;

void HeatMapView::setFigure(std::shared_ptr<const HeatMapFigure> figure)
{
    const Shape before = d->shape();
    const QSize hint = sizeHint();
    d->figure = std::move(figure);
    setAccessibleName(d->figure ? d->figure->title() : QString());
    if (d->shape() != before) {
        d->visible = wholeOf(d->shape());
        const auto outside = [this](const std::optional<HeatCell>& cell) {
            return cell && (cell->row >= d->shape().rows || cell->col >= d->shape().cols);
        };
        if (outside(d->hovered))
            d->hovered.reset();
        if (outside(d->locked))
            d->locked.reset();
    }
    d->ready = d->shape().size() <= preparedAside;
    if (d->ready) {
        setAccessibleDescription(d->figure ? d->figure->summary() : d->message);
    } else {
        QThreadPool::globalInstance()->start([self = QPointer(this), prepared = d->figure] {
            prepared->prepare();
            QMetaObject::invokeMethod(
                qApp,
                [self, prepared] {
                    if (!self || self->d->figure != prepared)
                        return; // closed, or a newer one is on its way
                    self->d->ready = true;
                    self->setAccessibleDescription(prepared->summary());
                    self->d->invalidate();
                },
                Qt::QueuedConnection);
        });
    }
    if (sizeHint() != hint)
        updateGeometry();
    d->invalidate();
}

std::shared_ptr<const HeatMapFigure> HeatMapView::figure() const
{
    return d->figure;
}

double HeatMapView::pixelsPerPoint() const
{
    return d->scale();
}

void HeatMapView::setParts(const HeatMapParts& parts)
{
    d->parts = parts;
    d->invalidate();
}

void HeatMapView::setMessage(const QString& message)
{
    if (std::exchange(d->message, message) == message)
        return;
    setAccessibleDescription(!message.isEmpty() || !d->figure ? message : d->figure->summary());
    d->invalidate();
}

void HeatMapView::setStale(bool stale)
{
    if (std::exchange(d->stale, stale) != stale)
        update();
}

void HeatMapView::setHovered(std::optional<HeatCell> cell)
{
    if (std::exchange(d->hovered, cell) != cell)
        update();
}

void HeatMapView::setLocked(std::optional<HeatCell> cell)
{
    if (std::exchange(d->locked, cell) != cell)
        update();
}

std::optional<HeatCell> HeatMapView::hovered() const
{
    return d->hovered;
}
std::optional<HeatCell> HeatMapView::locked() const
{
    return d->locked;
}
QRectF HeatMapView::visibleCells() const
{
    return d->visible;
}
HeatMapLayout HeatMapView::layoutNow() const
{
    return d->layout;
}

QSize HeatMapView::sizeHint() const
{
    const QSizeF points = d->figure ? d->figure->preferredSize() : QSizeF(320.0, 320.0);
    return (points * d->scale()).toSize();
}

QSize HeatMapView::minimumSizeHint() const
{
    return (QSizeF(120.0, 110.0) * d->scale()).toSize();
}

bool HeatMapView::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: // with the focus here these keys mean the map
        if (d->handleKey(*static_cast<QKeyEvent*>(event), true)) {
            event->accept();
            return true;
        }
        break;
    case QEvent::ToolTip: {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto cell = d->cellAt(help->pos());
        if (cell)
            QToolTip::showText(help->globalPos(), heatCellText(d->figure->spec(), cell->row, cell->col),
                               this);
        else
            QToolTip::hideText();
        return true;
    }
    case QEvent::PaletteChange:
    case QEvent::FontChange:
    case QEvent::StyleChange:
        d->invalidate();
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

void HeatMapView::paintEvent(QPaintEvent* /*event*/)
{
    d->draw();
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    if (d->stale) {
        painter.fillRect(rect(), theme.paper);
        painter.setOpacity(staleOpacity);
    }
    painter.drawPixmap(0, 0, d->picture);
    if (!d->shows())
        return;
    painter.setOpacity(1.0);
    const HeatMapOverlay overlay{d->figure->spec(),  d->layout,         theme, font(),
                                 d->parts.rowLabels, d->parts.colLabels};
    const auto inside = [this](const std::optional<HeatCell>& cell) {
        return cell && cell->row >= 0 && cell->col >= 0 && cell->row < d->shape().rows &&
               cell->col < d->shape().cols;
    };
    if (inside(d->locked))
        overlay.crosshair(painter, d->locked->row, d->locked->col, true);
    if (inside(d->hovered) && d->hovered != d->locked)
        overlay.crosshair(painter, d->hovered->row, d->hovered->col, false);
    if (hasFocus()) {
        painter.setPen(QPen(theme.highlight, 1.0));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

} // namespace mixlens::ui
