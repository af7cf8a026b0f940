#pragma once

#include "core/optics/optical_bench.h"
#include "ui/figures/figure.h"
#include "ui/figures/log_axes.h"

#include <optional>
#include <vector>

namespace mixlens::ui {

struct ErrorBudgetSpec
{
    QString title;
    QString note;
    std::vector<optics::StageError> stages; ///< BenchRun::stages; what is missing or infinite is off
    optics::Assessment total;               ///< all stages together
    bool assessed = true;                   ///< false: no run yet
};

/// One stage, as noise power over signal power.
struct BudgetRow
{
    QString stage;
    bool on = false;
    double predicted = 0.0, simulated = 0.0;         ///< noise over signal, power
    double predictedFrom = 0.0, simulatedFrom = 0.0; ///< sum of the stages before
    double predictedSnr = 0.0, simulatedSnr = 0.0;   ///< dB
};

struct ErrorBudgetLayout
{
    QString note;
    PlotFrame frame; ///< x: noise power over signal power
    double rowHeight = 0.0;
    double nameLeft = 0.0;
    QRectF values; ///< right of the plot: dB
    /// Place of each row from the top; none for stages that are off where there is no room for all.
    std::vector<std::optional<std::size_t>> places;
    [[nodiscard]] double topOf(std::size_t row) const; ///< of a row that has a place
    [[nodiscard]] QRectF predictedBar(std::size_t row, double from, double to) const; ///< upper half
    [[nodiscard]] QRectF simulatedBar(std::size_t row, double from, double to) const; ///< lower half
};

/// Where the error comes from: noise powers add, so that each stage's bar begins where the one before ended
/// and the widest bar is the stage that limits. Modelled bars are hollow and dotted, simulated ones hollow.
class ErrorBudgetFigure : public Figure
{
public:
    explicit ErrorBudgetFigure(ErrorBudgetSpec spec);

    [[nodiscard]] const ErrorBudgetSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] const std::vector<BudgetRow>& rows() const noexcept { return m_rows; } ///< total last
    /// The stage with the most noise, by the simulation where it ran; none where all are off.
    [[nodiscard]] std::optional<std::size_t> limiting() const noexcept { return m_limiting; }
    [[nodiscard]] ErrorBudgetLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    ErrorBudgetSpec m_spec;
    std::vector<BudgetRow> m_rows;
    std::optional<std::size_t> m_limiting;
};

} // namespace mixlens::ui
