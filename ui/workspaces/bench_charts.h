#pragma once

#include "ui/views/figure_view.h"
#include "ui/workspaces/bench_figures.h"

#include <QWidget>

class QCheckBox;
class QSplitter;
class QTabBar;

namespace mixlens::ui {

class BenchAmdahl;

/// A figure of a run; the pointer reads its marks.
class BenchFigureView : public FigureView
{
    Q_OBJECT

public:
    explicit BenchFigureView(QWidget* parent = nullptr);

protected:
    bool event(QEvent* event) override;
};

/// The chart of a run, large, with the switch of what it shows, and memory below it on the same axis.
class BenchCharts : public QWidget
{
    Q_OBJECT

public:
    explicit BenchCharts(QWidget* parent = nullptr);

    void setScene(const BenchScene& scene);
    void setStale(bool stale); ///< a newer run is on its way
    [[nodiscard]] BenchView view() const;
    void setView(BenchView view);
    [[nodiscard]] FigurePtr figure() const;
    [[nodiscard]] FigurePtr memoryFigure() const;
    [[nodiscard]] BenchAmdahl* amdahl() const noexcept { return m_amdahl; }

signals:
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);

private:
    void refresh();

    BenchScene m_scene;
    QTabBar* m_views = nullptr;
    QCheckBox* m_whisker = nullptr;
    QSplitter* m_split = nullptr;
    BenchFigureView* m_chart = nullptr;
    BenchFigureView* m_memory = nullptr;
    BenchAmdahl* m_amdahl = nullptr;
};

} // namespace mixlens::ui
