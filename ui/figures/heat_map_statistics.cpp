#include "ui/figures/heat_map_statistics.h"

#include "ui/figures/value_scale.h"
#include "ui/style/number_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace mixlens::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(mixlens::ui::HeatMapFigure)
};

constexpr std::size_t bins = 48;
constexpr Index sampled = 1 << 18; ///< cells that a histogram's shape needs at most

std::vector<Index> shownIndices(const std::vector<AxisLabel>& labels, Index count)
{
    std::vector<Index> shown;
    for (Index i = 0; i < count; ++i)
        if (!labelAt(labels, i).padding)
            shown.push_back(i);
    return shown;
}

std::vector<double> histogramOf(const HeatMapSpec& spec, const std::vector<Index>& rows,
                                const std::vector<Index>& cols)
{
    const ValueScale scale(spec);
    std::vector<double> counts(bins, 0.0);
    const auto width = static_cast<Index>(cols.size());
    const Index total = static_cast<Index>(rows.size()) * width;
    // An odd step that shares no factor with usual widths, so that samples wander through all columns.
    const Index step = total <= sampled ? 1 : (total / sampled) | 1;
    for (Index at = 0; at < total; at += step) {
        const double position = scale.position(static_cast<double>((*spec.values)(
            rows[static_cast<std::size_t>(at / width)], cols[static_cast<std::size_t>(at % width)])));
        if (!std::isnan(position))
            counts[std::min(bins - 1, static_cast<std::size_t>(position * bins))] += 1.0;
    }
    const double peak = *std::ranges::max_element(counts);
    if (peak > 0.0)
        std::ranges::transform(counts, counts.begin(), [peak](double count) { return count / peak; });
    return counts;
}

} // namespace

AxisLabel labelAt(const std::vector<AxisLabel>& labels, Index at)
{
    const auto index = static_cast<std::size_t>(at);
    if (index < labels.size() && !labels[index].text.isEmpty())
        return labels[index];
    AxisLabel label = index < labels.size() ? labels[index] : AxisLabel();
    label.text = QString::number(at);
    return label;
}

double HeatMapStatistics::relativeRange() const noexcept
{
    const bool meaningful = count > 1 && smallest >= 0.0 && mean > 0.0 && notNumbers == 0;
    return meaningful ? (largest - smallest) / mean : std::numeric_limits<double>::infinity();
}

HeatMapStatistics heatMapStatistics(const HeatMapSpec& spec)
{
    HeatMapStatistics result;
    if (!spec.values || spec.values->empty())
        return result;
    const std::vector<Index> rows = shownIndices(spec.rows, spec.values->rows());
    const std::vector<Index> cols = shownIndices(spec.cols, spec.values->cols());
    const bool farthest = spec.colours == HeatColours::Diverging;
    float smallest = std::numeric_limits<float>::infinity(), largest = -smallest, peak = -smallest;
    double sum = 0.0;
    for (const Index row : rows)
        for (const Index col : cols) {
            const float value = (*spec.values)(row, col);
            if (std::isnan(value)) {
                ++result.notNumbers;
                continue;
            }
            ++result.count;
            sum += static_cast<double>(value);
            smallest = std::min(smallest, value);
            largest = std::max(largest, value);
            if (const float height = farthest ? std::abs(value) : value; height > peak) {
                peak = height;
                result.peakRow = row;
                result.peakCol = col;
            }
        }
    if (result.count > 0) {
        result.smallest = static_cast<double>(smallest);
        result.largest = static_cast<double>(largest);
        result.mean = sum / static_cast<double>(result.count);
        // A float's rounding is not "beyond": ranges are often the largest value itself.
        const double slack = 1e-6 * std::max(std::abs(spec.low), std::abs(spec.high));
        result.below = result.smallest < spec.low - slack;
        result.above = result.largest > spec.high + slack;
    }
    result.histogram = histogramOf(spec, rows, cols);
    return result;
}

QString heatValueText(const HeatMapSpec& spec, double value)
{
    if (spec.scale == HeatScale::Decibel)
        return decibelText(20.0 * std::log10(std::abs(value)));
    const QString number = numberText(value);
    return spec.unit.isEmpty() ? number : number + QChar(0x202F) + spec.unit;
}

QString heatMapSummary(const HeatMapSpec& spec, const HeatMapStatistics& statistics)
{
    if (!spec.values || spec.values->empty())
        return Words::tr("%1: no values").arg(spec.title);
    QString text = Words::tr("%1: %2 × %3").arg(spec.title).arg(spec.values->rows()).arg(spec.values->cols());
    if (statistics.relativeRange() < 0.01)
        text += Words::tr(", uniform to %1").arg(shareText(statistics.relativeRange()));
    if (statistics.count > 0 && spec.colours != HeatColours::Cyclic)
        text += (spec.colours == HeatColours::Diverging ? Words::tr(", farthest from zero %1 (%2 ← %3)")
                                                        : Words::tr(", largest %1 (%2 ← %3)"))
                    .arg(heatValueText(spec, static_cast<double>(
                                                 (*spec.values)(statistics.peakRow, statistics.peakCol))),
                         labelAt(spec.rows, statistics.peakRow).text,
                         labelAt(spec.cols, statistics.peakCol).text);
    if (statistics.notNumbers > 0)
        text += statistics.notNumbers == 1
                    ? Words::tr(", one value is not a number")
                    : Words::tr(", %1 values are not numbers").arg(countText(statistics.notNumbers));
    return text;
}

} // namespace mixlens::ui
