#include "ui/panels/bench_table.h"

#include "ui/style/number_text.h"

#include <array>

namespace mixlens::ui {

namespace {

struct Heading
{
    const char* text;
    const char* meaning;
};

constexpr std::array<Heading, BenchTable::ColumnCount> headings{{
    {QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "Tokens"),
     QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "Tokens N of one sequence")},
    {QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "Backend"),
     QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "Mixer that was measured")},
    {QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "Median"),
     QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "Measured time of one call, median of all repetitions")},
    {QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "P10"),
     QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "A tenth of the repetitions took less")},
    {QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "P90"),
     QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "A tenth of the repetitions took more")},
    {QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "Repetitions"),
     QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "Samples; each is at least one call")},
    {QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "× baseline"),
     QT_TRANSLATE_NOOP("mixlens::ui::BenchTable",
                       "Median of the ratios to the baseline, round by round, with its 95 % interval")},
    {QT_TRANSLATE_NOOP("mixlens::ui::BenchTable", "U-test p"),
     QT_TRANSLATE_NOOP("mixlens::ui::BenchTable",
                       "Mann and Whitney's U test against the baseline: how likely a difference this large "
                       "is by chance")},
}};

QString ratioText(const Statistics& ratio)
{
    if (ratio.samples < 2)
        return numberText(ratio.median);
    return BenchTable::tr("%1 (%2–%3)")
        .arg(numberText(ratio.median), numberText(ratio.confidence95.low),
             numberText(ratio.confidence95.high));
}

std::vector<QString> textsOf(const Measurement& cell, const BenchSummary& summary)
{
    std::vector<QString> texts(BenchTable::ColumnCount);
    texts[BenchTable::Tokens] = countText(cell.cell.tokens);
    texts[BenchTable::Backend] = QString::fromStdString(cell.cell.backend);
    if (!cell.measured()) {
        texts[BenchTable::Median] = BenchTable::tr("refused: %1").arg(QString::fromStdString(cell.refusal));
        return texts;
    }
    const CellSummary* known = summary.find(cell.cell.backend, cell.cell.tokens);
    if (known == nullptr)
        return texts;
    const Statistics& statistics = known->seconds.statistics;
    texts[BenchTable::Median] = secondsText(statistics.median);
    texts[BenchTable::Low] = secondsText(statistics.p10);
    texts[BenchTable::High] = secondsText(statistics.p90);
    texts[BenchTable::Repetitions] = countText(static_cast<qint64>(statistics.samples));
    if (cell.cell.backend == summary.baseline)
        texts[BenchTable::AgainstBaseline] = BenchTable::tr("baseline");
    else if (known->test) {
        texts[BenchTable::AgainstBaseline] = ratioText(known->ratio.statistics);
        texts[BenchTable::PValue] = probabilityText(known->test->pValue);
    }
    return texts;
}

} // namespace

BenchTable::BenchTable(QObject* parent) : QAbstractTableModel(parent) {}

void BenchTable::setResult(const std::shared_ptr<const BenchResult>& result, const BenchSummaryPtr& summary)
{
    beginResetModel();
    m_rows.clear();
    if (result && summary)
        for (const Measurement& cell : result->measurements)
            if (cell.measured() || !cell.refusal.empty())
                m_rows.push_back({cell.cell.backend, textsOf(cell, *summary), !cell.measured()});
    endResetModel();
}

std::string BenchTable::backendOf(int row) const
{
    return row >= 0 && row < rowCount() ? m_rows[static_cast<std::size_t>(row)].backend : std::string();
}

bool BenchTable::isRefused(int row) const
{
    return row >= 0 && row < rowCount() && m_rows[static_cast<std::size_t>(row)].refused;
}

int BenchTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int BenchTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant BenchTable::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return row.texts[static_cast<std::size_t>(index.column())];
    case Qt::ToolTipRole:
        return row.refused ? row.texts[Median] : QVariant();
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignVCenter |
                                (index.column() == Backend || row.refused ? Qt::AlignLeft : Qt::AlignRight));
    default:
        return {};
    }
}

QVariant BenchTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const Heading& heading = headings[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return tr(heading.text);
    return role == Qt::ToolTipRole ? tr(heading.meaning) : QVariant();
}

} // namespace mixlens::ui
