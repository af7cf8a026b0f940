#include "core/base/random.h"
#include "core/bench/resampling.h"
#include "core/bench/statistics.h"

#include <QtTest>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

using namespace mixlens;

namespace {

std::vector<double> lognormal(std::size_t n, std::uint64_t stream, double sigma = 0.5)
{
    const Philox random(7, stream);
    std::vector<double> sample(n);
    for (std::size_t i = 0; i < n; ++i)
        sample[i] = std::exp(sigma * random.normal(i));
    return sample;
}

/// P(B <= k) for B ~ binomial(n, 1/2), from Pascal's triangle.
double binomialTail(std::size_t n, std::size_t k)
{
    std::vector<double> row{1.0};
    for (std::size_t i = 0; i < n; ++i) {
        row.push_back(0.0);
        for (std::size_t j = row.size() - 1; j > 0; --j)
            row[j] = (row[j] + row[j - 1]) / 2.0;
        row[0] /= 2.0;
    }
    double sum = 0.0;
    for (std::size_t j = 0; j <= k; ++j)
        sum += row[j];
    return sum;
}

/// The U test by its definition: U of every way to choose which of the values are a's.
double enumeratedPValue(std::size_t n, std::size_t m, double u)
{
    const auto pairs = static_cast<double>(n * m);
    const double extreme = std::min(u, pairs - u);
    std::size_t ways = 0, asExtreme = 0;
    for (std::uint32_t chosen = 0; chosen < (1U << (n + m)); ++chosen) {
        if (std::popcount(chosen) != static_cast<int>(n))
            continue;
        double larger = 0.0;
        double ofA = 0.0; // values of a below the one looked at
        for (std::size_t rank = 0; rank < n + m; ++rank)
            ((chosen >> rank) & 1U) != 0 ? ofA += 1.0 : larger += ofA;
        ++ways;
        asExtreme += std::min(larger, pairs - larger) <= extreme ? 1U : 0U;
    }
    return static_cast<double>(asExtreme) / static_cast<double>(ways);
}

std::vector<double> range(std::size_t first, std::size_t count)
{
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<double>(first + i);
    return values;
}

} // namespace

class BenchStatisticsTest : public QObject
{
    Q_OBJECT

private slots:
    void nothingSaysNothing()
    {
        const Statistics none = summarise({});
        QCOMPARE(none.samples, std::size_t{0});
        QCOMPARE(none.median, 0.0);
        QCOMPARE(none.coverage, 0.0);
        QCOMPARE(none.confidence95, Interval());
        QCOMPARE(countOutliers({}), std::size_t{0});
        QCOMPARE(driftRatio({}), 1.0);
        QCOMPARE(mannWhitney({}, {}).pValue, 1.0);
        QCOMPARE(pairedRatio({}, {}).samples, std::size_t{0});
    }

    void oneValueIsItselfWithNoCoverage()
    {
        const Statistics one = summarise(std::vector{3.5});
        QCOMPARE(one.samples, std::size_t{1});
        QCOMPARE(one.median, 3.5);
        QCOMPARE(one.mean, 3.5);
        QCOMPARE(one.standardDeviation, 0.0);
        QCOMPARE(one.confidence95, (Interval{3.5, 3.5}));
        QCOMPARE(one.coverage, 0.0);
    }

    void handMadeSampleHasItsTextbookValues()
    {
        const Statistics s = summarise(std::vector{4.0, 1.0, 3.0, 2.0, 10.0});
        QCOMPARE(s.median, 3.0);
        QCOMPARE(s.mean, 4.0);
        QCOMPARE(s.standardDeviation, std::sqrt(12.5)); // (0 + 9 + 1 + 4 + 36) / 4
        QCOMPARE(s.minimum, 1.0);
        QCOMPARE(s.maximum, 10.0);
        QCOMPARE(s.p10, 1.4); // 0.4 of the way from 1 to 2
        QCOMPARE(s.p90, 7.6); // 0.6 of the way from 4 to 10
        QCOMPARE(s.medianAbsoluteDeviation, 1.0);
        QCOMPARE(s.confidence95, (Interval{1.0, 10.0}));
        QCOMPARE(s.coverage, 0.9375); // 1 - 2 / 2^5
        QCOMPARE(summarise(std::vector{1.0, 2.0, 4.0, 8.0}).median, 3.0);
    }

