#include "core/base/random.h"
#include "core/bench/growth.h"

#include <QtTest>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

using namespace mixlens;

namespace {

/// A curve with its samples, which a CurvePoint only looks at.
class Curve
{
public:
    using Time = std::function<double(double)>;

    /// `rounds` samples a length: the time, times a lognormal of the given spread.
    Curve(const std::vector<double>& lengths, const Time& time, double sigma = 0.0, int rounds = 1,
          std::uint64_t seed = 1)
    {
        m_samples.reserve(lengths.size());
        for (const double tokens : lengths) {
            std::vector<double> sample;
            for (int round = 0; round < rounds; ++round)
                sample.push_back(
                    time(tokens) *
                    std::exp(sigma *
                             Philox(seed, m_samples.size()).normal(static_cast<std::uint64_t>(round))));
            m_samples.push_back(std::move(sample));
            m_points.push_back({tokens, m_samples.back()});
        }
    }
    operator std::span<const CurvePoint>() const { return m_points; }

private:
    std::vector<std::vector<double>> m_samples;
    std::vector<CurvePoint> m_points;
};

const std::vector<double> octaves{8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096};

Curve::Time power(double factor, double exponent)
{
    return [=](double n) { return factor * std::pow(n, exponent); };
}

bool near(double value, double expected, double relative)
{
    return std::abs(value - expected) <= relative * std::abs(expected);
}

} // namespace

class GrowthTest : public QObject
{
    Q_OBJECT

private slots:
    void eachLawFindsItsOwnCurveExactly_data()
    {
        QTest::addColumn<int>("law");
        QTest::addColumn<double>("offset");
        for (std::size_t law = 0; law < growthLaws.size(); ++law)
            for (const double offset : {0.0, 2e-6, 1e-4})
                QTest::addRow("%s, offset %g", growthLawName(growthLaws[law]).data(), offset)
                    << static_cast<int>(law) << offset;
    }

    void eachLawFindsItsOwnCurveExactly()
    {
        QFETCH(int, law);
        QFETCH(double, offset);
        const GrowthLaw true_ = growthLaws[static_cast<std::size_t>(law)];
        const double slope = 3e-8;
        const Curve curve(octaves, [&](double n) { return offset + slope * growthTerm(true_, n); });
        const auto fits = fitGrowth(curve);
        QCOMPARE(fits.size(), growthLaws.size());
        QCOMPARE(fits.front().law, true_);
        // Rounding of ten points, times the condition of two columns (below 1e3 over these lengths).
        QVERIFY(near(fits.front().slope, slope, 1e-11));
        QVERIFY(std::abs(fits.front().offset - offset) < 1e-11 * (offset + slope * 8));
        QVERIFY(fits.front().rmsResidual < 1e-11);
        QVERIFY(fits[1].rmsResidual > 0.01 && fits[1].rmsResidual <= fits[2].rmsResidual);
        QVERIFY(near(fits.front().at(10000), offset + slope * growthTerm(true_, 10000), 1e-10));
    }

    void coefficientsAreNeverNegative()
    {
        const Curve falling(octaves, power(1.0, -0.5)); // faster with length: the best slope is none
        for (const GrowthFit& fit : fitGrowth(falling)) {
            QVERIFY(fit.offset >= 0.0 && fit.slope >= 0.0);
            QCOMPARE(fit.slope, 0.0);
        }
        const Curve cubic(octaves, power(1e-9, 3.0)); // steeper than all: the best offset is none
        for (const GrowthFit& fit : fitGrowth(cubic)) {
            QVERIFY(fit.offset >= 0.0 && fit.slope >= 0.0);
            QCOMPARE(fit.offset, 0.0);
        }
    }

    /// No other pair of coefficients on a fine grid around has a smaller sum of squares.
    void theFitIsTheLeastOfItsNeighbours()
    {
        const Curve curve(
            octaves, [](double n) { return 1e-6 + 2e-8 * n * std::sqrt(n); }, 0.1, 5);
        const std::span<const CurvePoint> points = curve;
        for (const GrowthFit& fit : fitGrowth(points)) {
            const auto squares = [&](double offset, double slope) {
                double sum = 0.0;
                for (const CurvePoint& point : points) {
                    const double t = summarise(point.samples).median;
                    sum += std::pow(1.0 - (offset + slope * growthTerm(fit.law, point.tokens)) / t, 2);
                }
                return sum;
            };
            const double best = squares(fit.offset, fit.slope);
            for (const double da : {-1e-8, 0.0, 1e-8})
                for (const double db : {0.999, 1.0, 1.001})
                    QVERIFY(squares(std::max(0.0, fit.offset + da), fit.slope * db) >= best * (1 - 1e-12));
        }
    }

