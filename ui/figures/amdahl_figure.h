#pragma once

#include "core/bench/bench_summary.h"
#include "ui/figures/bench_series.h"
#include "ui/figures/figure.h"
#include "ui/figures/log_axes.h"

#include <string>

namespace mixlens::ui {

struct AmdahlSpec
{
    QString title;
    QString note;         ///< what was measured, and where
    QString of;           ///< whose share it is: "fourier, 512 tokens"
    BackendStyle style;   ///< of that
    Statistics share;     ///< measured share of mixing in the whole, 0..1; without samples: not measured
    double seconds = 0.0; ///< measured median of the mixing that a device would replace
    double device = 0.0;  ///< modelled seconds of the device for the same work; 0: none
    QString deviceName;   ///< "optical device"

    [[nodiscard]] bool measured() const noexcept { return share.samples > 0; }
    /// How many times faster the device mixes; 0 where either time is missing.
    [[nodiscard]] double deviceFactor() const noexcept { return device > 0.0 ? seconds / device : 0.0; }
};

/// From a result that has operations (levels block and model): the share of mixing of `backend` at a length,
/// and the time that the result's optical device is modelled to take for it.
[[nodiscard]] AmdahlSpec amdahlSpec(const BenchResult& result, const BenchSummary& summary,
                                    const std::string& backend, Index tokens);

struct AmdahlLayout
{
    QString note;
    PlotFrame frame; ///< x: how many times faster mixing gets; y: the whole's gain
    QRectF labels;
};

/// What the whole gains when mixing alone gets faster (Amdahl 1967): for the measured share with its spread,
/// and for the share that the article claims.
class AmdahlFigure : public Figure
{
public:
    explicit AmdahlFigure(AmdahlSpec spec);

    [[nodiscard]] const AmdahlSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] AmdahlLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    AmdahlSpec m_spec;
};

/// "1.43×".
[[nodiscard]] QString gainText(double gain);
/// What no speed-up of the part can exceed, 1 / (1 - share); infinite for 1.
[[nodiscard]] double mostGain(double share);

} // namespace mixlens::ui
