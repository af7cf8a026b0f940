#include "core/base/files.h"
#include "core/model/encoder_config.h"

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>

using namespace mixlens;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

const Json bert = {{"model_type", "bert"},          {"vocab_size", 500},        {"hidden_size", 64},
                   {"num_hidden_layers", 2},        {"num_attention_heads", 4}, {"intermediate_size", 128},
                   {"max_position_embeddings", 160}};

Json with(Json config, const char* key, Json value)
{
    config[key] = std::move(value);
    return config;
}

Json without(Json config, const char* key)
{
    config.erase(key);
    return config;
}

const Json fnet = without(with(bert, "model_type", "fnet"), "num_attention_heads");

} // namespace

class EncoderConfigTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void publishedConfigurationsAreRead()
    {
        const fs::path models = fs::path(MIXLENS_TEST_DATA) / "goldens" / "models";
        const auto b = readEncoderConfig(models / "bert_pretraining");
        QVERIFY(b);
        QCOMPARE(b->kind, ModelKind::Bert);
        QCOMPARE(b->vocabulary, Index{200});
        QCOMPARE(b->positions, Index{40});
        QCOMPARE(b->tokenTypes, Index{2});
        QCOMPARE(b->hidden, Index{40});
        QCOMPARE(b->feedForward, Index{72});
        QCOMPARE(b->heads, Index{2});
        QCOMPARE(b->activation, Activation::GeluTanh);
        QCOMPARE(b->layerNormEpsilon, 1e-5F);
        QCOMPARE(b->paddingId, TokenId{0});
        QCOMPARE(b->padTo, Index{0});
        QVERIFY(b->mixers == std::vector<std::string>(2, "attention"));
        QVERIFY(!b->dftMatrix);

        const auto f = readEncoderConfig(models / "fnet_tpu");
        QVERIFY(f);
        QCOMPARE(f->kind, ModelKind::FNet);
        QCOMPARE(f->tokenTypes, Index{4});
        QCOMPARE(f->paddingId, TokenId{3});
        QVERIFY(f->mixers == std::vector<std::string>(2, "fourier"));
        QVERIFY(f->dftMatrix);

        const auto h = readEncoderConfig(fs::path(MIXLENS_MODELS) / "tiny-hybrid");
        QVERIFY(h);
        QVERIFY(h->mixers == (std::vector<std::string>{"fourier", "fourier", "attention", "attention"}));
        QCOMPARE(h->padTo, Index{64});
    }

    void whatMayBeMissingHasItsPublishedDefault()
    {
        const auto b = read(bert);
        QVERIFY(b);
        QCOMPARE(b->activation, Activation::GeluErf);
        QCOMPARE(b->layerNormEpsilon, 1e-12F);
        QCOMPARE(b->tokenTypes, Index{2});
        const auto f = read(fnet);
        QVERIFY(f);
        QCOMPARE(f->activation, Activation::GeluTanh);
        QCOMPARE(f->tokenTypes, Index{4});
        QCOMPARE(f->paddingId, TokenId{3});
        QVERIFY(!f->dftMatrix);
        QVERIFY(read(with(bert, "pad_token_id", nullptr)));
    }

    void theKindIsGuessedFromTheArchitecture()
    {
        const Json untyped = without(bert, "model_type");
        QCOMPARE(read(with(untyped, "architectures", {"FNetForMaskedLM"}))->kind, ModelKind::FNet);
        QCOMPARE(read(with(untyped, "architectures", {"BertModel"}))->kind, ModelKind::Bert);
        QCOMPARE(read(with(untyped, "architectures", {"GPT2Model"})).error().code, Error::Code::Unsupported);
        QCOMPARE(read(untyped).error().code, Error::Code::BadFormat);
    }

    void everyActivationNameIsKnown()
    {
        QCOMPARE(read(with(bert, "hidden_act", "gelu"))->activation, Activation::GeluErf);
        QCOMPARE(read(with(bert, "hidden_act", "relu"))->activation, Activation::Relu);
        for (const char* name : {"gelu_new", "gelu_pytorch_tanh", "gelu_fast"})
            QCOMPARE(read(with(bert, "hidden_act", name))->activation, Activation::GeluTanh);
    }

    void mixersArePassedThrough()
    {
        const auto config = read(with(fnet, "mixers", {"optical", "fourier-real"}));
        QVERIFY(config);
        QVERIFY(config->mixers == (std::vector<std::string>{"optical", "fourier-real"}));
    }

    void headsMustDivideTheHiddenSizeOnlyWhereThereIsAttention()
    {
        QVERIFY(!read(with(bert, "num_attention_heads", 5)));
        QVERIFY(read(with(fnet, "num_attention_heads", 5)));
        QVERIFY(!read(without(bert, "num_attention_heads")));
        QVERIFY(!read(with(fnet, "mixers", {"fourier", "attention"})));
    }

    void longSequencesKeepTheFastTransform()
    {
        const Json tpu = with(fnet, "use_tpu_fourier_optimizations", true);
        QVERIFY(read(tpu)->dftMatrix);
        QVERIFY(!read(with(tpu, "max_position_embeddings", 8192))->dftMatrix);
    }

    void whatMakesNoSenseIsRefusedWithKeyValueAndRange_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value"); // JSON
        QTest::addColumn<QString>("allowed");
        const std::pair<const char*, const char*> sizes[] = {
            {"vocab_size", "from 1 to 10000000"},       {"hidden_size", "from 1 to 65536"},
            {"num_hidden_layers", "from 1 to 1000"},    {"num_attention_heads", "from 1 to 65536"},
            {"intermediate_size", "from 1 to 1048576"}, {"max_position_embeddings", "from 1 to 1048576"},
            {"type_vocab_size", "from 1 to 1024"}};
        for (const auto& [key, allowed] : sizes)
            for (const char* value : {"0", "-1", "9223372036854775807", "18446744073709551615", "1e30", "1.5",
                                      "true", "\"12\"", "[]", "{}"})
                QTest::addRow("%s %s", key, value) << key << value << allowed;
        QTest::newRow("pad_to") << "pad_to"
                                << "161"
                                << "from 0 to 160";
        QTest::newRow("pad_token_id") << "pad_token_id"
                                      << "500"
                                      << "from 0 to 499";
        QTest::newRow("epsilon") << "layer_norm_eps"
                                 << "-1e-5"
                                 << "from 0.0 to 1.0";
        QTest::newRow("epsilon text") << "layer_norm_eps"
                                      << "\"small\""
                                      << "from 0.0 to 1.0";
        QTest::newRow("activation") << "hidden_act"
                                    << "\"swish\""
                                    << "gelu_new";
        QTest::newRow("activation number") << "hidden_act"
                                           << "7"
                                           << "text";
        QTest::newRow("positions") << "position_embedding_type"
                                   << "\"relative_key\""
                                   << "absolute";
        QTest::newRow("decoder") << "is_decoder"
                                 << "true"
                                 << "false";
        QTest::newRow("short list") << "mixers"
                                    << "[\"fourier\"]"
                                    << "a list of 2";
        QTest::newRow("no list") << "mixers"
                                 << "\"fourier\""
                                 << "a list of 2";
        QTest::newRow("no names") << "mixers"
                                  << "[1, 2]"
                                  << "a list of 2";
        QTest::newRow("empty name") << "mixers"
                                    << "[\"\", \"fourier\"]"
                                    << "a list of 2";
    }

    void whatMakesNoSenseIsRefusedWithKeyValueAndRange()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QString, allowed);
        const Json json = Json::parse(value.toStdString());
        const auto config = read(with(bert, key.toUtf8().constData(), json));
        QVERIFY(!config);
        const QString message = QString::fromStdString(config.error().message);
        QVERIFY2(message.contains("config.json: \"" + key + "\""), qPrintable(message));
        QVERIFY2(message.contains(allowed), qPrintable(message));
        if (json.is_primitive() && json.is_number_integer())
            QVERIFY2(message.contains(value), qPrintable(message));
    }

    void requiredKeysAreMissed_data()
    {
        QTest::addColumn<QString>("key");
        for (const auto& [key, value] : bert.items())
            QTest::newRow(key.c_str()) << QString::fromStdString(key);
    }

    void requiredKeysAreMissed()
    {
        QFETCH(QString, key);
        const auto config = read(without(bert, key.toUtf8().constData()));
        QVERIFY(!config);
        QCOMPARE(config.error().code, Error::Code::BadFormat);
        QVERIFY(QString::fromStdString(config.error().message).contains('"' + key + "\" is missing"));
    }

    void whatIsNoConfigurationIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("number") << QByteArray("3");
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("half") << QByteArray("{\"model_type\": \"bert\"");
        QTest::newRow("not UTF-8") << QByteArray("{\"model_type\": \"\xFF\"}");
        QTest::newRow("too large a number") << QByteArray("{\"vocab_size\": 1e999}");
        QTest::newRow("deep lists") << QByteArray(1'000'000, '[');
        QTest::newRow("deep objects") << QByteArray("{\"a\":").repeated(300'000);
        QTest::newRow("deep and closed") << QByteArray(500'000, '[') + QByteArray(500'000, ']');
        QTest::newRow("deep in a key")
            << "{\"model_type\":" + QByteArray(500'000, '[') + QByteArray(500'000, ']') + '}';
    }

    void whatIsNoConfigurationIsRefused()
    {
        QFETCH(QByteArray, text);
        const auto config = readText(text.toStdString());
        QVERIFY(!config);
        QCOMPARE(config.error().code, Error::Code::BadFormat);
        QVERIFY(config.error().message.find("config.json") != std::string::npos);
        QVERIFY(config.error().message.size() < 500);
    }

    void aMissingFileIsNotFound()
    {
        QCOMPARE(readEncoderConfig(m_folder->path().toStdString()).error().code, Error::Code::NotFound);
    }

private:
    Result<EncoderConfig> read(const Json& json) const { return readText(json.dump()); }

    Result<EncoderConfig> readText(const std::string& text) const
    {
        const fs::path folder = m_folder->path().toStdString();
        if (const auto written = writeFileAtomically(folder / "config.json", text); !written)
            qFatal("%s", written.error().message.c_str());
        return readEncoderConfig(folder);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(EncoderConfigTest)
#include "tst_encoder_config.moc"
