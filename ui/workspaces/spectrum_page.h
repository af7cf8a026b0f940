#pragma once

#include "ui/figures/figure.h"

#include <QWidget>

#include <memory>

namespace mixlens::ui {

class Workbench;

/// Workspace 3: the spectrum of one lane's activations along the tokens, and over tokens and hidden units.
class SpectrumPage : public QWidget
{
    Q_OBJECT

public:
    explicit SpectrumPage(Workbench& workbench, QWidget* parent = nullptr);
    ~SpectrumPage() override;

    [[nodiscard]] FigurePtr spectrumFigure() const; ///< null while there is nothing to show
    [[nodiscard]] FigurePtr amplitudeFigure() const;
    [[nodiscard]] FigurePtr phaseFigure() const;

signals:
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);

protected:
    void showEvent(QShowEvent* event) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace mixlens::ui
