#pragma once

#include "core/experiment/precision_sweep.h"
#include "ui/figures/figure.h"
#include "ui/figures/log_axes.h"

#include <memory>
#include <optional>
#include <vector>

namespace mixlens::ui {

struct SweepCurveSpec
{
    QString title;
    QString note;
    std::shared_ptr<const SweepResult> result;
    std::optional<std::size_t> layer; ///< none: all Fourier layers together
};

struct SweepCurveLayout
{
    QString note;
    PlotFrame agreement;  ///< x: simulated SNR in dB, y: share of sentences
    PlotFrame divergence; ///< the same x, y: nat; null rect where there is no room
    QRectF labels;        ///< names of the marks, right of the plots
};

/// Agreement and divergence over the signal-to-noise ratio: the device beside white noise of equal power, and
/// where one per cent is lost.
class SweepCurveFigure : public Figure
{
public:
    explicit SweepCurveFigure(SweepCurveSpec spec);

    [[nodiscard]] const SweepCurveSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] const std::vector<const SweepPoint*>& points() const noexcept
    {
        return m_points;
    } ///< by SNR
    [[nodiscard]] SweepCurveLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    SweepCurveSpec m_spec;
    std::vector<const SweepPoint*> m_points; ///< into m_spec.result
};

/// "1 % loss at 31 dB (28–35)"; what can be said otherwise.
[[nodiscard]] QString thresholdText(const SweepThreshold& threshold);

} // namespace mixlens::ui
