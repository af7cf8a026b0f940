#pragma once

#include "ui/figures/figure.h"

#include <QWidget>

namespace mixlens::ui {

class FigureView;
class Workbench;

/// Content of the Live timing dock: how long one inference of each lane takes, now and over the last
/// keystrokes.
class LiveTimingPanel : public QWidget
{
    Q_OBJECT

public:
    explicit LiveTimingPanel(Workbench& workbench, QWidget* parent = nullptr);

    [[nodiscard]] FigurePtr timingFigure() const;
    [[nodiscard]] FigurePtr historyFigure() const;

signals:
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);

private:
    void refresh();

    Workbench& m_workbench;
    FigureView* m_now = nullptr;
    FigureView* m_history = nullptr;
};

} // namespace mixlens::ui
