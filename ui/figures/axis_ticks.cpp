#include "ui/figures/axis_ticks.h"

#include "ui/style/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

namespace mixlens::ui {

namespace {

constexpr double slack = 1e-9; ///< share of a step by which rounding may miss an end of the range

/// The nearest 1, 2, 5 or 10 by ratio: boundaries at their geometric means.
double niceStep(double rough)
{
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    const double lead = rough / power;
    return power * (lead < std::sqrt(2.0)    ? 1.0
                    : lead < std::sqrt(10.0) ? 2.0
                    : lead < std::sqrt(50.0) ? 5.0
                                             : 10.0);
}

std::vector<double> decadeTicks(double low, double high, std::span<const double> factors, int every)
{
    std::vector<double> ticks;
    const int first = static_cast<int>(std::floor(std::log10(low)));
    const int last = static_cast<int>(std::ceil(std::log10(high)));
    for (int decade = first; decade <= last; ++decade) {
        if (decade % every != 0)
            continue;
        for (const double factor : factors) {
            const double value = factor * std::pow(10.0, decade);
            if (value >= low * (1.0 - slack) && value <= high * (1.0 + slack))
                ticks.push_back(value);
        }
    }
    return ticks;
}

} // namespace

std::vector<double> linearTicks(double low, double high, int count)
{
    if (!(low < high) || !std::isfinite(low) || !std::isfinite(high) || !std::isfinite(high - low))
        return {};
    const double step = niceStep((high - low) / std::max(1, count));
    const double first = std::ceil(low / step - slack);
    const double last = std::floor(high / step + slack);
    std::vector<double> ticks;
    // Multiples, not running sums, which would collect rounding; + 0.0 turns -0 into 0.
    for (double at = first; at <= last; at += 1.0)
        ticks.push_back(at * step + 0.0);
    return ticks;
}

std::vector<double> logTicks(double low, double high, int count)
{
    if (!(0.0 < low && low < high) || !std::isfinite(high))
        return {};
    constexpr std::array<double, 3> fine{1.0, 2.0, 5.0};
    constexpr std::array<double, 1> coarse{1.0};
    std::vector<double> ticks = decadeTicks(low, high, fine, 1);
    if (ticks.size() < 3) // a narrow range is almost linear
        return linearTicks(low, high, std::max(4, count));
    for (int every = 1; std::cmp_greater(ticks.size(), std::max(3, count)); ++every)
        ticks = decadeTicks(low, high, coarse, every);
    return ticks.size() >= 2 ? ticks : decadeTicks(low, high, fine, 1);
}

double niceCeiling(double value)
{
    if (!(value > 0.0) || !std::isfinite(value))
        return 1.0;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (value <= factor * power * (1.0 + slack))
            return factor * power;
    return 10.0 * power;
}

QStringList tickTexts(const std::vector<double>& ticks)
{
    QStringList texts;
    double largest = 0.0;
    double gap = INFINITY;
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        largest = std::max(largest, std::abs(ticks[i]));
        if (i > 0)
            gap = std::min(gap, std::abs(ticks[i] - ticks[i - 1]));
    }
    const bool scientific = largest >= 1e6 || (largest > 0.0 && largest < 1e-4);
    if (scientific || !std::isfinite(gap)) {
        for (const double tick : ticks)
            texts.append(numberText(tick, 2));
        return texts;
    }
    // As many decimals as the smallest gap needs to be exact: 0.25 needs two, 0.2 one.
    int decimals = 0;
    for (double step = gap;
         decimals < 8 && std::abs(step - std::round(step)) > 1e-6 * gap * std::pow(10.0, decimals);
         step *= 10.0)
        ++decimals;
    for (const double tick : ticks)
        texts.append(QString::number(tick + 0.0, 'f', decimals).replace(QLatin1Char('-'), QChar(0x2212)));
    return texts;
}

} // namespace mixlens::ui
