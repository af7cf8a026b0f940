#include "ui/figures/comparison_figure.h"

#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::ComparisonFigure)
};

constexpr double preferredRow = 13.0;
constexpr double mostRow = 20.0;
constexpr std::size_t columns = 11; ///< of the table

} // namespace

ComparisonFigure::ComparisonFigure(ComparisonSpec spec) : m_spec(std::move(spec))
{
    std::vector<std::string> backends; // in their first appearance's order
    for (const CellComparison& cell : m_spec.comparison.cells)
        if (std::ranges::find(backends, cell.cell.backend) == backends.end())
            backends.push_back(cell.cell.backend);
    const std::map<std::string, BackendStyle> styles = stylesOf(backends);
    for (const std::string& backend : backends) {
        const auto first = static_cast<std::ptrdiff_t>(m_rows.size());
        for (const CellComparison& cell : m_spec.comparison.cells)
            if (cell.cell.backend == backend)
                m_rows.push_back({cell, styles.at(backend), false, 1});
        std::stable_sort(m_rows.begin() + first, m_rows.end(),
                         [](const ComparisonRow& a, const ComparisonRow& b) {
                             return a.cell.cell.tokens < b.cell.cell.tokens;
                         });
        const auto own = std::ranges::subrange(m_rows.begin() + first, m_rows.end());
        own.front().firstOfBackend = true;
        const std::string problem = own.front().cell.problem;
        if (!problem.empty() &&
            std::ranges::all_of(own, [&](const ComparisonRow& row) { return row.cell.problem == problem; })) {
            own.front().cells = own.size();
            m_rows.resize(static_cast<std::size_t>(first) + 1);
        }
    }
}

ComparisonLayout ComparisonFigure::layoutIn(const QRectF& area) const
{
    ComparisonLayout layout;
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -2.0);
    QStringList sentences{m_spec.note};
    for (const std::string& difference : m_spec.comparison.differences) {
        QString sentence = QString::fromStdString(difference);
        if (!sentence.endsWith(QLatin1Char('.')))
            sentence += QLatin1Char('.');
        sentences.append(sentence);
    }
    sentences.append(Words::tr("Whiskers: 95 % intervals; filled: p < 0.05 (Mann–Whitney), hollow: not."));
    layout.note = fittingNote(inner, sentences);
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const QFont font = plotFont(PlotText::Small);
    double name = 0.0;
    double tokens = 0.0;
    for (const ComparisonRow& row : m_rows) {
        name = std::max(name, textWidth(font, QString::fromStdString(row.cell.cell.backend)));
        tokens = std::max(tokens, textWidth(font, countText(row.cell.cell.tokens)));
    }
    name = std::min(name, 0.25 * inner.width());
    layout.nameLeft = inner.left();
    layout.tokensRight = inner.left() + name + 8.0 + tokens;
    const double values = std::min(textWidth(font, QStringLiteral("0.999 (0.999–0.999), p < 0.001")) + 8.0,
                                   0.3 * inner.width());
    const double top = body.top() + axisTextHeight + 5.0;
    const double left = layout.tokensRight + 8.0;
    const double height = std::max(20.0, body.bottom() - axisTextHeight - 3.0 - top);
    const auto rows = static_cast<double>(std::max<std::size_t>(1, m_rows.size()));
    layout.rowHeight = std::min(mostRow, height / rows);
    layout.frame.rect = {left, top, std::max(20.0, inner.right() - values - left), layout.rowHeight * rows};
    layout.values = {layout.frame.rect.right() + 6.0, top, values - 6.0, layout.frame.rect.height()};
    LogExtent extent;
    extent.add(1.0);
    for (const ComparisonRow& row : m_rows)
        if (row.compared())
            for (const double value : {row.cell.ratio, row.cell.ratio95.low, row.cell.ratio95.high})
                extent.add(value);
    layout.frame.x = extent.range(1.05, 1.25);
    layout.frame.y = {0.0, 1.0, false};
    return layout;
}

