#pragma once

#include "ui/figures/heat_map_figure.h"

#include <QAbstractTableModel>

namespace mixlens::ui {

/// The matrix itself, read where it lies: sixteen million cells cost nothing until they are looked at.
class HeatMapTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    HeatMapTable(std::shared_ptr<const Matrix> values, std::vector<AxisLabel> rows,
                 std::vector<AxisLabel> cols);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    /// DisplayRole gives the value itself, as a double.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    std::shared_ptr<const Matrix> m_values;
    std::vector<AxisLabel> m_rows, m_cols;
};

} // namespace mixlens::ui
