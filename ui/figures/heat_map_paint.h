#pragma once

#include "ui/figures/heat_map_geometry.h"
#include "ui/figures/matrix_image.h"

#include <functional>

class QPainter;

namespace mixlens::ui {

/// One painting of a heat map: its pieces share the painter, the places and the part that is shown.
class HeatMapPaint
{
public:
    HeatMapPaint(QPainter& painter, const HeatMapSpec& spec, const HeatMapGeometry& geometry,
                 const QRectF& visible, const Theme& theme, const HeatMapParts& parts);

    void heading() const;
    /// `deep` gives a pyramid with levels; asked only where cells share pixels.
    void cells(const MatrixPyramid& flat, const std::function<const MatrixPyramid&()>& deep) const;
    void values() const; ///< numbers in the cells, if they fit
    void rowLabels() const;
    void colLabels() const;
    void numericAxes() const; ///< both, and their titles, if labels are numbers
    void margins() const;

private:
    [[nodiscard]] HeatMapLayout layout() const { return {m_geometry.cells, m_visible, {}}; }
    [[nodiscard]] QSizeF cell() const;
    [[nodiscard]] QRect shownCells() const; ///< columns and rows at least partly visible
    void pixels(const MatrixPyramid& flat, const std::function<const MatrixPyramid&()>& deep) const;
    void rectangles() const;
    void embeddedImage(const MatrixPyramid& flat, const std::function<const MatrixPyramid&()>& deep) const;
    void hatchPadding() const;
    void badge(double cellsPerPixelAcross, double cellsPerPixelDown) const;
    [[nodiscard]] QFont labelFont(const AxisLabel& label, double cellLength) const;
    [[nodiscard]] QString labelText(const AxisLabel& label, Index at, Index step) const;

    QPainter& m_painter;
    const HeatMapSpec& m_spec;
    const HeatMapGeometry& m_geometry;
    QRectF m_visible;
    const Theme& m_theme;
    const HeatMapParts& m_parts;
    PixelGrid m_grid;
};

} // namespace mixlens::ui
