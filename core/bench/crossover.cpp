#include "core/analysis/statistics.h"
#include "core/bench/curve_medians.h"
#include "core/bench/growth.h"
#include "core/bench/resampling.h"

#include <algorithm>
#include <cmath>

namespace mixlens {
namespace {

/// A length that both curves have.
struct CommonLength
{
    double tokens = 0.0;
    std::span<const double> a, b;
};

std::vector<CommonLength> commonLengths(std::span<const CurvePoint> a, std::span<const CurvePoint> b)
{
    std::vector<CommonLength> common;
    for (const CurvePoint& point : a) {
        const auto other = std::ranges::find(b, point.tokens, &CurvePoint::tokens);
        if (other != b.end() && usableMedian(point) > 0.0 && usableMedian(*other) > 0.0)
            common.push_back({point.tokens, point.samples, other->samples});
    }
    std::ranges::sort(common, {}, &CommonLength::tokens);
    return common;
}

struct Root
{
    CrossoverKind kind = CrossoverKind::TooFewPoints;
    double tokens = 0.0; ///< cut to the common range where nothing crosses in it
};

/// From the differences ln(b / a), one a length, ascending. b is cheaper where one is below zero.
Root rootOf(std::span<const CommonLength> lengths, std::span<const double> differences)
{
    const auto cheaper = [](double difference) { return difference < 0.0; };
    if (std::ranges::none_of(differences, cheaper))
        return {CrossoverKind::NeverCheaper, lengths.back().tokens};
    if (!cheaper(differences.back()))
        return {CrossoverKind::Mixed, lengths.back().tokens};
    std::size_t last = differences.size(); // one past the last length at which b is not cheaper
    while (last > 0 && cheaper(differences[last - 1]))
        --last;
    if (last == 0)
        return {CrossoverKind::AlwaysCheaper, lengths.front().tokens};

    const double before = differences[last - 1]; // >= 0
    const double after = differences[last];      // < 0
    const double x = std::log(lengths[last - 1].tokens);
    const double step = std::log(lengths[last].tokens) - x;
    return {CrossoverKind::Crosses, std::exp(x + step * before / (before - after))};
}

} // namespace

Crossover findCrossover(std::span<const CurvePoint> a, std::span<const CurvePoint> b, std::uint64_t seed)
{
    const std::vector<CommonLength> lengths = commonLengths(a, b);
    if (lengths.size() < 2)
        return {};
    std::vector<double> differences;
    std::size_t values = 0;
    for (const CommonLength& length : lengths) {
        differences.push_back(std::log(summarise(length.b).median / summarise(length.a).median));
        values += length.a.size() + length.b.size();
    }
    Crossover result;
    result.fromTokens = lengths.front().tokens;
    result.toTokens = lengths.back().tokens;
    const Root measured = rootOf(lengths, differences);
    result.kind = measured.kind;
    if (measured.kind == CrossoverKind::Crosses)
        result.tokens = measured.tokens;

    Resampling resampling(seed);
    std::vector<double> roots;
    std::size_t crossing = 0;
    for (std::size_t draw = 0; draw < bootstrapDraws(values); ++draw) {
        bool positive = true;
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            resampling.draw(lengths[i].a.size());
            const double medianA = resampling.drawnMedian(lengths[i].a);
            // Samples of one run share their rounds: the same rounds are drawn for both, so that what
            // slowed both still cancels. Samples of different numbers cannot share them.
            if (lengths[i].b.size() != lengths[i].a.size())
                resampling.draw(lengths[i].b.size());
            const double medianB = resampling.drawnMedian(lengths[i].b);
            positive = positive && medianA > 0.0 && medianB > 0.0;
            differences[i] = std::log(medianB / medianA);
        }
        if (!positive)
            continue;
        const Root root = rootOf(lengths, differences);
        roots.push_back(root.tokens);
        crossing += root.kind == CrossoverKind::Crosses ? 1U : 0U;
    }
    if (!roots.empty()) {
        result.confidence95 = {quantile(roots, 0.025), quantile(roots, 0.975)};
        result.share = static_cast<double>(crossing) / static_cast<double>(roots.size());
    }
    return result;
}

} // namespace mixlens
