#include "ui/views/schematic_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <utility>

namespace mixlens::ui {

SchematicView::SchematicView(QWidget* parent) : FigureView(parent)
{
    setMouseTracking(true);
}

void SchematicView::setSchematic(std::shared_ptr<const SchematicFigure> figure)
{
    m_schematic = std::move(figure);
    setFigure(m_schematic);
}

QPointF SchematicView::pixelOf(BenchElement element) const
{
    return m_schematic ? m_schematic->layoutIn(figureArea()).rectOf(element).center() * scale() : QPointF();
}

bool SchematicView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !m_schematic)
        return FigureView::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto element = m_schematic->elementAt(toFigure(help->pos()), figureArea()))
        QToolTip::showText(
            help->globalPos(),
            tr("%1: %2. Click to change it.")
                .arg(benchElementName(*element), m_schematic->valuesOf(*element).join(QStringLiteral(", "))),
            this);
    else
        QToolTip::hideText();
    return true;
}

bool SchematicView::step(int by)
{
    const int count = static_cast<int>(benchElements.size());
    const int at = m_cursor ? static_cast<int>(*m_cursor) : (by > 0 ? -1 : count);
    if (!m_schematic || at + by < 0 || at + by >= count)
        return false;
    setCursorElement(benchElements[static_cast<std::size_t>(at + by)]);
    return true;
}

bool SchematicView::focusNextPrevChild(bool next)
{
    return step(next ? 1 : -1) || FigureView::focusNextPrevChild(next);
}

void SchematicView::paintEvent(QPaintEvent* event)
{
    FigureView::paintEvent(event);
    if (!m_cursor || !m_schematic || !hasFocus())
        return;
    QPainter painter(this);
    painter.scale(scale(), scale());
    painter.setPen(QPen(themeFor(palette()).highlight, 1.4));
    painter.drawRect(m_schematic->layoutIn(figureArea()).rectOf(*m_cursor).adjusted(0.5, 0.5, -0.5, -0.5));
}

void SchematicView::mouseMoveEvent(QMouseEvent* event)
{
    const bool on = m_schematic && m_schematic->elementAt(toFigure(event->position()), figureArea());
    setCursor(on ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void SchematicView::mousePressEvent(QMouseEvent* event)
{
    const auto element = m_schematic && event->button() == Qt::LeftButton
                             ? m_schematic->elementAt(toFigure(event->position()), figureArea())
                             : std::nullopt;
    if (!element)
        return FigureView::mousePressEvent(event);
    setCursorElement(element);
    emit elementPicked(*element);
}

void SchematicView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Down:
        step(1);
        return;
    case Qt::Key_Left:
    case Qt::Key_Up:
        step(-1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_cursor) {
            emit elementPicked(*m_cursor);
            emit elementEntered();
        }
        return;
    default:
        FigureView::keyPressEvent(event);
    }
}

void SchematicView::focusInEvent(QFocusEvent* event)
{
    FigureView::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason)
        setCursorElement(benchElements.front());
    else if (event->reason() == Qt::BacktabFocusReason)
        setCursorElement(benchElements.back());
}

void SchematicView::focusOutEvent(QFocusEvent* event)
{
    FigureView::focusOutEvent(event);
    update();
}

void SchematicView::setCursorElement(std::optional<BenchElement> element)
{
    m_cursor = element;
    if (m_schematic && element)
        setAccessibleDescription(
            tr("%1: %2; Enter to change it")
                .arg(benchElementName(*element), m_schematic->valuesOf(*element).join(QStringLiteral(", "))));
    update();
}

} // namespace mixlens::ui
