#pragma once

#include "core/experiment/precision_sweep.h"
#include "ui/figures/figure.h"
#include "ui/figures/log_axes.h"

#include <map>
#include <memory>
#include <vector>

namespace mixlens::ui {

struct LayerSensitivitySpec
{
    QString title;
    QString note;
    std::shared_ptr<const SweepResult> result;
    std::map<std::string, double, std::less<>> fixed; ///< axis values; otherwise the most telling
};

struct LayerSensitivityLayout
{
    QString note;
    PlotFrame frame; ///< x: agreement
    double rowHeight = 0.0;
    double nameLeft = 0.0;
    QRectF values;
    [[nodiscard]] QRectF barOf(std::size_t row, double from, double to) const;
};

/// Agreement when only one Fourier layer goes through the device: one hollow bar a layer, all layers last.
class LayerSensitivityFigure : public Figure
{
public:
    explicit LayerSensitivityFigure(LayerSensitivitySpec spec);

    [[nodiscard]] const LayerSensitivitySpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] const std::vector<const SweepPoint*>& points() const noexcept { return m_points; }
    [[nodiscard]] LayerSensitivityLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    LayerSensitivitySpec m_spec;
    std::vector<const SweepPoint*> m_points; ///< into m_spec.result; by layer, all layers last
};

} // namespace mixlens::ui
