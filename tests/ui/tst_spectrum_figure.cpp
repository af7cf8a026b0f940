#include "figure_samples.h"
#include "ui/figures/spectrum_figure.h"

#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

constexpr QSize size(480, 260);
const QRectF area{QPointF(), QSizeF(size)};

SpectrumFigure figureOf(std::shared_ptr<const TokenSpectrum> spectrum, bool decibel)
{
    SpectrumSpec spec;
    spec.title = QStringLiteral("Chord");
    spec.note = QStringLiteral("no window");
    spec.spectrum = std::move(spectrum);
    spec.decibel = decibel;
    return SpectrumFigure(std::move(spec));
}

bool isNear(QColor a, QColor b)
{
    return std::abs(a.red() - b.red()) < 12 && std::abs(a.green() - b.green()) < 12 &&
           std::abs(a.blue() - b.blue()) < 12;
}

/// Topmost pixel row of column `x` in the lane's colour between the box's edges; its bottom when there is
/// none.
double topOfBar(const QImage& image, double x, const QRectF& box, QColor colour)
{
    for (int y = qCeil(box.top()); y < qFloor(box.bottom()); ++y)
        if (isNear(image.pixelColor(qRound(x), y), colour))
            return y;
    return box.bottom();
}

} // namespace

class SpectrumFigureTest : public QObject
{
    Q_OBJECT

private slots:
    void barsOfAChordStandWhereItsTonesAre_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("decibel");
        QTest::newRow("light, linear") << false << false;
        QTest::newRow("light, dB") << false << true;
        QTest::newRow("dark, linear") << true << false;
        QTest::newRow("dark, dB") << true << true;
    }
    void barsOfAChordStandWhereItsTonesAre()
    {
        QFETCH(bool, dark);
        QFETCH(bool, decibel);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const SpectrumFigure figure = figureOf(chord(16), decibel);
        const QImage image = imageOf(figure, size, theme);
        const SpectrumLayout layout = figure.layoutIn(area);
        const QColor lane = theme.lane(LaneIdentity::Fourier);
        for (Index k = 1; k <= 8; ++k) {
            const double expected = k == 2 ? 8.0 : k == 5 ? 0.8 : 0.0; // N / 2 and N / 20
            // Independent of yOf(): the axis' ends and the value in the axis' unit.
            const double value = decibel ? 20.0 * std::log10(expected) : expected;
            const double share = expected > 0.0 ? (value - layout.low) / (layout.high - layout.low) : 0.0;
            const double y = layout.plot.bottom() - share * layout.plot.height();
            const double top = topOfBar(
                image, layout.plot.left() + (static_cast<double>(k) - 0.5) * layout.plot.width() / 8.0,
                layout.plot, lane);
            QVERIFY2(std::abs(top - y) <= 1.6,
                     qPrintable(QStringLiteral("k %1: %2 instead of %3").arg(k).arg(top).arg(y)));
        }
    }

    void zeroFrequencyHasItsOwnCellAndScale()
    {
        const SpectrumFigure figure = figureOf(chord(16), false);
        const SpectrumLayout layout = figure.layoutIn(area);
        QVERIFY(layout.zeroCell.right() + 20.0 < layout.plot.left());
        QCOMPARE(layout.zeroHigh, 200.0); // |X[0]| = 160
        QCOMPARE(layout.high, 10.0);      // |X[2]| = 8
        const QImage image = imageOf(figure, size, lightTheme());
        const double top = topOfBar(image, layout.zeroCell.center().x(), layout.zeroCell,
                                    lightTheme().lane(LaneIdentity::Fourier));
        QVERIFY(std::abs(top - (layout.zeroCell.bottom() - 0.8 * layout.zeroCell.height())) <= 1.6);
    }

    void exactZerosAreMarkedOnTheFloor()
    {
        const SpectrumFigure figure = figureOf(chord(16), true);
        const SpectrumLayout layout = figure.layoutIn(area);
        const std::vector<DrawnText> texts = textsIn(svgOf(figure, size, lightTheme()));
        int zeros = 0;
        for (const Index k : {1, 3, 4, 6, 7, 8})
            zeros += static_cast<int>(std::ranges::count_if(texts, [&](const DrawnText& text) {
                return text.text == QLatin1String("0") &&
                       std::abs(text.at.x() + widthOf(text) / 2 - layout.xOf(k)) < 1.0 &&
                       text.at.y() < layout.plot.bottom() && text.at.y() > layout.plot.bottom() - 14.0;
            }));
        QCOMPARE(zeros, 6);
        QVERIFY(find(texts, QStringLiteral("floor")));
    }

    void bothAxesAreLabelledAndNyquistIsNamed()
    {
        const SpectrumFigure figure = figureOf(chord(16), true);
        const SpectrumLayout layout = figure.layoutIn(area);
        const std::vector<DrawnText> texts = textsIn(svgOf(figure, size, lightTheme()));
        QVERIFY(find(texts, QStringLiteral("Nyquist")));
        QVERIFY(find(texts, QStringLiteral("∞")));
        const DrawnText* period = find(texts, QStringLiteral("2.00")); // 16 / 8
        QVERIFY(period);
        QVERIFY(std::abs(period->at.x() + widthOf(*period) / 2 - layout.xOf(8)) < 1.0);
        QVERIFY(period->at.y() < layout.plot.top());
        QVERIFY(contains(texts, QStringLiteral("cycles per sequence of N = 16")));
        QVERIFY(contains(textsIn(svgOf(figureOf(chord(11), true), size, lightTheme())),
                         QStringLiteral("N odd: no Nyquist")));
    }

    void oneTokenHasOnlyZeroFrequencyAndSaysSo()
    {
        const SpectrumFigure figure = figureOf(naiveSpectrum(1, 4, [](Index, Index) { return 2.0; }), true);
        QVERIFY(figure.layoutIn(area).plot.isNull());
        const std::vector<DrawnText> texts = textsIn(svgOf(figure, size, lightTheme()));
        QVERIFY(contains(texts, QStringLiteral("One token has only its zero frequency")));
        QCOMPARE(figure.table()->rowCount(), 1);
        QVERIFY(figure.summary().contains(QStringLiteral("only zero frequency")));
    }

    void noTokensDrawASentenceInsteadOfAPlot()
    {
        const SpectrumFigure figure = figureOf(nullptr, true);
        QVERIFY(contains(textsIn(svgOf(figure, size, lightTheme())), QStringLiteral("type a sentence")));
        QCOMPARE(figure.table()->rowCount(), 0);
    }

    void aLineReplacesBarsWhenThereAreMany()
    {
        // One hidden unit is louder than the rest, so mean and largest differ.
        const auto spectrum = naiveSpectrum(256, 4, [](Index n, Index m) {
            return (m == 0 ? 4.0 : 1.0) *
                   std::cos(2.0 * std::numbers::pi * 40.0 * static_cast<double>(n) / 256.0);
        });
        const SpectrumFigure figure = figureOf(spectrum, false);
        const SpectrumLayout layout = figure.layoutIn(area);
        QVERIFY(layout.last > SpectrumFigure::mostBars);
        const QImage image = imageOf(figure, size, lightTheme());
        const double x = layout.xOf(40);
        // |X[40]| is 512 in unit 0, and 224 on average.
        QVERIFY(isNear(image.pixelColor(qRound(x), qRound(layout.yOf(40, 223.0))),
                       lightTheme().lane(LaneIdentity::Fourier)));
        QVERIFY(!isNear(image.pixelColor(qRound(x), qRound(layout.yOf(40, 300.0))), lightTheme().paper));
        QVERIFY(isNear(image.pixelColor(qRound(x) + 20, qRound(layout.yOf(40, 300.0))), lightTheme().paper));
    }

    void aHiddenUnitIsReadOutAndInTheTable()
    {
        SpectrumSpec spec;
        spec.spectrum = chord(16);
        spec.unit = 1;
        const SpectrumFigure figure(spec);
        QCOMPARE(figure.table()->columnCount(), 8);
        QVERIFY(spectrumReadOut(spec, 2).contains(QStringLiteral("hidden unit 1: 18.1")));
        QVERIFY(spectrumReadOut(spec, 2).contains(QStringLiteral("8.00 tokens")));
        QVERIFY(spectrumReadOut(spec, 3).contains(QStringLiteral("exactly 0")));
        QVERIFY(spectrumReadOut(spec, 9).isEmpty());
    }

    void theTableIsCompleteAndUnrounded()
    {
        const auto spectrum = chord(12);
        const auto table = figureOf(spectrum, true).table();
        QCOMPARE(table->rowCount(), 7); // zero frequency … Nyquist
        QCOMPARE(table->index(0, 1).data().toDouble(), std::numeric_limits<double>::infinity());
        QCOMPARE(table->index(6, 1).data().toDouble(), 2.0);
        for (int k = 0; k < 7; ++k)
            QCOMPARE(table->index(k, 2).data().toDouble(), spectrum->mean[static_cast<std::size_t>(k)]);
    }

    void labelsNeitherOverlapNorLeaveTheArea_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<QSize>("drawn");
        for (const int tokens : {1, 2, 3, 11, 64, 129, 512, 4096})
            for (const QSize drawn : {QSize(480, 260), QSize(241, 150), QSize(900, 400)})
                QTest::addRow("%d tokens, %d x %d", tokens, drawn.width(), drawn.height()) << tokens << drawn;
    }
    void labelsNeitherOverlapNorLeaveTheArea()
    {
        QFETCH(int, tokens);
        QFETCH(QSize, drawn);
        auto spectrum = std::make_shared<TokenSpectrum>();
        spectrum->tokens = tokens;
        spectrum->amplitude = Matrix(tokens / 2 + 1, 2);
        for (int k = 0; k <= tokens / 2; ++k) {
            spectrum->mean.push_back(1000.0 / (1.0 + k));
            spectrum->max.push_back(3000.0 / (1.0 + k));
            spectrum->power.push_back(1.0);
        }
        for (const bool decibel : {true, false}) {
            const QByteArray svg = svgOf(figureOf(spectrum, decibel), drawn, lightTheme());
            QVERIFY2(QRectF(QPointF(), QSizeF(drawn)).adjusted(-0.5, -0.5, 0.5, 0.5).contains(inkOf(svg)),
                     qPrintable(QStringLiteral("%1 … %2").arg(inkOf(svg).right()).arg(inkOf(svg).bottom())));
            QVERIFY2(overlapsIn(svg).isEmpty(), qPrintable(overlapsIn(svg).join(QStringLiteral("; "))));
        }
    }
};

QTEST_MAIN(SpectrumFigureTest)
#include "tst_spectrum_figure.moc"
