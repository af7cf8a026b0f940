#include "ui/figures/edge_labels.h"

#include "ui/figures/bench_series.h"
#include "ui/figures/plot_paint.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::BenchFigures)
};

constexpr double lineHeight = 10.5;
constexpr double markRoom = 14.0; ///< the mark's column, left of the words
constexpr double markDiameter = 6.0;
constexpr double longLeader = 60.0;

std::optional<QString> fitting(const QStringList& texts, const QFont& font, double width)
{
    for (const QString& text : texts)
        if (textWidth(font, text) <= width)
            return text;
    return std::nullopt;
}

} // namespace

std::vector<double> spreadApart(const std::vector<double>& wanted, double height, double top, double bottom)
{
    const std::size_t count = wanted.size();
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
    // Less each label's own height the task is to make a sequence ascend: pools of adjacent violators, then
    // cut to the range (Barlow et al. 1972).
    struct Pool
    {
        double sum;
        std::size_t size;
        [[nodiscard]] double mean() const { return sum / static_cast<double>(size); }
    };
    std::vector<Pool> pools;
    for (std::size_t rank = 0; rank < count; ++rank) {
        pools.push_back({wanted[order[rank]] - static_cast<double>(rank) * height, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            const Pool last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().size += last.size;
        }
    }
    const double low = top + height / 2;
    const double high = bottom - height / 2 - (static_cast<double>(count) - 1.0) * height;
    std::vector<double> centres(count);
    std::size_t rank = 0;
    for (const Pool& pool : pools)
        for (std::size_t i = 0; i < pool.size; ++i, ++rank)
            centres[order[rank]] =
                std::clamp(pool.mean(), low, std::max(low, high)) + static_cast<double>(rank) * height;
    return centres;
}

void drawEdgeLabels(QPainter& painter, const Theme& theme, const QRectF& column,
                    const std::vector<EdgeLabel>& labels)
{
    if (labels.empty())
        return;
    const QFont font = plotFont(PlotText::Small);
    const auto lines = static_cast<std::size_t>(std::max(1.0, std::floor(column.height() / lineHeight)));
    const bool twoLines =
        2 * labels.size() <= lines &&
        std::ranges::any_of(labels, [](const EdgeLabel& label) { return !label.details.isEmpty(); });
    std::vector<EdgeLabel> shown = labels;
    if (shown.size() > lines) {
        const std::size_t left = shown.size() - lines + 1;
        shown.resize(lines - 1);
        EdgeLabel more;
        more.anchor = column.bottomLeft();
        more.names =
            QStringList{Words::tr("+%1 more in the table").arg(left), Words::tr("+%1 more").arg(left)};
        more.colour = theme.fadedInk;
        more.line = Qt::transparent;
        shown.push_back(more);
    }
    std::vector<double> wanted;
    for (const EdgeLabel& label : shown)
        wanted.push_back(label.anchor.y());
    const double height = (twoLines ? 2.0 : 1.0) * lineHeight;
    const std::vector<double> centres = spreadApart(wanted, height, column.top(), column.bottom());
    const double left = column.left() + markRoom;
    const double width = column.right() - left;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const EdgeLabel& label = shown[i];
        const double y = twoLines ? centres[i] - lineHeight / 2 : centres[i];
        if (label.mark) {
            // Across a plot it must not look like data.
            const bool far = label.anchor.x() < column.left() - longLeader;
            painter.setPen(QPen(mixed(label.line, theme.paper, 0.4), 0.6, far ? Qt::DotLine : Qt::SolidLine));
            // From beside the last mark; from the line's own end where that reaches the column.
            const double beside = label.anchor.x() + 4.0 < column.left() - 1.0 ? 4.0 : 0.0;
            painter.drawLine(label.anchor + QPointF(beside, 0.0), QPointF(column.left() + 2.0, y));
            label.mark(painter, {column.left() + 7.0, y}, markDiameter);
        }
        QString name = fitting(label.names, font, width).value_or(label.names.value(label.names.size() - 1));
        // On a line of its own, or after the name on the same one.
        const double indent = twoLines ? 0.0 : textWidth(font, name + QStringLiteral("  "));
        const std::optional<QString> detail = fitting(label.details, font, width - indent);
        drawLine(painter, {left, y - lineHeight / 2, width, lineHeight}, Qt::AlignLeft | Qt::AlignVCenter,
                 font, label.colour, name);
        if (detail)
            drawLine(painter,
                     {left + indent, twoLines ? y + lineHeight / 2 : y - lineHeight / 2, width - indent,
                      lineHeight},
                     Qt::AlignLeft | Qt::AlignVCenter, font, theme.ink, *detail);
    }
}

void FreeSpots::avoid(QPointF from, QPointF to)
{
    const QPointF way = to - from;
    const int steps = std::max(1, static_cast<int>(std::hypot(way.x(), way.y()) / 3.0));
    for (int step = 0; step <= steps; ++step)
        m_points.push_back(from + way * (static_cast<double>(step) / steps));
}

std::optional<QRectF> FreeSpots::place(const std::vector<QRectF>& candidates, std::ptrdiff_t most)
{
    std::optional<QRectF> best;
    std::ptrdiff_t fewest = 0;
    for (const QRectF& box : candidates) {
        if (!m_inside.adjusted(-0.1, -0.1, 0.1, 0.1).contains(box) ||
            std::ranges::any_of(m_words, [&](const QRectF& words) { return words.intersects(box); }))
            continue;
        const auto covered =
            std::ranges::count_if(m_points, [&](QPointF point) { return box.contains(point); });
        if (covered > most || (best && covered >= fewest))
            continue;
        best = box;
        fewest = covered;
    }
    if (best)
        m_words.push_back(*best);
    return best;
}

} // namespace mixlens::ui
