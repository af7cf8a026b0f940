#include "core/engine/analysis_file.h"
#include "tests/support/golden.h"

#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace mixlens;

namespace {

using Shape64 = std::vector<std::int64_t>;

struct Run
{
    std::shared_ptr<const EncoderModel> encoder;
    EncodingTrace trace;
};

/// Five tokens and three rows of padding through one of the small reference models.
Run runOf(const std::string& model)
{
    const auto loaded = loadModel(golden::folder() / "models" / model).value();
    EncoderWorkspace workspace;
    TraceOptions keep;
    keep.influence = true;
    return {
        loaded.model,
        loaded.model
            ->encode({.ids = {4, 17, 5, 9, 11, 0, 0, 0}, .tokenTypes = {}, .mask = {1, 1, 1, 1, 1, 0, 0, 0}},
                     keep, workspace)
            .value()};
}

std::map<std::string, Shape64> shapesOf(const std::vector<TensorToWrite>& tensors)
{
    std::map<std::string, Shape64> shapes;
    for (const TensorToWrite& tensor : tensors)
        shapes.emplace(tensor.name, tensor.shape);
    return shapes;
}

} // namespace

class TestAnalysisFile : public QObject
{
    Q_OBJECT

private slots:
    void attentionLayersHaveTheirPublishedNamesAndShapes()
    {
        const Run run = runOf("bert_mlm"); // hidden 64, 4 heads, feed-forward 128, 500 pieces
        const auto shapes = shapesOf(analysisTensors(*run.encoder, run.trace));
        for (const char* name :
             {"q.0", "k.1", "v.2", "ctx.0", "attn_dense.1", "attn_ln.2", "hidden.3", "ffn_out.0"})
            QVERIFY2(shapes.contains(name) && shapes.at(name) == (Shape64{1, 8, 64}), name);
        QVERIFY(shapes.at("attn.0") == (Shape64{1, 4, 8, 8}));
        QVERIFY(shapes.at("ffn_act.2") == (Shape64{1, 8, 128}));
        QVERIFY(shapes.at("jac_mix.1") == (Shape64{8, 8}));
        QVERIFY(shapes.at("logits") == (Shape64{1, 8, 500}));
        for (const char* name : {"input_ids", "token_type_ids", "attention_mask"})
            QVERIFY2(shapes.at(name) == (Shape64{1, 8}), name);
        QVERIFY(!shapes.contains("mix.0") && !shapes.contains("pooled"));
    }

    void fourierLayersHaveTheirs()
    {
        const Run run = runOf("fnet_model");
        const auto shapes = shapesOf(analysisTensors(*run.encoder, run.trace));
        QVERIFY(shapes.at("mix.0") == (Shape64{1, 8, 96}) && shapes.at("mix_ln.0") == (Shape64{1, 8, 96}));
        QVERIFY(shapes.at("pooled") == (Shape64{1, 96}));
        QVERIFY(!shapes.contains("attn.0") && !shapes.contains("logits"));
    }

    void headsLieOneBelowTheOther()
    {
        const Run run = runOf("bert_mlm");
        for (const TensorToWrite& tensor : analysisTensors(*run.encoder, run.trace)) {
            if (!tensor.name.starts_with("attn."))
                continue;
            for (std::size_t row = 0; row < tensor.floats.size(); row += 8) {
                double sum = 0.0;
                for (std::size_t key = 0; key < 8; ++key)
                    sum += static_cast<double>(tensor.floats[row + key]);
                QVERIFY(std::abs(sum - 1.0) < 1e-5);
                QCOMPARE(tensor.floats[row + 7], 0.0F); // padding is hidden from attention
            }
        }
    }

    void jsonReadsBackAsTheSameFloats()
    {
        const std::vector<TensorToWrite> tensors{
            {"a",
             {2, 2},
             {0.1F, -3.4e38F, 1e-45F, std::numeric_limits<float>::infinity()},
             {},
             TensorType::F32},
            {"b", {0, 3}, {}, {}, TensorType::F32},
            {"n", {1, 2}, {}, {7, -1}, TensorType::I64}};
        const auto json = nlohmann::json::parse(tensorsAsJson(tensors, {{"text", "\"\n\xff"}}));
        QCOMPARE(json["a"][0][0].get<float>(), 0.1F);
        QCOMPARE(json["a"][0][1].get<float>(), -3.4e38F);
        QVERIFY(json["a"][1][0].get<double>() > 0.0);
        QVERIFY(json["a"][1][1].is_null()); // JSON has no infinity
        QVERIFY(json["b"].is_array() && json["b"].empty());
        QVERIFY(json["n"] == (nlohmann::json{{7, -1}}));
        QVERIFY(json["__metadata__"]["text"].get<std::string>().starts_with("\"\n"));
    }

    void otherEndingsAreRefusedBeforeAnythingIsWritten()
    {
        const Run run = runOf("fnet_model");
        QTemporaryDir place;
        const std::string path = place.filePath("x.txt").toStdString();
        const auto written = writeAnalysis(path, *run.encoder, run.trace, {});
        QVERIFY(!written && written.error().code == Error::Code::Usage);
        QVERIFY(!std::filesystem::exists(path));
    }
};

QTEST_APPLESS_MAIN(TestAnalysisFile)
#include "tst_analysis_file.moc"
