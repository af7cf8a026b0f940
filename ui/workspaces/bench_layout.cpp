#include "ui/workspaces/bench_layout.h"

#include "ui/panels/bench_drawer.h"
#include "ui/panels/bench_results.h"
#include "ui/panels/bench_run_bar.h"
#include "ui/panels/bench_runs.h"
#include "ui/panels/bench_warnings.h"
#include "ui/panels/empty_state.h"
#include "ui/panels/inline_notice.h"
#include "ui/workspaces/bench_charts.h"
#include "ui/workspaces/bench_controls.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace mixlens::ui {

void layOut(QWidget* page, const BenchParts& parts)
{
    parts.controls->joinSecondRow(parts.bar);
    parts.stack->addWidget(parts.empty);
    parts.stack->addWidget(parts.charts);

    auto* upper = new QWidget(page);
    auto* chartColumn = new QVBoxLayout(upper);
    chartColumn->setContentsMargins(0, 0, 0, 0);
    chartColumn->setSpacing(2);
    chartColumn->addWidget(parts.stack, 1);
    chartColumn->addWidget(parts.warnings);

    parts.tabs->addTab(parts.results, QWidget::tr("Results"));
    parts.tabs->addTab(parts.runs, QWidget::tr("Saved runs"));
    parts.tabs->addToCorner(parts.results->pinButton());
    parts.tabs->addToCorner(parts.exportButton);

    auto* split = new QSplitter(Qt::Vertical, page);
    split->setChildrenCollapsible(false);
    split->addWidget(upper);
    split->addWidget(parts.tabs);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    split->setSizes({400, 130});

    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(6, 4, 6, 2);
    layout->setSpacing(3);
    layout->addWidget(parts.controls);
    layout->addWidget(parts.notice);
    layout->addWidget(split, 1);
}

} // namespace mixlens::ui
