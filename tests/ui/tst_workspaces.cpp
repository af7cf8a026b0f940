#include "ui/main_window.h"
#include "ui/panels/inspector.h"
#include "ui/panels/sentence_bar.h"
#include "ui/views/heat_map_view.h"
#include "ui/views/layer_strip.h"
#include "ui/workspaces/compare_lane.h"
#include "ui/workspaces/compare_page.h"
#include "ui/workspaces/mixers_page.h"
#include "ui/workspaces/spectrum_page.h"
#include "window_support.h"

#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>

#include <cmath>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

using Workspace = MainWindow::Workspace;

/// The smallest window, with every lane answered and Compare drawn.
struct Window
{
    explicit Window(Workspace workspace = Workspace::Compare)
    {
        bench.open();
        window.resize(1100, 680);
        window.setWorkspace(workspace);
        window.show();
        (void)QTest::qWaitForWindowExposed(&window);
        settle();
    }

    void settle()
    {
        bench.settle();
        QCoreApplication::processEvents();
        (void)window.grab();
    }

    [[nodiscard]] HeatMapView* map(std::size_t lane) const
    {
        return window.comparePage()->lanes()[lane]->heatMap();
    }

    [[nodiscard]] static QPoint centre(const HeatMapView* view, Index row, Index col)
    {
        return view->layoutNow().rectOf(row, col).center().toPoint();
    }

    Bench bench;
    MainWindow window{bench.workbench,
                      {QStringLiteral("0.1.0"), QStringLiteral("x86-64"), QStringLiteral("fftw")}};
};

} // namespace

Q_DECLARE_METATYPE(mixlens::ui::MainWindow::Workspace)
Q_DECLARE_METATYPE(mixlens::ui::ThemeChoice)

