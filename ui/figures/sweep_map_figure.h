#pragma once

#include "core/experiment/precision_sweep.h"
#include "ui/figures/figure.h"
#include "ui/figures/log_axes.h"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace mixlens::ui {

struct SweepMapSpec
{
    QString title;
    QString note;
    std::shared_ptr<const SweepResult> result;
    std::string rowKey, colKey; ///< axes of the plan; empty: the first two (one axis: a single row)
    std::map<std::string, double, std::less<>> fixed; ///< of further axes; their last value otherwise
    std::optional<std::size_t> layer;                 ///< none: all Fourier layers
};

struct SweepMapLayout
{
    QString note;
    QRectF cells;
    QRectF bar;   ///< colours; null where there is no room
    QRectF words; ///< below: what the frames mean
    std::size_t rows = 0, cols = 0;
    [[nodiscard]] QRectF rectOf(std::size_t row, std::size_t col) const;
    [[nodiscard]] std::optional<std::pair<std::size_t, std::size_t>> cellAt(QPointF point) const;
};

/// Agreement with the exact model over two settings of the device, a value in every cell; cells that reach
/// 99 % are framed together, and the cheapest one without loss of accuracy alone.
class SweepMapFigure : public Figure
{
public:
    explicit SweepMapFigure(SweepMapSpec spec);

    [[nodiscard]] const SweepMapSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] const std::vector<double>& rowValues() const noexcept { return m_rowValues; }
    [[nodiscard]] const std::vector<double>& colValues() const noexcept { return m_colValues; }
    /// Null where the sweep hasn't come to yet.
    [[nodiscard]] const SweepPoint* pointAt(std::size_t row, std::size_t col) const noexcept;
    [[nodiscard]] SweepMapLayout layoutIn(const QRectF& area) const;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

private:
    SweepMapSpec m_spec;
    std::vector<double> m_rowValues, m_colValues; ///< rows ascend upwards
    std::vector<const SweepPoint*> m_cells;       ///< row-major; into m_spec.result
};

/// "5 000 e⁻", "8 bit": a value of a sweep's axis; `brief` without its unit.
[[nodiscard]] QString sweepValueText(const std::string& key, double value, bool brief = false);
/// "converter" for "adc_bits", …: an axis as people read it, with its unit.
[[nodiscard]] QString sweepAxisName(const std::string& key);

} // namespace mixlens::ui