    void residualsAreRelativeAndInTheirOrder()
    {
        std::vector<double> lengths{4096, 8, 512, 64}; // any order
        const Curve curve(lengths, [](double n) { return n == 512 ? 2.0 * n : n; });
        const auto fits = fitGrowth(curve);
        const auto fit = std::ranges::find(fits, GrowthLaw::Linear, &GrowthFit::law);
        for (std::size_t i = 0; i < lengths.size(); ++i) {
            const double measured = lengths[i] == 512 ? 1024 : lengths[i];
            QVERIFY(near(fit->residuals[i] + 1.0, measured / fit->at(lengths[i]), 1e-14));
        }
    }

    void fewerThanThreePointsFitNothing()
    {
        QVERIFY(fitGrowth({}).empty());
        QVERIFY(fitGrowth(Curve({8, 16}, power(1, 1))).empty());
        QVERIFY(!growthExponent(Curve({8, 16}, power(1, 1))));
        QVERIFY(!growthExponent(Curve({8, 16, 32}, [](double) { return 0.0; }))); // no logarithm
        QVERIFY(!growthExponent(Curve({8, 8, 8}, power(1, 1))));                  // no slope
    }

    void pointsWithoutTimeAreLeftOut()
    {
        std::vector<CurvePoint> points;
        const std::vector<double> one{1.0}, two{2.0}, four{4.0}, zero{0.0};
        for (const auto& [tokens, sample] : {std::pair{1.0, &one}, {2.0, &two}, {3.0, &zero}, {4.0, &four}})
            points.push_back({tokens, *sample});
        points.push_back({5.0, {}});
        const auto fits = fitGrowth(points);
        QCOMPARE(fits.front().law, GrowthLaw::Linear);
        QVERIFY(fits.front().rmsResidual < 1e-14);
        QCOMPARE(fits.front().residuals.size(), points.size());
        QCOMPARE(fits.front().residuals[2], 0.0);
        for (const GrowthFit& fit : fits)
            QVERIFY(!std::isnan(fit.rmsResidual));
    }

    void exponentsOfPurePowersAreExact()
    {
        for (const double exponent : {0.0, 1.0, 1.37, 2.0}) {
            const auto found = growthExponent(Curve(octaves, power(1e-7, exponent)));
            QVERIFY(found.has_value());
            QVERIFY(std::abs(found->value - exponent) < 1e-13);
            QVERIFY(std::abs(found->confidence95.low - exponent) < 1e-12);
            QVERIFY(std::abs(found->confidence95.high - exponent) < 1e-12);
        }
    }

    void exponentsAreOfTheUpperHalf()
    {
        const auto bent = [](double n) { return n < 256 ? 1.0 : std::pow(n / 256, 2.0); };
        const auto found = growthExponent(Curve(octaves, bent));
        QCOMPARE(found->fromTokens, 256.0); // the last five of ten
        QCOMPARE(found->toTokens, 4096.0);
        QVERIFY(near(found->value, 2.0, 1e-12));
        QCOMPARE(growthExponent(Curve({1, 2, 4, 8}, power(1, 1)))->fromTokens, 2.0); // three at least
    }

    /// Over 300 noisy curves: 95 % minus the bootstrap's known shortness and three standard deviations of a
    /// share (1.3 % each); the regression's own interval keeps it from being short.
    void exponentIntervalsCoverTheTruth()
    {
        std::size_t covered = 0;
        constexpr std::size_t curves = 300;
        for (std::uint64_t seed = 0; seed < curves; ++seed) {
            const auto found = growthExponent(
                Curve({64, 128, 256, 512, 1024, 2048}, power(1e-7, 1.2), 0.05, 11, seed), seed);
            covered += found->confidence95.low <= 1.2 && 1.2 <= found->confidence95.high ? 1U : 0U;
        }
        QVERIFY2(static_cast<double>(covered) >= 0.92 * curves, qPrintable(QString::number(covered)));
    }

    void crossoversOfPowersAreTheirRoot()
    {
        // a = 1e-9 N², b = 1e-9 · 100 N: equal at 100 tokens, which is no measured length.
        const Crossover found = findCrossover(Curve(octaves, power(1e-9, 2)), Curve(octaves, power(1e-7, 1)));
        QCOMPARE(found.kind, CrossoverKind::Crosses);
        QVERIFY(near(found.tokens, 100.0, 1e-12));
        QVERIFY(near(found.confidence95.low, 100.0, 1e-12) && near(found.confidence95.high, 100.0, 1e-12));
        QCOMPARE(found.share, 1.0);
        QCOMPARE(found.fromTokens, 8.0);
        QCOMPARE(found.toTokens, 4096.0);
    }

    void onlyCommonLengthsCount()
    {
        const Crossover found = findCrossover(Curve({8, 16, 64, 256, 9999}, power(1, 2)),
                                              Curve({7, 16, 256, 64, 5000}, power(100, 1)));
        QCOMPARE(found.fromTokens, 16.0);
        QCOMPARE(found.toTokens, 256.0);
        QVERIFY(near(found.tokens, 100.0, 1e-12));
        QCOMPARE(findCrossover(Curve({8, 16}, power(1, 1)), Curve({16, 32}, power(1, 1))).kind,
                 CrossoverKind::TooFewPoints);
        QCOMPARE(findCrossover({}, {}).kind, CrossoverKind::TooFewPoints);
    }

