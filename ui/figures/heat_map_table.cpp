#include "ui/figures/heat_map_table.h"

#include "ui/figures/heat_map_statistics.h"

namespace mixlens::ui {

HeatMapTable::HeatMapTable(std::shared_ptr<const Matrix> values, std::vector<AxisLabel> rows,
                           std::vector<AxisLabel> cols)
    : m_values(std::move(values)), m_rows(std::move(rows)), m_cols(std::move(cols))
{}

int HeatMapTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_values ? 0 : static_cast<int>(m_values->rows());
}

int HeatMapTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_values ? 0 : static_cast<int>(m_values->cols());
}

QVariant HeatMapTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(int(Qt::AlignRight | Qt::AlignVCenter));
    return role == Qt::DisplayRole ? QVariant(static_cast<double>((*m_values)(index.row(), index.column())))
                                   : QVariant();
}

QVariant HeatMapTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    return labelAt(orientation == Qt::Horizontal ? m_cols : m_rows, section).text;
}

} // namespace mixlens::ui
