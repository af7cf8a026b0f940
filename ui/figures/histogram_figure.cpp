#include "ui/figures/histogram_figure.h"

#include "ui/figures/hollow_paint.h"
#include "ui/figures/optical_planes.h"
#include "ui/figures/plot_paint.h"
#include "ui/models/column_table.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::HistogramFigure)
};

constexpr int binCount = 64;

bool isCutBelow(const HistogramSpec& spec, double reading)
{
    return hasConverter(spec) &&
           reading <= spec.converterLow + 1e-6 * (spec.converterHigh - spec.converterLow);
}

bool isCutAbove(const HistogramSpec& spec, double reading)
{
    return (hasConverter(spec) &&
            reading >= spec.converterHigh - 1e-6 * (spec.converterHigh - spec.converterLow)) ||
           (spec.fullWell > 0.0 && std::abs(reading) >= spec.fullWell * (1.0 - 1e-6));
}

/// Readings and limits together: what is not used of the range is to be seen.
AxisRange rangeOf(const HistogramSpec& spec, double low, double high)
{
    if (hasConverter(spec)) {
        low = std::min(low, spec.converterLow);
        high = std::max(high, spec.converterHigh);
    }
    // A well far beyond the readings would squeeze them; it is then told in words.
    if (spec.fullWell > high && spec.fullWell < 3.0 * high)
        high = spec.fullWell;
    if (!(low < high))
        return {low - 1.0, high + 1.0, false};
    const double edge = 0.04 * (high - low);
    return {low - edge, high + edge, false};
}

} // namespace

HistogramFigure::HistogramFigure(HistogramSpec spec) : m_spec(std::move(spec))
{
    if (!m_spec.readings || m_spec.readings->empty())
        return;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    double squares = 0.0;
    std::size_t count = 0;
    std::size_t below = 0;
    std::size_t above = 0;
    for (const float value : m_spec.readings->values()) {
        const auto reading = static_cast<double>(value);
        if (!std::isfinite(reading))
            continue;
        low = std::min(low, reading);
        high = std::max(high, reading);
        squares += reading * reading;
        ++count;
        if (isCutBelow(m_spec, reading))
            ++below;
        else if (isCutAbove(m_spec, reading))
            ++above;
    }
    if (count == 0)
        return;
    const AxisRange range = rangeOf(m_spec, low, high);
    const double width = (range.high - range.low) / binCount;
    for (int i = 0; i < binCount; ++i)
        m_bins.push_back({range.low + i * width, range.low + (i + 1) * width, 0});
    for (const float value : m_spec.readings->values())
        if (std::isfinite(value))
            ++m_bins[static_cast<std::size_t>(
                         std::clamp(static_cast<int>((static_cast<double>(value) - range.low) / width), 0,
                                    binCount - 1))]
                  .count;
    if (m_spec.clipped >= 0 && m_spec.samples > 0) {
        m_clippedShare = static_cast<double>(m_spec.clipped) / static_cast<double>(m_spec.samples);
    } else {
        m_lowerShare = static_cast<double>(below) / static_cast<double>(count);
        m_upperShare = static_cast<double>(above) / static_cast<double>(count);
        m_clippedShare = static_cast<double>(below + above) / static_cast<double>(count);
    }
    if (hasConverter(m_spec))
        m_usedShare = std::sqrt(squares / static_cast<double>(count)) /
                      std::max(std::abs(m_spec.converterLow), std::abs(m_spec.converterHigh));
}

HistogramLayout HistogramFigure::layoutIn(const QRectF& area) const
{
    HistogramLayout layout;
    const QRectF inner = FigurePaper::inside(area);
    layout.note =
        fittingNote(inner, {m_spec.note, Words::tr("Simulated readings; dotted: range of the converter.")});
    const QRectF body = belowFlatHeading(inner, m_spec.title, layout.note);
    const double top = body.top() + axisTextHeight + 5.0 + phraseLine; // names of limits above the plot
    const double words = (body.height() >= 150.0 && inner.width() < 200.0 ? 3.0 : 2.0) * phraseLine;
    const double bottom = std::max(top + 20.0, body.bottom() - axisTextHeight - 5.0 - words);
    layout.frame.rect = {inner.left() + 34.0, top, std::max(20.0, inner.width() - 34.0 - 8.0), bottom - top};
    layout.words = {inner.left(), inner.bottom() - words, inner.width(), words};
    if (m_bins.empty())
        return layout;
    layout.frame.x = {m_bins.front().low, m_bins.back().high, false};
    const auto most = std::ranges::max_element(m_bins, {}, &HistogramBin::count)->count;
    layout.frame.y = {0.5, 1.6 * static_cast<double>(std::max<std::size_t>(most, 8)), true};
    return layout;
}

QString HistogramFigure::title() const
{
    return m_spec.title;
}

QString HistogramFigure::summary() const
{
    if (m_bins.empty())
        return Words::tr("There are no readings yet: type a sentence.");
    QString text = Words::tr("Simulated readings: %1 clipped").arg(shareText(m_clippedShare));
    if (m_usedShare > 0.0)
        text += Words::tr(", rms %1 of the converter's full scale").arg(shareText(m_usedShare));
    return text + QLatin1Char('.');
}

QSizeF HistogramFigure::preferredSize() const
{
    return {360.0, 220.0};
}

std::unique_ptr<QAbstractTableModel> HistogramFigure::table() const
{
    std::vector<ColumnTable::Row> rows;
    for (const HistogramBin& bin : m_bins)
        rows.push_back({Words::tr("readings"), bin.low, bin.high, static_cast<qlonglong>(bin.count),
                        Words::tr("simulated")});
    if (hasConverter(m_spec))
        rows.push_back({Words::tr("converter's range"), m_spec.converterLow, m_spec.converterHigh, QVariant(),
                        Words::tr("simulated")});
    if (m_spec.fullWell > 0.0)
        rows.push_back(
            {Words::tr("full well"), QVariant(), m_spec.fullWell, QVariant(), Words::tr("modelled")});
    if (!m_bins.empty())
        rows.push_back(
            {Words::tr("share clipped"), QVariant(), m_clippedShare, QVariant(), Words::tr("simulated")});
    if (m_lowerShare > 0.0)
        rows.push_back({Words::tr("share at the lower end"), QVariant(), m_lowerShare, QVariant(),
                        Words::tr("simulated")});
    if (m_upperShare > 0.0)
        rows.push_back({Words::tr("share at the upper end or the full well"), QVariant(), m_upperShare,
                        QVariant(), Words::tr("simulated")});
    return std::make_unique<ColumnTable>(QStringList{Words::tr("what"), Words::tr("from (e⁻)"),
                                                     Words::tr("to (e⁻, or share)"), Words::tr("readings"),
                                                     Words::tr("origin")},
                                         std::move(rows));
}

} // namespace mixlens::ui
