#include "ui/default_lanes.h"
#include "ui/panels/elided_label.h"
#include "ui/panels/inline_notice.h"
#include "ui/panels/optics_device_bar.h"
#include "ui/panels/quick_sliders.h"
#include "ui/panels/stage_switches.h"
#include "ui/views/figure_view.h"
#include "ui/workbench.h"
#include "ui/workspaces/optics_bench_tab.h"
#include "ui/workspaces/optics_cost_tab.h"
#include "ui/workspaces/optics_page_private.h"
#include "ui/workspaces/optics_precision_tab.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

namespace mixlens::ui {

void OpticsPage::build()
{
    d->device = new OpticsDeviceBar(this);
    d->quick = new QuickSliders(this);
    d->notice = new InlineNotice(this);
    d->predictions = new ElidedLabel(this, tr("Predictions, exact and through the device"));
    d->costs = new ElidedLabel(this, tr("Quality and cost of one transform"));
    d->bench = new OpticsBenchTab(this);
    d->cost = new OpticsCostTab(this);
    d->precision = new OpticsPrecisionTab(d->sweeps, this);
    d->budgetTab = new QWidget(this);
    d->stages = new StageSwitches(d->budgetTab);
    d->budget = new FigureView(d->budgetTab);
    auto* budgetRow = new QHBoxLayout(d->budgetTab);
    budgetRow->setContentsMargins(0, 4, 0, 0);
    budgetRow->addWidget(d->stages);
    budgetRow->addWidget(d->budget, 1);

    d->tabs = new QTabWidget(this);
    d->tabs->setDocumentMode(true);
    d->tabs->addTab(d->bench, tr("Bench"));
    d->tabs->addTab(d->budgetTab, tr("Error budget"));
    d->tabs->addTab(d->cost, tr("Time and energy"));
    d->tabs->addTab(d->precision, tr("Precision"));
    d->tabs->setAccessibleName(tr("What of the optical bench is shown"));

    auto* nothing = new QWidget(this);
    d->emptyText = new QLabel(nothing);
    d->emptyText->setWordWrap(true);
    d->emptyText->setAlignment(Qt::AlignCenter);
    auto* lanes = new QPushButton(tr("Use the default lanes"), nothing);
    connect(lanes, &QPushButton::clicked, this, [this] { d->workbench.setLanes(defaultLanes()); });
    auto* nothingColumn = new QVBoxLayout(nothing);
    nothingColumn->addStretch(2);
    nothingColumn->addWidget(d->emptyText);
    nothingColumn->addWidget(lanes, 0, Qt::AlignHCenter);
    nothingColumn->addStretch(3);
    d->stack = new QStackedWidget(this);
    d->stack->addWidget(d->tabs);
    d->stack->addWidget(nothing);

    auto* words = new QHBoxLayout;
    words->setSpacing(12);
    words->addWidget(d->predictions, 5);
    words->addWidget(d->costs, 6);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 4, 6, 2);
    column->setSpacing(3);
    column->addWidget(d->device);
    column->addWidget(d->quick);
    column->addLayout(words);
    column->addWidget(d->notice);
    column->addWidget(d->stack, 1);
}

} // namespace mixlens::ui
