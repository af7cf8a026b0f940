#pragma once

#include "core/bench/bench_summary.h"
#include "core/bench/operation_share.h"
#include "ui/figures/bench_series.h"
#include "ui/figures/figure.h"
#include "ui/figures/log_axes.h"

#include <memory>

namespace mixlens::ui {

struct OperationsSpec
{
    QString title;
    QString note; ///< what was measured, and where
    std::shared_ptr<const BenchResult> result;
    BenchSummaryPtr summary; ///< of it; null: nothing is drawn
    Index tokens = 0;        ///< 0: the longest length that has operations
};

struct OperationPart
{
    std::string operation;
    Statistics seconds;
    Statistics share; ///< of the call's time, over rounds
};

/// One backend at the figure's length.
struct OperationsRow
{
    std::string backend;
    BackendStyle style;
    std::vector<OperationPart> parts; ///< mixing first, so that all shares of it start at zero
    QString reason;                   ///< why there are no parts

    /// Null without parts.
    [[nodiscard]] const OperationPart* mixing() const noexcept;
};

struct OperationsLayout
{
    QString note;
    PlotFrame frame; ///< x: share of the call's time
    double rowHeight = 0.0;
    double nameLeft = 0.0;
    QRectF values;   ///< right of the plot
    QStringList key; ///< operations that have no room for their name in any bar
    [[nodiscard]] QRectF barOf(std::size_t row, double from, double to) const;
};

/// Where the time of a block or model goes: one bar a backend, mixing first with its interval, beside the
/// share that the article claims for it.
class OperationsFigure : public Figure
{
public:
    explicit OperationsFigure(OperationsSpec spec);

    [[nodiscard]] const OperationsSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] const std::vector<OperationsRow>& rows() const noexcept { return m_rows; }
    [[nodiscard]] Index tokens() const noexcept { return m_tokens; } ///< 0: nothing has operations
    /// Of all rows, mixing first, then as they come in a pass.
    [[nodiscard]] const std::vector<std::string>& operations() const noexcept { return m_operations; }
    [[nodiscard]] OperationsLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    OperationsSpec m_spec;
    Index m_tokens = 0;
    std::vector<std::string> m_operations;
    std::vector<OperationsRow> m_rows;
};

/// What stands below a row's name: a simulated device's share is that of its simulation on this machine.
[[nodiscard]] QString originText(const OperationsRow& row);
/// "feed-forward": as people read it.
[[nodiscard]] QString operationText(const std::string& operation);
/// Colour of an operation's part: the backend's for mixing, shades of grey for the others.
[[nodiscard]] QColor operationColour(const Theme& theme, const BackendStyle& style, std::size_t operation);

} // namespace mixlens::ui
