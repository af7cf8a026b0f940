#pragma once

#include "ui/figures/figure.h"

#include <QWidget>

#include <memory>

namespace mixlens::ui {

class HeatMapView;
class Workbench;

/// Workspace 2: one lane at three distances: all layers and heads as thumbnails, one of them large, and its
/// strongest links between tokens.
class MixersPage : public QWidget
{
    Q_OBJECT

public:
    explicit MixersPage(Workbench& workbench, QWidget* parent = nullptr);
    ~MixersPage() override;

    [[nodiscard]] HeatMapView* heatMap() const;
    [[nodiscard]] FigurePtr currentFigure() const; ///< null while there is nothing to show
    [[nodiscard]] QString valueLine() const;       ///< the exact value under the cursor, in words

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
