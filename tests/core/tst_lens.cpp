#include "core/analysis/lens.h"
#include "core/engine/session.h"
#include "tests/support/reference.h"

#include <QTest>

#include <numeric>

using namespace mixlens;

class TestLens : public QObject
{
    Q_OBJECT

    Session m_session{{MIXLENS_MODELS}};

    AnalysisPtr analysis(const char* model)
    {
        AnalysisRequest request;
        request.text = "the bank by the river raised its rate .";
        request.lanes = {{"", model, {}, {}}};
        return m_session.analyse(request, 0, {}).value();
    }

    static std::optional<LensMatrix> look(const Analysis& a, const LensOptions& options)
    {
        return lensMatrix(*a.encoder, a.trace, a.sequence, options);
    }

private slots:
    void attentionWeightsAreTheProbabilitiesOfTheHead()
    {
        const AnalysisPtr a = analysis("tiny-attention");
        const auto seen = look(*a, {.lens = Lens::Weight, .layer = 2, .head = 1}).value();
        const Matrix& attention = *a->trace.layers[2].tape.find("attn");
        const Index n = a->rows();
        QCOMPARE(seen.values.shape(), (Shape{n, n}));
        for (Index i = 0; i < n; ++i)
            for (Index j = 0; j < n; ++j)
                QCOMPARE(seen.values(i, j), attention(n + i, j));
        QVERIFY(!seen.isSigned);
    }

    void withoutAHeadTheMeanOverHeadsIsShown()
    {
        const AnalysisPtr a = analysis("tiny-attention");
        const auto seen = look(*a, {.lens = Lens::Weight, .layer = 0, .head = {}}).value();
        const Matrix& attention = *a->trace.layers[0].tape.find("attn");
        const Index n = a->rows();
        double mean = 0.0;
        for (Index h = 0; h < 4; ++h)
            mean += static_cast<double>(attention(h * n + 3, 1)) / 4.0;
        QCOMPARE_LE(std::abs(static_cast<double>(seen.values(3, 1)) - mean), 1e-6);
    }

    void fourierWeightsAreSignedCosines()
    {
        const AnalysisPtr a = analysis("tiny-fnet");
        const auto seen = look(*a, {.lens = Lens::Weight, .layer = 1}).value();
        QVERIFY(seen.isSigned);
        QCOMPARE(seen.values.rows(), a->tokenCount());
        QCOMPARE_LE(std::abs(static_cast<double>(seen.values(3, 5)) - std::cos(2.0 * M_PI * 15.0 / 64.0)),
                    1e-6);
    }

    void sharesCountPaddingEvenWhenItIsNotShown()
    {
        const AnalysisPtr a = analysis("tiny-fnet");
        const auto typed = look(*a, {.lens = Lens::Influence, .layer = 0}).value();
        QCOMPARE(typed.values.rows(), a->tokenCount());
        QCOMPARE(typed.mixed, 64);
        const double expected = 1.0 - static_cast<double>(a->tokenCount()) / 64.0;
        QCOMPARE_LE(std::abs(typed.paddingShare - expected), 0.01);
        QCOMPARE_LE(std::abs(typed.meanReach - 64.0), 0.01);
        QVERIFY(typed.spread < 2.5 / 128.0 + 0.02); // the closed form is flat to about 2 / d
        const auto padded =
            look(*a, {.lens = Lens::Influence, .layer = 0, .head = {}, .padding = true}).value();
        QCOMPARE(padded.values.rows(), 64);
        for (Index r = 0; r < 64; ++r) {
            const auto row = padded.values.view().row(r);
            QCOMPARE_LE(std::abs(std::accumulate(row.begin(), row.end(), 0.0) - 1.0), 1e-5);
        }
    }

    void withoutSpecialTokensSharesAreSharedAnew()
    {
        const AnalysisPtr a = analysis("tiny-attention");
        const auto seen =
            look(*a, {.lens = Lens::Weight, .layer = 0, .head = 0, .padding = false, .specialTokens = false})
                .value();
        QCOMPARE(seen.values.rows(), a->tokenCount() - 2);
        QCOMPARE(seen.tokens.front(), 1);
        for (Index r = 0; r < seen.values.rows(); ++r) {
            const auto row = seen.values.view().row(r);
            QCOMPARE_LE(std::abs(std::accumulate(row.begin(), row.end(), 0.0) - 1.0), 1e-5);
        }
    }

    void aLayerThatIsNotThereIsNothing()
    {
        const AnalysisPtr a = analysis("tiny-attention");
        QVERIFY(!look(*a, {.lens = Lens::Weight, .layer = 4}));
    }
};

QTEST_APPLESS_MAIN(TestLens)
#include "tst_lens.moc"
