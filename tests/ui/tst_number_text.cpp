#include "ui/style/number_text.h"

#include <QTest>

#include <limits>

using namespace mixlens;
using namespace mixlens::ui;

/// Narrow no-break space and minus as a reader of this file sees them: "_" and "-".
static QString plain(QString text)
{
    return text.replace(QChar(0x202F), QLatin1Char('_')).replace(QChar(0x2212), QLatin1Char('-'));
}

class NumberTextTest : public QObject
{
    Q_OBJECT

private slots:
    void secondsHaveThreeDigitsAndTheRightUnit_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("nanoseconds") << 412e-9 << "412_ns";
        QTest::newRow("picoseconds: light over a few centimetres") << 0.1734e-9 << "173_ps";
        QTest::newRow("rounds up to a nanosecond") << 0.9996e-9 << "1.00_ns";
        QTest::newRow("below a picosecond") << 0.3e-12 << "0.300_ps";
        QTest::newRow("microseconds") << 1.5e-6 << "1.50_µs";
        QTest::newRow("rounds up into the next unit") << 0.9996e-3 << "1.00_ms";
        QTest::newRow("milliseconds") << 0.0123 << "12.3_ms";
        QTest::newRow("seconds") << 3.405 << "3.40_s"; // 3.405 is a little less in binary
        QTest::newRow("minutes") << 125.0 << "2_min 5_s";
        QTest::newRow("hours") << 7322.0 << "2_h 2_min";
        QTest::newRow("zero") << 0.0 << "0_s";
        QTest::newRow("negative") << -2e-3 << "-2.00_ms";
        QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << "NaN";
        QTest::newRow("infinite") << -std::numeric_limits<double>::infinity() << "-∞";
    }
    void secondsHaveThreeDigitsAndTheRightUnit()
    {
        QFETCH(double, seconds);
        QTEST(plain(secondsText(seconds)), "text");
    }

    void numbersKeepThreeSignificantDigits_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << "0";
        QTest::newRow("negative zero") << -0.0 << "0";
        QTest::newRow("one") << 1.0 << "1.00";
        QTest::newRow("rounds up a digit") << 9.996 << "10.0";
        QTest::newRow("small") << 0.00123 << "0.00123";
        QTest::newRow("smaller") << 1.234e-7 << "1.23_×_10⁻⁷";
        QTest::newRow("large") << -2.5e12 << "-2.50_×_10¹²";
    }
    void numbersKeepThreeSignificantDigits()
    {
        QFETCH(double, value);
        QTEST(plain(numberText(value)), "text");
    }

    void aRealMinusSignIsUsed() { QVERIFY(numberText(-1.0).startsWith(QChar(0x2212))); }

    void countsAreGroupedByThree()
    {
        QCOMPARE(plain(countText(16777216)), "16_777_216");
        QCOMPARE(plain(countText(4096)), "4096");
        QCOMPARE(plain(countText(-12345)), "-12_345");
    }

    void bytesEnergyAndDecibelsHaveTheirUnits()
    {
        QCOMPARE(plain(memoryText(38.7e9)), "38.7_GB");
        QCOMPARE(plain(memoryText(12.0)), "12_B");
        QCOMPARE(plain(energyText(3.2e-6)), "3.20_µJ");
        QCOMPARE(plain(decibelText(-20.47)), "-20.5_dB");
        QCOMPARE(plain(decibelText(-0.01)), "0.0_dB");
        QCOMPARE(plain(angleText(-0.841)), "-0.841_rad");
    }

    void sharesAreNeverRoundedToAllOrNothing()
    {
        QCOMPARE(plain(shareText(0.4123)), "41.2_%");
        QCOMPARE(plain(shareText(1.0)), "100.0_%");
        QCOMPARE(plain(shareText(0.99999)), "> 99.9_%");
        QCOMPARE(plain(shareText(1e-6)), "< 0.01_%");
        QCOMPARE(plain(shareText(0.0)), "0_%");
        QCOMPARE(probabilityText(0.99999), "> 0.999");
        QCOMPARE(probabilityText(1e-9), "< 0.001");
        QCOMPARE(probabilityText(1.0), "1.000");
        QCOMPARE(probabilityText(0.4119), "0.412");
    }

    void theSpreadDecidesTheDecimals()
    {
        QCOMPARE(spreadText(1.0912, 0.03), "1.09 ± 0.03");
        QCOMPARE(spreadText(1.0912, 0.012), "1.091 ± 0.012");
        QCOMPARE(spreadText(1234.0, 50.0), "1234 ± 50");
    }

    void aRangeIsPrintedInOneUnit()
    {
        QCOMPARE(plain(secondsRangeText(3.9e-3, 4.4e-3)), "3.90–4.40_ms");
        QCOMPARE(plain(secondsRangeText(900e-6, 1.1e-3)), "0.90–1.10_ms");
    }

    void axisTextsHaveNoDigitTooMany()
    {
        QCOMPARE(plain(secondsTickText(2e-4)), "200_µs");
        QCOMPARE(plain(secondsTickText(2.5e-3)), "2.5_ms");
        QCOMPARE(plain(secondsTickText(0.0)), "0");
    }

    void quantitiesAreToldInTheirUnit()
    {
        QCOMPARE(plain(quantityText({"t", 1e-6, "s"})), "1.00_µs");
        QCOMPARE(plain(quantityText({"e", 2.0, "J"})), "2.00_J");
        QCOMPARE(plain(quantityText({"n", 3.0, "e-"})), "3.00_e⁻");
        QCOMPARE(plain(quantityText({"r", 0.25, "1"})), "0.250");
    }
};

QTEST_MAIN(NumberTextTest)
#include "tst_number_text.moc"
