#pragma once

#include "ui/figures/heat_map_figure.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace mixlens::ui {

/// A cell of a heat map: row = output token, column = input token, in the figure's rows and columns.
struct HeatCell
{
    Index row = 0;
    Index col = 0;
    friend bool operator==(const HeatCell&, const HeatCell&) = default;
};

/// A heat map that can be looked at closely: hover previews, click or Enter locks, Ctrl+wheel zooms at the
/// pointer, wheel and drags pan, arrows move a cell cursor that is also spoken, + - 0 zoom and fit, double
/// click zooms to a block. Right click: copy picture, copy values, export, view as table.
class HeatMapView : public QWidget
{
    Q_OBJECT

public:
    explicit HeatMapView(QWidget* parent = nullptr);
    ~HeatMapView() override;

    void setFigure(std::shared_ptr<const HeatMapFigure> figure); ///< keeps zoom when the shape stays
    [[nodiscard]] std::shared_ptr<const HeatMapFigure> figure() const;
    void setParts(const HeatMapParts& parts);
    /// One sentence and nothing else, e.g. why there is no figure. Empty: show the figure.
    void setMessage(const QString& message);
    /// Drawn dimmed: a newer result is on its way.
    void setStale(bool stale);

    void setHovered(std::optional<HeatCell> cell); ///< from another view; emits nothing
    void setLocked(std::optional<HeatCell> cell);
    [[nodiscard]] std::optional<HeatCell> hovered() const;
    [[nodiscard]] std::optional<HeatCell> locked() const;
    [[nodiscard]] QRectF visibleCells() const;
    [[nodiscard]] HeatMapLayout layoutNow() const; ///< of the last paint
    [[nodiscard]] double pixelsPerPoint() const;   ///< of the figure's points

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void cellHovered(std::optional<mixlens::ui::HeatCell> cell);
    void cellLocked(std::optional<mixlens::ui::HeatCell> cell);
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);
    void visibleCellsChanged(QRectF visible);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace mixlens::ui
