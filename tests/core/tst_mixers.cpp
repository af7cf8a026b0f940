#include "core/math/linear_algebra.h"
#include "core/mixing/attention_article_mixer.h"
#include "core/mixing/control_mixers.h"
#include "core/mixing/optical_mixer.h"
#include "tests/support/reference.h"

#include <QTest>

#include <functional>
#include <numbers>

using namespace mixlens;
using reference::Table;

namespace {

using Mixer = std::unique_ptr<TokenMixer>;

MixerSetup sized(Index hidden, Index maxTokens = 0, std::uint64_t seed = 1)
{
    MixerSetup setup;
    setup.hidden = hidden;
    setup.maxTokens = maxTokens;
    setup.seed = seed;
    return setup;
}

Mixer built(const MixerInfo& info, const MixerSetup& setup)
{
    auto made = info.make(setup);
    if (!made.has_value())
        qFatal("%s", made.error().message.c_str());
    return std::move(*made);
}

struct Passed
{
    Matrix y;
    MixTape tape;
};

Passed passed(const TokenMixer& mixer, ConstMatrixView x, KeyMask mask = {})
{
    Passed result{Matrix(x.shape()), {}};
    MixWorkspace workspace;
    mixer.forward(x, mask, result.y.view(), workspace, &result.tape);
    return result;
}

Matrix influenceOf(const TokenMixer& mixer, ConstMatrixView x)
{
    auto influence = mixer.influence(x, {}, passed(mixer, x).tape, {});
    if (!influence.has_value())
        qFatal("%s", influence.error().message.c_str());
    return std::move(*influence);
}

/// ‖d y_i / d x_j‖_F by central differences of a formula in double; their error is about h² = 1e-8.
Table influenceByDifferences(const std::function<Table(const Table&)>& formula, const Table& x)
{
    constexpr double h = 1e-4;
    Table squares(x.rows, x.rows);
    for (Index j = 0; j < x.rows; ++j) {
        for (Index c = 0; c < x.cols; ++c) {
            Table up = x;
            Table down = x;
            up(j, c) += h;
            down(j, c) -= h;
            const Table above = formula(up);
            const Table below = formula(down);
            for (Index i = 0; i < x.rows; ++i) {
                for (Index o = 0; o < x.cols; ++o) {
                    const double slope = (above(i, o) - below(i, o)) / (2.0 * h);
                    squares(i, j) += slope * slope;
                }
            }
        }
    }
    for (double& value : squares.values)
        value = std::sqrt(value);
    return squares;
}

/// softmax(X Q (X K)ᵀ / n) X V, as printed.
Table article(const Table& x, const Table& q, const Table& k, const Table& v, double n, KeyMask mask = {})
{
    Table scores =
        reference::multiply(reference::multiply(x, q), reference::transposed(reference::multiply(x, k)));
    for (Index i = 0; i < scores.rows; ++i) {
        for (Index j = 0; j < scores.cols; ++j)
            scores(i, j) = mask.empty() || mask[static_cast<std::size_t>(j)] != 0 ? scores(i, j) / n : -1e300;
    }
    return reference::multiply(reference::softmaxRows(scores), reference::multiply(x, v));
}

/// Sums of `terms` products in single precision, each rounded: error of about terms · 6e-8 of the largest.
double rounding(const Table& expected, Index terms)
{
    return 1.2e-7 * static_cast<double>(terms) * std::max(1.0, reference::largestMagnitude(expected));
}

struct ArticleCase
{
    Index tokens;
    Index hidden;
    double n; // 0: sqrt(hidden)
};
const std::vector<ArticleCase> articleCases{{1, 4, 0}, {2, 3, 1.5}, {7, 6, 0}, {5, 12, 20}, {12, 5, 0.8}};

struct ArticleMatrices
{
    Matrix q, k, v;

    ArticleMatrices(Index hidden, std::uint64_t seed)
        : q(reference::randomMatrix(hidden, hidden, seed)),
          k(reference::randomMatrix(hidden, hidden, seed + 1)),
          v(reference::randomMatrix(hidden, hidden, seed + 2))
    {
        for (Matrix* matrix : {&q, &k, &v}) {
            for (float& value : matrix->values())
                value /= std::sqrt(static_cast<float>(hidden));
        }
    }

