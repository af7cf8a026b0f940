#include "core/analysis/spectrum.h"
#include "figure_samples.h"
#include "ui/export/provenance.h"
#include "ui/figures/heat_map_figure.h"
#include "ui/figures/spectrum_figure.h"
#include "ui/views/spectrum_view.h"
#include "ui/workspaces/spectrum_page.h"
#include "window_support.h"

#include <QCheckBox>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

using namespace mixlens;
using namespace mixlens::ui;
using namespace mixlens::ui::test;

namespace {

/// The page over real lanes, as large as the smallest window leaves it.
struct Page
{
    explicit Page(
        const QString& text = QStringLiteral("the president of the united [MASK] spoke to congress ."))
        : page(bench.workbench)
    {
        page.resize(760, 390);
        page.show();
        (void)QTest::qWaitForWindowExposed(&page);
        bench.open(text);
    }

    [[nodiscard]] const SpectrumSpec& spec() const
    {
        return dynamic_cast<const SpectrumFigure&>(*page.spectrumFigure()).spec();
    }
    [[nodiscard]] const HeatMapSpec& amplitude() const
    {
        return dynamic_cast<const HeatMapFigure&>(*page.amplitudeFigure()).spec();
    }
    [[nodiscard]] SpectrumView* view() const { return page.findChild<SpectrumView*>(); }
    /// The box that offers `text`.
    [[nodiscard]] QComboBox* offering(const QString& text) const
    {
        for (QComboBox* box : page.findChildren<QComboBox*>())
            if (box->findText(text) >= 0)
                return box;
        return nullptr;
    }
    void choose(const QString& text) const
    {
        QComboBox* box = offering(text);
        QVERIFY2(box, qPrintable(text));
        box->setCurrentText(text);
    }
    /// What the core says of these rows of the trace.
    [[nodiscard]] TokenSpectrum expected(std::size_t lane, std::size_t hidden, Index rows) const
    {
        return tokenSpectrum(bench.workbench.analysis(lane)->trace.hidden(hidden).view().middleRows(0, rows));
    }
    [[nodiscard]] bool says(const QString& part) const
    {
        for (const QLabel* label : page.findChildren<QLabel*>())
            if (label->isVisible() && label->text().contains(part))
                return true;
        return false;
    }

    Bench bench;
    SpectrumPage page;
};

} // namespace

class SpectrumPageTest : public QObject
{
    Q_OBJECT

private slots:
    void itOpensWithTheFirstLanesInput()
    {
        Page one;
        QCOMPARE(one.spec().spectrum->mean, one.expected(0, 0, 12).mean);
        QCOMPARE(one.spec().spectrum->max, one.expected(0, 0, 12).max);
        QVERIFY(one.spec().note.contains(QStringLiteral("layer 1 input; N = 12, no padding")));
        QVERIFY(!one.offering(QStringLiteral("as typed"))->isEnabled()); // nothing to choose
    }

    void laneLayerAndPlaceChooseTheActivation()
    {
        Page one;
        one.choose(QStringLiteral("FNet"));
        QCOMPARE(one.bench.workbench.focusLane(), std::size_t{1});
        QCOMPARE(one.spec().spectrum->mean, one.expected(1, 0, 64).mean);
        QVERIFY(one.spec().title.startsWith(QStringLiteral("FNet")));
        one.choose(QStringLiteral("3 of 4"));
        QCOMPARE(one.bench.workbench.layer(), std::size_t{2});
        QCOMPARE(one.spec().spectrum->mean, one.expected(1, 2, 64).mean);
        one.choose(QStringLiteral("output of the layer"));
        QCOMPARE(one.spec().spectrum->mean, one.expected(1, 3, 64).mean);
        QVERIFY(one.spec().note.startsWith(QStringLiteral("layer 3 output")));
        QVERIFY(one.expected(1, 3, 64).mean != one.expected(1, 2, 64).mean);
    }

    void lengthIsAsTheModelSeesItOrAsTyped()
    {
        Page one;
        one.bench.workbench.setFocusLane(1);
        QVERIFY(one.offering(QStringLiteral("as typed"))->isEnabled());
        QCOMPARE(one.spec().spectrum->tokens, Index{64});
        QVERIFY(
            one.spec().note.contains(QStringLiteral("N = 64 as the model sees it: 12 tokens, 52 padding")));
        one.choose(QStringLiteral("as typed"));
        QCOMPARE(one.spec().spectrum->tokens, Index{12});
        QCOMPARE(one.spec().spectrum->mean, one.expected(1, 0, 12).mean);
        QVERIFY(one.spec().note.contains(QStringLiteral("N = 12 as typed; the model mixed 64 rows")));
        QCOMPARE(one.amplitude().values->rows(), Index{12});
    }

    void scaleUnitAndOrderChangeHowItIsDrawn()
    {
        Page one;
        QVERIFY(one.spec().decibel);
        QVERIFY(one.amplitude().scale == HeatScale::Decibel);
        one.choose(QStringLiteral("linear"));
        QVERIFY(!one.spec().decibel);
        QVERIFY(one.amplitude().scale == HeatScale::Linear);
        one.page.findChild<QSpinBox*>()->setValue(5);
        QCOMPARE(one.spec().unit, std::optional<Index>(5));
        const PlaneSpectrum plane = planeSpectrum(one.bench.workbench.analysis(0)->trace.hidden(0).view());
        QCOMPARE((*one.amplitude().values)(0, 0), plane.amplitude(0, 0));
        one.page.findChild<QCheckBox*>()->setChecked(true);
        QCOMPARE((*one.amplitude().values)(6, 64), plane.amplitude(0, 0)); // 12 x 128, zero in the middle
        QCOMPARE(one.amplitude().cols[64].text, QStringLiteral("0"));
        QCOMPARE(one.amplitude().cols[63].text, QStringLiteral("−1"));
    }

