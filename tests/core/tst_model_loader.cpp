#include "core/base/files.h"
#include "core/model/model_loader.h"
#include "core/model/safetensors.h"
#include "core/model/tensor_names.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

using namespace mixlens;
namespace fs = std::filesystem;

namespace {

const fs::path goldens = fs::path(MIXLENS_TEST_DATA) / "goldens" / "models";

/// The tensors of a published model, to be changed and written again.
std::vector<TensorToWrite> tensorsOf(const fs::path& folder)
{
    const auto file = SafetensorsFile::open(folder / "model.safetensors");
    std::vector<TensorToWrite> tensors;
    for (const auto& [name, entry] : file.value().tensors()) {
        if (entry.type != TensorType::F32)
            continue;
        const Matrix values = file->matrix(name).value();
        tensors.push_back(
            {name, entry.shape, {values.values().begin(), values.values().end()}, {}, TensorType::F32});
    }
    return tensors;
}

TensorToWrite& named(std::vector<TensorToWrite>& tensors, const std::string& name)
{
    return *std::ranges::find(tensors, name, &TensorToWrite::name);
}

} // namespace

class ModelLoaderTest : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = fs::path(m_temporary->path().toStdString()) / "model";
        fs::create_directory(m_folder);
    }

    void everyPublishedModelLoads_data()
    {
        QTest::addColumn<QString>("folder");
        for (const fs::path& models : {goldens, fs::path(MIXLENS_MODELS)})
            for (const auto& entry : fs::directory_iterator(models))
                if (entry.is_directory())
                    QTest::newRow(entry.path().filename().c_str())
                        << QString::fromStdString(entry.path().string());
    }

    void everyPublishedModelLoads()
    {
        QFETCH(QString, folder);
        const auto loaded = loadModel(folder.toStdString());
        QVERIFY2(loaded, message(loaded));
        QCOMPARE(QString::fromStdString(loaded->id), folder.section('/', -1));
        QVERIFY(loaded->unused.empty());
        QVERIFY(loaded->model->parameters().contains("embeddings.word_embeddings.weight"));
        QCOMPARE(loaded->tokenizer != nullptr, fs::exists(fs::path(folder.toStdString()) / "vocab.txt"));
        // Every number of the file arrives under its published name.
        const auto file = SafetensorsFile::open(fs::path(folder.toStdString()) / "model.safetensors");
        for (const auto& [name, entry] : file->tensors()) {
            const std::string canonical = canonicalTensorName(name);
            if (isRecomputed(canonical))
                continue;
            const auto& kept = loaded->model->parameters().values();
            QVERIFY2(kept.contains(canonical), name.c_str());
            QVERIFY(std::ranges::equal(kept.find(canonical)->second.values(), file->matrix(name)->values()));
        }
    }

    void namesAreMadeCanonical()
    {
        QCOMPARE(canonicalTensorName("bert.pooler.dense.weight"), std::string("pooler.dense.weight"));
        QCOMPARE(canonicalTensorName("fnet.embeddings.LayerNorm.gamma"),
                 std::string("embeddings.LayerNorm.weight"));
        QCOMPARE(canonicalTensorName("embeddings.LayerNorm.beta"), std::string("embeddings.LayerNorm.bias"));
        QCOMPARE(canonicalTensorName("cls.predictions.bias"), std::string("cls.predictions.bias"));
        QVERIFY(isParameter("encoder.layer.11.attention.self.query.weight", 12));
        for (const char* name :
             {"encoder.layer.12.attention.self.query.weight", "encoder.layer.x.output.dense.bias",
              "encoder.layer.-1.output.dense.bias", "encoder.layer.0.output.dense",
              "encoder.layer.99999999999999999999.output.dense.bias", "encoder.layer.", "encoder.layer.0",
              "classifier.weight", ""})
            QVERIFY2(!isParameter(name, 12), name);
    }

    void oldNamesAndMissingPrefixesMakeTheSameModel()
    {
        auto tensors = tensorsOf(goldens / "bert_mlm");
        for (TensorToWrite& tensor : tensors) {
            QString name = QString::fromStdString(tensor.name);
            if (name.startsWith("bert."))
                name.remove(0, 5);
            name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta");
            tensor.name = name.toStdString();
        }
        write(goldens / "bert_mlm", tensors);
        const auto old = loadModel(m_folder);
        QVERIFY2(old, message(old));
        const auto published = loadModel(goldens / "bert_mlm");
        const auto& a = old->model->parameters().values();
        const auto& b = published->model->parameters().values();
        QVERIFY(std::ranges::equal(a, b, [](const auto& x, const auto& y) {
            return x.first == y.first && std::ranges::equal(x.second.values(), y.second.values());
        }));
    }

    void theDecodersBiasMayHaveEitherName()
    {
        auto tensors = tensorsOf(goldens / "bert_mlm");
        TensorToWrite& bias = named(tensors, "cls.predictions.bias");
        const std::vector<float> values = bias.floats;
        bias.name = "cls.predictions.decoder.bias";
        write(goldens / "bert_mlm", tensors);
        const auto renamed = loadModel(m_folder);
        QVERIFY2(renamed, message(renamed));
        QVERIFY(std::ranges::equal(renamed->model->parameters().vector("cls.predictions.bias"), values));
        QVERIFY(renamed->unused.empty());

        tensors.push_back({"cls.predictions.bias", {500}, values, {}, TensorType::F32});
        write(goldens / "bert_mlm", tensors);
        QVERIFY(loadModel(m_folder)->unused.empty());

        tensors.back().floats[0] += 1;
        write(goldens / "bert_mlm", tensors);
        QCOMPARE(loadModel(m_folder)->unused, std::vector<std::string>{"cls.predictions.decoder.bias"});
    }

    void anOwnDecoderIsKeptAndATiedOneIsNot()
    {
        auto tensors = tensorsOf(goldens / "bert_mlm");
        TensorToWrite decoder = named(tensors, "bert.embeddings.word_embeddings.weight");
        decoder.name = "cls.predictions.decoder.weight";
        tensors.push_back(decoder);
        write(goldens / "bert_mlm", tensors);
        QVERIFY(!loadModel(m_folder)->model->parameters().contains("cls.predictions.decoder.weight"));
        tensors.back().floats[7] += 1;
        write(goldens / "bert_mlm", tensors);
        const auto own = loadModel(m_folder);
        QVERIFY(std::ranges::equal(own->model->parameters().matrix("cls.predictions.decoder.weight").row(0),
                                   std::span(tensors.back().floats).first(64)));
    }

    void whatNobodyReadsIsListed()
    {
        auto tensors = tensorsOf(goldens / "fnet_mlm");
        tensors.push_back({"classifier.weight", {1}, {1}, {}, TensorType::F32});
        tensors.push_back({"fnet.encoder.layer.3.output.dense.bias", {1}, {1}, {}, TensorType::F32});
        tensors.push_back({"fnet.embeddings.position_ids", {1}, {}, {1}, TensorType::I64});
        write(goldens / "fnet_mlm", tensors);
        const auto loaded = loadModel(m_folder);
        QVERIFY2(loaded, message(loaded));
        QCOMPARE(loaded->unused,
                 (std::vector<std::string>{"classifier.weight", "fnet.encoder.layer.3.output.dense.bias"}));
    }

    void damagedWeightsAreRefused_data()
    {
        QTest::addColumn<QString>("damage");
        for (const char* damage : {"missing", "shape", "nan", "infinite", "integers", "twice"})
            QTest::newRow(damage) << damage;
    }

    void damagedWeightsAreRefused()
    {
        QFETCH(QString, damage);
        auto tensors = tensorsOf(goldens / "fnet_mlm");
        const std::string name = "fnet.encoder.layer.1.intermediate.dense.bias";
        TensorToWrite& tensor = named(tensors, name);
        if (damage == "missing") {
            std::erase_if(tensors, [&](const TensorToWrite& t) { return t.name == name; });
        } else if (damage == "shape") {
            tensor.shape = {64};
            tensor.floats.resize(64);
        } else if (damage == "nan") {
            tensor.floats[3] = std::nanf("");
        } else if (damage == "infinite") {
            tensor.floats[3] = std::numeric_limits<float>::infinity();
        } else if (damage == "integers") {
            tensor.type = TensorType::I64;
            tensor.integers.assign(tensor.floats.size(), 1);
        } else {
            TensorToWrite copy = tensor;
            copy.name = "bert.encoder.layer.1.intermediate.dense.bias";
            tensors.push_back(copy);
        }
        write(goldens / "fnet_mlm", tensors);
        expect(Error::Code::BadFormat, "encoder.layer.1.intermediate.dense.bias");
    }

    void brokenFoldersAreNamedInOneSentence()
    {
        const fs::path given = m_folder;
        m_folder = given / "none";
        expect(Error::Code::NotFound, "There is no model folder");
        m_folder = given;
        expect(Error::Code::NotFound, "is empty");
        QVERIFY(writeFileAtomically(given / "file", "x"));
        m_folder = given / "file";
        expect(Error::Code::NotFound, "is a file and not a model folder");
        m_folder = given;
        expect(Error::Code::NotFound, "config.json");
        fs::copy_file(goldens / "bert_mlm" / "config.json", given / "config.json");
        expect(Error::Code::NotFound, "has no model.safetensors");
        QVERIFY(writeFileAtomically(given / "pytorch_model.bin", "x"));
        expect(Error::Code::Unsupported, "pytorch_model.bin");
        fs::create_directory(given / "model.safetensors");
        expect(Error::Code::Unreadable, "it is a folder");
        fs::remove(given / "model.safetensors");
        QVERIFY(writeFileAtomically(given / "model.safetensors", ""));
        expect(Error::Code::BadFormat, "0 bytes");
    }

    void filesThatMayNotBeReadAreNamed()
    {
        write(goldens / "bert_mlm", tensorsOf(goldens / "bert_mlm"));
        // A link to itself cannot be read by anyone, not even by root, for whom no permission is missing.
        for (const char* name : {"config.json", "model.safetensors", "vocab.txt"}) {
            const fs::path file = m_folder / name;
            const fs::path kept = m_folder / "kept";
            if (fs::exists(file))
                fs::rename(file, kept);
            fs::create_symlink(name, file);
            expect(Error::Code::Unreadable, name);
            fs::remove(file);
            if (fs::exists(kept))
                fs::rename(kept, file);
        }
        QVERIFY(loadModel(m_folder));
    }

    void aMissingTokenizerIsNoErrorButADamagedOneIs()
    {
        write(goldens / "bert_mlm", tensorsOf(goldens / "bert_mlm"));
        QVERIFY(!loadModel(m_folder)->tokenizer);
        QVERIFY(writeFileAtomically(m_folder / "vocab.txt", "only\none\n"));
        expect(Error::Code::BadFormat, "vocab.txt");
        fs::remove(m_folder / "vocab.txt");
        fs::copy_file(fs::path(MIXLENS_TEST_DATA) / "goldens/tokenizers/vocab.txt", m_folder / "vocab.txt");
        QVERIFY(loadModel(m_folder)->tokenizer);
    }

    void theIdIsTheFoldersName()
    {
        for (const char* spelling : {"bert_mlm", "bert_mlm/", "bert_mlm/.", "fnet_mlm/../bert_mlm"}) {
            const auto loaded = loadModel(goldens / spelling);
            QVERIFY2(loaded, message(loaded));
            QCOMPARE(loaded->id, std::string("bert_mlm"));
        }
    }

private:
    void write(const fs::path& like, const std::vector<TensorToWrite>& tensors) const
    {
        fs::copy_file(like / "config.json", m_folder / "config.json", fs::copy_options::overwrite_existing);
        const auto written = writeSafetensors(m_folder / "model.safetensors", tensors);
        QVERIFY2(written, written ? "" : written.error().message.c_str());
    }

    void expect(Error::Code code, const std::string& part) const
    {
        const auto loaded = loadModel(m_folder);
        QVERIFY(!loaded);
        const std::string& text = loaded.error().message;
        QVERIFY2(loaded.error().code == code, text.c_str());
        QVERIFY2(text.find(part) != std::string::npos, text.c_str());
        QVERIFY2(text.find(m_folder.string()) != std::string::npos, text.c_str());
        QVERIFY2(text.ends_with('.'), text.c_str());
        QCOMPARE(std::ranges::count(text, '\n'), std::ptrdiff_t{0});
    }

    static const char* message(const Result<LoadedModel>& result)
    {
        return result ? "" : result.error().message.c_str();
    }

    std::unique_ptr<QTemporaryDir> m_temporary;
    fs::path m_folder;
};

QTEST_APPLESS_MAIN(ModelLoaderTest)
#include "tst_model_loader.moc"
