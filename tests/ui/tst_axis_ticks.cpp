#include "ui/figures/axis_ticks.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace mixlens::ui;

class AxisTicksTest : public QObject
{
    Q_OBJECT

private slots:
    void linearTicksAreMultiplesOfOneTwoOrFive_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("plain") << 0.0 << 199.0;
        QTest::newRow("tiny") << 1e-22 << 1e-14;
        QTest::newRow("across zero") << -3.3 << 7.1;
        QTest::newRow("far from zero") << 1000.1 << 1000.9;
        QTest::newRow("huge") << -1e300 << 1e300;
    }
    void linearTicksAreMultiplesOfOneTwoOrFive()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        const std::vector<double> ticks = linearTicks(low, high, 5);
        QVERIFY(ticks.size() >= 3 && ticks.size() <= 8);
        const double step = ticks[1] - ticks[0];
        const double lead = step / std::pow(10.0, std::floor(std::log10(step * (1 + 1e-9))));
        const auto isNear = [&](double value) {
            return std::abs(lead - value) < 1e-6 * std::abs(ticks.back() / step);
        };
        QVERIFY2(isNear(1.0) || isNear(2.0) || isNear(5.0), qPrintable(QString::number(lead)));
        const double slack = 1e-9 * (high - low);
        for (const double tick : ticks)
            QVERIFY(tick >= low - slack && tick <= high + slack);
    }

    void logarithmicAxesAlwaysHaveThreeLabels_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        // The ranges for which Qt Charts draws none or one.
        QTest::newRow("[2, 8]") << 2.0 << 8.0;
        QTest::newRow("[11, 99]") << 11.0 << 99.0;
        QTest::newRow("[2, 20]") << 2.0 << 20.0;
        QTest::newRow("[0.9, 1.1]") << 0.9 << 1.1;
        QTest::newRow("[1.01, 1.02]") << 1.01 << 1.02;
        QTest::newRow("ten decades") << 1e-9 << 10.0;
        QTest::newRow("tiny") << 1e-22 << 1e-14;
    }
    void logarithmicAxesAlwaysHaveThreeLabels()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        const std::vector<double> ticks = logTicks(low, high, 6);
        QVERIFY(ticks.size() >= 3 && ticks.size() <= 12);
        QVERIFY(std::ranges::is_sorted(ticks));
        for (const double tick : ticks)
            QVERIFY(tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
        const QStringList texts = tickTexts(ticks);
        QCOMPARE(QSet<QString>(texts.begin(), texts.end()).size(), texts.size());
    }

    void impossibleRangesHaveNoTicks()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(linearTicks(1.0, 1.0).empty());
        QVERIFY(linearTicks(2.0, 1.0).empty());
        QVERIFY(linearTicks(nan, 1.0).empty());
        QVERIFY(logTicks(0.0, 1.0).empty());
        QVERIFY(logTicks(-1.0, 1.0).empty());
        QVERIFY(logTicks(1.0, std::numeric_limits<double>::infinity()).empty());
    }

    void labelsShareTheirDecimals()
    {
        QCOMPARE(tickTexts({0.0, 0.5, 1.0}), QStringList({"0.0", "0.5", "1.0"}));
        QCOMPARE(tickTexts({-20.0, 0.0, 20.0}), QStringList({"−20", "0", "20"}));
        QCOMPARE(tickTexts({0.0, 0.25}), QStringList({"0.00", "0.25"}));
    }

    void ceilingsAreNiceAndNotBelow()
    {
        QCOMPARE(niceCeiling(0.0), 1.0);
        QCOMPARE(niceCeiling(1.0), 1.0);
        QCOMPARE(niceCeiling(2.2), 2.5);
        QCOMPARE(niceCeiling(73.0), 100.0);
        QCOMPARE(niceCeiling(0.003), 0.005);
    }
};

QTEST_MAIN(AxisTicksTest)
#include "tst_axis_ticks.moc"
