#include "ui/figures/plot_paint.h"
#include "ui/figures/timing_figure.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <utility>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::TimingFigure)
};

constexpr double tenfold = 10.0;  ///< beyond, a linear axis would squeeze the fast lanes onto zero
constexpr double leastRow = 26.0; ///< of the preferred size
constexpr double lowestRow = 9.0; ///< of any size
constexpr double twoLineRow = 20.0;
constexpr double axisHeight = 12.5;
constexpr double modelledLine = 10.0;
constexpr double blockGap = 1.0; ///< above the modelled text
constexpr double modelledColumn = 122.0;
constexpr double leastPlot = 110.0; ///< what the modelled column leaves
constexpr double markWidth = 14.0;

double widestOf(const QStringList& texts, const QFont& font)
{
    double width = 0.0;
    for (const QString& text : texts)
        width = std::max(width, textWidth(font, text));
    return width;
}

/// Height of the modelled text below `rows` measured ones: a heading line and as many as the height leaves.
double modelledBelow(std::size_t devices, double height, double rows)
{
    if (devices == 0)
        return 0.0;
    const double spare = height - axisHeight - blockGap - rows * lowestRow;
    const double lines =
        std::clamp(std::floor(spare / modelledLine / static_cast<double>(devices)), 1.0, 3.0);
    return blockGap + modelledLine * lines * static_cast<double>(devices);
}

} // namespace

double TimingLayout::xOf(double seconds) const
{
    const double share = logarithmic ? std::log(std::max(seconds, low) / low) / std::log(high / low)
                                     : (seconds - low) / (high - low);
    return plot.left() + std::clamp(share, 0.0, 1.0) * plot.width();
}

double TimingLayout::yOf(std::size_t row) const
{
    return plot.top() + (static_cast<double>(row) + 0.5) * rowHeight;
}

TimingLayout TimingFigure::layoutIn(const QRectF& area) const
{
    TimingLayout layout;
    const QRectF inner = area.adjusted(4.0, 3.0, -4.0, -1.0);
    const double rows = static_cast<double>(std::max<std::size_t>(1, m_spec.measured.size()));
    const std::size_t devices = m_spec.modelled.size();
    const double wanted =
        rows * lowestRow + axisHeight + blockGap + 2.0 * modelledLine * static_cast<double>(devices);
    QRectF body = belowHeading(inner, m_spec.title, m_spec.note);
    layout.showsNote = m_spec.shortNote.isEmpty() || body.height() >= wanted;
    if (!layout.showsNote)
        body = belowHeading(inner, m_spec.title, {});
    QStringList names;
    QStringList medians;
    QStringList below;
    QStringList ranges;
    for (const TimingRow& row : m_spec.measured) {
        names.append(timingRowName(row));
        below.append(row.tokens > 0 ? Words::tr("rows: %1").arg(countText(row.tokens)) : QString());
        if (row.seconds.empty())
            continue;
        medians.append(secondsText(row.median));
        ranges.append(secondsRangeText(row.low, row.high));
    }
    QFont bold = plotFont();
    bold.setBold(true);
    const auto columns = [&](bool both) {
        const QFont small = plotFont(PlotText::Small);
        const double name = std::max(widestOf(names, plotFont()), both ? widestOf(below, small) : 0.0);
        const double value = std::max(widestOf(medians, bold), both ? widestOf(ranges, small) : 0.0);
        return std::pair(std::min(markWidth + name + 12.0, 0.54 * body.width()), value + 16.0);
    };
    const auto height = [&](double text) { return std::min(body.height() - axisHeight - text, rows * 44.0); };
    const auto roomFor = [&](double text, double column) {
        layout.rowHeight = std::max(lowestRow, height(text) / rows);
        layout.twoLines = layout.rowHeight >= twoLineRow;
        const auto [name, value] = columns(layout.twoLines);
        layout.plot = {body.left() + name, body.top(), std::max(20.0, body.width() - name - value - column),
                       layout.rowHeight * rows};
    };
    roomFor(0.0, devices == 1 ? modelledColumn : 0.0);
    layout.beside = devices == 1 && layout.plot.width() >= leastPlot;
    if (layout.beside) {
        layout.modelled = {body.right() - modelledColumn, body.top(), modelledColumn, body.height()};
    } else if (devices > 0) {
        const double block = modelledBelow(devices, body.height(), rows);
        roomFor(block, 0.0);
        layout.modelled = {body.left(), layout.plot.bottom() + axisHeight + blockGap, body.width(),
                           block - blockGap};
    }

    double least = INFINITY;
    double largest = 0.0;
    double slowest = 0.0;
    double fastest = INFINITY;
    for (const TimingRow& row : m_spec.measured) {
        if (row.seconds.empty())
            continue;
        const auto [first, last] = std::ranges::minmax(row.seconds);
        least = std::min(least, first);
        largest = std::max({largest, last, row.high});
        slowest = std::max(slowest, row.median);
        fastest = std::min(fastest, row.median);
    }
    if (!(largest > 0.0))
        return layout;
    layout.logarithmic = fastest > 0.0 && least > 0.0 && slowest > tenfold * fastest;
    layout.low = layout.logarithmic ? least / 1.5 : 0.0;
    layout.high = largest * (layout.logarithmic ? 1.5 : 1.05);
    return layout;
}

QSizeF TimingFigure::preferredSize() const
{
    const double rows = static_cast<double>(std::max<std::size_t>(1, m_spec.measured.size()));
    const double block = blockGap + 3.0 * modelledLine * static_cast<double>(m_spec.modelled.size());
    constexpr double width = 520.0;
    const QRectF body = belowHeading({0.0, 0.0, width - 8.0, 0.0}, m_spec.title, m_spec.note);
    return {width, body.top() + rows * leastRow + axisHeight + block + 8.0};
}

} // namespace mixlens::ui
