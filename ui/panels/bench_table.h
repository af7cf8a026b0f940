#pragma once

#include "core/bench/bench_summary.h"

#include <QAbstractTableModel>

#include <memory>
#include <string>
#include <vector>

namespace mixlens::ui {

/// A run cell by cell, as people read it: medians with their spread, each set against the baseline at the
/// same length. Refused cells keep their row and say why.
class BenchTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Tokens, Backend, Median, Low, High, Repetitions, AgainstBaseline, PValue, ColumnCount };

    explicit BenchTable(QObject* parent = nullptr);

    /// `summary` is of `result`; either null: no rows.
    void setResult(const std::shared_ptr<const BenchResult>& result, const BenchSummaryPtr& summary);
    [[nodiscard]] std::string backendOf(int row) const; ///< empty outside the table

    [[nodiscard]] bool isRefused(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        std::string backend;
        std::vector<QString> texts; ///< one a column
        bool refused = false;       ///< Median holds the reason
    };
    std::vector<Row> m_rows;
};

} // namespace mixlens::ui
