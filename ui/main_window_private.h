#pragma once

#include "ui/main_window.h"

#include <QByteArray>

#include <filesystem>

class QActionGroup;
class QDockWidget;
class QStackedWidget;

namespace mixlens::ui {

class InlineNotice;
class WorkspaceRail;

/// Shared by the two source files of the window; everything is owned through Qt's parents.
struct MainWindow::Private
{
    Private(Workbench& shown, const AboutFacts& about) : workbench(shown), facts(about) {}

    Workbench& workbench;
    AboutFacts facts;
    SentenceBar* sentence = nullptr;
    InlineNotice* notice = nullptr;
    WorkspaceRail* rail = nullptr;
    QStackedWidget* outer = nullptr; ///< the pages, or what is said when there is no sentence
    QStackedWidget* pages = nullptr;
    ComparePage* compare = nullptr;
    MixersPage* mixers = nullptr;
    SpectrumPage* spectrum = nullptr;
    QWidget* opticsHolder = nullptr;
    OpticsPage* optics = nullptr; ///< null until it is shown for the first time
    std::filesystem::path sentenceFile;
    QWidget* benchHolder = nullptr;
    BenchPage* bench = nullptr; ///< null until it is shown for the first time
    std::filesystem::path runsFolder;
    Inspector* inspector = nullptr;
    LiveTimingPanel* timing = nullptr;
    QDockWidget* inspectorDock = nullptr;
    QDockWidget* timingDock = nullptr;
    StatusLine* status = nullptr;

    QList<QAction*> commands;
    QActionGroup* workspaces = nullptr;
    QActionGroup* lenses = nullptr;
    QActionGroup* themes = nullptr;
    QAction* padding = nullptr;
    QAction* special = nullptr;
    QMenu* focusLane = nullptr;
    ThemeChoice theme = ThemeChoice::System;
    QByteArray factoryLayout;
    QList<QDockWidget*> putAway; ///< docks that make room for a workspace that has no use for them
};

} // namespace mixlens::ui
