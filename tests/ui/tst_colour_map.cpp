#include "ui/style/colour_map.h"
#include "ui/style/colour_space.h"

#include <QTest>

#include <cmath>

using namespace mixlens::ui;

namespace {

double lightnessAt(const ColourMap& map, double position)
{
    return toLab(QColor(map.at(position))).l;
}

double distance(QRgb one, QRgb other)
{
    const Lab a = toLab(QColor(one)), b = toLab(QColor(other));
    return std::hypot(a.l - b.l, a.a - b.a, a.b - b.b);
}

// Eight bits a channel round L* by at most about 0.3.
constexpr double rounding = 0.6;

} // namespace

class TstColourMap : public QObject
{
    Q_OBJECT

private slots:
    void sequentialStepsEquallyFromPaper_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void sequentialStepsEquallyFromPaper()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const ColourMap map = ColourMap::sequential(theme.paper, theme.sequential);
        QCOMPARE(QColor(map.at(0.0)), theme.paper);
        QCOMPARE(QColor(map.at(1.0)), theme.sequential);
        const double first = toLab(theme.paper).l, last = toLab(theme.sequential).l;
        for (int i = 0; i <= 100; ++i)
            QVERIFY(std::abs(lightnessAt(map, i / 100.0) - std::lerp(first, last, i / 100.0)) < rounding);
    }

    void cividisOnlyGetsLighter()
    {
        const ColourMap map = ColourMap::cividis();
        QCOMPARE(map.at(0.0), QRgb(0xFF00204D));
        QCOMPARE(map.at(1.0), QRgb(0xFFFFEA46));
        for (int i = 1; i <= 64; ++i)
            QVERIFY(lightnessAt(map, i / 64.0) > lightnessAt(map, (i - 1) / 64.0));
    }

    void cividisKeepsItsOrderWithoutRedOrGreen()
    {
        // A person without one of the two sees about their mean; blue-yellow and lightness remain.
        const ColourMap map = ColourMap::cividis();
        const auto seen = [&](double t) {
            const QColor c(map.at(t));
            const int yellow = (c.red() + c.green()) / 2;
            return toLab(QColor(yellow, yellow, c.blue())).l;
        };
        for (int i = 1; i <= 32; ++i)
            QVERIFY(seen(i / 32.0) > seen((i - 1) / 32.0));
    }

    void divergingIsSymmetricAboutPaper_data() { sequentialStepsEquallyFromPaper_data(); }
    void divergingIsSymmetricAboutPaper()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const ColourMap map = ColourMap::diverging(theme.negative, theme.paper, theme.positive);
        QCOMPARE(QColor(map.at(0.0)), theme.negative);
        QCOMPARE(QColor(map.at(1.0)), theme.positive);
        QVERIFY(distance(map.at(0.5), theme.paper.rgb()) < 1.0);
        for (int i = 0; i <= 50; ++i)
            QVERIFY(std::abs(lightnessAt(map, i / 100.0) - lightnessAt(map, 1.0 - i / 100.0)) < 2 * rounding);
        QVERIFY(distance(map.at(0.1), map.at(0.9)) > 40);
    }

    void cyclicClosesWithoutASeam()
    {
        const ColourMap map = ColourMap::cyclic();
        QCOMPARE(map.at(0.0), map.at(1.0));
        double longest = 0.0, shortest = 1e9;
        for (int i = 0; i < 16; ++i) {
            const double step = distance(map.at(i / 16.0), map.at((i + 1) / 16.0));
            longest = std::max(longest, step);
            shortest = std::min(shortest, step);
        }
        QVERIFY2(longest < 1.25 * shortest, "all steps around the ring look about equal, the last one too");
    }

    void positionsBeyondTheEndsAreClamped()
    {
        const ColourMap map = ColourMap::cividis();
        QCOMPARE(map.at(-3.0), map.at(0.0));
        QCOMPARE(map.at(7.0), map.at(1.0));
        QCOMPARE(map.at(1.0), map.table().back());
    }

    void wordsOnAnyColourAreReadable()
    {
        for (const ColourMap& map : {ColourMap::cividis(), ColourMap::cyclic()})
            for (const QRgb rgb : map.table())
                QVERIFY(contrastRatio(readableOn(QColor(rgb)), QColor(rgb)) >= 4.5);
    }
};

QTEST_MAIN(TstColourMap)
#include "tst_colour_map.moc"
