#pragma once

#include "core/math/matrix.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <functional>
#include <vector>

namespace mixlens::ui {

/// Planes as a list of cells: row, column, then one value a column. Cells are asked for when they are read:
/// planes have up to a million.
class PlaneTable : public QAbstractTableModel
{
public:
    using Cell = std::function<QVariant(Index row, Index col)>;

    PlaneTable(Shape shape, QStringList headers, std::vector<Cell> values);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    Shape m_shape;
    QStringList m_headers;
    std::vector<Cell> m_values;
};

} // namespace mixlens::ui
