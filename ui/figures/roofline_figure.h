#pragma once

#include "core/bench/bench_summary.h"
#include "ui/figures/bench_series.h"
#include "ui/figures/figure.h"
#include "ui/figures/log_axes.h"

#include <memory>
#include <optional>

namespace mixlens::ui {

struct RooflineSpec
{
    QString title;
    QString note; ///< what was measured, and where
    std::shared_ptr<const BenchResult> result;
    BenchSummaryPtr summary; ///< of it; null: no cell is drawn
};

/// One measured cell.
struct RooflineCell
{
    Index tokens = 0;
    RooflinePoint point;
};

struct RooflineSeries
{
    std::string backend;
    BackendStyle style;
    std::vector<RooflineCell> cells; ///< ascending lengths
};

/// One limit of the machine: a slope, or the ceiling.
struct Roof
{
    QString name;                ///< "memory", "L3", "L2", "matrix product"
    double bytesPerSecond = 0.0; ///< of a slope
    double flops = 0.0;          ///< of the ceiling
};

struct RooflineLayout
{
    QString note;
    PlotFrame frame; ///< x in flop/byte, y in flop/s
    QRectF labels;
};

/// Achieved rate over arithmetic intensity, under the limits that the same run measured (Williams, Waterman
/// and Patterson 2009).
class RooflineFigure : public Figure
{
public:
    explicit RooflineFigure(RooflineSpec spec);

    [[nodiscard]] const RooflineSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] const std::vector<RooflineSeries>& series() const noexcept { return m_series; }
    [[nodiscard]] const std::vector<Roof>& roofs() const noexcept { return m_roofs; }
    [[nodiscard]] RooflineLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    RooflineSpec m_spec;
    std::vector<RooflineSeries> m_series; ///< of backends that have a cell to draw
    std::vector<Roof> m_roofs;            ///< those that were measured
};

/// "71–85 % of the limit", of the shares of all cells; empty where no limit was measured.
[[nodiscard]] QString limitShareText(const RooflineSeries& series);

} // namespace mixlens::ui
