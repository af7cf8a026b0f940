#include "core/mixing/mixer_registry.h"
#include "tests/support/reference.h"

#include <QTest>

#include <numeric>

using namespace mixlens;
using reference::randomMatrix;
using reference::Table;

namespace {

std::unique_ptr<TokenMixer> attention(Index hidden, Index heads)
{
    MixerSetup setup;
    setup.hidden = hidden;
    setup.heads = heads;
    return std::move(makeMixer("attention", setup).value());
}

Matrix mix(const TokenMixer& mixer, const Matrix& x, MixTape* tape = nullptr, KeyMask mask = {})
{
    Matrix y(x.shape());
    MixWorkspace workspace;
    mixer.forward(x.view(), mask, y.view(), workspace, tape);
    return y;
}

} // namespace

class TestAttention : public QObject
{
    Q_OBJECT

private slots:
    void rowsOfAttentionSumToOne()
    {
        const auto mixer = attention(24, 3);
        MixTape tape;
        mix(*mixer, randomMatrix(9, 24, 1), &tape);
        for (Index head = 0; head < 3; ++head) {
            const Matrix weights = mixer->weights(9, head, tape).value();
            for (Index row = 0; row < 9; ++row) {
                const auto values = weights.view().row(row);
                const double sum = std::accumulate(values.begin(), values.end(), 0.0);
                QCOMPARE_LE(std::abs(sum - 1.0), 1e-6);
            }
        }
    }

    void permutingTokensPermutesTheOutput()
    {
        const auto mixer = attention(16, 2);
        const Matrix x = randomMatrix(7, 16, 2);
        const Index order[] = {3, 0, 6, 1, 5, 2, 4};
        Matrix permuted(x.shape());
        for (Index i = 0; i < 7; ++i)
            std::ranges::copy(x.view().row(order[i]), permuted.view().row(i).begin());
        const Matrix y = mix(*mixer, x);
        const Matrix z = mix(*mixer, permuted);
        for (Index i = 0; i < 7; ++i)
            for (Index c = 0; c < 16; ++c)
                QCOMPARE_LE(std::abs(z(i, c) - y(order[i], c)), 1e-5F);
    }

    void paddingChangesNothing()
    {
        const auto mixer = attention(16, 4);
        const Matrix x = randomMatrix(10, 16, 3);
        const Matrix whole = mix(*mixer, Matrix(x.view().middleRows(0, 6)));
        std::vector<std::uint8_t> mask{1, 1, 1, 1, 1, 1, 0, 0, 0, 0};
        const Matrix padded = mix(*mixer, x, nullptr, mask);
        QCOMPARE_LE(reference::worstDifference(padded.view().middleRows(0, 6), Table(whole.view())), 1e-6);
    }

    void theTapeIsWhatThePassComputed()
    {
        const auto mixer = attention(12, 2);
        MixTape tape;
        const Matrix x = randomMatrix(5, 12, 4);
        mix(*mixer, x, &tape);
        const Table q(tape.find("q")->view());
        const Table k(tape.find("k")->view());
        const Table v(tape.find("v")->view());
        for (Index head = 0; head < 2; ++head) {
            Table scores(5, 5);
            for (Index i = 0; i < 5; ++i)
                for (Index j = 0; j < 5; ++j)
                    for (Index c = head * 6; c < head * 6 + 6; ++c)
                        scores(i, j) += q(i, c) * k(j, c) / std::sqrt(6.0);
            const Table a = reference::softmaxRows(scores);
            QCOMPARE_LE(reference::worstDifference(mixer->weights(5, head, tape)->view(), a), 1e-5);
            Table context(5, 6);
            for (Index i = 0; i < 5; ++i)
                for (Index j = 0; j < 5; ++j)
                    for (Index c = 0; c < 6; ++c)
                        context(i, c) += a(i, j) * v(j, head * 6 + c);
            QCOMPARE_LE(reference::worstDifference(tape.find("ctx")->view().middleCols(head * 6, 6), context),
                        1e-5);
        }
    }

    void costIsQuadraticInTokensAndOnceInParameters()
    {
        const auto mixer = attention(64, 4);
        const Cost one = mixer->cost({1000, 64});
        const Cost two = mixer->cost({2000, 64});
        QCOMPARE(one.parameters, two.parameters);
        QCOMPARE(one.parameters, std::uint64_t{4 * 64 * 64 + 4 * 64});
        // 8 n d² + 4 n² d + …: at n >> d the second term rules.
        QVERIFY(two.flops > 3 * one.flops && two.flops < 4 * one.flops);
    }

    void whatCannotBeBuiltIsRefused()
    {
        MixerSetup setup;
        setup.hidden = 10;
        setup.heads = 3;
        QVERIFY(makeMixer("attention", setup).error().message.find("10") != std::string::npos);
        setup.heads = 2;
        const Matrix small(3, 3);
        setup.parameters.emplace("query.weight", small.view());
        QVERIFY(!makeMixer("attention", setup));
        setup.parameters.clear();
        setup.settings.emplace("temperature", "2");
        QVERIFY(makeMixer("attention", setup).error().message.find("temperature") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestAttention)
#include "tst_attention.moc"
