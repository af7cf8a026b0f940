#pragma once

class QSplitter;
class QStackedWidget;
class QToolButton;
class QWidget;

namespace mixlens::ui {

class BenchCharts;
class BenchControls;
class BenchDrawer;
class BenchResults;
class BenchRunBar;
class BenchRuns;
class BenchWarnings;
class EmptyState;
class InlineNotice;

/// The parts of the Bench page; all owned by the page through Qt's parents.
struct BenchParts
{
    BenchControls* controls = nullptr;
    BenchRunBar* bar = nullptr;
    InlineNotice* notice = nullptr;
    QStackedWidget* stack = nullptr; ///< the charts, or what to do when there are none
    EmptyState* empty = nullptr;
    BenchCharts* charts = nullptr;
    BenchWarnings* warnings = nullptr;
    BenchDrawer* tabs = nullptr; ///< results and saved runs
    BenchResults* results = nullptr;
    BenchRuns* runs = nullptr;
    QToolButton* exportButton = nullptr;
};

/// Puts what `parts` lists into `page`: what to measure and Run on top, the charts large below, their doubts
/// under them, and table and runs in a drawer at the bottom.
void layOut(QWidget* page, const BenchParts& parts);

} // namespace mixlens::ui
