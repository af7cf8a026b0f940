#pragma once

#include "ui/figures/figure.h"

#include <QWidget>

class QLabel;
class QStackedWidget;

namespace mixlens::ui {

class EmptyState;
class FigureView;
class SweepBar;
class SweepDesk;

/// How many bits and photons the model needs: agreement over both, over the signal-to-noise ratio, layer by
/// layer, and the sentence that says where one per cent is lost.
class OpticsPrecisionTab : public QWidget
{
    Q_OBJECT

public:
    explicit OpticsPrecisionTab(SweepDesk& desk, QWidget* parent = nullptr);

    [[nodiscard]] SweepBar* bar() const noexcept { return m_bar; }
    [[nodiscard]] FigureView* map() const noexcept { return m_map; }
    [[nodiscard]] FigureView* curve() const noexcept { return m_curve; }
    [[nodiscard]] FigureView* layers() const noexcept { return m_layers; }
    [[nodiscard]] QString thresholdSentence() const;

signals:
    void runRequested();
    void openRequested();
    void saveRequested();
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void refreshBar();

    SweepDesk& m_desk;
    SweepBar* m_bar = nullptr;
    QLabel* m_threshold = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    FigureView* m_map = nullptr;
    FigureView* m_curve = nullptr;
    FigureView* m_layers = nullptr;
};

} // namespace mixlens::ui
