#pragma once

#include "core/analysis/lens.h"
#include "ui/figures/pair_figure.h"
#include "ui/workbench.h"

#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QPushButton;
class QTimer;

namespace mixlens::ui {

/// What every lane says about the pair of tokens under the pointer, or the locked one.
class Inspector : public QWidget
{
    Q_OBJECT

public:
    explicit Inspector(Workbench& workbench, QWidget* parent = nullptr);

    [[nodiscard]] std::shared_ptr<const PairFigure> figure() const;
    [[nodiscard]] QString headline() const; ///< "river ← bank"
    [[nodiscard]] QSize sizeHint() const override { return {210, 400}; }

signals:
    void tableRequested(mixlens::ui::FigurePtr figure);

protected:
    void changeEvent(QEvent* event) override;

private:
    /// A lane's layer through both lenses, whole, looked up on every hover.
    struct LaneLenses
    {
        AnalysisPtr analysis;
        std::optional<LensMatrix> weight;
        std::optional<LensMatrix> influence;
    };
    class Canvas;

    void readLanes();
    void showPair();
    void applyColours();
    [[nodiscard]] PairRow overviewOf(std::size_t lane) const;
    [[nodiscard]] PairRow rowOf(std::size_t lane, Index output, Index input) const;

    Workbench& m_workbench;
    std::vector<LaneLenses> m_lanes;
    QLabel* m_headline = nullptr;
    QLabel* m_explanation = nullptr;
    Canvas* m_canvas = nullptr;
    QPushButton* m_table = nullptr;
    QTimer* m_refresh = nullptr;
};

} // namespace mixlens::ui
