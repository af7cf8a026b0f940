#include "ui/figures/operations_figure.h"

#include "core/bench/growth.h"
#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::OperationsFigure)
};

constexpr double mostRow = 64.0;

Index longestWithOperations(const BenchResult& result)
{
    Index longest = 0;
    for (const Measurement& cell : result.measurements)
        if (!cell.operations.empty())
            longest = std::max(longest, cell.cell.tokens);
    return longest;
}

OperationsRow rowOf(const OperationsSpec& spec, const std::string& backend, const BackendStyle& style,
                    Index tokens, const std::vector<std::string>& operations)
{
    OperationsRow row{backend, style, {}, {}};
    if (const CellSummary* summary = spec.summary ? spec.summary->find(backend, tokens) : nullptr)
        for (const std::string& operation : operations)
            if (const OperationSummary* part = summary->find(operation);
                part != nullptr && part->share.samples > 0 && part->share.maximum > 0.0)
                row.parts.push_back({operation, part->seconds, part->share});
    const Measurement* cell = spec.result->find(backend, tokens);
    if (row.parts.empty())
        row.reason = cell != nullptr && !cell->refusal.empty() ? QString::fromStdString(cell->refusal)
                                                               : Words::tr("no operations at this length");
    return row;
}

} // namespace

const OperationPart* OperationsRow::mixing() const noexcept
{
    const auto found = std::ranges::find(parts, mixingOperation, &OperationPart::operation);
    return found == parts.end() ? nullptr : &*found;
}

QRectF OperationsLayout::barOf(std::size_t row, double from, double to) const
{
    const double y = frame.rect.top() + (static_cast<double>(row) + 0.5) * rowHeight;
    const double height = std::min(30.0, 0.65 * rowHeight);
    return {QPointF(frame.xOf(from), y - height / 2), QPointF(frame.xOf(to), y + height / 2)};
}

OperationsFigure::OperationsFigure(OperationsSpec spec) : m_spec(std::move(spec))
{
    if (!m_spec.result)
        return;
    const BenchResult& result = *m_spec.result;
    m_tokens = m_spec.tokens > 0 ? m_spec.tokens : longestWithOperations(result);
    for (const Measurement& cell : result.measurements)
        for (const OperationTimes& times : cell.operations)
            if (std::ranges::find(m_operations, times.operation) == m_operations.end())
                m_operations.push_back(times.operation);
    std::ranges::stable_partition(m_operations,
                                  [](const std::string& name) { return name == mixingOperation; });
    const std::map<std::string, BackendStyle> styles = stylesOf(result);
    for (const std::string& backend : result.backends())
        m_rows.push_back(rowOf(m_spec, backend, styles.at(backend), m_tokens, m_operations));
    if (std::ranges::all_of(m_rows, [](const OperationsRow& row) { return row.parts.empty(); }))
        m_tokens = 0;
}

OperationsLayout OperationsFigure::layoutIn(const QRectF& area) const
{
    OperationsLayout layout;
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -2.0);
    layout.note =
        fittingNote(inner, {m_spec.note, Words::tr("At %1; bars: median shares, measured; whisker: 95 % "
                                                   "interval of the mixing's.")
                                             .arg(tokensText(static_cast<double>(m_tokens)))});
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const QFont font = plotFont(PlotText::Small);
    double name = 0.0;
    for (const OperationsRow& row : m_rows)
        for (const QString& word : {QString::fromStdString(row.backend), originText(row)})
            name = std::max(name, textWidth(font, word));
    name = std::min(name + 6.0, 0.3 * inner.width());
    const double widest = textWidth(font, QStringLiteral("99.9 % (99.9–99.9)")) + 10.0;
    const double values = std::min(widest, 0.28 * inner.width());
    layout.nameLeft = inner.left();
    const double left = inner.left() + name;
    const double top = body.top() + axisTextHeight + 5.0;
    const double below = 2.0 * axisTextHeight + 5.0; // tick texts, and the key or the axis's title
    const double height = std::max(20.0, body.bottom() - below - top);
    const auto rows = static_cast<double>(std::max<std::size_t>(1, m_rows.size()));
    layout.rowHeight = std::min(mostRow, height / rows);
    layout.frame.rect = {left, top, std::max(20.0, inner.right() - values - left), layout.rowHeight * rows};
    layout.values = {layout.frame.rect.right() + 6.0, top, values - 6.0, layout.frame.rect.height()};
    layout.frame.x = {0.0, 1.0, false};
    layout.frame.y = {0.0, 1.0, false};
    for (const std::string& operation : m_operations) {
        if (operation == mixingOperation)
            continue;
        bool named = std::ranges::none_of(m_rows, [&](const OperationsRow& row) {
            return std::ranges::find(row.parts, operation, &OperationPart::operation) != row.parts.end();
        });
        for (const OperationsRow& row : m_rows)
            for (const OperationPart& part : row.parts)
                named = named || (part.operation == operation && layout.rowHeight >= 12.0 &&
                                  textWidth(font, operationText(operation)) + 4.0 <=
                                      part.share.median * layout.frame.rect.width());
        if (!named)
            layout.key.append(operationText(operation));
    }
    return layout;
}