    void labelsOfAPlaneAreFrequenciesWhereverZeroStands()
    {
        Page one;
        for (const bool shifted : {false, true}) {
            one.page.findChild<QCheckBox*>()->setChecked(shifted);
            const auto texts = textsIn(svgOf(*one.page.amplitudeFigure(), {290, 115}, lightTheme()));
            QVERIFY(find(texts, QStringLiteral("k, cycles per sequence ↓")));
            QVERIFY(find(texts, QStringLiteral("l, cycles per hidden width →")));
            QVERIFY(find(texts, QStringLiteral("0")));
            QCOMPARE(find(texts, QStringLiteral("−40")) != nullptr, shifted);
            for (const DrawnText& text : texts)
                QVERIFY2(!text.text.contains(QStringLiteral(" 0")) || text.size > 10.0,
                         qPrintable(text.text));
            const QByteArray svg = svgOf(*one.page.amplitudeFigure(), {290, 115}, lightTheme());
            QVERIFY2(overlapsIn(svg).isEmpty(), qPrintable(overlapsIn(svg).join(QStringLiteral("; "))));
        }
    }

    void theSpectrumHasHalfOfThePage()
    {
        Page one;
        QVERIFY2(2 * one.view()->height() > one.page.height() - 60, // below the controls
                 qPrintable(QString::number(one.view()->height())));
    }

    void oneTokenHasOnlyZeroFrequency()
    {
        // The models add [CLS] and [SEP]; what is left without them is what a sentence of no words has.
        Page one(QStringLiteral("time"));
        QCOMPARE(one.spec().spectrum->tokens, Index{3});
        auto single = std::make_shared<const TokenSpectrum>(one.expected(0, 0, 1));
        SpectrumSpec spec = one.spec();
        spec.spectrum = single;
        const SpectrumFigure figure(spec);
        QCOMPARE(single->mean.size(), std::size_t{1});
        QVERIFY(figure.summary().contains(QStringLiteral("one token has only zero frequency")));
        QVERIFY(contains(textsIn(svgOf(figure, {500, 160}, lightTheme())),
                         QStringLiteral("only its zero frequency")));
    }

    void anEmptySentenceSaysWhatToDo()
    {
        Bench empty;
        SpectrumPage page(empty.workbench);
        page.resize(760, 390);
        page.show();
        QVERIFY(page.spectrumFigure() == nullptr);
        QVERIFY(page.amplitudeFigure() == nullptr && page.phaseFigure() == nullptr);
        const auto labels = page.findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) {
            return label->isVisible() && label->text().contains(QStringLiteral("type a sentence above"));
        }));
        empty.workbench.open(defaultLanes(), QString());
        page.findChild<QPushButton*>()->click(); // the example
        QVERIFY(empty.settle());
        QTRY_VERIFY(page.spectrumFigure() != nullptr);
    }

    void pointingReadsOutTheFrequency()
    {
        Page one;
        (void)one.page.grab();
        QTest::mouseMove(one.view(), one.view()->pixelOf(3).toPoint());
        const QString text = spectrumReadOut(one.spec(), 3);
        QVERIFY(text.startsWith(QStringLiteral("k = 3 cycles per sequence, period 4.00 tokens: mean ")));
        QTRY_VERIFY(one.says(text));
        const double mean = one.expected(0, 0, 12).mean[3];
        QVERIFY(text.contains(QString::number(mean, 'f', 2)));
    }

    void provenanceHasAllThatMakesTheFigureAgain()
    {
        Page one;
        one.bench.workbench.setLayer(2);
        const QJsonObject record = provenanceOf(one.bench.workbench);
        QCOMPARE(record[QStringLiteral("sentence")].toString(), one.bench.workbench.sentence());
        QCOMPARE(record[QStringLiteral("lens")].toString(), QStringLiteral("influence"));
        QCOMPARE(record[QStringLiteral("layer")].toInt(), 2);
        QCOMPARE(record[QStringLiteral("seed")].toInteger(), static_cast<qint64>(AnalysisRequest().seed));
        QVERIFY(!record[QStringLiteral("kernels")].toString().isEmpty());
        const QString time = record[QStringLiteral("time")].toString();
        QVERIFY2(time.endsWith(QLatin1Char('Z')), qPrintable(time));
        const QDateTime written = QDateTime::fromString(time, Qt::ISODate);
        QVERIFY(written.isValid() && std::abs(written.secsTo(QDateTime::currentDateTimeUtc())) < 60);
        const QJsonArray lanes = record[QStringLiteral("lanes")].toArray();
        QCOMPARE(lanes.size(), 4);
        const QStringList models{QStringLiteral("tiny-attention"), QStringLiteral("tiny-fnet"),
                                 QStringLiteral("tiny-hybrid"), QStringLiteral("tiny-fnet")};
        for (int lane = 0; lane < 4; ++lane) {
            const QJsonObject told = lanes[lane].toObject();
            QCOMPARE(told[QStringLiteral("model")].toString(), models[lane]);
            const QJsonArray tokens = told[QStringLiteral("tokens")].toArray();
            QCOMPARE(tokens.size(), 12);
            QCOMPARE(tokens[0].toString(), QStringLiteral("[CLS]"));
            QCOMPARE(tokens[2].toString(), QStringLiteral("president"));
            QCOMPARE(told[QStringLiteral("mixers")].toArray().size(), 4);
        }
        QVERIFY(QJsonDocument(lanes[3].toObject()).toJson().contains("device time and energy: modelled"));
        QVERIFY(!QJsonDocument(lanes[1].toObject()).toJson().contains("modelled"));
    }
};

QTEST_MAIN(SpectrumPageTest)
#include "tst_spectrum_page.moc"
