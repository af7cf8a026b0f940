#include "ui/style/colour_space.h"
#include "ui/style/marks.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QImage>
#include <QLineEdit>
#include <QPainter>
#include <QStyle>
#include <QTest>

#include <set>

using namespace mixlens::ui;

namespace {

constexpr LaneIdentity identities[] = {LaneIdentity::Attention, LaneIdentity::Fourier, LaneIdentity::Hybrid,
                                       LaneIdentity::Optical, LaneIdentity::Control};

QByteArray explain(const char* what, const QColor& colour, double ratio)
{
    return QByteArray(what) + " " + colour.name().toLatin1() + " has only " + QByteArray::number(ratio);
}

void requireContrast(const char* what, const QColor& colour, const QColor& ground, double least)
{
    const double ratio = contrastRatio(colour, ground);
    QVERIFY2(ratio >= least, explain(what, colour, ratio).constData());
}

QImage markImage(Mark mark)
{
    QImage image(40, 40, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    drawMark(painter, mark, {20, 20}, 30, Qt::black);
    return image;
}

} // namespace

class TstTheme : public QObject
{
    Q_OBJECT

private slots:
    void contrastRatioFollowsWcag()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        // #767676 is the lightest grey that passes 4.5 on white, a well-known worked example.
        QVERIFY(contrastRatio(QColor(0x767676), Qt::white) >= 4.5);
        QVERIFY(contrastRatio(QColor(0x777777), Qt::white) < 4.5);
    }

    void labOfKnownColours()
    {
        // Values of the CIE formulas for sRGB primaries, D65.
        const Lab red = toLab(QColor(0xFF0000));
        QVERIFY(std::abs(red.l - 53.24) < 0.05 && std::abs(red.a - 80.09) < 0.1 &&
                std::abs(red.b - 67.20) < 0.1);
        for (const QRgb rgb : {0x123456u, 0xFEDCBAu, 0x808080u, 0x00FF00u})
            QCOMPARE(fromLab(toLab(QColor(rgb))), QColor(rgb));
    }

    void everyWordIsReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void everyWordIsReadable()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        for (const QColor& ground : {theme.paper, theme.panel}) {
            requireContrast("ink", theme.ink, ground, 4.5);
            requireContrast("faded ink", theme.fadedInk, ground, 4.5);
            requireContrast("warning", theme.warning, ground, 4.5);
            requireContrast("highlight", theme.highlight, ground, 4.5);
            for (const LaneIdentity identity : identities)
                requireContrast("lane text", theme.laneText(identity), ground, 4.5);
        }
    }

    void everyMarkIsVisible_data() { everyWordIsReadable_data(); }
    void everyMarkIsVisible()
    {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        for (const LaneIdentity identity : identities)
            requireContrast("lane mark", theme.lane(identity), theme.paper, 3.0);
        requireContrast("end of sequential map", theme.sequential, theme.paper, 3.0);
        requireContrast("negative end", theme.negative, theme.paper, 3.0);
        requireContrast("positive end", theme.positive, theme.paper, 3.0);
    }

    void lanesDifferInHueMarkAndDash()
    {
        std::set<QRgb> hues;
        std::set<Mark> marks;
        std::set<Qt::PenStyle> dashes;
        for (const LaneIdentity identity : identities) {
            hues.insert(lightTheme().lane(identity).rgb());
            marks.insert(markOf(identity));
            dashes.insert(dashOf(identity));
        }
        QCOMPARE(hues.size(), std::size(identities));
        QCOMPARE(marks.size(), std::size(identities));
        QCOMPARE(dashes.size(), std::size(identities));
    }

    void onlyWhatIsSimulatedIsHollow()
    {
        for (const Mark mark : {Mark::Circle, Mark::Square, Mark::Triangle, Mark::Cross})
            QCOMPARE(markImage(mark).pixelColor(20, 20), QColor(Qt::black));
        QCOMPARE(markImage(Mark::HollowDiamond).pixelColor(20, 20), QColor(Qt::white));
        QVERIFY(markImage(Mark::HollowDiamond).pixelColor(5, 20).lightness() < 100);
    }

    void paletteOfEachChoiceIsReadable_data() { everyWordIsReadable_data(); }
    void paletteOfEachChoiceIsReadable()
    {
        QFETCH(bool, dark);
        applyTheme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
        const QPalette palette = QApplication::palette();
        QCOMPARE(themeFor(palette).dark, dark);
        QCOMPARE(QApplication::style()->objectName().toLower(), QStringLiteral("fusion"));
        const std::pair<QPalette::ColorRole, QPalette::ColorRole> pairs[] = {
            {QPalette::WindowText, QPalette::Window},
            {QPalette::Text, QPalette::Base},
            {QPalette::Text, QPalette::AlternateBase},
            {QPalette::ButtonText, QPalette::Button},
            {QPalette::PlaceholderText, QPalette::Base},
            {QPalette::Link, QPalette::Base},
            {QPalette::Link, QPalette::Window},
            {QPalette::LinkVisited, QPalette::Base},
            {QPalette::ToolTipText, QPalette::ToolTipBase},
            {QPalette::HighlightedText, QPalette::Highlight}};
        for (const auto& [word, ground] : pairs)
            requireContrast("palette", palette.color(word), palette.color(ground), 4.5);
        // Disabled text is exempt from 4.5 but has to be there, and to look disabled.
        const QColor off = palette.color(QPalette::Disabled, QPalette::Text);
        requireContrast("disabled", off, palette.color(QPalette::Disabled, QPalette::Base), 2.5);
        QVERIFY(contrastRatio(off, palette.color(QPalette::Base)) <
                contrastRatio(palette.color(QPalette::Text), palette.color(QPalette::Base)) - 3);
    }

    void boxesAndFieldsHaveFramesThatAreSeen()
    {
        applyTheme(ThemeChoice::Dark);
        QCheckBox box(QStringLiteral("word"));
        QLineEdit field;
        for (QWidget* widget : {static_cast<QWidget*>(&box), static_cast<QWidget*>(&field)}) {
            widget->resize(90, 28);
            const QImage image = widget->grab().toImage();
            double most = 0.0; // along a line from the left edge into the middle of the frame
            for (int x = 0; x < 10; ++x)
                most = std::max(most, contrastRatio(image.pixelColor(x, 14), darkTheme().panel));
            QVERIFY2(most >= 3.0, qPrintable(QString::number(most)));
        }
        applyTheme(ThemeChoice::Light);
    }

    void systemFollowsTheDesktopAsItWasAtStart()
    {
        applyTheme(ThemeChoice::System);
        const bool atStart = themeFor(QApplication::palette()).dark;
        applyTheme(atStart ? ThemeChoice::Light : ThemeChoice::Dark);
        QVERIFY(themeFor(QApplication::palette()).dark != atStart);
        applyTheme(ThemeChoice::System);
        QCOMPARE(themeFor(QApplication::palette()).dark, atStart);
    }
};

QTEST_MAIN(TstTheme)
#include "tst_theme.moc"
