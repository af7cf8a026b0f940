#include "ui/figures/histogram_figure.h"

#include "ui/figures/axis_ticks.h"
#include "ui/figures/bench_series.h"
#include "ui/figures/edge_labels.h"
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

bool hasConverter(const HistogramSpec& spec)
{
    return spec.converterLow < spec.converterHigh;
}

bool isCut(const HistogramSpec& spec, double reading)
{
    const double slack = 1e-6 * (spec.converterHigh - spec.converterLow);
    return (hasConverter(spec) &&
            (reading <= spec.converterLow + slack || reading >= spec.converterHigh - slack)) ||
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
    std::size_t cut = 0;
    for (const float value : m_spec.readings->values()) {
        const auto reading = static_cast<double>(value);
        if (!std::isfinite(reading))
            continue;
        low = std::min(low, reading);
        high = std::max(high, reading);
        squares += reading * reading;
        ++count;
        cut += isCut(m_spec, reading) ? 1U : 0U;
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
    m_clippedShare = m_spec.clipped >= 0 && m_spec.samples > 0
                         ? static_cast<double>(m_spec.clipped) / static_cast<double>(m_spec.samples)
                         : static_cast<double>(cut) / static_cast<double>(count);
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
    const double words = 2.0 * phraseLine;
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

void HistogramFigure::paint(QPainter& painter, const QRectF& area, const Theme& theme) const
{
    const FigurePaper paper(painter, area, theme);
    if (m_bins.empty()) {
        paintSentence(painter, area, theme, m_spec.title, m_spec.note, summary());
        return;
    }
    const HistogramLayout layout = layoutIn(area);
    const QRectF& plot = layout.frame.rect;
    const QRectF inner = FigurePaper::inside(area);
    (void)drawFlatHeading(painter, inner, theme, m_spec.title, layout.note);
    // The title of y stands above the line of the limits' names.
    PlotFrame named = layout.frame;
    drawYAxis(painter, theme, named, [](double count) { return prefixedTick(count, {}); }, inner.left(),
              inner.left() + 32.0, {QString()});
    const QFont font = plotFont(PlotText::Small);
    drawLine(painter, {inner.left(), plot.top() - 2.0 * axisTextHeight - 4.0, inner.width(), axisTextHeight},
             Qt::AlignLeft | Qt::AlignTop, font, theme.fadedInk,
             Words::tr("readings a bin, log; across: %1, e⁻").arg(m_spec.valueName));
    const std::vector<double> ticks = linearTicks(layout.frame.x.low, layout.frame.x.high,
                                                  std::max(2, static_cast<int>(plot.width() / 60.0)));
    drawXAxis(painter, theme, layout.frame, ticks,
              [](double value) {
                  return std::abs(value) < 1e6 ? countText(std::llround(value)) : numberText(value, 2);
              },
              area.right() - 2.0, {QString()});

    const QColor hue = theme.lane(LaneIdentity::Optical);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double floor = plot.bottom();
    for (const HistogramBin& bin : m_bins) {
        if (bin.count == 0)
            continue;
        const QRectF bar(QPointF(layout.frame.xOf(bin.low), layout.frame.yOf(static_cast<double>(bin.count))),
                         QPointF(layout.frame.xOf(bin.high), floor));
        painter.fillRect(bar, mixed(hue, theme.paper, 0.72));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    // A hollow outline around all bars.
    QPolygonF outline;
    outline << QPointF(plot.left(), floor);
    for (const HistogramBin& bin : m_bins) {
        const double y = bin.count == 0 ? floor : layout.frame.yOf(static_cast<double>(bin.count));
        outline << QPointF(layout.frame.xOf(bin.low), y) << QPointF(layout.frame.xOf(bin.high), y);
    }
    outline << QPointF(plot.right(), floor);
    painter.setPen(QPen(hue, 1.0));
    painter.drawPolyline(outline);

    FreeSpots spots({plot.left(), plot.top() - axisTextHeight - 1.0, plot.width(), axisTextHeight});
    const auto rule = [&](double electrons, const QString& name, const QColor& colour) {
        const double x = layout.frame.xOf(electrons);
        painter.setPen(QPen(colour, 1.2, Qt::DotLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, floor));
        const double width = textWidth(font, name) + 1.0;
        const double top = plot.top() - axisTextHeight - 1.0;
        const auto at = [&](double left) { return QRectF(left, top, width, axisTextHeight); };
        const double middle =
            std::clamp(x - width / 2, plot.left(), std::max(plot.left(), plot.right() - width));
        if (const auto box = spots.place({at(middle), at(x - width), at(x)}))
            drawLine(painter, *box, Qt::AlignLeft | Qt::AlignVCenter, font, theme.ink, name);
    };
    if (hasConverter(m_spec)) {
        const double low = layout.frame.xOf(m_spec.converterLow);
        const double high = layout.frame.xOf(m_spec.converterHigh);
        painter.setPen(QPen(theme.ink, 0.8));
        painter.drawLine(QPointF(low, plot.top()), QPointF(high, plot.top()));
        rule(m_spec.converterHigh, Words::tr("converter, full scale"), theme.ink);
    }
    if (m_spec.fullWell > 0.0 && layout.frame.x.holds(m_spec.fullWell))
        rule(m_spec.fullWell, Words::tr("full well"), theme.warning);
    if (hasConverter(m_spec))
        rule(m_spec.converterLow, Words::tr("converter, least"), theme.ink);

    std::vector<Phrase> phrases;
    phrases.push_back({m_clippedShare > 0.0 ? Words::tr("%1 clipped").arg(shareText(m_clippedShare))
                                            : Words::tr("nothing clipped"),
                       theme.ink,
                       m_clippedShare > 0.0 ? [&theme](QPainter& to, QPointF at, double size) {
                           to.fillRect(QRectF(at - QPointF(size / 2, size / 2), QSizeF(size, size)),
                                       theme.warning);
                       } : std::function<void(QPainter&, QPointF, double)>()});
    if (m_usedShare > 0.0)
        phrases.push_back({Words::tr("rms %1 of full scale").arg(shareText(m_usedShare)), theme.ink, {}});
    if (m_spec.fullWell > 0.0) // its place above the plot is often taken by the converter's end
        phrases.push_back({Words::tr("full well %1").arg(electronText(m_spec.fullWell)), theme.ink,
                           [&theme](QPainter& to, QPointF at, double size) {
                               to.setPen(QPen(theme.warning, 1.2, Qt::DotLine));
                               to.drawLine(at - QPointF(0.0, size / 2), at + QPointF(0.0, size / 2));
                           }});
    drawPhrases(painter, layout.words, phrases);
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
    return std::make_unique<ColumnTable>(QStringList{Words::tr("what"), Words::tr("from (e⁻)"),
                                                     Words::tr("to (e⁻, or share)"), Words::tr("readings"),
                                                     Words::tr("origin")},
                                         std::move(rows));
}

} // namespace mixlens::ui
