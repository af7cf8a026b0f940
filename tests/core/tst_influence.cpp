#include "core/mixing/attention_mixer.h"
#include "tests/support/golden.h"
#include "tests/support/reference.h"

#include <QTest>

using namespace mixlens;
using reference::randomMatrix;
using reference::Table;

namespace {

/// Multi-head attention in double precision, for central differences.
Table attend(const Table& x, const AttentionParameters& p, Index heads, KeyMask mask)
{
    const auto project = [&](ConstMatrixView w, std::span<const float> bias) {
        Table y = reference::multiply(x, reference::transposed(Table(w)));
        for (Index r = 0; r < y.rows; ++r)
            for (Index c = 0; c < y.cols; ++c)
                y(r, c) += static_cast<double>(bias[static_cast<std::size_t>(c)]);
        return y;
    };
    const Table q = project(p.query, p.queryBias);
    const Table k = project(p.key, p.keyBias);
    const Table v = project(p.value, p.valueBias);
    const Index width = x.cols / heads;
    Table context(x.rows, x.cols);
    for (Index h = 0; h < heads; ++h) {
        Table scores(x.rows, x.rows);
        for (Index i = 0; i < x.rows; ++i)
            for (Index j = 0; j < x.rows; ++j) {
                for (Index c = h * width; c < (h + 1) * width; ++c)
                    scores(i, j) += q(i, c) * k(j, c) / std::sqrt(static_cast<double>(width));
                if (!mask.empty() && !mask[static_cast<std::size_t>(j)])
                    scores(i, j) = -1e30;
            }
        const Table a = reference::softmaxRows(scores);
        for (Index i = 0; i < x.rows; ++i)
            for (Index j = 0; j < x.rows; ++j)
                for (Index c = h * width; c < (h + 1) * width; ++c)
                    context(i, c) += a(i, j) * v(j, c);
    }
    return reference::multiply(context, reference::transposed(Table(p.output)));
}

Table differences(const Matrix& x, const AttentionParameters& p, Index heads, KeyMask mask)
{
    const double step = 1e-5;
    Table norms(x.rows(), x.rows());
    for (Index j = 0; j < x.rows(); ++j)
        for (Index c = 0; c < x.cols(); ++c) {
            Table more(x.view());
            Table less(x.view());
            more(j, c) += step;
            less(j, c) -= step;
            const Table up = attend(more, p, heads, mask);
            const Table down = attend(less, p, heads, mask);
            for (Index i = 0; i < x.rows(); ++i)
                for (Index o = 0; o < x.cols(); ++o)
                    norms(i, j) += std::pow((up(i, o) - down(i, o)) / (2.0 * step), 2);
        }
    for (double& value : norms.values)
        value = std::sqrt(value);
    return norms;
}

} // namespace

class TestInfluence : public QObject
{
    Q_OBJECT

private slots:
    void attentionEqualsCentralDifferences_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<int>("heads");
        QTest::addColumn<double>("sharpness");
        QTest::addColumn<int>("padding");
        QTest::newRow("one head") << 5 << 6 << 1 << 1.0 << 0;
        QTest::newRow("several heads") << 6 << 12 << 3 << 1.0 << 0;
        QTest::newRow("sharp softmax") << 6 << 8 << 2 << 4.0 << 0;
        QTest::newRow("padded") << 7 << 8 << 2 << 1.0 << 3;
        QTest::newRow("one token") << 1 << 8 << 4 << 1.0 << 0;
    }

    void attentionEqualsCentralDifferences()
    {
        QFETCH(int, tokens);
        QFETCH(int, hidden);
        QFETCH(int, heads);
        QFETCH(double, sharpness);
        QFETCH(int, padding);
        std::vector<Matrix> weights;
        for (std::uint64_t seed = 0; seed < 4; ++seed) {
            weights.push_back(randomMatrix(hidden, hidden, seed));
            const double scale = (seed < 2 ? sharpness : 1.0) / std::sqrt(static_cast<double>(hidden));
            for (float& value : weights.back().values())
                value *= static_cast<float>(scale);
        }
        const Matrix biases = randomMatrix(4, hidden, 9);
        const AttentionParameters p{weights[0].view(),    weights[1].view(),    weights[2].view(),
                                    weights[3].view(),    biases.view().row(0), biases.view().row(1),
                                    biases.view().row(2), biases.view().row(3)};
        const AttentionMixer mixer(heads, p);
        const Matrix x = randomMatrix(tokens, hidden, 20);
        std::vector<std::uint8_t> mask;
        if (padding > 0) {
            mask.assign(static_cast<std::size_t>(tokens), 1);
            std::fill(mask.end() - padding, mask.end(), std::uint8_t{0});
        }
        Matrix y(x.shape());
        MixWorkspace workspace;
        MixTape tape;
        mixer.forward(x.view(), mask, y.view(), workspace, &tape);
        const Matrix influence = mixer.influence(x.view(), mask, tape, {}).value();
        const Table expected = differences(x, p, heads, mask);
        // Float32 Gram matrices: a few 1e-7 of the largest block, amplified by cancellation.
        QCOMPARE_LE(reference::worstDifference(influence.view(), expected),
                    2e-5 * reference::largestMagnitude(expected));
    }

    void everyMixingLayerEqualsTheReferenceJacobian_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("name");
        for (const char* model : {"bert_mlm", "fnet_mlm"})
            for (const char* name : {"len_002", "len_007", "len_012"})
                QTest::addRow("%s/%s", model, name)
                    << QString::fromLatin1(model) << QString::fromLatin1(name);
    }

    void everyMixingLayerEqualsTheReferenceJacobian()
    {
        QFETCH(QString, model);
        QFETCH(QString, name);
        const auto loaded = loadModel(golden::folder() / "models" / model.toStdString()).value();
        const auto base = golden::folder() / "cases" / model.toStdString();
        const auto inputs =
            SafetensorsFile::open(base / (name + QStringLiteral(".safetensors")).toStdString()).value();
        const auto expected =
            SafetensorsFile::open(base / (name + QStringLiteral(".influence.safetensors")).toStdString())
                .value();
        EncoderWorkspace workspace;
        const auto trace =
            loaded.model
                ->encode(golden::input(inputs, 0), {.intermediates = true, .influence = true}, workspace)
                .value();
        for (std::size_t layer = 0; layer < trace.layers.size(); ++layer) {
            const std::string tensor = "jac_mix." + std::to_string(layer);
            const auto values = expected.doubles(tensor).value();
            const double largest = *std::ranges::max_element(values);
            QCOMPARE_LE(golden::worstDifference(expected, tensor, 0, 1, trace.layers[layer].influence.view()),
                        1e-5 * largest);
        }
    }

    void cancellingEndsIt()
    {
        const auto loaded = loadModel(golden::folder() / "models/bert_mlm").value();
        EncoderInput input;
        input.ids = {1, 2, 3};
        EncoderWorkspace workspace;
        const auto trace = loaded.model->encode(input, {}, workspace).value();
        std::stop_source stop;
        stop.request_stop();
        const auto influence = loaded.model->mixer(0).influence(trace.embeddings.view(), {},
                                                                trace.layers[0].tape, stop.get_token());
        QVERIFY(!influence);
        QCOMPARE(influence.error().code, Error::Code::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestInfluence)
#include "tst_influence.moc"
