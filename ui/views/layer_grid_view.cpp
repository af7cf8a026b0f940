#include "ui/views/layer_grid_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include <algorithm>

namespace mixlens::ui {

LayerGridView::LayerGridView(QWidget* parent) : FigureView(parent) {}

void LayerGridView::setGrid(std::shared_ptr<const LayerGridFigure> grid)
{
    m_grid = std::move(grid);
    setFigure(m_grid);
}

void LayerGridView::setCurrent(std::optional<LayerHead> cell)
{
    if (m_grid && current() != cell)
        setGrid(m_grid->withCurrent(cell));
}

std::optional<LayerHead> LayerGridView::current() const
{
    return m_grid ? m_grid->spec().current : std::nullopt;
}

QRectF LayerGridView::rectOf(const LayerHead& cell) const
{
    const QRectF points = m_grid ? m_grid->rectOf(cell, figureArea()) : QRectF();
    return {points.topLeft() * scale(), points.size() * scale()};
}

void LayerGridView::choose(const LayerHead& cell)
{
    if (current() == cell)
        return;
    setCurrent(cell);
    emit cellChosen(cell.layer, cell.head);
}

void LayerGridView::step(Index layers, Index places)
{
    const auto& rows = m_grid->spec().rows;
    const LayerHead from = current().value_or(LayerHead{});
    const auto placeOf = [&rows](const LayerHead& cell) {
        const auto& cells = rows[static_cast<std::size_t>(cell.layer)].cells;
        const auto found = std::ranges::find(cells, cell.head, &LayerGridCell::head);
        return found == cells.end() ? Index{0} : static_cast<Index>(found - cells.begin());
    };
    const Index layer = std::clamp<Index>(from.layer + (current() ? layers : 0), 0, std::ssize(rows) - 1);
    const auto& cells = rows[static_cast<std::size_t>(layer)].cells;
    if (cells.empty())
        return;
    const Index old = from.layer < std::ssize(rows) ? placeOf(from) : 0;
    const Index place = std::clamp<Index>(old + (current() ? places : 0), 0, std::ssize(cells) - 1);
    choose({layer, cells[static_cast<std::size_t>(place)].head});
}

bool LayerGridView::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || !m_grid)
        return FigureView::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto cell = m_grid->cellAt(toFigure(help->pos()), figureArea())) {
        const LayerGridRow& row = m_grid->spec().rows[static_cast<std::size_t>(cell->layer)];
        const auto found = std::ranges::find(row.cells, cell->head, &LayerGridCell::head);
        const QString reach = found->reach > 0.0 ? tr(", reach %1").arg(found->reach, 0, 'f', 1) : QString();
        QToolTip::showText(help->globalPos(), row.label + QLatin1Char(' ') + found->label + reach, this);
    } else {
        QToolTip::hideText();
    }
    return true;
}

void LayerGridView::mousePressEvent(QMouseEvent* event)
{
    const auto cell = m_grid ? m_grid->cellAt(toFigure(event->position()), figureArea()) : std::nullopt;
    if (event->button() == Qt::LeftButton && cell)
        choose(*cell);
    else
        FigureView::mousePressEvent(event);
}

void LayerGridView::keyPressEvent(QKeyEvent* event)
{
    const bool plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (plain && m_grid && !m_grid->spec().rows.empty()) {
        switch (event->key()) {
        case Qt::Key_Up:
            return step(-1, 0);
        case Qt::Key_Down:
            return step(1, 0);
        case Qt::Key_Left:
            return step(0, -1);
        case Qt::Key_Right:
            return step(0, 1);
        default:
            break;
        }
    }
    FigureView::keyPressEvent(event);
}

} // namespace mixlens::ui
