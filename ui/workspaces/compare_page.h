#pragma once

#include "ui/figures/figure.h"
#include "ui/workbench.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;
class QLabel;
class QScrollArea;
class QTimer;

namespace mixlens::ui {

class ColourBar;
class CompareLane;
class FigureView;
enum class LaneDetail;

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
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void rebuildLanes();
    void refreshLater();
    void refresh();
    void arrange();
    [[nodiscard]] bool planWith(LaneDetail detail, int smallestCell, int ranks);
    void drawPredictions();
    void showSelection();

    Workbench& m_workbench;
    std::vector<CompareLane*> m_lanes;
    QScrollArea* m_scroll = nullptr;
    QHBoxLayout* m_columns = nullptr;
    ColourBar* m_bar = nullptr;
    QLabel* m_banner = nullptr;
    FigureView* m_predictions = nullptr;
    static constexpr int mostRanks = 5;
    int m_ranks = mostRanks;     ///< of predictions that have room
    TokenPair m_predictionsLock; ///< what was locked when predictions were drawn last
    QTimer* m_refresh = nullptr; ///< joins the changes of one turn of the event loop
};

} // namespace mixlens::ui