    [[nodiscard]] MixerSetup setup(double n) const
    {
        MixerSetup setup = sized(q.rows());
        setup.parameters = {{"query", q.view()}, {"key", k.view()}, {"value", v.view()}};
        setup.settings["n"] = std::to_string(n);
        return setup;
    }
};

} // namespace

class TestMixers : public QObject
{
    Q_OBJECT

private slots:
    void articlesAttentionIsItsFormula()
    {
        for (const auto& [tokens, hidden, n] : articleCases) {
            const ArticleMatrices m(hidden, 3);
            const Matrix x = reference::randomMatrix(tokens, hidden, 9);
            const double divisor = n > 0.0 ? n : std::sqrt(static_cast<double>(hidden));
            const Table expected =
                article(Table(x.view()), Table(m.q.view()), Table(m.k.view()), Table(m.v.view()), divisor);
            const Mixer mixer = built(attentionArticleInfo(), m.setup(n));
            QVERIFY(reference::worstDifference(passed(*mixer, x.view()).y.view(), expected) <
                    4.0 * rounding(expected, hidden + tokens));
        }
    }

    void matricesStoredOutByInMeanTheSame()
    {
        const ArticleMatrices m(6, 4);
        const auto transposed = [](const Matrix& matrix) {
            Matrix t(matrix.cols(), matrix.rows());
            for (Index r = 0; r < t.rows(); ++r) {
                for (Index c = 0; c < t.cols(); ++c)
                    t(r, c) = matrix(c, r);
            }
            return t;
        };
        const Matrix q = transposed(m.q);
        const Matrix k = transposed(m.k);
        const Matrix v = transposed(m.v);
        MixerSetup stored = sized(6);
        stored.parameters = {
            {"query.weight", q.view()}, {"key.weight", k.view()}, {"value.weight", v.view()}};
        const Mixer one = built(attentionArticleInfo(), m.setup(0));
        const Mixer other = built(attentionArticleInfo(), stored);
        const Matrix x = reference::randomMatrix(9, 6, 5);
        QVERIFY(reference::worstDifference(passed(*one, x.view()).y.view(),
                                           Table(passed(*other, x.view()).y.view())) < 1e-5);
        QVERIFY(reference::worstDifference(influenceOf(*one, x.view()).view(),
                                           Table(influenceOf(*other, x.view()).view())) < 1e-4);
    }

    void rowsOfTheArticlesAttentionSumToOne()
    {
        const Mixer mixer = built(attentionArticleInfo(), sized(16));
        const Matrix x = reference::randomMatrix(21, 16, 6);
        const auto weights = mixer->weights(21, 0, passed(*mixer, x.view()).tape);
        QVERIFY(weights.has_value());
        for (Index i = 0; i < 21; ++i) {
            double sum = 0.0;
            for (const float weight : weights->view().row(i)) {
                QVERIFY(weight > 0.0F); // every output token depends on every input token
                sum += static_cast<double>(weight);
            }
            QVERIFY(std::abs(sum - 1.0) < 1e-5);
        }
    }

    void articlesAttentionHidesPadding()
    {
        const ArticleMatrices m(6, 7);
        const Mixer mixer = built(attentionArticleInfo(), m.setup(2));
        const Matrix x = reference::randomMatrix(5, 6, 8);
        const std::vector<std::uint8_t> mask{1, 1, 0, 1, 0};
        const Table expected =
            article(Table(x.view()), Table(m.q.view()), Table(m.k.view()), Table(m.v.view()), 2.0, mask);
        const Passed run = passed(*mixer, x.view(), mask);
        QVERIFY(reference::worstDifference(run.y.view(), expected) < 1e-5);
        QCOMPARE((*run.tape.find("attn"))(0, 2), 0.0F);
    }

