#include "ui/figures/predictions_figure.h"

#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/marks.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::PredictionsFigure)
};

constexpr double headerHeight = 15.0;
constexpr double footerHeight = 14.0;
constexpr double probabilityWidth = 36.0;

QString pieceOf(const Candidate& candidate)
{
    return QString::fromStdString(candidate.piece);
}

std::size_t mostRanks(const PredictionsSpec& spec)
{
    std::size_t most = 0;
    for (const PredictionColumn& column : spec.columns)
        most = std::max(most, column.best.size());
    return most;
}

QString noteOf(const PredictionsSpec& spec)
{
    QStringList parts;
    if (spec.maskCount > 1)
        parts.append(Words::tr("[MASK] %1 of %2").arg(spec.mask + 1).arg(spec.maskCount));
    if (!spec.context.isEmpty())
        parts.append(spec.context);
    return parts.join(QStringLiteral(": "));
}

QRectF bodyIn(const QRectF& area, const PredictionsSpec& spec)
{
    return belowHeading(area.adjusted(4.0, 3.0, -4.0, -3.0), spec.title, noteOf(spec));
}

void drawColumn(QPainter& painter, const Theme& theme, const PredictionsLayout& layout,
                const PredictionColumn& column, std::size_t at)
{
    const QRectF& box = layout.columns[at];
    drawMark(painter, markOf(column.identity), {box.left() + 5.0, box.top() + headerHeight / 2}, 7.0,
             theme.lane(column.identity));
    drawLine(painter, {box.left() + 13.0, box.top(), box.width() - 13.0, headerHeight},
             Qt::AlignLeft | Qt::AlignVCenter, plotFont(), theme.laneText(column.identity), column.lane);
    if (column.best.empty()) {
        drawParagraph(painter, {box.left(), layout.top, box.width(), box.height()}, plotFont(PlotText::Small),
                      theme.fadedInk, column.missing.isEmpty() ? Words::tr("no answer yet") : column.missing);
        return;
    }
    for (std::size_t rank = 0; rank < column.best.size(); ++rank) {
        const Candidate& candidate = column.best[rank];
        const QRectF bar = layout.barOf(at, rank, candidate.probability);
        QFont font = plotFont();
        font.setBold(rank == 0);
        const QRectF line(box.left(), layout.top + static_cast<double>(rank) * layout.rowHeight, box.width(),
                          layout.rowHeight);
        drawLine(painter, {line.left(), line.top(), bar.left() - line.left() - 4.0, line.height()},
                 Qt::AlignRight | Qt::AlignVCenter, font, theme.ink, pieceOf(candidate));
        painter.fillRect(bar, theme.lane(column.identity));
        drawLine(painter, {bar.right() + 4.0, line.top(), probabilityWidth, line.height()},
                 Qt::AlignLeft | Qt::AlignVCenter, plotFont(PlotText::Small), theme.ink,
                 probabilityText(candidate.probability));
    }
}

/// Lines from a token of lane `at` to the same token of the next lane: crossing lines are the story.
void drawSlopes(QPainter& painter, const Theme& theme, const PredictionsSpec& spec,
                const PredictionsLayout& layout, std::size_t at)
{
    const double from = layout.columns[at].right() + 2.0;
    const double to = layout.columns[at + 1].left() - 2.0;
    const auto& left = spec.columns[at].best;
    const auto& right = spec.columns[at + 1].best;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const auto same = std::ranges::find(right, left[i].piece, &Candidate::piece);
        if (same == right.end())
            continue;
        const auto j = static_cast<std::size_t>(same - right.begin());
        const auto y = [&](std::size_t rank) {
            return layout.top + (static_cast<double>(rank) + 0.5) * layout.rowHeight;
        };
        painter.setPen(QPen(i == j ? theme.fadedInk : theme.ink, i == j ? 0.8 : 1.4));
        painter.drawLine(QPointF(from, y(i)), QPointF(to, y(j)));
    }
}

} // namespace

QRectF PredictionsLayout::barOf(std::size_t column, std::size_t rank, double probability) const
{
    const QRectF& box = columns[column];
    const double left = box.left() + box.width() * 0.42;
    const double room = std::max(4.0, box.right() - probabilityWidth - 4.0 - left);
    const double height = std::min(12.0, rowHeight * 0.7);
    return {left, top + (static_cast<double>(rank) + 0.5) * rowHeight - height / 2,
            room * std::clamp(probability / full, 0.0, 1.0), height};
}

PredictionsFigure::PredictionsFigure(PredictionsSpec spec) : m_spec(std::move(spec)) {}

