#pragma once

#include "core/base/quantity.h"
#include "core/optics/cost_model.h"
#include "ui/figures/device_cost_figure.h"
#include "ui/figures/figure.h"
#include "ui/figures/log_axes.h"

#include <span>
#include <vector>

namespace mixlens::ui {

struct ScalingPoint
{
    Shape input;
    double value = 0.0;             ///< seconds or joules; 0: none
    double least = 0.0, most = 0.0; ///< band of a cited value, interval of a measured one; 0: none
    bool feasible = true;
};

struct ScalingSeries
{
    QString name;
    Provenance provenance = Provenance::Modelled;
    QString source;                         ///< for the table
    std::vector<ScalingPoint> points;       ///< ascending
    std::vector<optics::ScalingMark> marks; ///< where its time stops being constant
};

/// deviceCost() and referenceCosts() at each shape.
[[nodiscard]] ScalingSeries deviceScaling(CostKind kind, const QString& name,
                                          const optics::DeviceSpec& device, std::span<const Shape> shapes);
[[nodiscard]] std::vector<ScalingSeries> referenceScaling(CostKind kind, std::span<const Shape> shapes);

struct DeviceScalingSpec
{
    CostKind kind = CostKind::Time;
    QString title;
    QString note;
    std::vector<ScalingSeries> series; ///< devices, then references, then points measured here
};

struct DeviceScalingLayout
{
    QString note;
    PlotFrame frame; ///< x: points N d, y: seconds or joules
    QRectF labels;   ///< names of the lines, right of the plot
};

/// Time or energy of one transform over its number of points: where the O(1) of light ends.
class DeviceScalingFigure : public Figure
{
public:
    explicit DeviceScalingFigure(DeviceScalingSpec spec);

    [[nodiscard]] const DeviceScalingSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] DeviceScalingLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    DeviceScalingSpec m_spec;
};

/// Colour of a series: hues that no lane has a claim to are spared; devices share the optical hue in steps.
[[nodiscard]] QColor scalingColour(const Theme& theme, const DeviceScalingSpec& spec, std::size_t series);

} // namespace mixlens::ui
