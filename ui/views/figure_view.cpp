#include "ui/views/figure_view.h"

#include "ui/figures/plot_paint.h"
#include "ui/style/theme.h"
#include "ui/views/figure_actions.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMimeData>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace mixlens::ui {

namespace {

constexpr double staleOpacity = 0.45;
const QKeyCombination tableKey = Qt::CTRL | Qt::Key_T;
const QKeyCombination exportKey = Qt::CTRL | Qt::Key_E;
const QKeyCombination copyKey = Qt::CTRL | Qt::SHIFT | Qt::Key_C;

} // namespace

FigureView::FigureView(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

void FigureView::setFigure(FigurePtr figure)
{
    const bool resized = !m_figure || !figure || m_figure->preferredSize() != figure->preferredSize();
    m_figure = std::move(figure);
    setAccessibleName(m_figure ? m_figure->title() : QString());
    setAccessibleDescription(m_figure ? m_figure->summary() : m_message);
    if (resized)
        updateGeometry();
    invalidate();
}

void FigureView::setMessage(const QString& message)
{
    if (message == m_message)
        return;
    m_message = message;
    setAccessibleDescription(!message.isEmpty() || !m_figure ? message : m_figure->summary());
    invalidate();
}

void FigureView::setStale(bool stale)
{
    if (std::exchange(m_stale, stale) != stale)
        update();
}

void FigureView::copyPicture() const
{
    if (m_figure)
        QGuiApplication::clipboard()->setMimeData(figureMimeData(*m_figure));
}

void FigureView::copyValues() const
{
    if (m_figure)
        QGuiApplication::clipboard()->setText(figureValuesText(*m_figure));
}

QSize FigureView::sizeHint() const
{
    const QSizeF points = m_figure ? m_figure->preferredSize() : QSizeF(320.0, 120.0);
    return (points * scale()).toSize();
}

QSize FigureView::minimumSizeHint() const
{
    // Never higher than its window lets it be: figures draw smaller, with fewer labels.
    return {sizeHint().width() / 2, std::min(sizeHint().height() * 2 / 3, 150)};
}

double FigureView::scale() const
{
    // A body text of the figure becomes as high as the application's.
    const QFontInfo info(font());
    return info.pixelSize() / static_cast<double>(PlotText::Body);
}

QRectF FigureView::figureArea() const
{
    return {QPointF(), QSizeF(size()) / scale()};
}

QPointF FigureView::toFigure(QPointF pixel) const
{
    return pixel / scale();
}

void FigureView::invalidate()
{
    m_cache = {};
    update();
}

bool FigureView::event(QEvent* event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::event(event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const QKeyCombination pressed = key->keyCombination();
    if (!m_figure || (pressed != tableKey && pressed != exportKey && pressed != copyKey))
        return QWidget::event(event);
    event->accept(); // also of the override: with the focus here the keys mean this figure
    if (event->type() == QEvent::KeyPress) {
        if (pressed == tableKey)
            emit tableRequested(m_figure);
        else if (pressed == exportKey)
            emit exportRequested(m_figure);
        else
            copyPicture();
    }
    return true;
}

void FigureView::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.paper);
    const double ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (m_cache.size() != pixels || m_cache.devicePixelRatio() != ratio) {
        m_cache = QPixmap(pixels);
        m_cache.setDevicePixelRatio(ratio);
        m_cache.fill(theme.paper);
        QPainter figure(&m_cache);
        figure.scale(scale(), scale());
        if (m_message.isEmpty() && m_figure)
            m_figure->paint(figure, figureArea(), theme);
        else
            drawMessage(figure, figureArea().adjusted(8.0, 8.0, -8.0, -8.0), theme, m_message);
    }
    painter.setOpacity(m_stale ? staleOpacity : 1.0);
    painter.drawPixmap(0, 0, m_cache);
    painter.setOpacity(1.0);
    if (hasFocus()) {
        painter.setPen(QPen(theme.highlight, 1.0));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void FigureView::contextMenuEvent(QContextMenuEvent* event)
{
    if (!m_figure)
        return;
    QMenu menu(this);
    menu.addAction(tr("Copy picture"), QKeySequence(copyKey), this, [this] { copyPicture(); });
    menu.addAction(tr("Copy values"), this, [this] { copyValues(); });
    menu.addSeparator();
    menu.addAction(tr("Export…"), QKeySequence(exportKey), this, [this] { emit exportRequested(m_figure); });
    menu.addAction(tr("View as table"), QKeySequence(tableKey), this,
                   [this] { emit tableRequested(m_figure); });
    menu.exec(event->globalPos());
}

void FigureView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        updateGeometry();
        invalidate();
    }
    QWidget::changeEvent(event);
}

} // namespace mixlens::ui
