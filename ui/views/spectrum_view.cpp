#include "ui/views/spectrum_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <utility>

namespace mixlens::ui {

SpectrumView::SpectrumView(QWidget* parent) : FigureView(parent)
{
    setMouseTracking(true);
}

void SpectrumView::setSpectrum(std::shared_ptr<const SpectrumFigure> figure)
{
    m_spectrum = std::move(figure);
    const Index last =
        m_spectrum && m_spectrum->spec().spectrum ? m_spectrum->spec().spectrum->tokens / 2 : -1;
    if (m_hovered && *m_hovered > last)
        hover(std::nullopt);
    if (m_locked && *m_locked > last)
        lock(std::nullopt);
    setFigure(m_spectrum);
}

std::optional<Index> SpectrumView::cursor() const
{
    return m_hovered ? m_hovered : m_locked;
}

QString SpectrumView::readOut() const
{
    const auto k = cursor();
    return k && m_spectrum ? spectrumReadOut(m_spectrum->spec(), *k) : QString();
}

QPointF SpectrumView::pixelOf(Index k) const
{
    if (!m_spectrum)
        return {};
    const SpectrumLayout layout = m_spectrum->layoutIn(figureArea());
    return QPointF(layout.xOf(k), layout.zeroCell.center().y()) * scale();
}

void SpectrumView::paintEvent(QPaintEvent* event)
{
    FigureView::paintEvent(event);
    const auto k = cursor();
    if (!k || !m_spectrum)
        return;
    const SpectrumLayout layout = m_spectrum->layoutIn(figureArea());
    QPainter painter(this);
    painter.scale(scale(), scale());
    QPen pen(themeFor(palette()).highlight, 1.2);
    pen.setStyle(m_locked == k ? Qt::SolidLine : Qt::DashLine);
    painter.setPen(pen);
    // Beside the bar, which stays readable.
    const double x = layout.xOf(*k);
    const double half = *k == 0 ? 9.0 : std::max(1.0, layout.barWidth() / 2 + 1.5);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(x - half, layout.zeroCell.top(), 2 * half, layout.zeroCell.height()));
}

void SpectrumView::mouseMoveEvent(QMouseEvent* event)
{
    if (m_spectrum)
        hover(m_spectrum->layoutIn(figureArea()).frequencyAt(toFigure(event->position())));
}

void SpectrumView::mousePressEvent(QMouseEvent* event)
{
    if (!m_spectrum || event->button() != Qt::LeftButton)
        return FigureView::mousePressEvent(event);
    const auto k = m_spectrum->layoutIn(figureArea()).frequencyAt(toFigure(event->position()));
    lock(k == m_locked ? std::nullopt : k);
}

void SpectrumView::keyPressEvent(QKeyEvent* event)
{
    if (!m_spectrum || !m_spectrum->spec().spectrum)
        return FigureView::keyPressEvent(event);
    const Index last = m_spectrum->spec().spectrum->tokens / 2;
    const auto move = [&](Index by) {
        hover(cursor() ? std::clamp<Index>(*cursor() + by, 0, last) : (by > 0 ? 0 : last));
    };
    switch (event->key()) {
    case Qt::Key_Right:
        return move(1);
    case Qt::Key_Left:
        return move(-1);
    case Qt::Key_PageDown:
        return move(10);
    case Qt::Key_PageUp:
        return move(-10);
    case Qt::Key_Home:
        return hover(0);
    case Qt::Key_End:
        return hover(last);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return lock(cursor() == m_locked ? std::nullopt : cursor());
    case Qt::Key_Escape:
        if (!cursor())
            break; // nothing to let go: Esc is somebody else's
        lock(std::nullopt);
        return hover(std::nullopt);
    default:
        break;
    }
    FigureView::keyPressEvent(event);
}

void SpectrumView::leaveEvent(QEvent* event)
{
    hover(std::nullopt);
    FigureView::leaveEvent(event);
}

void SpectrumView::hover(std::optional<Index> k)
{
    if (std::exchange(m_hovered, k) == k)
        return;
    update();
    setAccessibleDescription(k || !m_spectrum ? readOut() : m_spectrum->summary());
    emit frequencyHovered(cursor());
}

void SpectrumView::lock(std::optional<Index> k)
{
    if (std::exchange(m_locked, k) == k)
        return;
    update();
    emit frequencyLocked(k);
}

} // namespace mixlens::ui
