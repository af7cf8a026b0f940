#pragma once

#include "core/math/matrix.h"
#include "ui/figures/figure.h"
#include "ui/figures/log_axes.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace mixlens::ui {

/// How readings lie in the converter's range.
struct HistogramSpec
{
    QString title;
    QString note;
    QString valueName;                              ///< "difference of the ports", "electrons a pixel"
    std::shared_ptr<const Matrix> readings;         ///< electrons, before or after the converter
    double converterLow = 0.0, converterHigh = 0.0; ///< electrons; equal: no converter
    double fullWell = 0.0;                          ///< electrons; 0: none
    /// As the simulation counted them; without a count those at or beyond the range's ends.
    std::int64_t clipped = -1;
    std::int64_t samples = 0;
};

struct HistogramBin
{
    double low = 0.0, high = 0.0; ///< electrons
    std::size_t count = 0;
};

struct HistogramLayout
{
    QString note;
    PlotFrame frame; ///< x: electrons; y: readings a bin, logarithmic
    QRectF words;    ///< below: what was clipped
};

/// Whether a converter's range is known.
[[nodiscard]] inline bool hasConverter(const HistogramSpec& spec) noexcept
{
    return spec.converterLow < spec.converterHigh;
}

/// Histogram of readings with the converter's range and the full well drawn over it.
class HistogramFigure : public Figure
{
public:
    explicit HistogramFigure(HistogramSpec spec);

    [[nodiscard]] const HistogramSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] const std::vector<HistogramBin>& bins() const noexcept { return m_bins; }
    [[nodiscard]] double clippedShare() const noexcept { return m_clippedShare; }
    /// Of these, the shares that read the range's lower end, and its upper end or the full well. 0 where the
    /// simulation's own count is told, which knows no ends.
    [[nodiscard]] double lowerShare() const noexcept { return m_lowerShare; }
    [[nodiscard]] double upperShare() const noexcept { return m_upperShare; }
    [[nodiscard]] double usedShare() const noexcept { return m_usedShare; } ///< rms over half the range
    [[nodiscard]] HistogramLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    HistogramSpec m_spec;
    std::vector<HistogramBin> m_bins;
    double m_clippedShare = 0.0;
    double m_lowerShare = 0.0;
    double m_upperShare = 0.0;
    double m_usedShare = 0.0;
};

} // namespace mixlens::ui