QString OperationsFigure::title() const
{
    return m_spec.title;
}

QString OperationsFigure::summary() const
{
    if (m_tokens == 0)
        return Words::tr("No operations are measured: run the levels block or model.");
    QStringList parts;
    for (const OperationsRow& row : m_rows)
        if (const OperationPart* mixing = row.mixing())
            parts.append(Words::tr("%1 %2 (95 % interval %3–%4)")
                             .arg(QString::fromStdString(row.backend), shareText(mixing->share.median),
                                  shareText(mixing->share.confidence95.low),
                                  shareText(mixing->share.confidence95.high)));
    if (parts.isEmpty())
        return Words::tr("No mixing is among the operations measured.");
    return Words::tr("Share of mixing in the time at %1, measured: %2; the article's: %3, cited.")
        .arg(tokensText(static_cast<double>(m_tokens)), parts.join(QStringLiteral("; ")),
             shareText(articleFourierShare));
}

QSizeF OperationsFigure::preferredSize() const
{
    return {520.0, std::max(140.0, 90.0 + 26.0 * static_cast<double>(m_rows.size()))};
}

std::unique_ptr<QAbstractTableModel> OperationsFigure::table() const
{
    std::vector<ColumnTable::Row> rows;
    const auto tokens = static_cast<qlonglong>(m_tokens);
    const QString measured = Words::tr("measured");
    for (const OperationsRow& row : m_rows) {
        const QString backend = QString::fromStdString(row.backend);
        if (row.parts.empty())
            rows.push_back({backend, tokens, {}, {}, {}, {}, {}, measured, row.reason});
        for (const OperationPart& part : row.parts) {
            rows.push_back({backend, tokens, operationText(part.operation), part.seconds.median,
                            part.share.median, part.share.confidence95.low, part.share.confidence95.high,
                            measured, Words::tr("%1 rounds").arg(part.share.samples)});
        }
    }
    rows.push_back({Words::tr("the article"),
                    {},
                    operationText(std::string(mixingOperation)),
                    {},
                    articleFourierShare,
                    {},
                    {},
                    Words::tr("cited"),
                    {}});
    return std::make_unique<ColumnTable>(
        QStringList{Words::tr("backend"), Words::tr("tokens"), Words::tr("operation"),
                    Words::tr("median (s)"), Words::tr("share, median"),
                    Words::tr("share, 95 % interval, low"), Words::tr("share, 95 % interval, high"),
                    Words::tr("origin"), Words::tr("note")},
        std::move(rows));
}

QString originText(const OperationsRow& row)
{
    return row.style.identity == LaneIdentity::Optical ? Words::tr("simulation") : QString();
}

QString operationText(const std::string& operation)
{
    return QString::fromStdString(operation);
}

QColor operationColour(const Theme& theme, const BackendStyle& style, std::size_t operation)
{
    if (operation == 0)
        return backendColour(theme, style);
    constexpr std::array shades{0.10, 0.30, 0.18, 0.38, 0.24}; // neighbours differ
    return mixed(theme.paper, theme.ink, shades[(operation - 1) % shades.size()]);
}

} // namespace mixlens::ui
