#pragma once

#include "ui/figures/figure.h"

#include <QJsonObject>
#include <QWidget>

#include <filesystem>
#include <memory>

namespace mixlens::ui {

class OpticsBenchTab;
class OpticsCostTab;
class OpticsDesk;
class OpticsPrecisionTab;
class SweepDesk;
class Workbench;

/// Workspace 4: what a simulated lens makes of a layer's input and of the sentence's predictions, which
/// imperfection costs how much, what it takes in time and energy, and how many bits and photons the model
/// needs. Everything is simulated or modelled and says so.
class OpticsPage : public QWidget
{
    Q_OBJECT

public:
    enum class Tab { Bench, Budget, Cost, Precision };

    /// `sentenceFile`: held-out sentences for the precision sweep.
    OpticsPage(Workbench& workbench, std::filesystem::path sentenceFile, QWidget* parent = nullptr);
    ~OpticsPage() override;

    [[nodiscard]] OpticsDesk& desk() const;
    [[nodiscard]] SweepDesk& sweepDesk() const;
    [[nodiscard]] Tab tab() const;
    void setTab(Tab tab);
    [[nodiscard]] OpticsBenchTab* benchTab() const;
    [[nodiscard]] OpticsCostTab* costTab() const;
    [[nodiscard]] OpticsPrecisionTab* precisionTab() const;
    [[nodiscard]] QString predictions() const; ///< as shown
    [[nodiscard]] QString costs() const;

    [[nodiscard]] FigurePtr currentFigure() const; ///< of the tab; null while there is none
    [[nodiscard]] QJsonObject provenance() const;  ///< of the figures: sentence, model, device, sweep

    void openDevice(); ///< asks for a file
    void openDevice(const QString& path);
    void saveDevice();
    void resetDevice();
    void runSweep();
    void cancelSweep();
    void openSweep();
    void openSweep(const QString& path);
    void saveSweep();

signals:
    void exportRequested(mixlens::ui::FigurePtr figure);
    void tableRequested(mixlens::ui::FigurePtr figure);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    void connectDesk();
    void connectPanels();
    template<class Panel>
    void serve(Panel* panel);
    void refreshDevice();
    void refreshPlace();
    void refreshAnswer();
    void refreshWords();
    void colourPredictions();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace mixlens::ui