PredictionsLayout PredictionsFigure::layoutIn(const QRectF& area) const
{
    PredictionsLayout layout;
    if (m_spec.columns.empty())
        return layout;
    const QRectF body = bodyIn(area, m_spec);
    const double count = static_cast<double>(m_spec.columns.size());
    constexpr double gap = 34.0;
    const double width = std::min(220.0, (body.width() - gap * (count - 1.0)) / count);
    const double height = std::max(20.0, body.height() - footerHeight);
    for (std::size_t at = 0; at < m_spec.columns.size(); ++at)
        layout.columns.emplace_back(body.left() + static_cast<double>(at) * (width + gap), body.top(), width,
                                    height);
    layout.top = body.top() + headerHeight + 2.0;
    const double rows = static_cast<double>(std::max<std::size_t>(1, mostRanks(m_spec)));
    layout.rowHeight = std::min(22.0, (height - headerHeight - 2.0) / rows);
    layout.full = 0.0;
    for (const PredictionColumn& column : m_spec.columns)
        for (const Candidate& candidate : column.best)
            layout.full = std::max(layout.full, candidate.probability);
    if (!(layout.full > 0.0))
        layout.full = 1.0;
    return layout;
}

QString PredictionsFigure::title() const
{
    return m_spec.title;
}

QString PredictionsFigure::summary() const
{
    if (m_spec.maskCount == 0)
        return Words::tr("The sentence has no [MASK].");
    const QString which = m_spec.maskCount > 1
                              ? Words::tr("[MASK] %1 of %2: ").arg(m_spec.mask + 1).arg(m_spec.maskCount)
                              : QString();
    return which + agreementText(m_spec);
}

QSizeF PredictionsFigure::preferredSize() const
{
    const double count = static_cast<double>(std::clamp<std::size_t>(m_spec.columns.size(), 1, 4));
    const double width = std::max(220.0, 150.0 * count + 34.0 * (count - 1.0) + 8.0);
    const double ranks = static_cast<double>(std::max<std::size_t>(3, mostRanks(m_spec)));
    return {width,
            bodyIn({0.0, 0.0, width, 0.0}, m_spec).top() + headerHeight + 18.0 * ranks + footerHeight + 8.0};
}

void PredictionsFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(area, theme.paper);
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -3.0);
    const QRectF body = drawHeading(painter, inner, theme, m_spec.title, noteOf(m_spec));
    if (m_spec.maskCount == 0 || m_spec.columns.empty()) {
        drawMessage(painter, body, theme,
                    m_spec.columns.empty()
                        ? Words::tr("There is no lane to ask: add one.")
                        : Words::tr("Type [MASK] in place of a word to see what each lane would "
                                    "put there."));
    } else {
        const PredictionsLayout layout = layoutIn(area);
        for (std::size_t at = 0; at < m_spec.columns.size(); ++at)
            drawColumn(painter, theme, layout, m_spec.columns[at], at);
        for (std::size_t at = 0; at + 1 < m_spec.columns.size(); ++at)
            drawSlopes(painter, theme, m_spec, layout, at);
        drawLine(painter, {inner.left(), inner.bottom() - footerHeight, inner.width(), footerHeight},
                 Qt::AlignLeft | Qt::AlignBottom, plotFont(PlotText::Small), theme.fadedInk,
                 agreementText(m_spec));
    }
    painter.restore();
}

std::unique_ptr<QAbstractTableModel> PredictionsFigure::table() const
{
    QStringList headers{Words::tr("rank")};
    for (const PredictionColumn& column : m_spec.columns)
        headers << Words::tr("%1: token").arg(column.lane) << Words::tr("%1: probability").arg(column.lane);
    std::vector<ColumnTable::Row> rows;
    for (std::size_t rank = 0; rank < mostRanks(m_spec); ++rank) {
        ColumnTable::Row row{static_cast<qlonglong>(rank + 1)};
        for (const PredictionColumn& column : m_spec.columns) {
            const bool has = rank < column.best.size();
            row.push_back(has ? QVariant(pieceOf(column.best[rank])) : QVariant());
            row.push_back(has ? QVariant(column.best[rank].probability) : QVariant());
        }
        rows.push_back(std::move(row));
    }
    return std::make_unique<ColumnTable>(headers, std::move(rows));
}

QString agreementText(const PredictionsSpec& spec)
{
    std::map<std::string, std::vector<QString>> lanesOf;
    std::size_t answering = 0;
    for (const PredictionColumn& column : spec.columns)
        if (!column.best.empty()) {
            lanesOf[column.best.front().piece].push_back(column.lane);
            ++answering;
        }
    if (answering == 0)
        return Words::tr("No lane has an answer.");
    if (answering == 1)
        return Words::tr("Most likely: %1.").arg(QString::fromStdString(lanesOf.begin()->first));
    if (lanesOf.size() == 1)
        return Words::tr("All %1 lanes agree: %2.")
            .arg(answering)
            .arg(QString::fromStdString(lanesOf.begin()->first));
    std::vector<std::pair<std::string, std::vector<QString>>> groups(lanesOf.begin(), lanesOf.end());
    std::ranges::stable_sort(groups, std::greater{}, [](const auto& group) { return group.second.size(); });
    QStringList parts;
    for (const auto& [piece, lanes] : groups) {
        const QString who =
            lanes.size() > 1 ? Words::tr("%1 of %2 lanes").arg(lanes.size()).arg(answering) : lanes.front();
        parts.append(QStringLiteral("%1: %2").arg(who, QString::fromStdString(piece)));
    }
    return Words::tr("They differ. %1.").arg(parts.join(QStringLiteral("; ")));
}

} // namespace mixlens::ui
