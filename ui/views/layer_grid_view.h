#pragma once

#include "ui/figures/layer_grid_figure.h"
#include "ui/views/figure_view.h"

namespace mixlens::ui {

/// The grid of layers and heads to choose from: click, or arrows. The choice is drawn at once.
class LayerGridView : public FigureView
{
    Q_OBJECT

public:
    explicit LayerGridView(QWidget* parent = nullptr);

    void setGrid(std::shared_ptr<const LayerGridFigure> grid);
    [[nodiscard]] std::shared_ptr<const LayerGridFigure> grid() const { return m_grid; }
    void setCurrent(std::optional<LayerHead> cell); ///< from elsewhere; emits nothing
    [[nodiscard]] std::optional<LayerHead> current() const;
    /// In the widget's pixels.
    [[nodiscard]] QRectF rectOf(const LayerHead& cell) const;

signals:
    void cellChosen(mixlens::Index layer, std::optional<mixlens::Index> head);

protected:
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void choose(const LayerHead& cell);
    void step(Index layers, Index places);

    std::shared_ptr<const LayerGridFigure> m_grid;
};

} // namespace mixlens::ui
