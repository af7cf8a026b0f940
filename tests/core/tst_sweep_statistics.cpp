#include "core/base/random.h"
#include "core/experiment/sweep_axis.h"
#include "core/experiment/sweep_statistics.h"
#include "core/experiment/word_guess.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace mixlens;

class SweepStatisticsTest : public QObject
{
    Q_OBJECT

private slots:
    /// Wilson 1927 by hand: 8 of 10 gives (0.490, 0.943); none of 20 gives (0, 0.161).
    void wilsonIntervalsMatchTheFormula()
    {
        const Interval eight = wilson95(8, 10);
        QVERIFY(std::abs(eight.low - 0.4902) < 1e-4 && std::abs(eight.high - 0.9433) < 1e-4);
        const Interval none = wilson95(0, 20);
        QCOMPARE(none.low, 0.0);
        QVERIFY(std::abs(none.high - 0.1611) < 1e-4);
        QCOMPARE(wilson95(20, 20).high, 1.0);
        QCOMPARE(wilson95(0, 0), (Interval{0.0, 1.0}));
    }

    void bootstrapCoversTheMean()
    {
        int covered = 0;
        constexpr int trials = 300;
        for (int trial = 0; trial < trials; ++trial) {
            const Philox random(static_cast<std::uint64_t>(trial), 5);
            std::vector<double> sample(60);
            for (std::size_t i = 0; i < sample.size(); ++i)
                sample[i] = -std::log(random.uniform(i)); // exponential, mean 1
            const MeanInterval mean = bootstrapMean(sample, 1);
            covered += mean.confidence95.low <= 1.0 && mean.confidence95.high >= 1.0 ? 1 : 0;
        }
        // 95 % nominal; skewed samples of 60 reach some 93 %, and 300 trials spread by 1.5 %.
        QVERIFY2(covered > 265, qPrintable(QString::number(covered)));
        QCOMPARE(bootstrapMean({}, 1).mean, 0.0);
        QCOMPARE(bootstrapMean(std::vector<double>{3.0}, 1).confidence95, (Interval{3.0, 3.0}));
    }

    void isotonicFitPoolsViolators()
    {
        const std::vector<double> y{1, 3, 2, 4, 3.5, 5};
        const std::vector<double> ones(6, 1.0);
        QCOMPARE(isotonic(y, ones), (std::vector<double>{1, 2.5, 2.5, 3.75, 3.75, 5}));
        QCOMPARE(isotonic(std::vector<double>{3, 2, 1}, std::vector<double>{1, 1, 1}),
                 (std::vector<double>{2, 2, 2}));
        QCOMPARE(isotonic(std::vector<double>{2, 0}, std::vector<double>{1, 3}),
                 (std::vector<double>{0.5, 0.5}));
        QVERIFY(isotonic({}, {}).empty());
    }

    void thresholdsAreInterpolated()
    {
        const std::vector<double> x{0, 10, 20};
        QCOMPARE(firstReaching(x, std::vector<double>{0.5, 0.9, 1.0}, 0.95), 15.0);
        QCOMPARE(firstReaching(x, std::vector<double>{0.99, 1.0, 1.0}, 0.99), 0.0);
        QVERIFY(std::isnan(firstReaching(x, std::vector<double>{0.1, 0.2, 0.3}, 0.99)));
        QVERIFY(std::isnan(firstReaching({}, {}, 0.5)));
    }

    /// Agreement that is perfect from 20 dB and absent below: the line from (10 dB, 0) to (20 dB, 1) reaches
    /// 99 % at 19.9 dB, whichever sentences are drawn.
    void thresholdOfAStepIsFound()
    {
        SweepResult result;
        constexpr std::size_t sentences = 50;
        result.exactAccuracy = {25, sentences};
        for (std::size_t i = 0; i < 4; ++i) {
            SweepPoint point;
            point.number = i;
            point.simulatedSnr = 10.0 * static_cast<double>(i);
            point.joulesPerSentence = 1.0 + static_cast<double>(i);
            const bool good = i >= 2;
            point.device.accuracy = {good ? 25U : 3U, sentences};
            result.points.push_back(point);
            result.agreements.insert(result.agreements.end(), sentences, good ? 1 : 0);
        }
        const SweepThreshold threshold = findThreshold(result);
        QVERIFY(threshold.found);
        QCOMPARE(threshold.point, std::size_t{2});
        QCOMPARE(threshold.joulesPerSentence, 3.0);
        QVERIFY(std::abs(threshold.snr - 19.9) < 1e-9);
        QVERIFY(std::abs(threshold.snr95.low - 19.9) < 1e-9 && std::abs(threshold.snr95.high - 19.9) < 1e-9);

        for (SweepPoint& point : result.points)
            point.device.accuracy.count = 0;
        QVERIFY(!findThreshold(result).found);
        QVERIFY(findThreshold(result).sentence.starts_with("No setting"));
        QVERIFY(!findThreshold({}).found);
    }

    void theCheapestSettingIsNamedByItsValues()
    {
        SweepResult result;
        result.exactAccuracy = {25, 50};
        SweepPoint point;
        point.values = {{"adc_bits", 7.0}, {"photons", 1000.0}};
        point.device.accuracy = {25, 50};
        result.points = {point};
        QCOMPARE(findThreshold(result).sentence,
                 std::string("Of the settings that lose at most 1 % of accuracy, adc_bits=7 with photons=") +
                     axisValueText("photons", 1000.0) + " needs the least energy (modelled).");
    }

    /// Every setting would pass, the worst one first.
    void aModelThatFindsNoWordHasNoThreshold()
    {
        SweepResult result;
        result.exactAccuracy = {0, 50};
        result.points.resize(2);
        for (SweepPoint& point : result.points)
            point.device.accuracy = {0, 50};
        const SweepThreshold threshold = findThreshold(result);
        QVERIFY(!threshold.found);
        QCOMPARE(threshold.sentence, std::string("The exact model finds none of the 50 hidden words, so no "
                                                 "setting can lose any; sweep more sentences."));
    }

    void divergenceIsThatOfTheFormula()
    {
        const std::vector<float> even{0.0F, 0.0F};
        const std::vector<float> uneven{std::log(3.0F), 0.0F};
        const auto p = logProbabilities(even);
        const auto q = logProbabilities(uneven);
        QVERIFY(std::abs(std::exp(q[0]) - 0.75) < 1e-7);
        // ½ ln(½ / ¾) + ½ ln(½ / ¼)
        QVERIFY(std::abs(klDivergence(p, q) - 0.5 * std::log(4.0 / 3.0)) < 1e-7);
        QCOMPARE(klDivergence(p, p), 0.0);
        QCOMPARE(mostLikely(q), TokenId{0});
        // Logits that would overflow exp().
        const auto large = logProbabilities(std::vector<float>{1000.0F, 990.0F});
        QVERIFY(std::abs(large[1] + 10.0) < 1e-4);
    }
};

QTEST_APPLESS_MAIN(SweepStatisticsTest)
#include "tst_sweep_statistics.moc"
