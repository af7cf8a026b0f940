#include "core/base/random.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace mixlens;

namespace {

struct Moments
{
    double mean = 0.0;
    double variance = 0.0;
    double skewness = 0.0;
};

template<class Draw>
Moments momentsOf(Draw draw, std::uint64_t count)
{
    const auto n = static_cast<double>(count);
    double sum = 0.0;
    for (std::uint64_t i = 0; i < count; ++i)
        sum += draw(i);
    Moments moments{.mean = sum / n};
    double cubes = 0.0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const double centred = draw(i) - moments.mean;
        moments.variance += centred * centred / n;
        cubes += centred * centred * centred / n;
    }
    moments.skewness = cubes / std::pow(moments.variance, 1.5);
    return moments;
}

constexpr std::uint64_t draws = 200'000;
constexpr double sigmas = 5.0; // chance of a false alarm below 1e-6; the seed is fixed anyway

} // namespace

class TestRandom : public QObject
{
    Q_OBJECT

private slots:
    /// The published vectors of Random123 (kat_vectors, philox4x32 10): counter words 0-3, key words 0-1.
    void philoxGivesThePublishedWords()
    {
        using Words = std::array<std::uint32_t, 4>;
        QCOMPARE(Philox(0, 0).block(0), (Words{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U}));
        const std::uint64_t ones = ~std::uint64_t{0};
        QCOMPARE(Philox(ones, ones).block(ones), (Words{0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU}));
        // The digits of π.
        QCOMPARE(Philox(0x299f31d0a4093822U, 0x0370734413198a2eU).block(0x85a308d3243f6a88U),
                 (Words{0xd16cfe09U, 0x94fdccebU, 0x5001e420U, 0x24126ea1U}));
    }

    void seedsStreamsAndPositionsAreDifferentNumbers()
    {
        const auto word = Philox(1, 2).block(3);
        QVERIFY(word != Philox(2, 2).block(3));
        QVERIFY(word != Philox(1, 3).block(3));
        QVERIFY(word != Philox(1, 2).block(4));
        QCOMPARE(word, Philox(1, 2).block(3));
    }

    void uniformHasItsMomentsAndNeverReachesItsEnds()
    {
        const Philox random(7);
        for (unsigned index = 0; index < 4; ++index) {
            const auto draw = [&](std::uint64_t i) { return random.uniform(i, index); };
            const Moments moments = momentsOf(draw, draws);
            QVERIFY(std::abs(moments.mean - 0.5) < sigmas * std::sqrt(1.0 / 12.0 / draws));
            QVERIFY(std::abs(moments.variance - 1.0 / 12.0) < sigmas * std::sqrt(1.0 / 180.0 / draws));
            for (std::uint64_t i = 0; i < 1000; ++i)
                QVERIFY(draw(i) > 0.0 && draw(i) < 1.0);
        }
    }

    void normalHasItsMomentsAndTails()
    {
        const Philox random(11);
        const auto draw = [&](std::uint64_t i) { return random.normal(i); };
        const Moments moments = momentsOf(draw, draws);
        QVERIFY(std::abs(moments.mean) < sigmas / std::sqrt(draws));
        QVERIFY(std::abs(moments.variance - 1.0) < sigmas * std::sqrt(2.0 / draws));
        QVERIFY(std::abs(moments.skewness) < sigmas * std::sqrt(6.0 / draws));
        int beyond = 0;
        for (std::uint64_t i = 0; i < draws; ++i)
            beyond += std::abs(draw(i)) > 2.0 ? 1 : 0;
        const double expected = std::erfc(2.0 / std::sqrt(2.0));
        QVERIFY(std::abs(beyond / static_cast<double>(draws) - expected) <
                sigmas * std::sqrt(expected / draws));
    }

    void poissonHasItsMoments_data()
    {
        QTest::addColumn<double>("mean");
        for (const double mean :
             {0.05, 1.0, 3.5, 9.99, 10.0, 17.0, 100.0, 2500.0, 27500.0, 9.9e5, 1.1e6, 1e9})
            QTest::addRow("%g", mean) << mean;
    }

    /// Mean λ, variance λ, skewness λ^-1/2; the variance of a sample variance is λ (1 + 2λ) / n.
    void poissonHasItsMoments()
    {
        QFETCH(double, mean);
        const Philox random(13, 5);
        const Moments moments = momentsOf([&](std::uint64_t i) { return random.poisson(mean, i); }, draws);
        QVERIFY(std::abs(moments.mean - mean) < sigmas * std::sqrt(mean / draws));
        QVERIFY(std::abs(moments.variance - mean) < sigmas * std::sqrt(mean * (1.0 + 2.0 * mean) / draws));
        const double spread = std::sqrt((6.0 + 20.0 / std::sqrt(mean) + 1.0 / mean / mean) / draws);
        QVERIFY(std::abs(moments.skewness - 1.0 / std::sqrt(mean)) < sigmas * spread);
    }

    void poissonHasItsProbabilities_data()
    {
        QTest::addColumn<double>("mean");
        for (const double mean : {2.0, 9.5, 10.5, 40.0})
            QTest::addRow("%g", mean) << mean;
    }

    /// Not only the moments: each probability e^-λ λ^k / k!, by inversion and by rejection.
    void poissonHasItsProbabilities()
    {
        QFETCH(double, mean);
        const Philox random(17);
        std::vector<double> counts(200);
        for (std::uint64_t i = 0; i < draws; ++i)
            counts[std::min<std::size_t>(static_cast<std::size_t>(random.poisson(mean, i)), 199)] += 1.0;
        for (std::size_t k = 0; k < counts.size(); ++k) {
            const auto order = static_cast<double>(k);
            const double expected =
                draws * std::exp(order * std::log(mean) - mean - std::lgamma(order + 1.0));
            if (expected >= 10.0)
                QVERIFY2(std::abs(counts[k] - expected) < sigmas * std::sqrt(expected),
                         qPrintable(QString::number(k)));
        }
    }

    void poissonOfNothingIsNothing()
    {
        for (std::uint64_t i = 0; i < 100; ++i)
            QCOMPARE(Philox(1).poisson(0.0, i), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_random.moc"
