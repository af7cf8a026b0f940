#include "core/bench/curve_medians.h"
#include "core/bench/growth.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mixlens {
namespace {

/// One point for the fit: f(N), and the median time.
struct FitPoint
{
    double term = 0.0;
    double time = 0.0;
};

struct Line
{
    double offset = 0.0;
    double slope = 0.0;
};

/// Sum of ((t - a - b f) / t)².
double relativeSquares(std::span<const FitPoint> points, Line line)
{
    double sum = 0.0;
    for (const FitPoint& p : points) {
        const double residual = 1.0 - (line.offset + line.slope * p.term) / p.time;
        sum += residual * residual;
    }
    return sum;
}

/// Minimises relativeSquares with a, b >= 0. Divided by t, a point reads 1 = a x + b y with x = 1 / t and
/// y = f / t. The problem is convex: where the free solution has a negative coefficient, the best one lies
/// on an edge, a = 0 or b = 0.
Line fitLine(std::span<const FitPoint> points)
{
    double xx = 0.0, xy = 0.0, yy = 0.0, x1 = 0.0, y1 = 0.0;
    for (const FitPoint& p : points) {
        const double x = 1.0 / p.time;
        const double y = p.term / p.time;
        xx += x * x;
        xy += x * y;
        yy += y * y;
        x1 += x;
        y1 += y;
    }
    const Line constant{x1 / xx, 0.0};
    if (yy <= 0.0)
        return constant;
    const Line throughZero{0.0, y1 / yy};

    // Gram-Schmidt instead of the normal equations' determinant: y without its part along x.
    const double along = xy / xx;
    double restSquares = 0.0, restOne = 0.0;
    for (const FitPoint& p : points) {
        const double rest = p.term / p.time - along / p.time;
        restSquares += rest * rest;
        restOne += rest;
    }
    if (restSquares > yy * 1e-24) { // otherwise all lengths have the same f, and nothing tells a from b
        const double slope = restOne / restSquares;
        const double offset = (x1 - slope * xy) / xx;
        if (slope >= 0.0 && offset >= 0.0)
            return {offset, slope};
    }
    return relativeSquares(points, constant) < relativeSquares(points, throughZero) ? constant : throughZero;
}

GrowthFit fitLaw(GrowthLaw law, std::span<const CurvePoint> points, std::span<const double> medians)
{
    std::vector<FitPoint> usable;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (medians[i] > 0.0)
            usable.push_back({growthTerm(law, points[i].tokens), medians[i]});

    const Line line = fitLine(usable);
    GrowthFit fit{law, line.offset, line.slope, std::vector<double>(points.size(), 0.0), 0.0};
    double squares = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double fitted = fit.at(points[i].tokens);
        if (medians[i] <= 0.0)
            continue;
        // A fit without offset says "no time" where f is 0: log2 of one token.
        fit.residuals[i] = fitted > 0.0 ? (medians[i] - fitted) / fitted : std::numeric_limits<double>::max();
        squares += std::min(fit.residuals[i] * fit.residuals[i], std::numeric_limits<double>::max());
    }
    fit.rmsResidual = std::sqrt(squares / static_cast<double>(usable.size()));
    return fit;
}

} // namespace

std::string_view growthLawName(GrowthLaw law) noexcept
{
    switch (law) {
    case GrowthLaw::Linear:
        return "N";
    case GrowthLaw::LinearLog:
        return "N log N";
    case GrowthLaw::Quadratic:
        return "N²";
    }
    return "";
}

double growthTerm(GrowthLaw law, double tokens) noexcept
{
    switch (law) {
    case GrowthLaw::Linear:
        return tokens;
    case GrowthLaw::LinearLog:
        return tokens * std::log2(tokens);
    case GrowthLaw::Quadratic:
        return tokens * tokens;
    }
    return 0.0;
}

double GrowthFit::at(double tokens) const noexcept
{
    return offset + slope * growthTerm(law, tokens);
}

std::vector<GrowthFit> fitGrowth(std::span<const CurvePoint> points)
{
    std::vector<double> medians(points.size());
    std::ranges::transform(points, medians.begin(), usableMedian);
    if (std::ranges::count_if(medians, [](double m) { return m > 0.0; }) < 3)
        return {};
    std::vector<GrowthFit> fits;
    for (const GrowthLaw law : growthLaws)
        fits.push_back(fitLaw(law, points, medians));
    std::ranges::stable_sort(fits, {}, &GrowthFit::rmsResidual);
    return fits;
}

double amdahlGain(double share, double factor) noexcept
{
    if (share <= 0.0) // also where an infinitely slow part would be no part at all
        return 1.0;
    return 1.0 / (1.0 - share + share / factor);
}

double replacedGain(double total, double part, double device) noexcept
{
    return total / (total - part + device);
}

} // namespace mixlens
