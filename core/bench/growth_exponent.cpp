#include "core/analysis/statistics.h"
#include "core/bench/curve_medians.h"
#include "core/bench/growth.h"
#include "core/bench/resampling.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens {
namespace {

/// One point of a log-log curve.
struct LogPoint
{
    double x = 0.0; ///< ln N
    double y = 0.0; ///< ln t
};

struct Slope
{
    double value = 0.0;
    double standardError = 0.0; ///< from the scatter about the line; 0 for a perfect one
};

/// Ordinary least squares; at least three points with two lengths among them.
Slope slopeOf(std::span<const LogPoint> points)
{
    const auto n = static_cast<double>(points.size());
    double meanX = 0.0, meanY = 0.0;
    for (const LogPoint& p : points) {
        meanX += p.x / n;
        meanY += p.y / n;
    }
    double xx = 0.0, xy = 0.0;
    for (const LogPoint& p : points) {
        xx += (p.x - meanX) * (p.x - meanX);
        xy += (p.x - meanX) * (p.y - meanY);
    }
    const double slope = xy / xx;
    double squares = 0.0;
    for (const LogPoint& p : points) {
        const double residual = p.y - meanY - slope * (p.x - meanX);
        squares += residual * residual;
    }
    return {slope, std::sqrt(squares / (n - 2.0) / xx)};
}

/// 97.5 % point of Student's t law for `freedom` >= 1 degrees.
double studentT975(std::size_t freedom)
{
    static constexpr std::array table{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
                                      2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
                                      2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};
    if (freedom <= table.size())
        return table[freedom - 1];
    const double z = 1.959964; // Cornish-Fisher, to two terms: within 0.001 from 30 on
    return z + (z * z * z + z) / (4.0 * static_cast<double>(freedom));
}

} // namespace

std::optional<Exponent> growthExponent(std::span<const CurvePoint> points, std::uint64_t seed)
{
    std::vector<CurvePoint> usable;
    std::ranges::copy_if(points, std::back_inserter(usable),
                         [](const CurvePoint& point) { return usableMedian(point) > 0.0; });
    std::ranges::sort(usable, {}, &CurvePoint::tokens);
    if (usable.size() < 3)
        return std::nullopt;
    const std::size_t kept = std::max<std::size_t>(3, (usable.size() + 1) / 2);
    const auto upper = std::span<const CurvePoint>(usable).last(kept);
    if (upper.front().tokens >= upper.back().tokens)
        return std::nullopt;

    std::vector<LogPoint> curve;
    std::size_t values = 0;
    for (const CurvePoint& point : upper) {
        curve.push_back({std::log(point.tokens), std::log(usableMedian(point))});
        values += point.samples.size();
    }
    const Slope slope = slopeOf(curve);

    // Repetitions of different lengths were taken at different times: each length is drawn for itself.
    Resampling resampling(seed);
    std::vector<double> slopes;
    for (std::size_t draw = 0; draw < bootstrapDraws(values); ++draw) {
        bool positive = true;
        for (std::size_t i = 0; i < kept; ++i) {
            resampling.draw(upper[i].samples.size());
            const double median = resampling.drawnMedian(upper[i].samples);
            positive = positive && median > 0.0;
            curve[i].y = std::log(median);
        }
        if (positive)
            slopes.push_back(slopeOf(curve).value);
    }
    const double reach = studentT975(kept - 2) * slope.standardError;
    Interval interval{slope.value - reach, slope.value + reach};
    if (!slopes.empty()) {
        interval.low = std::min(interval.low, quantile(slopes, 0.025));
        interval.high = std::max(interval.high, quantile(slopes, 0.975));
    }
    return Exponent{slope.value, interval, upper.front().tokens, upper.back().tokens};
}

} // namespace mixlens
