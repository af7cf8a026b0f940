#pragma once

#include "ui/figures/figure.h"
#include "ui/figures/heat_map_figure.h"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace mixlens::ui {

/// A simulated sensor's image.
struct CameraSpec
{
    QString title;
    QString note;
    std::shared_ptr<const Matrix> electrons; ///< readings, (tokens x hidden); null or empty: no exposure yet
    bool zeroOrderFirst = true; ///< (0, 0) is the zero order; it is drawn in the middle, where light has it
    bool logarithmic = false;
    double fullWell = 0.0;     ///< electrons; 0: none
    double converterTop = 0.0; ///< electrons of the largest code; 0: no converter
    int bits = 0;              ///< of the converter; 0: none
};

struct CameraLayout
{
    QString note;
    HeatMapLayout map;
    QRectF words; ///< below the map: saturation and zero order
};

/// Sensor image with saturated pixels flagged and the zero order named.
class CameraFigure : public Figure
{
public:
    explicit CameraFigure(CameraSpec spec);

    [[nodiscard]] const CameraSpec& spec() const noexcept { return m_spec; }
    [[nodiscard]] std::size_t saturatedCount() const noexcept { return m_saturated.size(); }
    /// Cells as they are drawn, zero order in the middle: (row, col).
    [[nodiscard]] const std::vector<std::pair<Index, Index>>& saturated() const noexcept
    {
        return m_saturated;
    }
    [[nodiscard]] std::pair<Index, Index> zeroOrder() const noexcept { return m_zeroOrder; } ///< as drawn
    /// The image itself, for views that zoom; null without an exposure.
    [[nodiscard]] const HeatMapFigure* map() const noexcept { return m_map.get(); }

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString summary() const override;
    [[nodiscard]] QSizeF preferredSize() const override;
    void paint(QPainter& painter, const QRectF& area, const Theme& theme) const override;
    [[nodiscard]] std::unique_ptr<QAbstractTableModel> table() const override;

    /// As paint(), and tells where things are.
    CameraLayout paintWithLayout(QPainter& painter, const QRectF& area, const Theme& theme) const;

private:
    CameraSpec m_spec;
    std::shared_ptr<const HeatMapFigure> m_map;
    std::vector<std::pair<Index, Index>> m_saturated;
    std::pair<Index, Index> m_zeroOrder{0, 0};
};

} // namespace mixlens::ui