QString ComparisonFigure::title() const
{
    return m_spec.title;
}

QString ComparisonFigure::summary() const
{
    if (m_rows.empty())
        return Words::tr("There is nothing to compare: the two results share no cell.");
    std::size_t faster = 0;
    std::size_t slower = 0;
    std::size_t compared = 0;
    const ComparisonRow* largest = nullptr;
    const auto size = [](const ComparisonRow& row) { return std::abs(std::log(row.cell.ratio)); };
    for (const ComparisonRow& row : m_rows) {
        compared += row.compared() ? 1U : 0U;
        if (!row.significant())
            continue;
        ++(row.cell.ratio < 1.0 ? faster : slower);
        if (largest == nullptr || size(row) > size(*largest))
            largest = &row;
    }
    if (compared == 0)
        return Words::tr("No cell could be compared: %1")
            .arg(QString::fromStdString(m_rows.front().cell.problem));
    QString text = Words::tr("%1 against %2, %3 cells: %4 faster, %5 slower (p < 0.05)")
                       .arg(m_spec.after.isEmpty() ? Words::tr("after") : m_spec.after,
                            m_spec.before.isEmpty() ? Words::tr("before") : m_spec.before)
                       .arg(compared)
                       .arg(faster)
                       .arg(slower);
    if (largest != nullptr)
        text += Words::tr("; largest change %1 at %2: ratio %3 (%4–%5)")
                    .arg(QString::fromStdString(largest->cell.cell.backend),
                         tokensText(static_cast<double>(largest->cell.cell.tokens)),
                         numberText(largest->cell.ratio), numberText(largest->cell.ratio95.low),
                         numberText(largest->cell.ratio95.high));
    return text + QLatin1Char('.');
}

QSizeF ComparisonFigure::preferredSize() const
{
    const QRectF body = belowHeading({0.0, 0.0, 512.0, 0.0}, m_spec.title, m_spec.note);
    return {520.0, std::max(160.0, body.top() + 70.0 + preferredRow * static_cast<double>(m_rows.size()))};
}

std::unique_ptr<QAbstractTableModel> ComparisonFigure::table() const
{
    std::vector<ColumnTable::Row> rows;
    for (const ComparisonRow& row : m_rows) {
        const CellComparison& cell = row.cell;
        const QString backend = QString::fromStdString(cell.cell.backend);
        const auto tokens = static_cast<qlonglong>(cell.cell.tokens);
        const auto addProblem = [&](Index length) {
            ColumnTable::Row blank(columns);
            blank[0] = backend;
            blank[1] = static_cast<qlonglong>(length);
            blank[columns - 1] = QString::fromStdString(cell.problem);
            rows.push_back(std::move(blank));
        };
        if (row.cells > 1) {
            for (const CellComparison& one : m_spec.comparison.cells)
                if (one.cell.backend == cell.cell.backend)
                    addProblem(one.cell.tokens);
        } else if (!row.compared()) {
            addProblem(cell.cell.tokens);
        } else {
            rows.push_back({backend, tokens, cell.before, cell.after, cell.ratio, cell.ratio95.low,
                            cell.ratio95.high, cell.test.pValue, cell.test.u, cell.test.shift, QString()});
        }
    }
    for (const std::string& difference : m_spec.comparison.differences)
        rows.push_back({{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, QString::fromStdString(difference)});
    return std::make_unique<ColumnTable>(
        QStringList{Words::tr("backend"), Words::tr("tokens"), Words::tr("before, measured median (s)"),
                    Words::tr("after, measured median (s)"), Words::tr("after / before"),
                    Words::tr("ratio, 95 % interval, low"), Words::tr("ratio, 95 % interval, high"),
                    Words::tr("p (Mann–Whitney)"), Words::tr("U"), Words::tr("Hodges–Lehmann shift (s)"),
                    Words::tr("note")},
        std::move(rows));
}

} // namespace mixlens::ui