    /// Without positions, attention doesn't know the order: it commutes with permuting the tokens.
    void articlesAttentionIsPermutationEquivariant()
    {
        const Mixer mixer = built(attentionArticleInfo(), sized(8));
        const Matrix x = reference::randomMatrix(11, 8, 10);
        const auto shuffled = [](ConstMatrixView from) {
            Matrix to(from.shape());
            for (Index row = 0; row < from.rows(); ++row)
                std::ranges::copy(from.row(row * 4 % 11), to.view().row(row).begin());
            return to;
        };
        const Matrix first = shuffled(passed(*mixer, x.view()).y.view());
        const Matrix second = passed(*mixer, shuffled(x.view()).view()).y;
        QVERIFY(reference::worstDifference(first.view(), Table(second.view())) < 1e-5);
    }

    /// The path through the softmax included.
    void influenceOfTheArticlesAttentionIsItsJacobian()
    {
        for (const auto& [tokens, hidden, n] : articleCases) {
            const ArticleMatrices m(hidden, 11);
            const Matrix x = reference::randomMatrix(tokens, hidden, 12);
            const double divisor = n > 0.0 ? n : std::sqrt(static_cast<double>(hidden));
            const auto formula = [&](const Table& at) {
                return article(at, Table(m.q.view()), Table(m.k.view()), Table(m.v.view()), divisor);
            };
            const Table expected = influenceByDifferences(formula, Table(x.view()));
            const Mixer mixer = built(attentionArticleInfo(), m.setup(n));
            const double worst = reference::worstDifference(influenceOf(*mixer, x.view()).view(), expected);
            // Norms come from sums of Gram entries whose terms cancel: a few thousand roundings of the
            // largest.
            QVERIFY2(worst < 2e-4 * reference::largestMagnitude(expected),
                     qPrintable(QString::number(worst)));
        }
    }

    void influenceStopsWhenAsked()
    {
        const Mixer mixer = built(attentionArticleInfo(), sized(4));
        const Matrix x = reference::randomMatrix(3, 4, 1);
        std::stop_source source;
        source.request_stop();
        const auto influence =
            mixer->influence(x.view(), {}, passed(*mixer, x.view()).tape, source.get_token());
        QVERIFY(!influence.has_value());
        QCOMPARE(influence.error().code, Error::Code::Cancelled);
    }

    /// y = A x Wᵀ with A cropped to the sentence; |A_ij| ‖W‖ its influence.
    void linearMixingIsTwoProducts()
    {
        const Matrix a = reference::randomMatrix(16, 16, 21);
        const Matrix w = reference::randomMatrix(10, 10, 22);
        MixerSetup setup = sized(10, 16);
        setup.parameters = {{"tokens.weight", a.view()}, {"hidden.weight", w.view()}};
        const Mixer mixer = built(linearInfo(), setup);
        for (const Index tokens : {1, 7, 16}) {
            const Matrix x = reference::randomMatrix(tokens, 10, 23);
            const Table cropped(a.view().middleRows(0, tokens).middleCols(0, tokens));
            const auto formula = [&](const Table& at) {
                return reference::multiply(reference::multiply(cropped, at),
                                           reference::transposed(Table(w.view())));
            };
            const Table expected = formula(Table(x.view()));
            QVERIFY(reference::worstDifference(passed(*mixer, x.view()).y.view(), expected) <
                    rounding(expected, 10 + tokens));
            const Table jacobian = influenceByDifferences(formula, Table(x.view()));
            QVERIFY(reference::worstDifference(influenceOf(*mixer, x.view()).view(), jacobian) <
                    1e-5 * reference::largestMagnitude(jacobian));
            QVERIFY(reference::worstDifference(mixer->weights(tokens, 0, {})->view(), cropped) == 0.0);
        }
        QCOMPARE(mixer->cost({7, 10}).parameters, std::uint64_t{16 * 16 + 10 * 10});
    }

