#include "ui/panels/bench_drawer.h"

#include <QHBoxLayout>
#include <QTabBar>
#include <QToolButton>

#include <algorithm>

namespace mixlens::ui {

namespace {

constexpr int leastOpen = 124; ///< points: header and four rows, or a saved run with its buttons

} // namespace

BenchDrawer::BenchDrawer(QWidget* parent) : QTabWidget(parent), m_toggle(new QToolButton(this))
{
    setDocumentMode(true);
    auto* corner = new QWidget(this);
    m_corner = new QHBoxLayout(corner);
    m_corner->setContentsMargins(0, 0, 0, 2);
    m_corner->setSpacing(4);
    m_corner->addWidget(m_toggle);
    setCornerWidget(corner, Qt::TopRightCorner);
    m_toggle->setAutoRaise(true);
    m_toggle->setFocusPolicy(Qt::StrongFocus);
    connect(m_toggle, &QToolButton::clicked, this, [this] { setOpen(!m_open); });
    connect(this, &QTabWidget::tabBarClicked, this, [this](int index) {
        if (index >= 0)
            setOpen(true);
    });
    connect(this, &QTabWidget::currentChanged, this, [this] {
        if (isVisible()) // not while the tabs are filled
            setOpen(true);
    });
    apply();
}

void BenchDrawer::addToCorner(QWidget* widget)
{
    m_corner->insertWidget(m_corner->count() - 1, widget);
}

void BenchDrawer::setOpen(bool open)
{
    m_chosen = true;
    m_open = open;
    apply();
}

void BenchDrawer::suggestOpen(bool open)
{
    if (m_chosen)
        return;
    m_open = open;
    apply();
}

void BenchDrawer::apply()
{
    m_toggle->setText(m_open ? tr("Hide") : tr("Show table"));
    m_toggle->setToolTip(m_open ? tr("Put the table away: the chart gets its room")
                                : tr("Show the table of results, or the saved runs, below the chart"));
    m_toggle->setArrowType(m_open ? Qt::DownArrow : Qt::UpArrow);
    m_toggle->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    // Hidden pages take no focus either.
    if (QWidget* page = currentWidget())
        page->setVisible(m_open);
    const int names = std::max(tabBar()->sizeHint().height(), cornerWidget()->sizeHint().height());
    setMinimumHeight(m_open ? leastOpen : names);
    setMaximumHeight(m_open ? QWIDGETSIZE_MAX : names);
}

void BenchDrawer::showEvent(QShowEvent* event)
{
    QTabWidget::showEvent(event);
    apply(); // now the style has told the height of the names
}

} // namespace mixlens::ui
