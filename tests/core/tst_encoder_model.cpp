#include "tests/support/golden.h"
#include "tests/support/reference.h"

#include <QTest>

using namespace mixlens;

class TestEncoderModel : public QObject
{
    Q_OBJECT

    std::map<std::string, LoadedModel> m_models;

    const EncoderModel& model(const std::string& name)
    {
        if (!m_models.contains(name)) {
            auto loaded = loadModel(golden::folder() / "models" / name);
            if (!loaded)
                qFatal("%s", loaded.error().message.c_str());
            m_models.emplace(name, std::move(*loaded));
        }
        return *m_models.at(name).model;
    }

    static void compare(const golden::Case& c, const SafetensorsFile& file, const std::string& name,
                        Index row, Index batch, ConstMatrixView actual)
    {
        if (!file.tensors().contains(name))
            return;
        const double difference = golden::worstDifference(file, name, row, batch, actual);
        const double allowed = c.tolerance(name.substr(0, name.find('.')));
        QVERIFY2(difference <= allowed, qPrintable(QStringLiteral("%1 %2 %3 row %4: %5 > %6")
                                                       .arg(c.model.c_str(), c.name.c_str(), name.c_str())
                                                       .arg(row)
                                                       .arg(difference)
                                                       .arg(allowed)));
    }

private slots:
    void everyReferenceCaseIsReproduced_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const auto& c : golden::cases())
            QTest::newRow((c.model + "/" + c.name).c_str()) << index++;
        QVERIFY(index >= 25);
    }

    void everyReferenceCaseIsReproduced()
    {
        QFETCH(int, index);
        const golden::Case c = golden::cases()[static_cast<std::size_t>(index)];
        const auto file = SafetensorsFile::open(golden::folder() / c.file).value();
        const EncoderModel& encoder = model(c.model);
        const Index batch = file.tensors().find("input_ids")->second.shape[0];
        EncoderWorkspace workspace;
        for (Index row = 0; row < batch; ++row) {
            const auto trace = encoder.encode(golden::input(file, row), {}, workspace);
            QVERIFY2(trace, trace ? "" : trace.error().message.c_str());
            for (std::size_t layer = 0; layer <= trace->layers.size(); ++layer)
                compare(c, file, "hidden." + std::to_string(layer), row, batch, trace->hidden(layer).view());
            for (std::size_t layer = 0; layer < trace->layers.size(); ++layer) {
                const LayerTrace& l = trace->layers[layer];
                const std::string dot = "." + std::to_string(layer);
                compare(c, file, "mix" + dot, row, batch, l.mixed.view());
                compare(c, file, "mix_ln" + dot, row, batch, l.mixedNorm.view());
                compare(c, file, "attn_dense" + dot, row, batch, l.mixed.view());
                compare(c, file, "attn_ln" + dot, row, batch, l.mixedNorm.view());
                compare(c, file, "ffn_act" + dot, row, batch, l.feedForwardActivation.view());
                compare(c, file, "ffn_out" + dot, row, batch, l.feedForwardOutput.view());
                for (const SavedMatrix& saved : l.tape.saved)
                    compare(c, file, saved.name + dot, row, batch, saved.value.view());
            }
            if (encoder.hasMaskedTokenHead())
                compare(c, file, "logits", row, batch,
                        encoder.maskedTokenLogits(trace->output().view()).view());
            if (encoder.hasPooler()) {
                const Matrix pooled = encoder.pooled(trace->output().view());
                compare(c, file, "pooled", row, batch, pooled.view());
                if (encoder.hasNextSentenceHead())
                    compare(c, file, "nsp_logits", row, batch,
                            encoder.nextSentenceLogits(pooled.view()).view());
            }
        }
    }

    void anyExactFourierMixerGivesTheSameModel()
    {
        const EncoderModel& fnet = model("fnet_mlm");
        EncoderInput input;
        input.ids = {4, 17, 100, 6, 33, 5, 3};
        EncoderWorkspace workspace;
        const auto expected = fnet.encode(input, {}, workspace).value();
        for (const char* id :
             {"fourier", "fourier-fftw", "fourier-real", "fourier-folded", "dft-matrix", "dft-definition"}) {
            const auto other = fnet.withMixers({id}).value();
            const auto actual = other->encode(input, {}, workspace).value();
            QVERIFY2(reference::worstDifference(actual.output().view(),
                                                reference::Table(expected.output().view())) < 1e-4,
                     id);
            QCOMPARE(actual.layers[0].mixer, std::string(id));
        }
    }

    void whatTheModelHasNoRowsForIsRefusedInOneSentence()
    {
        const EncoderModel& bert = model("bert_mlm");
        EncoderWorkspace workspace;
        const auto message = [&](EncoderInput input) {
            const auto result = bert.encode(input, {}, workspace);
            return result ? std::string() : result.error().message;
        };
        EncoderInput input;
        QVERIFY(message(input).find("no tokens") != std::string::npos);
        input.ids.assign(161, 1);
        QVERIFY(message(input).find("161") != std::string::npos &&
                message(input).find("160") != std::string::npos);
        input.ids = {1, 500};
        QVERIFY(message(input).find("500") != std::string::npos &&
                message(input).find("499") != std::string::npos);
        input.ids = {-1};
        QVERIFY(message(input).find("-1") != std::string::npos);
        input.ids = {1, 2};
        input.tokenTypes = {0};
        QVERIFY(!message(input).empty());
        input.tokenTypes = {0, 2};
        QVERIFY(message(input).find("type 2") != std::string::npos);
        input.tokenTypes = {};
        QVERIFY(message(input).empty());
    }

    void aCancelledRunSaysSo()
    {
        std::stop_source stop;
        stop.request_stop();
        EncoderInput input;
        input.ids = {1, 2, 3};
        EncoderWorkspace workspace;
        const auto result = model("bert_mlm").encode(input, {}, workspace, stop.get_token());
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Cancelled);
    }

    void keepingNothingGivesTheSameOutput()
    {
        EncoderInput input;
        input.ids = {1, 2, 3, 250, 4};
        EncoderWorkspace workspace;
        for (const char* name : {"bert_mlm", "fnet_mlm"}) {
            const auto full = model(name).encode(input, {}, workspace).value();
            const auto bare =
                model(name).encode(input, {.intermediates = false, .influence = false}, workspace).value();
            QCOMPARE(reference::worstDifference(bare.output().view(), reference::Table(full.output().view())),
                     0.0);
            QVERIFY(bare.layers[0].mixed.empty());
        }
    }

    void mixersCanBeSwappedLayerByLayer()
    {
        const EncoderModel& fnet = model("fnet_mlm");
        const auto swapped = fnet.withMixers({"fourier", "none", "random"}).value();
        QCOMPARE(swapped->mixer(1).id(), std::string_view("none"));
        QVERIFY(!fnet.withMixers({"fourier", "none"}));
        const auto unknown = fnet.withMixers({"wavelet"});
        QVERIFY(!unknown && unknown.error().message.find("wavelet") != std::string::npos);
        const auto setting = fnet.withMixers({"optical"}, {{"colour", "red"}});
        QVERIFY(!setting && setting.error().message.find("colour") != std::string::npos);
    }

    void weightsOfAnotherShapeAreRefusedByName()
    {
        const EncoderModel& bert = model("bert_mlm");
        EncoderConfig config = bert.config();
        config.feedForward += 1;
        const auto made = EncoderModel::make(config, std::make_shared<ParameterStore>(bert.parameters()));
        QVERIFY(!made && made.error().message.find("intermediate.dense") != std::string::npos);
        const auto empty = EncoderModel::make(bert.config(), std::make_shared<ParameterStore>());
        QVERIFY(!empty && empty.error().message.find("word_embeddings") != std::string::npos);
    }

    void theShippedModelsFillTheBlankAsTheirPapersSay()
    {
        // resources/models/README.md: "states" with 0.34 (attention), 0.65 (FNet), 0.74 (hybrid).
        const std::pair<const char*, double> expected[] = {
            {"tiny-attention", 0.34}, {"tiny-fnet", 0.65}, {"tiny-hybrid", 0.74}};
        for (const auto& [name, probability] : expected) {
            const auto loaded = loadModel(std::filesystem::path(MIXLENS_MODELS) / name).value();
            const auto sequence =
                loaded.tokenizer->encode("the president of the united [MASK] spoke to congress .", 64);
            EncoderInput input;
            std::size_t mask = 0;
            for (const Token& token : sequence.tokens) {
                if (token.piece == "[MASK]")
                    mask = input.ids.size();
                input.ids.push_back(token.id);
            }
            input.mask.assign(input.ids.size(), 1);
            const auto rows =
                std::max(input.ids.size(), static_cast<std::size_t>(loaded.model->config().padTo));
            input.ids.resize(rows, 0);
            input.mask.resize(rows, 0);
            EncoderWorkspace workspace;
            const auto trace = loaded.model->encode(input, {}, workspace).value();
            const Matrix logits = loaded.model->maskedTokenLogits(
                trace.output().view().middleRows(static_cast<Index>(mask), 1));
            const reference::Table shares = reference::softmaxRows(reference::Table(logits.view()));
            const auto best = std::ranges::max_element(shares.values) - shares.values.begin();
            QCOMPARE(loaded.tokenizer->piece(static_cast<TokenId>(best)), std::string_view("states"));
            QVERIFY2(std::abs(shares.values[static_cast<std::size_t>(best)] - probability) < 0.006, name);
        }
    }
};

QTEST_APPLESS_MAIN(TestEncoderModel)
#include "tst_encoder_model.moc"
