#pragma once

#include "ui/figures/figure.h"
#include "ui/workbench.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;
class QLabel;
class QTimer;

namespace mixlens::ui {

class ColourBar;
class CompareLane;
class FigureView;

/// Workspace 1: the same sentence through every lane, side by side on one scale.
class ComparePage : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePage(Workbench& workbench, QWidget* parent = nullptr);

    [[nodiscard]] const std::vector<CompareLane*>& lanes() const noexcept { return m_lanes; }
    [[nodiscard]] FigurePtr predictionsFigure() const;
    /// The map that has the focus or shows the focus lane; null when there is none.
    [[nodiscard]] FigurePtr currentFigure() const;

signals:
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void rebuildLanes();
    void refreshLater();
    void refresh();
    void drawPredictions();
    void showSelection();

    Workbench& m_workbench;
    std::vector<CompareLane*> m_lanes;
    QHBoxLayout* m_columns = nullptr;
    ColourBar* m_bar = nullptr;
    QLabel* m_banner = nullptr;
    FigureView* m_predictions = nullptr;
    TokenPair m_predictionsLock; ///< what was locked when predictions were drawn last
    QTimer* m_refresh = nullptr; ///< joins the changes of one turn of the event loop
};

} // namespace mixlens::ui