    void equalValuesHaveNoSpread()
    {
        for (const double value : {0.0, 0.1, 1e-300}) {
            const Statistics s = summarise(std::vector<double>(21, value));
            QCOMPARE(s.median, value);
            QCOMPARE(s.mean, value);
            QCOMPARE(s.standardDeviation, 0.0);
            QCOMPARE(s.medianAbsoluteDeviation, 0.0);
            QCOMPARE(s.confidence95, (Interval{value, value}));
        }
    }

    /// Against Pascal's triangle: the pair has at least 95 %, and the next narrower pair has less.
    void theIntervalIsTheNarrowestPairThatCovers()
    {
        for (std::size_t n = 6; n <= 60; ++n) {
            const std::vector<double> ranks = range(0, n);
            const Statistics s = summarise(ranks);
            const auto below = static_cast<std::size_t>(s.confidence95.low);
            QCOMPARE(s.confidence95.high, static_cast<double>(n - 1 - below));
            const double coverage = 1.0 - 2.0 * binomialTail(n, below);
            QVERIFY(std::abs(s.coverage - coverage) < 1e-13); // n roundings of numbers below one
            QVERIFY(coverage >= 0.95);
            QVERIFY(1.0 - 2.0 * binomialTail(n, below + 1) < 0.95);
        }
    }

