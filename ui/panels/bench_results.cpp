#include "ui/panels/bench_results.h"

#include "ui/panels/bench_table.h"

#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace mixlens::ui {

BenchResults::BenchResults(QWidget* parent)
    : QWidget(parent), m_table(new BenchTable(this)), m_view(new QTableView(this)),
      m_pin(new QPushButton(tr("&Pin as baseline"), this))
{
    m_view->setModel(m_table);
    m_view->setAccessibleName(tr("Results, cell by cell"));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setAlternatingRowColors(true);
    m_view->setTabKeyNavigation(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + 5);
    m_view->setFrameShape(QFrame::NoFrame);
    m_pin->setToolTip(tr("Set the other backends against this row's: column, ratios and crossovers"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_view, 1);
    connect(m_pin, &QPushButton::clicked, this, &BenchResults::pinCurrent);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &BenchResults::refreshPin);
    refreshPin();
}

void BenchResults::setResult(const std::shared_ptr<const BenchResult>& result, const BenchSummaryPtr& summary)
{
    const int row = m_view->currentIndex().row();
    const int scrolled = m_view->verticalScrollBar()->value();
    m_result = result;
    m_baseline = summary ? summary->baseline : std::string();
    m_view->clearSpans();
    m_table->setResult(result, summary);
    for (int at = 0; at < m_table->rowCount(); ++at)
        if (m_table->isRefused(at))
            m_view->setSpan(at, BenchTable::Median, 1, BenchTable::ColumnCount - BenchTable::Median);
    m_view->resizeColumnsToContents();
    // A reason spans the columns behind it and says nothing about the width of its own.
    int median = m_view->horizontalHeader()->sectionSizeHint(BenchTable::Median);
    for (int at = 0; at < m_table->rowCount(); ++at)
        if (!m_table->isRefused(at))
            median = std::max(median,
                              m_view->sizeHintForIndex(m_table->index(at, BenchTable::Median)).width() + 1);
    m_view->setColumnWidth(BenchTable::Median, median);
    if (row >= 0 && row < m_table->rowCount())
        m_view->setCurrentIndex(m_table->index(row, 0));
    m_view->verticalScrollBar()->setValue(scrolled);
    refreshPin();
}

void BenchResults::pinCurrent()
{
    if (!m_result)
        return;
    std::string wanted = m_table->backendOf(m_view->currentIndex().row());
    if (wanted.empty()) {
        const std::vector<std::string> backends = m_result->backends();
        const auto at = std::ranges::find(backends, m_baseline);
        if (backends.empty())
            return;
        wanted = at == backends.end() || at + 1 == backends.end() ? backends.front() : *(at + 1);
    }
    emit baselineChosen(wanted);
}

void BenchResults::refreshPin()
{
    m_pin->setEnabled(m_table->rowCount() > 0);
}

} // namespace mixlens::ui
