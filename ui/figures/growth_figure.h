#pragma once

#include "ui/figures/figure.h"
#include "ui/figures/growth_data.h"
#include "ui/figures/log_axes.h"

namespace mixlens::ui {

/// Where things are inside a painted growth figure. Left and right ends of the plot follow from the width of
/// the area alone, so that two views of one result stand under each other with one axis.
struct GrowthLayout
{
    QString note; ///< what of it the height allows
    PlotFrame frame;
    bool titled = true; ///< the axis of values has a title; memory's, which is that of the figure, may not
    QRectF labels;      ///< of the lines' ends, right of the plot
};

/// Time, memory or rate over the number of tokens, on logarithmic axes: medians as marks, spread as whiskers,
/// every repetition as a faint dot, lines between neighbouring lengths that were measured, names at their
/// ends.
class GrowthFigure : public Figure
{
public:
    explicit GrowthFigure(GrowthSpec spec);

    [[nodiscard]] const GrowthSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] const GrowthData& data() const noexcept { return m_data; }
    [[nodiscard]] GrowthLayout layoutIn(const QRectF& area) const;
    /// What stands at a place, in one sentence, the reason of a refused cell too; empty where nothing does.
    [[nodiscard]] QString readOut(const QRectF& area, QPointF at) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    GrowthSpec m_spec;
    GrowthData m_data;
};

/// A value of a view with its unit: "3.20 ms", "0.310 ×", "34.2 Gflop/s", "25.0 MB".
[[nodiscard]] QString growthValueText(GrowthView view, double value);
/// "1.07 ± 0.03": the wider side of the 95 % interval.
[[nodiscard]] QString exponentText(const Exponent& exponent);
/// A flop rate: "98.0 Gflop/s".
[[nodiscard]] QString rateText(double flopsPerSecond);
/// Tick of a refused cell at the plot's top edge; series stand side by side.
[[nodiscard]] QPointF refusedTick(const GrowthLayout& layout, std::size_t series, Index tokens);

} // namespace mixlens::ui
