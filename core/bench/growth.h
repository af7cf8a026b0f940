#pragma once

#include "core/bench/statistics.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace mixlens {

/// All repetitions at one length: a point of a growth curve. Seconds (or any positive measure).
struct CurvePoint
{
    double tokens = 0.0;
    std::span<const double> samples;
};

/// t(N) = offset + slope f(N) with f one of these.
enum class GrowthLaw { Linear, LinearLog, Quadratic }; ///< N, N log2 N, N²
inline constexpr std::array growthLaws{GrowthLaw::Linear, GrowthLaw::LinearLog, GrowthLaw::Quadratic};
[[nodiscard]] std::string_view growthLawName(GrowthLaw law) noexcept; ///< "N", "N log N", "N²"
[[nodiscard]] double growthTerm(GrowthLaw law, double tokens) noexcept;

/// Least squares on medians with relative weights (each residual is divided by its t, so that 4096 tokens do
/// not drown 64); neither coefficient below zero.
struct GrowthFit
{
    GrowthLaw law = GrowthLaw::Linear;
    double offset = 0.0;
    double slope = 0.0;
    /// (measured - fitted) / fitted, one a point, in the points' order; 0 for points without samples or time,
    /// which the fit leaves out.
    std::vector<double> residuals;
    double rmsResidual = 0.0; ///< of those, relative
    [[nodiscard]] double at(double tokens) const noexcept;
};

/// One a law, best (smallest rmsResidual) first; empty below three points.
[[nodiscard]] std::vector<GrowthFit> fitGrowth(std::span<const CurvePoint> points);

/// Slope of log t over log N on the upper half of the lengths (at least three points), with a bootstrap 95 %
/// interval over repetitions and, where it is wider, the regression's own. Nothing below three points.
struct Exponent
{
    double value = 0.0;
    Interval confidence95;
    double fromTokens = 0.0;
    double toTokens = 0.0;
};
[[nodiscard]] std::optional<Exponent> growthExponent(std::span<const CurvePoint> points,
                                                     std::uint64_t seed = 1);

/// Where curve b becomes cheaper than curve a and stays so up to the last common length: root of the
/// difference of log medians, linear in log N between lengths that both have. A curve that is cheaper
/// everywhere, or nowhere, or is dearer again at the last length (Mixed), has its words.
enum class CrossoverKind { Crosses, AlwaysCheaper, NeverCheaper, Mixed, TooFewPoints };
struct Crossover
{
    CrossoverKind kind = CrossoverKind::TooFewPoints;
    double tokens = 0.0;   ///< only for Crosses
    Interval confidence95; ///< bootstrap over repetitions; ends beyond the range are cut to it
    double share = 0.0;    ///< of the bootstrap draws that cross inside the range, 0..1
    double fromTokens = 0.0, toTokens = 0.0; ///< common range
};
[[nodiscard]] Crossover findCrossover(std::span<const CurvePoint> a, std::span<const CurvePoint> b,
                                      std::uint64_t seed = 1);

/// Amdahl 1967: the whole's gain when the share s of its time runs k times faster, 1 / (1 - s + s / k).
[[nodiscard]] double amdahlGain(double share, double factor) noexcept;
/// The same with the part's new time given in seconds: total / (total - part + device).
[[nodiscard]] double replacedGain(double total, double part, double device) noexcept;
/// What Shen et al.'s article says of a Fourier layer's share of the whole, cited beside the measured one.
inline constexpr double articleFourierShare = 0.30;

} // namespace mixlens