    void randomMixingIsFixedByItsSeedAndKeepsTheScale()
    {
        const Matrix x = reference::randomMatrix(64, 96, 24);
        const auto mixed = [&](std::uint64_t seed) {
            const Mixer mixer = built(randomInfo(), sized(96, 64, seed));
            return passed(*mixer, x.view()).y;
        };
        const Matrix y = mixed(1);
        QVERIFY(std::ranges::equal(y.values(), mixed(1).values()));
        QVERIFY(!std::ranges::equal(y.values(), mixed(2).values()));
        const double gain = frobeniusNorm(y.view()) / frobeniusNorm(x.view());
        QVERIFY(gain > 0.8 && gain < 1.25); // entries of variance 1 / size keep the norm, to a few per cent
        const Mixer random = built(randomInfo(), sized(96, 64));
        QCOMPARE(random->cost({64, 96}).parameters, std::uint64_t{0});
    }

    void noMixingReturnsItsInput()
    {
        const Mixer mixer = built(noneInfo(), sized(9));
        const Matrix x = reference::randomMatrix(5, 9, 25);
        QVERIFY(std::ranges::equal(passed(*mixer, x.view()).y.values(), x.values()));
        const Matrix influence = influenceOf(*mixer, x.view());
        for (Index i = 0; i < 5; ++i) {
            for (Index j = 0; j < 5; ++j)
                QCOMPARE(influence(i, j), i == j ? 3.0F : 0.0F);
        }
    }

    /// The default device, on input like a layer's: the transform, to the signal-to-noise ratio that it
    /// predicts.
    void opticalMixingIsTheTransformWithItsNoise()
    {
        const Matrix x = reference::randomMatrix(64, 128, 26);
        const Mixer mixer = built(opticalInfo(), sized(128));
        const Passed run = passed(*mixer, x.view());
        const double predicted = run.tape.fact("predicted_snr")->value;
        const double simulated = run.tape.fact("simulated_snr")->value;
        QVERIFY(std::abs(predicted - simulated) < 0.3); // 8,000 bins: 0.07 dB a sigma
        QVERIFY(predicted > 37.0 && predicted < 40.0);  // 8-bit modulators and 5,000 photo-electrons
        QCOMPARE(run.tape.fact("predicted_snr")->provenance, Provenance::Modelled);
        QCOMPARE(run.tape.fact("simulated_snr")->provenance, Provenance::Simulated);
        QCOMPARE(run.tape.fact("device_time")->unit, std::string("s"));
        QCOMPARE(run.tape.fact("device_energy")->unit, std::string("J"));
        QCOMPARE(run.tape.fact("frames")->value, static_cast<double>(mixer->cost(x.shape()).opticalFrames));
        QCOMPARE(run.tape.find("camera")->shape(), x.shape());
    }

    void perfectOpticsIsTheTransform()
    {
        MixerSetup setup = sized(12);
        setup.settings = {{"slm_bits", "0"}, {"adc_bits", "0"}, {"photons", "0"}, {"bypass", "off"}};
        const Mixer mixer = built(opticalInfo(), setup);
        const Matrix x = reference::randomMatrix(7, 12, 27);
        Table expected(7, 12);
        for (Index k = 0; k < 7; ++k) {
            for (Index l = 0; l < 12; ++l) {
                for (Index n = 0; n < 7; ++n) {
                    for (Index m = 0; m < 12; ++m) {
                        const double turns =
                            static_cast<double>(n * k) / 7.0 + static_cast<double>(m * l) / 12.0;
                        expected(k, l) +=
                            static_cast<double>(x(n, m)) * std::cos(2.0 * std::numbers::pi * turns);
                    }
                }
            }
        }
        const double worst = reference::worstDifference(passed(*mixer, x.view()).y.view(), expected);
        QVERIFY(worst < 1e-6 * reference::largestMagnitude(expected) * 4.0);
    }

    void opticalNoiseIsFixedByTheSeed()
    {
        const Matrix x = reference::randomMatrix(9, 16, 28);
        const auto mixed = [&](std::uint64_t seed) {
            return passed(*built(opticalInfo(), sized(16, 0, seed)), x.view()).y;
        };
        QVERIFY(std::ranges::equal(mixed(1).values(), mixed(1).values()));
        QVERIFY(!std::ranges::equal(mixed(1).values(), mixed(2).values()));
    }
};

QTEST_APPLESS_MAIN(TestMixers)
#include "tst_mixers.moc"
