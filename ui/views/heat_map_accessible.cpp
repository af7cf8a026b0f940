#include "ui/views/heat_map_accessible.h"

#include "ui/figures/heat_map_statistics.h"
#include "ui/views/heat_map_overlay.h"
#include "ui/views/heat_map_view.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QPointer>

namespace mixlens::ui {

namespace {

std::optional<HeatCell> currentCell(const HeatMapView& view)
{
    return view.hovered() ? view.hovered() : view.locked();
}

/// The cell that the cursor is on, wherever that is.
class CurrentCell : public QAccessibleInterface
{
public:
    explicit CurrentCell(HeatMapView* view) : m_view(view) {}

    [[nodiscard]] bool isValid() const override { return m_view && m_view->figure() && currentCell(*m_view); }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QWindow* window() const override
    {
        return m_view ? m_view->window()->windowHandle() : nullptr;
    }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return m_view ? QAccessible::queryAccessibleInterface(m_view) : nullptr;
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        const HeatCell cell = *currentCell(*m_view);
        const HeatMapSpec& spec = m_view->figure()->spec();
        if (kind == QAccessible::Name)
            return heatCellText(spec, cell.row, cell.col);
        if (kind == QAccessible::Value)
            return heatValueText(spec, static_cast<double>((*spec.values)(cell.row, cell.col)));
        return {};
    }
    void setText(QAccessible::Text, const QString&) override {}
    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const HeatCell cell = *currentCell(*m_view);
        const QRect local = m_view->layoutNow().rectOf(cell.row, cell.col).toAlignedRect();
        return {m_view->mapToGlobal(local.topLeft()), local.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::Cell; }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.focusable = state.selectable = true;
        if (isValid()) {
            state.focused = m_view->hasFocus();
            state.selected = m_view->locked() == currentCell(*m_view);
        }
        return state;
    }

private:
    QPointer<HeatMapView> m_view;
};

class HeatMapAccessible : public QAccessibleWidget
{
public:
    explicit HeatMapAccessible(HeatMapView* view) : QAccessibleWidget(view, QAccessible::Table), m_view(view)
    {
        m_cell = QAccessible::registerAccessibleInterface(new CurrentCell(view));
    }
    ~HeatMapAccessible() override { QAccessible::deleteAccessibleInterface(m_cell); }

    [[nodiscard]] int childCount() const override { return child(0) ? 1 : 0; }
    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        QAccessibleInterface* cell = QAccessible::accessibleInterface(m_cell);
        return index == 0 && cell && cell->isValid() ? cell : nullptr;
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* one) const override
    {
        return one == child(0) ? 0 : -1;
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override
    {
        return m_view->hasFocus() ? child(0) : nullptr;
    }
    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        const QAccessibleInterface* cell = child(0);
        return kind == QAccessible::Value && cell ? cell->text(QAccessible::Name)
                                                  : QAccessibleWidget::text(kind);
    }

private:
    HeatMapView* m_view;
    QAccessible::Id m_cell;
};

QAccessibleInterface* interfaceFor(const QString& /*className*/, QObject* object)
{
    auto* view = qobject_cast<HeatMapView*>(object);
    return view ? new HeatMapAccessible(view) : nullptr;
}

} // namespace

void installHeatMapAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(interfaceFor);
        return true;
    }();
    Q_UNUSED(installed)
}

void announceCell(HeatMapView& view)
{
    QAccessibleInterface* table = QAccessible::queryAccessibleInterface(&view);
    QAccessibleInterface* cell = table ? table->child(0) : nullptr;
    if (!cell)
        return;
    QAccessibleEvent moved(cell, QAccessible::Focus);
    QAccessible::updateAccessibility(&moved);
}

} // namespace mixlens::ui