    void curvesThatDoNotCrossSayWhich()
    {
        const Curve a(octaves, power(1, 1));
        const Crossover always = findCrossover(a, Curve(octaves, power(0.5, 1)));
        QCOMPARE(always.kind, CrossoverKind::AlwaysCheaper);
        QCOMPARE(always.tokens, 0.0);
        QCOMPARE(always.share, 0.0);
        QCOMPARE(findCrossover(a, Curve(octaves, power(2, 1))).kind, CrossoverKind::NeverCheaper);
        QCOMPARE(findCrossover(a, a).kind, CrossoverKind::NeverCheaper); // equal is not cheaper
        const auto valley = [](double n) { return n == 64 ? 0.5 * n : 2.0 * n; };
        QCOMPARE(findCrossover(a, Curve(octaves, valley)).kind, CrossoverKind::Mixed);
        const auto endsDearer = [](double n) { return n < 100 ? 0.5 * n : 2.0 * n; };
        QCOMPARE(findCrossover(a, Curve(octaves, endsDearer)).kind, CrossoverKind::Mixed);
    }

    void theLastCrossingCounts()
    {
        const auto hill = [](double n) { return n == 64 ? 4.0 * n : 0.25 * n; };
        const Crossover found = findCrossover(Curve(octaves, power(1, 1)), Curve(octaves, hill));
        QCOMPARE(found.kind, CrossoverKind::Crosses);
        QVERIFY(near(found.tokens, 64 * std::sqrt(2.0), 1e-12)); // half way to 128 in log N
    }

    /// As for exponents; medians of 15 draws bootstrap a little short of 95 %.
    void crossoverIntervalsCoverTheTruth()
    {
        std::size_t covered = 0;
        constexpr std::size_t curves = 300;
        for (std::uint64_t seed = 0; seed < curves; ++seed) {
            const std::vector<double> lengths{32, 64, 128, 256};
            const Crossover found =
                findCrossover(Curve(lengths, power(1e-9, 2), 0.1, 15, 2 * seed),
                              Curve(lengths, power(1e-7, 1), 0.1, 15, 2 * seed + 1), seed);
            QCOMPARE(found.kind, CrossoverKind::Crosses);
            covered += found.confidence95.low <= 100 && 100 <= found.confidence95.high ? 1U : 0U;
        }
        QVERIFY2(static_cast<double>(covered) >= 0.91 * curves, qPrintable(QString::number(covered)));
    }

    void drawsBeyondTheRangeAreCutToIt()
    {
        // Equal at the last length but for noise: half of the draws cross, the others never do.
        const Curve a({64, 128, 256}, power(1, 1), 0.2, 9, 1);
        const Curve b(
            {64, 128, 256}, [](double n) { return n < 256 ? 3 * n : 0.99 * n; }, 0.2, 9, 2);
        const Crossover found = findCrossover(a, b);
        QVERIFY(found.share > 0.05 && found.share < 0.95);
        QVERIFY(found.confidence95.low >= 64 && found.confidence95.high == 256);
    }

    /// Both curves slow down together by up to ten times from round to round: rounds drawn jointly cancel
    /// that, and the crossover stays exact.
    void roundsAreDrawnForBothTogether()
    {
        std::vector<std::vector<double>> samples;
        samples.reserve(8);
        std::vector<CurvePoint> a, b;
        for (const double n : {32.0, 64.0, 128.0, 256.0})
            for (auto* curve : {&a, &b}) {
                std::vector<double> sample;
                for (int round = 0; round < 11; ++round)
                    sample.push_back((1 + 0.9 * round) * (curve == &a ? n * n : 100 * n));
                samples.push_back(sample);
                curve->push_back({n, samples.back()});
            }
        const Crossover found = findCrossover(a, b);
        QVERIFY(near(found.confidence95.low, 100, 1e-12) && near(found.confidence95.high, 100, 1e-12));
    }

    void intervalsAreTheSameEveryTime()
    {
        const Curve curve(octaves, power(1e-7, 1.1), 0.1, 9);
        QCOMPARE(growthExponent(curve, 4)->confidence95, growthExponent(curve, 4)->confidence95);
    }

    void amdahlsLawHasItsKnownValues()
    {
        QCOMPARE(amdahlGain(0.5, 2.0), 1.0 / 0.75);
        QCOMPARE(amdahlGain(0.0, 1000.0), 1.0);
        QCOMPARE(amdahlGain(0.0, 0.0), 1.0);
        QCOMPARE(amdahlGain(1.0, 8.0), 8.0);
        const double infinite = std::numeric_limits<double>::infinity();
        QCOMPARE(amdahlGain(articleFourierShare, infinite), 1.0 / 0.7);
        QCOMPARE(replacedGain(10.0, 3.0, 1.0), 10.0 / 8.0);
        QCOMPARE(replacedGain(10.0, 3.0, 0.0), amdahlGain(0.3, infinite));
    }
};

QTEST_APPLESS_MAIN(GrowthTest)
#include "tst_growth.moc"
