#include "figure_samples.h"
#include "ui/figures/predictions_figure.h"

#include <QTest>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

constexpr QSize size(560, 170);
const QRectF area{QPointF(), QSizeF(size)};

PredictionsSpec threeLanes()
{
    PredictionsSpec spec;
    spec.title = QStringLiteral("Predictions");
    spec.maskCount = 1;
    spec.columns = {
        {QStringLiteral("BERT"), LaneIdentity::Attention, {{1, "rates", 0.4}, {2, "money", 0.2}}, {}},
        {QStringLiteral("FNet"), LaneIdentity::Fourier, {{2, "money", 0.3}, {1, "rates", 0.1}}, {}},
        {QStringLiteral("Hybrid"), LaneIdentity::Hybrid, {{1, "rates", 0.35}, {9, "cows", 0.05}}, {}},
    };
    return spec;
}

} // namespace

class PredictionsFigureTest : public QObject
{
    Q_OBJECT

private slots:
    void barsOfAllLanesShareOneScale()
    {
        const PredictionsFigure figure(threeLanes());
        const PredictionsLayout layout = figure.layoutIn(area);
        QCOMPARE(layout.full, 0.4);
        const double full = layout.barOf(0, 0, 0.4).width();
        QVERIFY(std::abs(layout.barOf(1, 0, 0.3).width() - 0.75 * full) < 1e-6);
        const QImage image = imageOf(figure, size, lightTheme());
        const QRectF bar = layout.barOf(1, 0, 0.3);
        const auto colourAt = [&](double x) { return image.pixelColor(qFloor(x), qRound(bar.center().y())); };
        QCOMPARE(colourAt(bar.right() - 2.0), lightTheme().lane(LaneIdentity::Fourier));
        QCOMPARE(colourAt(bar.right() + 2.0), lightTheme().paper);
    }

    void theSameTokenIsJoinedBetweenNeighbours()
    {
        const PredictionsFigure figure(threeLanes());
        const PredictionsLayout layout = figure.layoutIn(area);
        const QImage image = imageOf(figure, size, lightTheme());
        // "rates" falls from rank 0 to 1 and "money" rises: the lines cross in the middle of the gap.
        const auto darkAt = [&](std::size_t left) {
            const double x = (layout.columns[left].right() + layout.columns[left + 1].left()) / 2;
            const double y = layout.top + layout.rowHeight;
            return image.pixelColor(qFloor(x), qFloor(y)).lightness() < 160;
        };
        QVERIFY(darkAt(0));
        QVERIFY(darkAt(1)); // "rates" from rank 1 to 0
    }

    void agreementIsTold()
    {
        PredictionsSpec spec = threeLanes();
        QCOMPARE(agreementText(spec), QStringLiteral("They differ. 2 of 3 lanes: rates; FNet: money."));
        spec.columns[1] = spec.columns[0];
        QCOMPARE(agreementText(spec), QStringLiteral("All 3 lanes agree: rates."));
        spec.columns.resize(1);
        QCOMPARE(agreementText(spec), QStringLiteral("Most likely: rates."));
    }

    void aSentenceWithoutMaskSaysWhatToDo()
    {
        PredictionsSpec spec = threeLanes();
        spec.maskCount = 0;
        const auto texts = textsIn(svgOf(PredictionsFigure(spec), size, lightTheme()));
        QVERIFY(contains(texts, QStringLiteral("Type [MASK]")));
        QVERIFY(!contains(texts, QStringLiteral("rates")));
    }

    void oneOfSeveralMasksIsNumbered()
    {
        PredictionsSpec spec = threeLanes();
        spec.maskCount = 3;
        spec.mask = 1;
        QVERIFY(contains(textsIn(svgOf(PredictionsFigure(spec), size, lightTheme())),
                         QStringLiteral("[MASK] 2 of 3")));
        QVERIFY(PredictionsFigure(spec).summary().startsWith(QStringLiteral("[MASK] 2 of 3")));
    }

    void aLaneWithoutAnswerSaysWhy()
    {
        PredictionsSpec spec = threeLanes();
        spec.columns[2].best.clear();
        spec.columns[2].missing = QStringLiteral("no head");
        QVERIFY(
            contains(textsIn(svgOf(PredictionsFigure(spec), size, lightTheme())), QStringLiteral("no head")));
    }

    void labelsNeitherOverlapNorLeaveTheArea_data()
    {
        QTest::addColumn<int>("lanes");
        for (int lanes = 1; lanes <= 4; ++lanes)
            QTest::addRow("%d lanes", lanes) << lanes;
    }
    void labelsNeitherOverlapNorLeaveTheArea()
    {
        QFETCH(int, lanes);
        PredictionsSpec spec = threeLanes();
        spec.columns[0].best.push_back({7, "internationalisation", 0.01});
        spec.columns.push_back(spec.columns[0]);
        spec.columns.resize(static_cast<std::size_t>(lanes));
        const PredictionsFigure figure(spec);
        const QSize drawn = figure.preferredSize().toSize();
        const QByteArray svg = svgOf(figure, drawn, darkTheme());
        QVERIFY(QRectF(QPointF(), QSizeF(drawn)).adjusted(-0.5, -0.5, 0.5, 0.5).contains(inkOf(svg)));
        QVERIFY2(overlapsIn(svg).isEmpty(), qPrintable(overlapsIn(svg).join(QStringLiteral("; "))));
    }
};

QTEST_MAIN(PredictionsFigureTest)
#include "tst_predictions_figure.moc"
