#pragma once

#include "ui/figures/lens_figure.h"
#include "ui/views/heat_map_view.h"
#include "ui/workbench.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace mixlens::ui {

class ColourBar;
class InlineNotice;
class LaneHeader;
class LayerStrip;

/// How much a column says below its map: the page takes what leaves room for the predictions.
enum class LaneDetail { Full, Short, Least };

/// One column of Compare: a lane's name, its layers, one layer through the lens, and the lane's numbers in
/// words. All columns have the same layout, so that differences between them are differences of the lanes.
class CompareLane : public QWidget
{
    Q_OBJECT

public:
    CompareLane(Workbench& workbench, std::size_t lane, QWidget* parent = nullptr);

    /// The lane's layer through the lens; nothing when it has none to show.
    [[nodiscard]] const std::optional<LensMatrix>& matrix() const noexcept { return m_matrix; }
    void readAnalysis();                              ///< after a result or a change of the view
    void draw(std::optional<ValueRange> sharedRange); ///< after every lane has been read
    void dimIfStale(); ///< once a newer result has taken long enough to be worth saying
    void showSelection();
    void showTiming();

    void setDetail(LaneDetail detail);
    void setIndent(int pixels); ///< of everything but the map, whose row labels stand in the space
    /// Lines of text that each paragraph below the map needs at this width; columns agree on the most.
    [[nodiscard]] std::vector<int> linesAt(int width) const;
    void setLines(const std::vector<int>& lines);

    [[nodiscard]] HeatMapView* heatMap() const { return m_map; }
    [[nodiscard]] QString reachLine() const;
    [[nodiscard]] QString timingLine() const;

signals:
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);

protected:
    void changeEvent(QEvent* event) override;

private:
    [[nodiscard]] QString missingText() const;
    [[nodiscard]] const std::vector<Index>& shownTokens() const;
    void applyColours();
    void showTexts();
    [[nodiscard]] std::vector<QLabel*> paragraphs() const { return {m_reach, m_note, m_timing, m_device}; }

    Workbench& m_workbench;
    std::size_t m_lane;
    std::optional<LensMatrix> m_matrix;
    LaneHeader* m_header = nullptr;
    LayerStrip* m_layers = nullptr;
    HeatMapView* m_map = nullptr;
    InlineNotice* m_problem = nullptr;
    QLabel* m_reach = nullptr;
    QLabel* m_note = nullptr;
    QLabel* m_timing = nullptr;
    QLabel* m_device = nullptr;
    QVBoxLayout* m_above = nullptr;
    QVBoxLayout* m_below = nullptr;
    ColourBar* m_bar = nullptr;
    LaneDetail m_detail = LaneDetail::Full;
};

} // namespace mixlens::ui
