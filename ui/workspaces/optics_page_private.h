#pragma once

#include "ui/workbench.h"
#include "ui/workspaces/optics_desk.h"
#include "ui/workspaces/optics_page.h"
#include "ui/workspaces/sweep_desk.h"

#include <utility>

class QLabel;
class QStackedWidget;
class QTabWidget;

namespace mixlens::ui {

class ElidedLabel;
class FigureView;
class InlineNotice;
class OpticsDeviceBar;
class QuickSliders;
class StageSwitches;

/// Shared by the source files of the page; widgets are owned through Qt's parents.
struct OpticsPage::Private
{
    Private(Workbench& shown, std::filesystem::path sentenceFile)
        : workbench(shown), desk(shown), sweeps(shown.engine(), std::move(sentenceFile))
    {}

    Workbench& workbench;
    OpticsDesk desk;
    SweepDesk sweeps;
    OpticsDeviceBar* device = nullptr;
    QuickSliders* quick = nullptr;
    InlineNotice* notice = nullptr;
    ElidedLabel* predictions = nullptr;
    ElidedLabel* costs = nullptr;
    QStackedWidget* stack = nullptr; ///< the tabs, or what to do when there is nothing to simulate
    QLabel* emptyText = nullptr;
    QTabWidget* tabs = nullptr;
    OpticsBenchTab* bench = nullptr;
    QWidget* budgetTab = nullptr;
    StageSwitches* stages = nullptr;
    FigureView* budget = nullptr;
    OpticsCostTab* cost = nullptr;
    OpticsPrecisionTab* precision = nullptr;

    [[nodiscard]] Shape input() const { return desk.answer() ? desk.answer()->input : Shape{}; }
    [[nodiscard]] QString deviceTitle() const
    {
        const QString title = QString::fromStdString(desk.presets()[desk.preset()].title);
        return desk.isChanged() ? OpticsPage::tr("%1, changed").arg(title) : title;
    }
};

} // namespace mixlens::ui
