#include "ui/figures/plane_table.h"

namespace mixlens::ui {

PlaneTable::PlaneTable(Shape shape, QStringList headers, std::vector<Cell> values)
    : m_shape(shape), m_headers(std::move(headers)), m_values(std::move(values))
{}

int PlaneTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shape.size());
}

int PlaneTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_values.size()) + 2;
}

QVariant PlaneTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(int(Qt::AlignRight | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    const Index row = index.row() / m_shape.cols;
    const Index col = index.row() % m_shape.cols;
    if (index.column() < 2)
        return static_cast<qlonglong>(index.column() == 0 ? row : col);
    return m_values[static_cast<std::size_t>(index.column() - 2)](row, col);
}

QVariant PlaneTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? QVariant(m_headers.value(section)) : QVariant(section + 1);
}

} // namespace mixlens::ui
