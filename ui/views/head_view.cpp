#include "ui/views/head_view.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>

namespace mixlens::ui {

HeadView::HeadView(QWidget* parent) : FigureView(parent)
{
    setMouseTracking(true);
}

void HeadView::setHead(HeadSpec spec)
{
    spec.lockedOutput = m_spec.lockedOutput;
    m_spec = std::move(spec);
    const Index outputs = m_spec.weights ? m_spec.weights->rows() : 0;
    const Index inputs = m_spec.weights ? m_spec.weights->cols() : 0;
    if (m_spec.lockedOutput && *m_spec.lockedOutput >= outputs)
        m_spec.lockedOutput.reset();
    if (m_hovered && m_hovered->index >= (m_hovered->side == HeadSide::Output ? outputs : inputs))
        m_hovered.reset();
    redraw();
}

void HeadView::redraw()
{
    m_spec.hoveredOutput = m_spec.hoveredInput = std::nullopt;
    if (m_hovered)
        (m_hovered->side == HeadSide::Output ? m_spec.hoveredOutput : m_spec.hoveredInput) = m_hovered->index;
    m_head = std::make_shared<const HeadFigure>(m_spec);
    setFigure(m_head);
}

void HeadView::setEdgesPerOutput(int count)
{
    m_spec.perOutput = std::clamp(count, 1, 10);
    redraw();
}

void HeadView::setThreshold(double share)
{
    m_spec.threshold = std::clamp(share, 0.0, 1.0);
    redraw();
}

void HeadView::setHovered(std::optional<HeadToken> token)
{
    if (token == m_hovered)
        return;
    m_hovered = token;
    redraw();
}

void HeadView::setLocked(std::optional<Index> output)
{
    if (output == m_spec.lockedOutput)
        return;
    m_spec.lockedOutput = output;
    redraw();
}

QRectF HeadView::rectOf(HeadToken token) const
{
    const QRectF points = m_head ? m_head->rectOf(token, figureArea()) : QRectF();
    return {points.topLeft() * scale(), points.size() * scale()};
}

void HeadView::hover(std::optional<HeadToken> token)
{
    if (token == m_hovered)
        return;
    setHovered(token);
    emit tokenHovered(token);
}

void HeadView::lock(std::optional<Index> output)
{
    if (output == m_spec.lockedOutput)
        return;
    setLocked(output);
    emit outputLocked(output);
}

void HeadView::mouseMoveEvent(QMouseEvent* event)
{
    if (m_head)
        hover(m_head->tokenAt(toFigure(event->position()), figureArea()));
}

void HeadView::mousePressEvent(QMouseEvent* event)
{
    const auto token = m_head ? m_head->tokenAt(toFigure(event->position()), figureArea()) : std::nullopt;
    if (event->button() == Qt::LeftButton && token && token->side == HeadSide::Output)
        lock(m_spec.lockedOutput == token->index ? std::nullopt : std::optional(token->index));
    else
        FigureView::mousePressEvent(event);
}

void HeadView::leaveEvent(QEvent* /*event*/)
{
    hover(std::nullopt);
}

void HeadView::keyPressEvent(QKeyEvent* event)
{
    const Index outputs = m_spec.weights ? m_spec.weights->rows() : 0;
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    const bool usable = plain && outputs > 0 && m_head && m_head->refusal().isEmpty();
    const std::optional<Index> at = m_hovered && m_hovered->side == HeadSide::Output
                                        ? std::optional(m_hovered->index)
                                        : m_spec.lockedOutput;
    if (usable && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        const Index step = event->key() == Qt::Key_Up ? -1 : 1;
        hover(HeadToken{HeadSide::Output, at ? std::clamp<Index>(*at + step, 0, outputs - 1) : 0});
    } else if (usable && at && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        lock(m_spec.lockedOutput == at ? std::nullopt : at);
    } else if (event->key() == Qt::Key_Escape && (m_hovered || m_spec.lockedOutput)) {
        hover(std::nullopt);
        lock(std::nullopt);
    } else {
        FigureView::keyPressEvent(event);
    }
}

} // namespace mixlens::ui
