#include "core/analysis/reach.h"
#include "core/analysis/statistics.h"
#include "tests/support/reference.h"

#include <QTest>

using namespace mixlens;

class TestReach : public QObject
{
    Q_OBJECT

private slots:
    void uniformSharesReachEveryToken()
    {
        Matrix x(4, 9);
        for (float& value : x.values())
            value = 3.0F;
        const Matrix shares = rowShares(x.view());
        QCOMPARE_LE(std::abs(static_cast<double>(shares(2, 5)) - 1.0 / 9.0), 1e-8);
        for (const double r : reach(shares.view()))
            QCOMPARE_LE(std::abs(r - 9.0), 1e-5);
        for (const double r : received(shares.view()))
            QCOMPARE_LE(std::abs(r - 4.0 / 9.0), 1e-6);
        QCOMPARE(relativeSpread(shares.view()), 0.0);
    }

    void aCopyReachesOneTokenAndTwoEqualsReachTwo()
    {
        Matrix x(3, 3);
        x(0, 1) = 8.0F;
        x(1, 0) = 2.0F;
        x(1, 2) = 2.0F;
        const std::vector<double> r = reach(rowShares(x.view()).view());
        QCOMPARE_LE(std::abs(r[0] - 1.0), 1e-9);
        QCOMPARE_LE(std::abs(r[1] - 2.0), 1e-6);
        QCOMPARE(r[2], 0.0); // a row of zeros reaches nothing
    }

    void spreadIsRangeOverMean()
    {
        Matrix x(1, 2);
        x(0, 0) = 0.9F;
        x(0, 1) = 1.1F;
        QCOMPARE_LE(std::abs(relativeSpread(x.view()) - 0.2), 1e-6);
        QCOMPARE(relativeSpread(Matrix().view()), 0.0);
    }

    void quantilesInterpolate()
    {
        const std::vector<double> sample{4.0, 1.0, 3.0, 2.0};
        QCOMPARE(quantile(sample, 0.5), 2.5);
        QCOMPARE(quantile(sample, 0.0), 1.0);
        QCOMPARE(quantile(sample, 1.0), 4.0);
        QCOMPARE(quantile(std::vector<double>{}, 0.5), 0.0);
        QCOMPARE(quantile(std::vector<double>{7.0}, 0.9), 7.0);
    }
};

QTEST_APPLESS_MAIN(TestReach)
#include "tst_reach.moc"
