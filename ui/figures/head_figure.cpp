#include "ui/figures/head_figure.h"

#include "ui/figures/heat_map_statistics.h"
#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::HeadFigure)
};

constexpr double widest = 4.0, thinnest = 0.4; ///< points
constexpr double gap = 5.0;

QString tokenText(const HeadSpec& spec, HeadToken token)
{
    return labelAt(token.side == HeadSide::Output ? spec.outputs : spec.inputs, token.index).text;
}

double rowSum(const Matrix& weights, Index row)
{
    double sum = 0.0;
    for (const float weight : weights.view().row(row))
        sum += std::isfinite(weight) ? std::abs(static_cast<double>(weight)) : 0.0;
    return sum;
}

} // namespace

HeadEdges headEdges(const HeadSpec& spec)
{
    HeadEdges result;
    if (!spec.weights || spec.weights->rows() > mostHeadTokens || spec.weights->cols() > mostHeadTokens)
        return result;
    if (spec.isSigned && !spec.lockedOutput)
        return result;
    const Matrix& weights = *spec.weights;
    const auto perOutput = static_cast<std::size_t>(std::clamp(spec.perOutput, 1, 10));
    double all = 0.0, drawn = 0.0;
    for (Index row = 0; row < weights.rows(); ++row) {
        if (spec.isSigned && row != *spec.lockedOutput)
            continue;
        const double sum = rowSum(weights, row);
        std::vector<HeadEdge> edges;
        for (Index col = 0; col < weights.cols(); ++col)
            if (const float weight = weights(row, col); std::isfinite(weight) && weight != 0.0F)
                edges.push_back({row, col, weight, std::abs(static_cast<double>(weight)) / sum});
        result.total += weights.cols();
        all += sum;
        // A locked output shows all of its edges: there are 128 at most. Others show their strongest.
        const std::size_t kept = spec.isSigned ? edges.size() : std::min(perOutput, edges.size());
        std::ranges::partial_sort(edges, edges.begin() + static_cast<std::ptrdiff_t>(kept),
                                  std::ranges::greater(), &HeadEdge::share);
        edges.resize(kept);
        std::erase_if(edges, [&spec](const HeadEdge& edge) { return edge.share < spec.threshold; });
        result.edges.insert(result.edges.end(), edges.begin(), edges.end());
    }
    std::ranges::stable_sort(result.edges, {}, &HeadEdge::share);
    if (result.edges.size() > mostEdges)
        result.edges.erase(result.edges.begin(), result.edges.end() - mostEdges);
    for (const HeadEdge& edge : result.edges)
        drawn += std::abs(static_cast<double>(edge.weight));
    result.weight = all > 0.0 ? drawn / all : 0.0;
    return result;
}

struct HeadFigure::Places
{
    QRectF room;          ///< below caption and title
    double inputs = 0.0;  ///< right edge of the input words
    double outputs = 0.0; ///< left edge of the output words
    double inputStep = 0.0, outputStep = 0.0;
};

HeadFigure::HeadFigure(HeadSpec spec) : m_spec(std::move(spec)), m_edges(headEdges(m_spec)) {}

Index HeadFigure::count(HeadSide side) const
{
    if (!m_spec.weights)
        return 0;
    return side == HeadSide::Output ? m_spec.weights->rows() : m_spec.weights->cols();
}

QString HeadFigure::refusal() const
{
    if (count(HeadSide::Output) == 0 || count(HeadSide::Input) == 0)
        return Words::tr("There are no tokens to connect: type a sentence.");
    const Index longest = std::max(count(HeadSide::Output), count(HeadSide::Input));
    if (longest == 1)
        return Words::tr("One token has nothing to connect to but itself.");
    if (longest > mostHeadTokens)
        return Words::tr(
                   "Lines between %1 tokens would cover each other; above %2 the heat map shows them better.")
            .arg(longest)
            .arg(mostHeadTokens);
    return {};
}

QString HeadFigure::caption() const
{
    if (!refusal().isEmpty())
        return {};
    if (m_spec.isSigned && !m_spec.lockedOutput)
        return Words::tr("every output takes from every input here; click an output token to see its signs");
    const QString text = Words::tr("showing %1 of %2 edges, %3 % of the weight")
                             .arg(m_edges.edges.size())
                             .arg(m_edges.total)
                             .arg(100.0 * m_edges.weight, 0, 'f', 0);
    return m_spec.isSigned ? Words::tr("%1 into \"%2\"")
                                 .arg(text, tokenText(m_spec, {HeadSide::Output, *m_spec.lockedOutput}))
                           : text;
}

QString HeadFigure::summary() const
{
    const QString why = refusal();
    QString text = QStringLiteral("%1: %2").arg(m_spec.title, why.isEmpty() ? caption() : why);
    if (!m_edges.edges.empty()) {
        const HeadEdge& strongest = m_edges.edges.back();
        text += Words::tr(", strongest %1 ← %2 %3")
                    .arg(tokenText(m_spec, {HeadSide::Output, strongest.output}),
                         tokenText(m_spec, {HeadSide::Input, strongest.input}),
                         numberText(static_cast<double>(strongest.weight)));
    }
    return text;
}

QSizeF HeadFigure::preferredSize() const
{
    if (!refusal().isEmpty())
        return {320.0, 120.0};
    const auto longest = static_cast<double>(std::max(count(HeadSide::Output), count(HeadSide::Input)));
    return {320.0, 44.0 + longest * std::clamp(640.0 / longest, 7.0, 15.0)};
}

