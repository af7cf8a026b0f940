#include "ui/workspaces/optics_cost_tab.h"

#include "ui/views/figure_view.h"
#include "ui/workspaces/optics_figures.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QTabBar>
#include <QVBoxLayout>

namespace mixlens::ui {

OpticsCostTab::OpticsCostTab(QWidget* parent)
    : QWidget(parent), m_others(new QCheckBox(tr("&Compare with the other devices"), this)),
      m_kind(new QTabBar(this)), m_problem(new QLabel(this)), m_time(new FigureView(this)),
      m_energy(new FigureView(this)), m_scaling(new FigureView(this))
{
    m_others->setToolTip(tr("One more row for each built-in or opened device"));
    m_kind->addTab(tr("Time over N × d"));
    m_kind->addTab(tr("Energy over N × d"));
    m_kind->setDrawBase(false);
    m_kind->setExpanding(false);
    m_kind->setAccessibleName(tr("What grows with the number of points"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* top = new QHBoxLayout;
    top->addWidget(m_others);
    top->addWidget(m_problem, 1);
    top->addWidget(m_kind);
    auto* parts = new QSplitter(Qt::Vertical, this);
    parts->addWidget(m_time);
    parts->addWidget(m_energy);
    parts->setChildrenCollapsible(false);
    auto* both = new QSplitter(Qt::Horizontal, this);
    both->setChildrenCollapsible(false);
    both->addWidget(parts);
    both->addWidget(m_scaling);
    both->setStretchFactor(0, 3);
    both->setStretchFactor(1, 2);
    both->setSizes({560, 400});
    for (FigureView* view : {m_time, m_energy, m_scaling}) {
        view->setMinimumSize(200, 110);
        connect(view, &FigureView::exportRequested, this, &OpticsCostTab::exportRequested);
        connect(view, &FigureView::tableRequested, this, &OpticsCostTab::tableRequested);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 2, 0, 0);
    column->setSpacing(2);
    column->addLayout(top);
    column->addWidget(both, 1);
    connect(m_others, &QCheckBox::toggled, this, &OpticsCostTab::refresh);
    connect(m_kind, &QTabBar::currentChanged, this, &OpticsCostTab::refresh);
}

void OpticsCostTab::show(const QString& name, const optics::DeviceSpec& device, Shape input,
                         const std::vector<optics::NamedDevice>& presets)
{
    m_name = name;
    m_device = device;
    m_input = input;
    m_presets = presets;
    if (isVisible())
        refresh();
}

void OpticsCostTab::showEvent(QShowEvent* event)
{
    refresh();
    QWidget::showEvent(event);
}

void OpticsCostTab::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (isVisible())
        refresh();
}

/// A row for every device needs height: without it, time and energy take turns, chosen as the chart beside.
bool OpticsCostTab::hasRoomForBoth() const
{
    constexpr double heightOfEach = 21.0; // lines of text: heading, axes, key and a row for each device
    return !m_others->isChecked() || height() > 2.0 * heightOfEach * fontMetrics().height();
}

void OpticsCostTab::refresh()
{
    if (m_input.size() == 0)
        return;
    std::vector<DeviceCostRow> others;
    if (m_others->isChecked())
        for (const optics::NamedDevice& preset : m_presets)
            if (QString::fromStdString(preset.title) != m_name)
                others.push_back(
                    {QString::fromStdString(preset.title), optics::deviceCost(preset.device, m_input)});
    m_time->setFigure(opticsCost(CostKind::Time, m_input, m_name, m_device, others));
    m_energy->setFigure(opticsCost(CostKind::Energy, m_input, m_name, m_device, others));
    const CostKind kind = m_kind->currentIndex() == 0 ? CostKind::Time : CostKind::Energy;
    m_time->setVisible(hasRoomForBoth() || kind == CostKind::Time);
    m_energy->setVisible(hasRoomForBoth() || kind == CostKind::Energy);
    m_scaling->setFigure(opticsScaling(kind, m_input.cols, m_name, m_device));
    m_problem->setText(QString::fromStdString(optics::deviceCost(m_device, m_input).reason));
}

} // namespace mixlens::ui
