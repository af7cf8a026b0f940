#include "ui/figures/layer_sensitivity_figure.h"

#include "ui/figures/axis_ticks.h"
#include "ui/figures/bench_series.h"
#include "ui/figures/hollow_paint.h"
#include "ui/figures/plot_paint.h"
#include "ui/figures/sweep_map_figure.h"
#include "ui/figures/sweep_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::LayerSensitivityFigure)
};

constexpr double mostRow = 30.0;
constexpr double lineHeight = 10.5;

QString nameOf(const SweepPoint& point)
{
    return point.layer ? Words::tr("layer %1").arg(*point.layer + 1) : Words::tr("all layers");
}

QString valueOf(const SweepPoint& point, bool brief)
{
    if (!point.refusal.empty())
        return Words::tr("refused");
    const Interval interval = point.device.agreement.confidence95();
    const QString share = shareText(point.device.agreement.value());
    return brief ? share
                 : QStringLiteral("%1 (%2–%3)")
                       .arg(share, QString::number(100.0 * interval.low, 'f', 0),
                            QString::number(100.0 * interval.high, 'f', 0));
}

/// Values of all axes, `fixed` ones as they are, at which all layers together are nearest to changing every
/// second answer: with more noise every layer changes all of them, with less none does.
std::map<std::string, double, std::less<>> tellingValues(const SweepResult& result,
                                                         std::map<std::string, double, std::less<>> fixed)
{
    const SweepPoint* best = nullptr;
    const auto distance = [](const SweepPoint& point) {
        return std::abs(point.device.agreement.value() - 0.5);
    };
    for (const SweepPoint& point : result.points) {
        if (point.layer || !point.refusal.empty() || !std::ranges::all_of(fixed, [&point](const auto& one) {
                const auto value = point.values.find(one.first);
                return value == point.values.end() || value->second == one.second;
            }))
            continue;
        const bool hasLayers = std::ranges::any_of(result.points, [&point](const SweepPoint& other) {
            return other.layer && other.values == point.values;
        });
        if (hasLayers && (best == nullptr || distance(point) < distance(*best)))
            best = &point;
    }
    for (const SweepAxis& axis : result.plan.axes)
        if (!axis.values.empty() && !fixed.contains(axis.key))
            fixed[axis.key] = best != nullptr ? best->values.at(axis.key) : axis.values.front();
    return fixed;
}

} // namespace

QRectF LayerSensitivityLayout::barOf(std::size_t row, double from, double to) const
{
    const double y = frame.rect.top() + (static_cast<double>(row) + 0.5) * rowHeight;
    const double height = std::min(14.0, 0.6 * rowHeight);
    return {QPointF(frame.xOf(from), y - height / 2), QPointF(frame.xOf(to), y + height / 2)};
}

LayerSensitivityFigure::LayerSensitivityFigure(LayerSensitivitySpec spec) : m_spec(std::move(spec))
{
    if (!m_spec.result)
        return;
    m_spec.fixed = tellingValues(*m_spec.result, std::move(m_spec.fixed));
    for (const SweepPoint& point : m_spec.result->points)
        if (std::ranges::all_of(point.values, [this](const auto& one) {
                const auto wanted = m_spec.fixed.find(one.first);
                return wanted == m_spec.fixed.end() || wanted->second == one.second;
            }))
            m_points.push_back(&point);
    std::ranges::stable_sort(m_points, [](const SweepPoint* a, const SweepPoint* b) {
        return a->layer && (!b->layer || *a->layer < *b->layer);
    });
    if (std::ranges::none_of(m_points, [](const SweepPoint* point) { return point->layer.has_value(); }))
        m_points.clear(); // all layers together tell nothing of any
}

LayerSensitivityLayout LayerSensitivityFigure::layoutIn(const QRectF& area) const
{
    LayerSensitivityLayout layout;
    const QRectF inner = FigurePaper::inside(area);
    QStringList settings;
    for (const auto& [key, value] : m_spec.fixed)
        settings.append(sweepAxisName(key) + QStringLiteral(": ") + sweepValueText(key, value, true));
    layout.note = fittingNote(
        inner, {Words::tr("One layer at a time through the device, simulated."),
                settings.isEmpty() ? QString() : settings.join(QStringLiteral("; ")) + QLatin1Char('.'),
                m_spec.note});
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const QFont font = plotFont(PlotText::Small);
    double name = 0.0;
    double value = 0.0;
    double most = 0.0;
    for (const SweepPoint* point : m_points) {
        name = std::max(name, textWidth(font, nameOf(*point)));
        value = std::max(value, textWidth(font, valueOf(*point, false)));
        if (point->refusal.empty())
            most = std::max(most, 1.0 - point->device.agreement.confidence95().low);
    }
    name = std::min(name + 8.0, 0.3 * inner.width());
    value = std::min(value + 8.0, 0.32 * inner.width());
    layout.nameLeft = inner.left();
    const double top = body.top() + axisTextHeight + 3.0;
    const double height = std::max(16.0, body.bottom() - axisTextHeight - 4.0 - top);
    const auto count = static_cast<double>(std::max<std::size_t>(1, m_points.size()));
    layout.rowHeight = std::min(mostRow, height / count);
    layout.frame.rect = {inner.left() + name, top, std::max(20.0, inner.width() - name - value),
                         layout.rowHeight * count};
    layout.values = {layout.frame.rect.right() + 4.0, top, value - 4.0, layout.frame.rect.height()};
    layout.frame.x = {0.0, most > 0.0 ? std::min(1.0, 1.04 * most) : 0.1, false};
    return layout;
}

void LayerSensitivityFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const FigurePaper paper(painter, area, theme);
    if (m_points.empty()) {
        paintSentence(painter, area, theme, m_spec.title, m_spec.note, summary());
        return;
    }
    const LayerSensitivityLayout layout = layoutIn(area);
    const QRectF& plot = layout.frame.rect;
    const QFont font = plotFont(PlotText::Small);
    const QColor hue = theme.lane(LaneIdentity::Optical);
    (void)drawFlatHeading(painter, FigurePaper::inside(area), theme, m_spec.title, layout.note);
    drawXAxis(painter, theme, layout.frame,
              linearTicks(0.0, layout.frame.x.high, std::max(2, static_cast<int>(plot.width() / 50.0))),
              [](double share) {
                  return QString::number(100.0 * share, 'g', 3) + QChar(0x202F) + QLatin1Char('%');
              },
              area.right() - 3.0, {QString()});
    const double heading = plot.top() - axisTextHeight - 2.0;
    const QString what = Words::tr("sentences whose best word changes");
    const QString agree = Words::tr("agreement");
    const double agreeLeft = layout.values.right() - textWidth(font, agree) - 1.0;
    drawLine(painter, {plot.left(), heading, agreeLeft - 6.0 - plot.left(), axisTextHeight},
             Qt::AlignLeft | Qt::AlignVCenter, font, theme.fadedInk,
             textWidth(font, what) <= agreeLeft - 6.0 - plot.left() ? what : Words::tr("changed"));
    drawLine(painter, {agreeLeft, heading, layout.values.right() - agreeLeft, axisTextHeight},
             Qt::AlignRight | Qt::AlignVCenter, font, theme.fadedInk, agree);
    const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(lineHeight / layout.rowHeight)));
    for (std::size_t row = 0; row < m_points.size(); ++row) {
        const SweepPoint& point = *m_points[row];
        if (point.refusal.empty()) {
            const Interval interval = point.device.agreement.confidence95();
            const QRectF bar = layout.barOf(row, 0.0, 1.0 - point.device.agreement.value());
            drawHollowBar(painter, bar, hue, Qt::SolidLine);
            drawWhisker(painter, {layout.frame.xOf(1.0 - interval.high), bar.center().y()},
                        {layout.frame.xOf(1.0 - interval.low), bar.center().y()}, std::min(5.0, bar.height()),
                        theme.ink);
        }
        if (row % every != 0)
            continue;
        const double top = plot.top() + (static_cast<double>(row) + 0.5) * layout.rowHeight - lineHeight / 2;
        drawLine(painter, {layout.nameLeft, top, plot.left() - layout.nameLeft - 4.0, lineHeight},
                 Qt::AlignLeft | Qt::AlignVCenter, font, point.layer ? theme.ink : theme.fadedInk,
                 nameOf(point));
        const QString full = valueOf(point, false);
        drawLine(painter, {layout.values.left(), top, layout.values.width(), lineHeight},
                 Qt::AlignRight | Qt::AlignVCenter, font, theme.ink,
                 textWidth(font, full) <= layout.values.width() ? full : valueOf(point, true));
    }
}

QString LayerSensitivityFigure::title() const
{
    return m_spec.title;
}

QString LayerSensitivityFigure::summary() const
{
    const SweepPoint* worst = nullptr;
    for (const SweepPoint* point : m_points)
        if (point->layer && point->refusal.empty() &&
            (worst == nullptr || point->device.agreement.value() < worst->device.agreement.value()))
            worst = point;
    if (worst == nullptr)
        return Words::tr("No layer is simulated by itself: start a sweep layer by layer.");
    return Words::
        tr("Simulated: %1 is the most sensitive, with %2 agreement when it alone goes through the device.")
            .arg(nameOf(*worst), shareText(worst->device.agreement.value()));
}

QSizeF LayerSensitivityFigure::preferredSize() const
{
    return {440.0, std::max(140.0, 70.0 + 18.0 * static_cast<double>(m_points.size()))};
}

std::unique_ptr<QAbstractTableModel> LayerSensitivityFigure::table() const
{
    return sweepTable(m_spec.result.get(), m_points);
}

} // namespace mixlens::ui
