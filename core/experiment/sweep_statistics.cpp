#include "core/experiment/sweep_statistics.h"

#include "core/analysis/statistics.h"
#include "core/base/random.h"
#include "core/experiment/sweep_axis.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

namespace mixlens {
namespace {

constexpr std::uint64_t meanStream = 0x6D65616E;
constexpr std::uint64_t thresholdStream = 0x74687273;
constexpr std::size_t draws = 1000;

Interval percentiles(std::vector<double>& values)
{
    return {quantile(values, 0.025), quantile(values, 0.975)};
}

/// A point of agreement over signal-to-noise ratio.
struct Place
{
    double snr = 0.0;
    std::size_t row = 0; ///< of the agreements
};

std::vector<Place> places(const SweepResult& result)
{
    std::vector<Place> found;
    for (std::size_t row = 0; row < result.points.size(); ++row) {
        const SweepPoint& point = result.points[row];
        if (point.refusal.empty() && !point.layer && std::isfinite(point.simulatedSnr))
            found.push_back({point.simulatedSnr, row});
    }
    std::ranges::sort(found, {}, &Place::snr);
    return found;
}

/// Where the isotonic fit of agreement reaches 1 - toleratedLoss; `count(row)` agreements out of `of`.
template<class Count>
double thresholdSnr(const std::vector<Place>& at, std::size_t of, const Count& count)
{
    std::vector<double> snr;
    std::vector<double> agreement;
    for (const Place& place : at) {
        snr.push_back(place.snr);
        agreement.push_back(static_cast<double>(count(place.row)) / static_cast<double>(of));
    }
    const std::vector<double> equal(at.size(), 1.0);
    return firstReaching(snr, isotonic(agreement, equal), 1.0 - toleratedLoss);
}

void findSnr(const SweepResult& result, std::size_t sentences, SweepThreshold& threshold)
{
    const std::vector<Place> at = places(result);
    const auto row = [&](std::size_t point) {
        return std::span(result.agreements).subspan(point * sentences, sentences);
    };
    threshold.snr = thresholdSnr(
        at, sentences, [&](std::size_t point) { return std::ranges::count(row(point), std::uint8_t{1}); });
    if (std::isnan(threshold.snr))
        return;
    const Philox random(result.plan.seed, thresholdStream);
    std::vector<double> drawn;
    std::vector<std::size_t> chosen(sentences);
    for (std::size_t draw = 0; draw < draws; ++draw) {
        for (std::size_t i = 0; i < sentences; ++i)
            chosen[i] =
                std::min(sentences - 1, static_cast<std::size_t>(random.uniform(draw * sentences + i) *
                                                                 static_cast<double>(sentences)));
        const double snr = thresholdSnr(at, sentences, [&](std::size_t point) {
            const auto mine = row(point);
            std::size_t sum = 0;
            for (const std::size_t i : chosen)
                sum += mine[i];
            return sum;
        });
        drawn.push_back(std::isnan(snr) ? at.back().snr : snr);
    }
    threshold.snr95 = percentiles(drawn);
}

/// People know a setting by its values, not by its number.
std::string sentenceOf(const SweepResult& result, const SweepThreshold& threshold)
{
    const Share& exact = result.exactAccuracy;
    if (exact.of > 0 && exact.count == 0)
        return "The exact model finds none of the " + std::to_string(exact.of) +
               " hidden words, so no setting can lose any; sweep more sentences.";
    const auto point = std::ranges::find(result.points, threshold.point, &SweepPoint::number);
    if (!threshold.found || point == result.points.end())
        return "No setting of this sweep loses at most 1 % of accuracy; try more bits or photons.";
    std::string values;
    for (const auto& [key, value] : point->values)
        values += (values.empty() ? "" : " with ") + key + '=' + axisValueText(key, value);
    return "Of the settings that lose at most 1 % of accuracy, " + values +
           " needs the least energy (modelled).";
}

} // namespace

Interval wilson95(std::size_t count, std::size_t of) noexcept
{
    if (of == 0)
        return {0.0, 1.0};
    constexpr double z = 1.959963984540054;
    const auto n = static_cast<double>(of);
    const double p = static_cast<double>(count) / n;
    const double middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    const double half = z / (1.0 + z * z / n) * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

double Share::value() const noexcept
{
    return of == 0 ? 0.0 : static_cast<double>(count) / static_cast<double>(of);
}

Interval Share::confidence95() const noexcept
{
    return wilson95(count, of);
}

MeanInterval bootstrapMean(std::span<const double> sample, std::uint64_t seed)
{
    if (sample.empty())
        return {};
    const auto size = static_cast<double>(sample.size());
    MeanInterval result;
    result.mean = std::accumulate(sample.begin(), sample.end(), 0.0) / size;
    const Philox random(seed, meanStream);
    std::vector<double> means;
    means.reserve(draws);
    std::uint64_t counter = 0;
    for (std::size_t draw = 0; draw < draws; ++draw) {
        double sum = 0.0;
        for (std::size_t i = 0; i < sample.size(); ++i)
            sum += sample[std::min(sample.size() - 1,
                                   static_cast<std::size_t>(random.uniform(counter++) * size))];
        means.push_back(sum / size);
    }
    result.confidence95 = percentiles(means);
    return result;
}

std::vector<double> isotonic(std::span<const double> y, std::span<const double> weights)
{
    assert(y.size() == weights.size());
    struct Pool
    {
        double sum;
        double weight;
        std::size_t count;
        [[nodiscard]] double mean() const { return sum / weight; }
    };
    std::vector<Pool> pools;
    for (std::size_t i = 0; i < y.size(); ++i) {
        pools.push_back({y[i] * weights[i], weights[i], 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            const Pool last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().weight += last.weight;
            pools.back().count += last.count;
        }
    }
    std::vector<double> values;
    for (const Pool& pool : pools)
        values.insert(values.end(), pool.count, pool.mean());
    return values;
}

double firstReaching(std::span<const double> x, std::span<const double> isotonicValues, double level)
{
    assert(x.size() == isotonicValues.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (isotonicValues[i] < level)
            continue;
        if (i == 0)
            return x[0];
        const double share = (level - isotonicValues[i - 1]) / (isotonicValues[i] - isotonicValues[i - 1]);
        return x[i - 1] + share * (x[i] - x[i - 1]);
    }
    return std::numeric_limits<double>::quiet_NaN();
}

SweepThreshold findThreshold(const SweepResult& result)
{
    SweepThreshold threshold;
    const double wanted = result.exactAccuracy.value() - toleratedLoss;
    const bool nothingToLose = result.exactAccuracy.of > 0 && result.exactAccuracy.count == 0;
    for (const SweepPoint& point : result.points) {
        if (nothingToLose || !point.refusal.empty() || point.layer || point.device.accuracy.value() < wanted)
            continue;
        if (!threshold.found || point.joulesPerSentence < threshold.joulesPerSentence) {
            threshold.found = true;
            threshold.point = point.number;
            threshold.joulesPerSentence = point.joulesPerSentence;
        }
    }
    const std::size_t sentences = result.exactAccuracy.of;
    if (sentences > 0 && result.agreements.size() == result.points.size() * sentences)
        findSnr(result, sentences, threshold);
    threshold.sentence = sentenceOf(result, threshold);
    return threshold;
}

} // namespace mixlens
