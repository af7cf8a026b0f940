#include "ui/figures/sweep_curve_figure.h"

#include "ui/figures/hollow_paint.h"
#include "ui/figures/plot_paint.h"
#include "ui/figures/sweep_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::SweepCurveFigure)
};

bool isDrawn(const SweepPoint& point)
{
    return point.refusal.empty() && std::isfinite(point.simulatedSnr);
}

} // namespace

QString thresholdText(const SweepThreshold& threshold)
{
    const bool known = std::isfinite(threshold.snr) && threshold.snr != 0.0;
    if (!known)
        return QString::fromStdString(threshold.sentence);
    const auto decibels = [](double value) {
        return QString::number(value, 'f', 0).replace(u'-', QChar(0x2212));
    };
    const QString level =
        Words::tr("1 % loss at %1%2dB").arg(decibels(threshold.snr), QString(QChar(0x202F)));
    const Interval& snr95 = threshold.snr95;
    if (!(snr95.low < snr95.high) || !std::isfinite(snr95.low) || !std::isfinite(snr95.high))
        return level;
    return level + QStringLiteral(" (%1–%2)").arg(decibels(snr95.low), decibels(snr95.high));
}

SweepCurveFigure::SweepCurveFigure(SweepCurveSpec spec) : m_spec(std::move(spec))
{
    if (!m_spec.result)
        return;
    for (const SweepPoint& point : m_spec.result->points)
        if (point.layer == m_spec.layer)
            m_points.push_back(&point);
    std::ranges::stable_sort(
        m_points, [](const SweepPoint* a, const SweepPoint* b) { return a->simulatedSnr < b->simulatedSnr; });
}

SweepCurveLayout SweepCurveFigure::layoutIn(const QRectF& area) const
{
    SweepCurveLayout layout;
    const QRectF inner = FigurePaper::inside(area);
    const auto left = std::ranges::count_if(
        m_points, [](const SweepPoint* point) { return point->refusal.empty() && !isDrawn(*point); });
    layout.note = fittingNote(
        inner,
        {Words::tr("Simulated; whiskers: Wilson's 95 % intervals."), m_spec.note,
         left > 0 ? Words::tr("%1 settings without any noise are in the table only.").arg(left) : QString()});
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const double labels = std::clamp(0.24 * area.width(), 70.0, 130.0);
    const double axis = 36.0;
    const double width = std::max(20.0, inner.width() - axis - labels);
    const double top = body.top() + axisTextHeight + 5.0;
    const double bottom = std::max(top + 20.0, body.bottom() - axisTextHeight - 3.0);
    const bool both = bottom - top >= 140.0;
    const double gap = axisTextHeight + 12.0;
    const double upper = both ? 0.6 * (bottom - top - gap) : bottom - top;
    layout.agreement.rect = {inner.left() + axis, top, width, upper};
    if (both)
        layout.divergence.rect = {inner.left() + axis, top + upper + gap, width, bottom - top - upper - gap};
    layout.labels = {layout.agreement.rect.right() + 4.0, top, labels - 4.0, upper};
    double low = 1e9;
    double high = -1e9;
    double least = 1.0;
    double most = 0.0;
    for (const SweepPoint* point : m_points) {
        if (!isDrawn(*point))
            continue;
        low = std::min(low, point->simulatedSnr);
        high = std::max(high, point->simulatedSnr);
        least = std::min(least, point->device.agreement.confidence95().low);
        most = std::max(most, point->device.divergence95.high);
        if (point->whiteNoise) {
            least = std::min(least, point->whiteNoise->agreement.confidence95().low);
            most = std::max(most, point->whiteNoise->divergence95.high);
        }
    }
    if (!(low < high)) {
        low = low > high ? 0.0 : low - 5.0;
        high = low + 10.0;
    }
    const double edge = 0.04 * (high - low);
    layout.agreement.x = layout.divergence.x = {low - edge, high + edge, false};
    layout.agreement.y = {std::max(0.0, std::floor(10.0 * least) / 10.0), 1.02, false};
    if (layout.agreement.y.low > 0.9)
        layout.agreement.y.low = 0.9;
    layout.divergence.y = {0.0, most > 0.0 ? 1.08 * most : 1.0, false};
    return layout;
}

QString SweepCurveFigure::title() const
{
    return m_spec.title;
}

QString SweepCurveFigure::summary() const
{
    const auto drawn = [](const SweepPoint* point) { return isDrawn(*point); };
    if (std::ranges::none_of(m_points, drawn))
        return Words::tr("No setting is simulated yet: start a sweep.");
    const auto worst = std::ranges::find_if(m_points, drawn);
    const auto best = std::find_if(m_points.rbegin(), m_points.rend(), drawn);
    QString words =
        Words::tr("Simulated agreement with the exact model: %1 at %2, %3 at %4")
            .arg(shareText((*worst)->device.agreement.value()), decibelText((*worst)->simulatedSnr),
                 shareText((*best)->device.agreement.value()), decibelText((*best)->simulatedSnr));
    if (m_spec.result->complete)
        words += QStringLiteral("; ") + thresholdText(m_spec.result->threshold);
    return words.endsWith(QLatin1Char('.')) ? words : words + QLatin1Char('.');
}

QSizeF SweepCurveFigure::preferredSize() const
{
    return {520.0, 340.0};
}

std::unique_ptr<QAbstractTableModel> SweepCurveFigure::table() const
{
    return sweepTable(m_spec.result.get(), m_points);
}

} // namespace mixlens::ui
