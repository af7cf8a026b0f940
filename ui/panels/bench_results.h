#pragma once

#include <QWidget>

#include <memory>
#include <string>

class QPushButton;
class QTableView;

namespace mixlens {
struct BenchResult;
struct BenchSummary;
} // namespace mixlens

namespace mixlens::ui {

class BenchTable;

/// The table of a run, with the button that sets the others against the selected row's backend.
class BenchResults : public QWidget
{
    Q_OBJECT

public:
    explicit BenchResults(QWidget* parent = nullptr);

    void setResult(const std::shared_ptr<const BenchResult>& result,
                   const std::shared_ptr<const BenchSummary>& summary);
    /// Asks for the current row's backend as baseline; without a row, for the one after the present baseline.
    void pinCurrent();

    [[nodiscard]] QTableView* view() const noexcept { return m_view; }
    [[nodiscard]] QPushButton* pinButton() const noexcept { return m_pin; }

signals:
    void baselineChosen(const std::string& backend);

private:
    void refreshPin();

    BenchTable* m_table = nullptr;
    QTableView* m_view = nullptr;
    QPushButton* m_pin = nullptr;
    std::shared_ptr<const BenchResult> m_result;
    std::string m_baseline;
};

} // namespace mixlens::ui
