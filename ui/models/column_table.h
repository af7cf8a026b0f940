#pragma once

#include <QAbstractTableModel>
#include <QStringList>
#include <QVariant>

#include <vector>

namespace mixlens::ui {

/// Numbers of a figure as a read-only table: doubles stay doubles, so that exports lose nothing.
class ColumnTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    using Row = std::vector<QVariant>;

    ColumnTable(QStringList headers, std::vector<Row> rows, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    /// DisplayRole gives the value itself, TextAlignmentRole puts numbers to the right.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    QStringList m_headers;
    std::vector<Row> m_rows;
};

} // namespace mixlens::ui