    void hugeSamplesKeepTheirCoverage()
    {
        const Statistics s = summarise(range(0, 100'001));
        QVERIFY(s.coverage >= 0.95 && s.coverage < 0.951);
        // The normal law's half length: 1.96 √n / 2 = 309.9 ranks.
        QVERIFY(std::abs((s.confidence95.high - s.confidence95.low) / 2.0 - 309.9) < 2.0);
    }

    /// 4000 draws: a share's standard deviation is below 0.35 %, so 1.5 % is more than four of them.
    void intervalsCoverTheMedianAsOftenAsTheySay()
    {
        constexpr std::uint64_t draws = 4000;
        for (std::size_t n = 5; n <= 31; n += n < 8 ? 1 : 3) {
            std::size_t covered = 0;
            double nominal = 0.0;
            for (std::uint64_t draw = 0; draw < draws; ++draw) {
                const Statistics s = summarise(lognormal(n, draw * 64 + n));
                nominal = s.coverage;
                covered += s.confidence95.low <= 1.0 && 1.0 <= s.confidence95.high ? 1U : 0U;
            }
            const double share = static_cast<double>(covered) / static_cast<double>(draws);
            QVERIFY2(share >= nominal - 0.015, qPrintable(QString("n %1: %2").arg(n).arg(share)));
            QVERIFY2(share <= nominal + 0.015, qPrintable(QString("n %1: %2").arg(n).arg(share)));
        }
    }

    void outliersAreTenDeviationsAway()
    {
        // Median 0, MAD 1: ten normal deviations are 14.826 MAD.
        std::vector<double> sample{-2, -1, -1, -1, 0, 0, 1, 1, 1, 2};
        QCOMPARE(countOutliers(sample), std::size_t{0});
        sample.insert(sample.end(), {14.8, -14.8});
        QCOMPARE(countOutliers(sample), std::size_t{0});
        sample.insert(sample.end(), {15.1, -15.1}); // median still 0, MAD still 1
        QCOMPARE(countOutliers(sample), std::size_t{2});
    }

    void withoutASpreadNothingIsAnOutlier()
    {
        std::vector<double> sample(20, 1.0);
        sample.push_back(1e9);
        QCOMPARE(countOutliers(sample), std::size_t{0});
        QCOMPARE(countOutliers(std::vector<double>(9, 0.0)), std::size_t{0});
    }

    void driftComparesTheThirdsInOrder()
    {
        QCOMPARE(driftRatio(std::vector{1.0, 1.0, 5.0, 5.0, 2.0, 2.0}), 2.0);
        QCOMPARE(driftRatio(std::vector{2.0, 2.0, 2.0, 9.0, 9.0, 9.0, 1.0, 1.0, 1.0, 1.0}), 0.5);
        QCOMPARE(driftRatio(std::vector{1.0, 1.0, 1.0, 1.0, 9.0}), 1.0); // too few
        QCOMPARE(driftRatio(std::vector<double>(9, 0.0)), 1.0);
    }

    void uCountsThePairsInWhichTheSecondIsLarger()
    {
        QCOMPARE(mannWhitney(std::vector{1.0, 2.0}, std::vector{3.0, 4.0, 5.0}).u, 6.0);
        QCOMPARE(mannWhitney(std::vector{3.0, 4.0, 5.0}, std::vector{1.0, 2.0}).u, 0.0);
        QCOMPARE(mannWhitney(std::vector{1.0, 3.0}, std::vector{2.0, 3.0}).u, 2.5); // 2>1, 3>1, 3=3
    }

    /// Mann and Whitney 1947, table I, P(U <= u) of one tail: doubled here.
    void exactValuesAreThoseOfThePublishedTable()
    {
        struct Row
        {
            std::size_t n, m;
            double u, oneTail;
        };
        for (const Row& row : {Row{3, 3, 0, .050}, Row{3, 3, 1, .100}, Row{4, 4, 0, .014}, Row{4, 4, 3, .100},
                               Row{5, 5, 2, .016}, Row{5, 5, 4, .048}, Row{6, 6, 5, .021},
                               Row{8, 8, 13, .025}, Row{8, 5, 6, .023}}) {
            // b is the values that push U to what the row asks: the last ones of b climb over a.
            std::vector<double> a = range(100, row.n);
            std::vector<double> b(row.m);
            double left = row.u;
            for (std::size_t j = 0; j < row.m; ++j) {
                const double over = std::min(left, static_cast<double>(row.n));
                b[j] = 99.0 + over + 0.001 * static_cast<double>(j + 1);
                left -= over;
            }
            const RankTest test = mannWhitney(a, b);
            QCOMPARE(test.u, row.u);
            QVERIFY2(std::abs(test.pValue - 2.0 * row.oneTail) <= 0.001001, // the table has three decimals
                     qPrintable(QString("%1 %2 %3: %4").arg(row.n).arg(row.m).arg(row.u).arg(test.pValue)));
        }
    }

    void exactValuesAreThoseOfCountingEveryArrangement()
    {
        const Philox random(3);
        std::uint64_t counter = 0;
        for (std::size_t n = 1; n <= 7; ++n) {
            for (std::size_t m = 1; m <= 7; ++m) {
                std::vector<double> a(n), b(m);
                std::ranges::generate(a, [&] { return random.normal(counter++); });
                std::ranges::generate(b, [&] { return random.normal(counter++) + 0.5; });
                const RankTest test = mannWhitney(a, b);
                QVERIFY(std::abs(test.pValue - enumeratedPValue(n, m, test.u)) < 1e-12);
            }
        }
    }

    /// 20 x 20 is counted, 20 x 21 is approximated: side by side, the normal law is within 2 % of a p-value
    /// of a few per cent (its error is of order 1 / n).
    void theNormalLawContinuesTheExactOne()
    {
        const auto shifted = [](std::size_t n, double by) {
            std::vector<double> values = range(0, n);
            for (double& value : values)
                value += by + 0.3;
            return values;
        };
        const double exact = mannWhitney(range(0, 20), shifted(20, 4.0)).pValue;
        const double normal = mannWhitney(range(0, 20), shifted(21, 4.0)).pValue;
        QVERIFY(exact > 0.02 && exact < 0.06);
        QVERIFY(normal < exact); // one more value that is larger
        QVERIFY(normal > 0.5 * exact);
    }

    /// With ties: by hand, a = {1, 2, 2}, b = {2, 3, 3}. U = 8, ties of 3 and 2 values:
    /// variance = 9/12 (7 - (24 + 6) / 30) = 4.5, z = (8 - 4.5 - 0.5) / √4.5 = √2.
    void tiesAreCorrectedFor()
    {
        const RankTest test = mannWhitney(std::vector{1.0, 2.0, 2.0}, std::vector{2.0, 3.0, 3.0});
        QCOMPARE(test.u, 8.0);
        QCOMPARE(test.pValue, std::erfc(1.0));
        QCOMPARE(test.shift, 1.0);
        QCOMPARE(mannWhitney(std::vector<double>(9, 2.0), std::vector<double>(4, 2.0)).pValue, 1.0);
    }

    void swappingTheSamplesTurnsTheShiftRound()
    {
        const auto a = lognormal(31, 1);
        const auto b = lognormal(17, 2);
        const RankTest there = mannWhitney(a, b);
        const RankTest back = mannWhitney(b, a);
        QCOMPARE(there.pValue, back.pValue);
        QCOMPARE(there.u + back.u, 31.0 * 17.0);
        QCOMPARE(there.shift, -back.shift);
    }

    void theShiftIsTheMedianOfAllDifferences()
    {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const auto a = lognormal(1 + seed % 9, 2 * seed);
            const auto b = lognormal(1 + seed % 7, 2 * seed + 1);
            std::vector<double> differences;
            for (const double x : a)
                for (const double y : b)
                    differences.push_back(y - x);
            QCOMPARE(mannWhitney(a, b).shift, summarise(differences).median);
        }
    }

    void equalSamplesDiffersByChanceAsOftenAsThePValueSays()
    {
        constexpr std::size_t draws = 4000;
        std::size_t small = 0;
        for (std::uint64_t draw = 0; draw < draws; ++draw)
            small +=
                mannWhitney(lognormal(12, 2 * draw), lognormal(12, 2 * draw + 1)).pValue <= 0.05 ? 1U : 0U;
        const double share = static_cast<double>(small) / draws;
        QVERIFY(share > 0.03 && share <= 0.062); // 5 % and four standard deviations; discrete from below
    }

    void ratiosByRoundCancelWhatSlowedBoth()
    {
        std::vector<double> a, b;
        for (int round = 0; round < 21; ++round) {
            a.push_back(1.0 + 0.5 * round); // a machine that slows down by eleven times
            b.push_back(a.back() * 0.25);
        }
        a.push_back(7.0); // a round that only one has
        const Statistics ratio = pairedRatio(a, b);
        QCOMPARE(ratio.samples, std::size_t{21});
        QCOMPARE(ratio.median, 0.25);
        QCOMPARE(ratio.confidence95, (Interval{0.25, 0.25}));
        QCOMPARE(pairedRatio(std::vector{0.0, 2.0}, std::vector{1.0, 1.0}).samples, std::size_t{1});
    }

    void resamplingDrawsEveryPlaceEquallyOften()
    {
        Resampling resampling(1);
        std::vector<std::size_t> counts(7, 0);
        for (int i = 0; i < 10'000; ++i)
            for (const std::uint32_t place : resampling.draw(counts.size()))
                ++counts[place];
        for (const std::size_t count : counts) // 10000, standard deviation 93
            QVERIFY(count > 9600 && count < 10400);
    }

    void resamplingIsTheSameForTheSameSeed()
    {
        Resampling one(5), same(5), other(6);
        const auto sample = lognormal(21, 9);
        std::vector<double> medians[3];
        for (int i = 0; i < 20; ++i) {
            std::size_t which = 0;
            for (Resampling* resampling : {&one, &same, &other}) {
                resampling->draw(sample.size());
                medians[which++].push_back(resampling->drawnMedian(sample));
            }
        }
        QCOMPARE(medians[0], medians[1]);
        QVERIFY(medians[0] != medians[2]);
    }

    void theDrawnMedianIsThatOfTheDrawnValues()
    {
        Resampling resampling(2);
        for (std::size_t n = 1; n <= 12; ++n) {
            const auto sample = lognormal(n, n);
            std::vector<double> drawn;
            for (const std::uint32_t place : resampling.draw(n))
                drawn.push_back(sample[place]);
            QCOMPARE(resampling.drawnMedian(sample), summarise(drawn).median);
        }
    }
};

QTEST_APPLESS_MAIN(BenchStatisticsTest)
#include "tst_bench_statistics.moc"