HeadFigure::Places HeadFigure::placesIn(const QRectF& area) const
{
    Places places;
    places.room = belowHeading(area, m_spec.title, caption()).adjusted(0, 2, 0, -2);
    const auto width = [&](HeadSide side) {
        double most = 20.0;
        for (Index i = 0; i < count(side); ++i)
            most = std::max(most, textWidth(plotFont(), tokenText(m_spec, {side, i})));
        return std::min(most + 1.0, 0.3 * area.width());
    };
    places.inputs = places.room.left() + width(HeadSide::Input);
    places.outputs = places.room.right() - width(HeadSide::Output);
    const auto step = [&](HeadSide side) {
        return std::min(18.0, places.room.height() / static_cast<double>(std::max<Index>(1, count(side))));
    };
    places.inputStep = step(HeadSide::Input);
    places.outputStep = step(HeadSide::Output);
    return places;
}

QRectF HeadFigure::rectIn(const Places& places, HeadToken token)
{
    const bool output = token.side == HeadSide::Output;
    const double step = output ? places.outputStep : places.inputStep;
    const double left = output ? places.outputs : places.room.left();
    const double right = output ? places.room.right() : places.inputs;
    return {left, places.room.top() + static_cast<double>(token.index) * step, right - left, step};
}

QRectF HeadFigure::rectOf(HeadToken token, const QRectF& area) const
{
    return rectIn(placesIn(area), token);
}

std::optional<HeadToken> HeadFigure::tokenAt(QPointF point, const QRectF& area) const
{
    const Places places = placesIn(area);
    if (!refusal().isEmpty() || !places.room.contains(point))
        return {};
    const bool output = point.x() >= places.outputs;
    if (!output && point.x() > places.inputs)
        return {};
    const HeadSide side = output ? HeadSide::Output : HeadSide::Input;
    const auto index = static_cast<Index>(
        std::floor((point.y() - places.room.top()) / (output ? places.outputStep : places.inputStep)));
    return index < count(side) ? std::optional(HeadToken{side, index}) : std::nullopt;
}

void HeadFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    if (const QString why = refusal(); !why.isEmpty()) {
        drawMessage(painter, drawHeading(painter, area, theme, m_spec.title, {}), theme, why);
        painter.restore();
        return;
    }
    static_cast<void>(drawHeading(painter, area, theme, m_spec.title, caption()));
    const Places places = placesIn(area);
    const bool isolates =
        m_spec.hoveredOutput || m_spec.hoveredInput || (m_spec.lockedOutput && !m_spec.isSigned);
    const auto chosen = [this, isolates](const HeadEdge& edge) {
        if (!isolates)
            return true;
        if (m_spec.hoveredOutput || m_spec.hoveredInput)
            return m_spec.hoveredOutput == edge.output || m_spec.hoveredInput == edge.input;
        return m_spec.lockedOutput == edge.output;
    };
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    double strongest = 0.0;
    for (const HeadEdge& edge : m_edges.edges)
        strongest = std::max(strongest, edge.share);
    const double scale = m_spec.isSigned && strongest > 0.0 ? strongest : 1.0; // one row's edges are all weak
    for (const HeadEdge& edge : m_edges.edges) {
        if (!chosen(edge))
            continue;
        const QPointF from(places.inputs + gap, rectIn(places, {HeadSide::Input, edge.input}).center().y());
        const QPointF to(places.outputs - gap, rectIn(places, {HeadSide::Output, edge.output}).center().y());
        const double bend = (to.x() - from.x()) * 0.4;
        QPainterPath path(from);
        path.cubicTo(from + QPointF(bend, 0), to - QPointF(bend, 0), to);
        QColor colour = !m_spec.isSigned     ? theme.lane(m_spec.identity)
                        : edge.weight > 0.0F ? theme.positive
                                             : theme.negative;
        colour.setAlphaF(isolates || m_spec.isSigned ? 0.95F : 0.7F);
        const double width =
            std::max(thinnest, widest * std::sqrt(edge.share / scale) * (m_spec.isSigned ? 0.5 : 1.0));
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
        painter.drawPath(path);
    }
    for (const HeadSide side : {HeadSide::Input, HeadSide::Output}) {
        const bool output = side == HeadSide::Output;
        const double step = output ? places.outputStep : places.inputStep;
        QFont font = plotFont();
        font.setPixelSize(std::clamp(static_cast<int>(step), 5, font.pixelSize()));
        const Index every = std::max<Index>(1, static_cast<Index>(std::ceil(6.0 / step)));
        for (Index i = 0; i < count(side); ++i) {
            const AxisLabel label = labelAt(output ? m_spec.outputs : m_spec.inputs, i);
            const bool hovered = (output ? m_spec.hoveredOutput : m_spec.hoveredInput) == i;
            const bool locked = output && m_spec.lockedOutput == i;
            if (i % every != 0 && !hovered && !locked)
                continue;
            font.setItalic(label.special);
            font.setBold(hovered || locked);
            const QColor colour = hovered || locked                ? theme.highlight
                                  : label.special || label.padding ? theme.fadedInk
                                                                   : theme.ink;
            drawLine(painter, rectIn(places, {side, i}),
                     (output ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter, font, colour, label.text);
        }
    }
    painter.restore();
}

std::unique_ptr<QAbstractTableModel> HeadFigure::table() const
{
    std::vector<ColumnTable::Row> rows;
    for (auto edge = m_edges.edges.rbegin(); edge != m_edges.edges.rend(); ++edge)
        rows.push_back({tokenText(m_spec, {HeadSide::Output, edge->output}),
                        tokenText(m_spec, {HeadSide::Input, edge->input}), static_cast<double>(edge->weight),
                        edge->share});
    return std::make_unique<ColumnTable>(
        QStringList{Words::tr("output"), Words::tr("input"), Words::tr("weight"), Words::tr("share of row")},
        std::move(rows));
}

} // namespace mixlens::ui
