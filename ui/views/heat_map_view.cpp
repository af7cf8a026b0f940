#include "ui/views/heat_map_view.h"

#include "ui/figures/plot_paint.h"
#include "ui/views/figure_actions.h"
#include "ui/views/heat_map_accessible.h"
#include "ui/views/heat_map_overlay.h"
#include "ui/views/heat_map_zoom.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontInfo>
#include <QHelpEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPixmap>
#include <QPointer>
#include <QThreadPool>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mixlens::ui {

namespace {

constexpr Index preparedAside = 1024 * 1024; ///< cells; larger matrices are prepared on another thread
constexpr Index copiedCells = 1024 * 1024;   ///< more would be hundreds of megabytes of text
constexpr double zoomStep = 1.25;
constexpr double staleOpacity = 0.45;

} // namespace

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

void HeatMapView::Private::zoomAt(QPointF point, double across, double down)
{
    draw();
    if (shows() && !layout.cells.isEmpty())
        setVisible(zoomed(visible, shape(), inCells(point), across, down));
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

void HeatMapView::Private::copyPicture() const
{
    if (!shows())
        return;
    if (shape().size() <= copiedCells) {
        QGuiApplication::clipboard()->setMimeData(figureMimeData(*figure));
        return;
    }
    auto mime = std::make_unique<QMimeData>();
    mime->setImageData(picture.toImage());
    mime->setText(figure->summary());
    QGuiApplication::clipboard()->setMimeData(mime.release());
}

void HeatMapView::Private::copyValues() const
{
    if (shows())
        QGuiApplication::clipboard()->setText(
            shape().size() <= copiedCells
                ? figureValuesText(*figure)
                : tr("%1. Too many values for the clipboard; export them as CSV.").arg(figure->summary()));
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

void HeatMapView::keyPressEvent(QKeyEvent* event)
{
    d->draw();
    if (!d->handleKey(*event, false))
        QWidget::keyPressEvent(event);
}

void HeatMapView::leaveEvent(QEvent* /*event*/)
{
    d->hover(std::nullopt);
}

void HeatMapView::contextMenuEvent(QContextMenuEvent* event)
{
    if (!d->shows())
        return;
    QMenu menu(this);
    const auto add = [&menu](const QString& text, QKeySequence keys, auto action) {
        menu.addAction(text, action)->setShortcut(keys);
    };
    add(tr("Copy &picture"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, [this] { d->copyPicture(); });
    add(tr("Copy &values"), QKeySequence::Copy, [this] { d->copyValues(); });
    menu.addSeparator();
    add(tr("&Export…"), Qt::CTRL | Qt::Key_E, [this] { emit exportRequested(d->figure); });
    add(tr("View as &table"), Qt::CTRL | Qt::Key_T, [this] { emit tableRequested(d->figure); });
    menu.addSeparator();
    add(tr("Show &everything"), Qt::Key_0, [this] { d->setVisible(wholeOf(d->shape())); });
    menu.exec(event->globalPos());
}

} // namespace mixlens::ui
