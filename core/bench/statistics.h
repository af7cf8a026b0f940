#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace mixlens {

struct Interval
{
    double low = 0.0;
    double high = 0.0;
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// What a sample of times says. Medians, since times have a long right tail. Seconds.
struct Statistics
{
    std::size_t samples = 0;
    double median = 0.0;
    double mean = 0.0;
    double standardDeviation = 0.0; ///< with n - 1; 0 below two samples
    double minimum = 0.0;
    double maximum = 0.0;
    double p10 = 0.0; ///< Hyndman and Fan 1996, type 7, as everywhere in Mixlens
    double p90 = 0.0;
    double medianAbsoluteDeviation = 0.0; ///< not scaled
    /// Of the median, distribution-free: order statistics by the binomial(n, 1/2) law (Conover 1999, §3.2).
    /// The smallest symmetric pair of ranks whose coverage is at least 95 %; below six samples, where no pair
    /// reaches it, the whole range with the coverage that it has.
    Interval confidence95;
    double coverage = 0.0; ///< what `confidence95` covers by that law, 0..1; 0 for an empty sample
};

/// Precondition: every value is finite. An empty sample gives samples == 0 and zeros.
[[nodiscard]] Statistics summarise(std::span<const double> sample);

/// Modified z-scores 0.6745 (x - median) / MAD beyond this are outliers: ten standard deviations of a normal
/// law, as hyperfine warns (14.826 MAD). Iglewicz and Hoaglin 1993 use 3.5, which times exceed by nature.
inline constexpr double outlierScore = 10.0;
/// How many values lie beyond it. With MAD = 0, those that differ from the median at all do not count: there
/// is no scale to judge by.
[[nodiscard]] std::size_t countOutliers(std::span<const double> sample);

/// median(last third) / median(first third) in the order given: above 1, the machine got slower on the way.
/// 1 below six samples, and where the first third is zero.
[[nodiscard]] double driftRatio(std::span<const double> inOrder);

/// Two independent samples (Mann and Whitney 1947). Two-sided p-value: exact for small samples without ties,
/// the normal law with tie and continuity correction otherwise. `shift` is the Hodges-Lehmann estimate of
/// b - a.
struct RankTest
{
    double u = 0.0; ///< pairs in which b is larger; ties count half
    double pValue = 1.0;
    double shift = 0.0;
};
[[nodiscard]] RankTest mannWhitney(std::span<const double> a, std::span<const double> b);

/// Per-round ratios b[i] / a[i], summarised: drift and neighbours that slow both cancel. Rounds that only one
/// sample has, and those where a is zero, are left out.
[[nodiscard]] Statistics pairedRatio(std::span<const double> a, std::span<const double> b);

} // namespace mixlens
