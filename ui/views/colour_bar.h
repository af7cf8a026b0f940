#pragma once

#include "ui/figures/heat_map_figure.h"

#include <QWidget>

#include <memory>

namespace mixlens::ui {

/// The scale that several heat maps share: colours from low to high in a line, its ends, and a mark where the
/// value lies that means "all tokens alike".
class ColourBar : public QWidget
{
    Q_OBJECT

public:
    explicit ColourBar(QWidget* parent = nullptr);

    /// Takes colours, scale, range and reference from one of the maps; null: draws nothing.
    void setFigure(std::shared_ptr<const HeatMapFigure> figure);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {60, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::shared_ptr<const HeatMapFigure> m_figure;
};

} // namespace mixlens::ui