class TestWorkspaces : public QObject
{
    Q_OBJECT

private:
    PrivateSettings m_settings;

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("."))); }

    void everyWorkspaceDrawsInBothThemes_data()
    {
        QTest::addColumn<Workspace>("workspace");
        QTest::addColumn<ThemeChoice>("theme");
        for (const auto theme : {ThemeChoice::Light, ThemeChoice::Dark})
            for (const auto workspace : {Workspace::Compare, Workspace::Mixers, Workspace::Spectrum})
                QTest::addRow("%d %d", static_cast<int>(workspace), static_cast<int>(theme))
                    << workspace << theme;
    }

    void everyWorkspaceDrawsInBothThemes()
    {
        QFETCH(Workspace, workspace);
        QFETCH(ThemeChoice, theme);
        Window one(workspace);
        one.window.setThemeChoice(theme);
        one.settle();
        QCOMPARE(one.window.size(), QSize(1100, 680));
        QVERIFY(one.window.currentFigure() != nullptr);
        const QImage picture = one.window.grab().toImage();
        const QRect middle(300, 250, 300, 250);
        QSet<QRgb> colours;
        for (int y = middle.top(); y < middle.bottom(); y += 3)
            for (int x = middle.left(); x < middle.right(); x += 3)
                colours.insert(picture.pixel(x, y));
        QVERIFY2(colours.size() > 8, "the middle of the page is blank");
        one.window.setThemeChoice(ThemeChoice::System);
    }

    void hoverInOneLaneLightsTheOthers()
    {
        Window one;
        QTest::mouseMove(one.map(0), Window::centre(one.map(0), 2, 5));
        QTRY_VERIFY((one.bench.workbench.hovered() == TokenPair{2, 5}));
        for (std::size_t lane = 0; lane < 4; ++lane)
            QVERIFY((one.map(lane)->hovered() == HeatCell{2, 5}));
        QCOMPARE(one.window.inspector()->headline(), QStringLiteral("president ← united"));
    }

    void aClickLocksInEveryLane()
    {
        Window one;
        QTest::mouseClick(one.map(1), Qt::LeftButton, {}, Window::centre(one.map(1), 3, 4));
        QVERIFY((one.bench.workbench.locked() == TokenPair{3, 4}));
        for (std::size_t lane = 0; lane < 4; ++lane)
            QVERIFY((one.map(lane)->locked() == HeatCell{3, 4}));
        QTest::keyClick(&one.window, Qt::Key_Escape);
        QVERIFY((one.bench.workbench.locked() == TokenPair{}));
    }

    void withoutSpecialTokensTheSameTokenIsStillTheSameToken()
    {
        Window one;
        one.bench.workbench.setLocked({2, 5});
        one.bench.workbench.setShowsSpecialTokens(false);
        one.settle();
        QVERIFY((one.map(0)->locked() == HeatCell{1, 4})); // [CLS] has gone
        one.bench.workbench.setLocked({0, 5});
        QVERIFY(!one.map(0)->locked().has_value());
    }

    void arrowsMoveTheCellCursor()
    {
        Window one;
        HeatMapView* map = one.map(0);
        map->setFocus();
        QTest::keyClick(map, Qt::Key_Right);
        QTest::keyClick(map, Qt::Key_Down);
        const TokenPair before = one.bench.workbench.shownPair();
        QVERIFY(before.output.has_value() && before.input.has_value());
        QTest::keyClick(map, Qt::Key_Right);
        QVERIFY((one.bench.workbench.shownPair() == TokenPair{*before.output, *before.input + 1}));
        QTest::keyClick(map, Qt::Key_Return);
        QVERIFY(one.bench.workbench.locked() == one.bench.workbench.shownPair());
    }

    void wAndJChooseTheLens()
    {
        Window one;
        one.map(0)->setFocus();
        QTest::keyClick(one.map(0), Qt::Key_W);
        one.settle();
        QVERIFY(one.bench.workbench.lens() == Lens::Weight);
        QCOMPARE(one.map(1)->figure()->spec().colours, HeatColours::Diverging); // cosines
        QTest::keyClick(one.map(0), Qt::Key_J);
        one.settle();
        QCOMPARE(one.map(1)->figure()->spec().colours, HeatColours::Sequential);
    }

    void influenceHasOneScaleForAllLanes()
    {
        Window one;
        const HeatMapSpec& first = one.map(0)->figure()->spec();
        for (std::size_t lane = 0; lane < 4; ++lane) {
            const HeatMapSpec& spec = one.map(lane)->figure()->spec();
            QVERIFY(spec.rangeShared);
            QCOMPARE(spec.low, first.low);
            QCOMPARE(spec.high, first.high);
            for (const float value : spec.values->values())
                QVERIFY(static_cast<double>(value) <= spec.high);
        }
    }

    void lanesSayTheirReachAndWhatGoesToPadding()
    {
        Window one;
        const auto& lanes = one.window.comparePage()->lanes();
        one.window.resize(1366, 768);
        one.settle();
        QVERIFY2(lanes[0]->reachLine().contains(QLatin1String("of 12 tokens")),
                 qPrintable(lanes[0]->reachLine()));
        QVERIFY2(lanes[1]->reachLine().contains(QLatin1String("of 64 rows")),
                 qPrintable(lanes[1]->reachLine()));
        QVERIFY(lanes[1]->reachLine().contains(QLatin1String("% padding")));
    }

    void mapsAreAlignedSquareAndLargeWithoutScrolling_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<double>("side");
        QTest::newRow("smallest") << QSize(1100, 680) << 9.0;
        QTest::newRow("usual") << QSize(1366, 768) << 12.0;
    }

    void mapsAreAlignedSquareAndLargeWithoutScrolling()
    {
        QFETCH(QSize, size);
        QFETCH(double, side);
        Window one;
        one.window.resize(size);
        one.settle();
        one.settle();
        const QRectF first = one.map(0)->layoutNow().rectOf(0, 0);
        QVERIFY2(first.width() >= side - 1e-6, qPrintable(QString::number(first.width())));
        QVERIFY(std::abs(first.width() - first.height()) < 1e-6);
        const int top = one.map(0)->mapTo(&one.window, QPoint()).y();
        for (std::size_t lane = 1; lane < 4; ++lane) {
            const QRectF other = one.map(lane)->layoutNow().rectOf(0, 0);
            QCOMPARE(other.size(), first.size());
            QCOMPARE(other.top(), first.top());
            QCOMPARE(one.map(lane)->mapTo(&one.window, QPoint()).y(), top);
        }
        QCOMPARE(one.window.comparePage()->findChild<QScrollArea*>()->verticalScrollBar()->maximum(), 0);
        for (const QLabel* label : one.window.comparePage()->lanes()[1]->findChildren<QLabel*>())
            if (label->isVisible() && !label->text().isEmpty())
                QVERIFY2(label->heightForWidth(label->width()) <= label->height() + 2,
                         qPrintable(label->text()));
    }

    void uniformLanesPointToTheWeights()
    {
        Window one;
        const auto notes = [&one](std::size_t lane) {
            QStringList texts;
            for (const QLabel* label : one.window.comparePage()->lanes()[lane]->findChildren<QLabel*>())
                texts << label->text();
            return texts.join(u' ');
        };
        QVERIFY2(notes(1).contains(QLatin1String("press W")), qPrintable(notes(1)));
        QVERIFY(!notes(0).contains(QLatin1String("uniform")));
    }

    void aClickOnTheLayerStripChoosesTheLayerEverywhere()
    {
        Window one;
        auto* strip = one.window.comparePage()->lanes()[0]->findChild<LayerStrip*>();
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->cellRect(2).center());
        QCOMPARE(one.bench.workbench.layer(), std::size_t{2});
        one.settle();
        QVERIFY(one.map(3)->figure()->title().contains(QLatin1String("layer 3")));
    }

    void predictionsFollowTheLockedMask()
    {
        Window one;
        one.bench.workbench.setSentence(QStringLiteral("the [MASK] of the [MASK] ."));
        one.settle();
        QVERIFY(one.window.comparePage()->predictionsFigure() != nullptr);
        const auto rows = [&one] { return one.window.comparePage()->predictionsFigure()->summary(); };
        const QString first = rows();
        one.bench.workbench.setLocked({5, 5});
        QTRY_VERIFY(rows() != first);
    }

    void aSentenceWithoutMaskSaysHowToAskForPredictions()
    {
        Window one;
        one.bench.workbench.setSentence(QStringLiteral("the river"));
        one.settle();
        one.window.sentenceBar()->insertMask();
        one.settle();
        QVERIFY(one.window.comparePage()->predictionsFigure() != nullptr);
    }

    void mixersShowsTheExactValueUnderTheCursor()
    {
        Window one(Workspace::Mixers);
        one.bench.workbench.setHovered({2, 5});
        const QString line = one.window.mixersPage()->valueLine();
        QVERIFY2(line.contains(QStringLiteral("president ← united")), qPrintable(line));
        QVERIFY2(line.contains(QLatin1String("rank")), qPrintable(line));
    }

    void mixersFollowsLaneLayerAndHead()
    {
        Window one(Workspace::Mixers);
        one.bench.workbench.setLens(Lens::Weight);
        one.bench.workbench.setLayer(1);
        one.bench.workbench.setHead(2);
        one.settle();
        const QString title = one.window.mixersPage()->currentFigure()->title();
        QVERIFY2(title.contains(QLatin1String("layer 2")) && title.contains(QLatin1String("head 3")),
                 qPrintable(title));
        one.bench.workbench.setFocusLane(1);
        one.settle();
        QVERIFY(one.window.mixersPage()->currentFigure()->title().startsWith(QLatin1String("FNet")));
    }

    void sentencesOfAnyLengthCanBeShownEverywhere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("one token") << QStringLiteral("time");
        QTest::newRow("too long") << QStringLiteral("the river ").repeated(200);
        QTest::newRow("other scripts") << QStringLiteral("שלום 👋 עולם");
    }

    void sentencesOfAnyLengthCanBeShownEverywhere()
    {
        QFETCH(QString, text);
        Window one;
        one.bench.workbench.setSentence(text);
        for (const auto workspace : {Workspace::Compare, Workspace::Mixers, Workspace::Spectrum}) {
            one.window.setWorkspace(workspace);
            one.settle();
            QVERIFY(one.window.currentFigure() != nullptr);
        }
        one.bench.workbench.setShowsPadding(true);
        one.window.setWorkspace(Workspace::Compare);
        one.settle();
        QCOMPARE(one.map(1)->figure()->spec().values->rows(), Index{64});
    }
};

QTEST_MAIN(TestWorkspaces)
#include "tst_workspaces.moc"
