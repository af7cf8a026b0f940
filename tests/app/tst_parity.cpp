#include "core/base/random.h"
#include "core/model/safetensors.h"
#include "program.h"
#include "tests/support/golden.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace mixlens;
using program::Run;

namespace {

QString commaList(const std::vector<std::int64_t>& numbers)
{
    QStringList words;
    for (const std::int64_t number : numbers)
        words.append(QString::number(number));
    return words.join(u',');
}

double largestDifference(const std::vector<double>& a, const std::vector<double>& b)
{
    double largest = a.size() == b.size() ? 0.0 : HUGE_VAL;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::isfinite(a[i]) ? std::abs(a[i] - b[i]) : HUGE_VAL);
    return largest;
}

QJsonArray arrayIn(const QString& path)
{
    return QJsonDocument::fromJson(program::contents(path)).array();
}

} // namespace

/// What the program writes, against the outputs of the original modelling code.
class TestParity : public QObject
{
    Q_OBJECT

private slots:
    void everyTensorIsThatOfTheReference_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("file");
        QTest::addColumn<std::size_t>("number");
        const auto cases = golden::cases();
        std::size_t rows = 0;
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const auto file = SafetensorsFile::open(golden::folder() / cases[i].file);
            QVERIFY(file.has_value());
            const bool plain = !file->tensors().contains("attention_mask") &&
                               !file->tensors().contains("position_ids") &&
                               file->tensors().find("input_ids")->second.shape.front() == 1;
            if (!plain || cases[i].file.find("influence") != std::string::npos)
                continue;
            ++rows;
            QTest::addRow("%s %s", cases[i].model.c_str(), cases[i].name.c_str())
                << QString::fromStdString(cases[i].model) << QString::fromStdString(cases[i].file) << i;
        }
        QVERIFY(rows >= 20);
    }
    void everyTensorIsThatOfTheReference()
    {
        QFETCH(QString, model);
        QFETCH(QString, file);
        QFETCH(std::size_t, number);
        const golden::Case reference = golden::cases()[number];
        const auto expected = SafetensorsFile::open((program::goldens + u'/' + file).toStdString());
        QStringList arguments{"analyse",
                              "--model",
                              program::goldens + "/models/" + model,
                              "--ids",
                              commaList(expected->integers("input_ids").value()),
                              "--out",
                              m_out};
        if (expected->tensors().contains("token_type_ids"))
            arguments << "--token-types" << commaList(expected->integers("token_type_ids").value());
        const std::filesystem::path influence =
            golden::folder() /
            (reference.file.substr(0, reference.file.rfind('.')) + ".influence.safetensors");
        if (std::filesystem::exists(influence))
            arguments << "--influence";
        const Run run = program::mixlens(arguments);
        QVERIFY2(run.code == 0, run.err.constData());

        const auto actual = SafetensorsFile::open(m_out.toStdString());
        QVERIFY2(actual.has_value(), actual ? "" : actual.error().message.c_str());
        for (const auto& [name, entry] : expected->tensors()) {
            const auto found = actual->tensors().find(name);
            QVERIFY2(found != actual->tensors().end(), name.c_str());
            QVERIFY2(found->second.shape == entry.shape, name.c_str());
            const double difference =
                largestDifference(actual->doubles(name).value(), expected->doubles(name).value());
            QVERIFY2(difference <= reference.tolerance(name.substr(0, name.find('.'))),
                     qPrintable(QStringLiteral("%1 differs by %2").arg(name.c_str()).arg(difference)));
        }
        if (!std::filesystem::exists(influence))
            return;
        const auto jacobian = SafetensorsFile::open(influence);
        for (std::size_t layer = 0; actual->tensors().contains("mix." + std::to_string(layer)) ||
                                    actual->tensors().contains("attn." + std::to_string(layer));
             ++layer) {
            const std::string name = "jac_mix." + std::to_string(layer);
            const auto exact = jacobian->doubles(name).value();
            const double scale = *std::max_element(exact.begin(), exact.end());
            // Norms of float32 Jacobian blocks: relative to the largest of them.
            QVERIFY2(largestDifference(actual->doubles(name).value(), exact) <= 1e-4 * std::max(1.0, scale),
                     name.c_str());
        }
    }

    void tokensAreThoseOfTheReference()
    {
        const QJsonArray cases = arrayIn(program::goldens + "/tokenizers/wordpiece.json");
        QVERIFY(cases.size() > 20);
        QJsonArray texts;
        for (const auto& one : cases)
            texts.append(one.toObject()["text"]);
        const QString in = m_folder.filePath("texts.json");
        const QString out = m_folder.filePath("tokens.json");
        program::write(in, QJsonDocument(texts).toJson());
        const Run run = program::mixlens(
            {"tokenize", "--model", program::goldens + "/tokenizers", "--texts", in, "--out", out});
        QVERIFY2(run.code == 0, run.err.constData());
        const QJsonArray answers = arrayIn(out);
        QCOMPARE(answers.size(), cases.size());
        for (int i = 0; i < cases.size(); ++i) {
            QCOMPARE(answers[i].toObject()["tokens"], cases[i].toObject()["uncased_tokens"]);
            QCOMPARE(answers[i].toObject()["ids"], cases[i].toObject()["uncased_ids"]);
        }
    }

    /// y[k, l] = sum_n sum_m x[n, m] cos(2 pi (n k / N + m l / d)), in double, for each item of a batch.
    void everyFourierBackendIsTheDefinition_data()
    {
        QTest::addColumn<QString>("backend");
        for (const char* id :
             {"fourier", "fourier-fftw", "fourier-real", "fourier-folded", "dft-matrix", "dft-definition"})
            QTest::newRow(id) << id;
    }
    void everyFourierBackendIsTheDefinition()
    {
        QFETCH(QString, backend);
        constexpr std::int64_t batch = 2, tokens = 7, hidden = 12;
        TensorToWrite x{"x", {batch, tokens, hidden}, {}, {}, TensorType::F32};
        const Philox random(3);
        for (std::uint64_t i = 0; i < batch * tokens * hidden; ++i)
            x.floats.push_back(static_cast<float>(random.normal(i)));
        const QString in = m_folder.filePath("x.safetensors");
        QVERIFY(writeSafetensors(in.toStdString(), std::span(&x, 1)).has_value());
        const Run run = program::mixlens({"mix", "--backend", backend, "--in", in, "--out", m_out});
        QVERIFY2(run.code == 0, run.err.constData());

        const auto file = SafetensorsFile::open(m_out.toStdString());
        QVERIFY(file->tensors().find("y")->second.shape == x.shape);
        const auto y = file->doubles("y").value();
        for (std::int64_t b = 0; b < batch; ++b)
            for (std::int64_t k = 0; k < tokens; ++k)
                for (std::int64_t l = 0; l < hidden; ++l) {
                    double sum = 0.0;
                    for (std::int64_t n = 0; n < tokens; ++n)
                        for (std::int64_t m = 0; m < hidden; ++m)
                            sum += static_cast<double>(
                                       x.floats[static_cast<std::size_t>((b * tokens + n) * hidden + m)]) *
                                   std::cos(2.0 * M_PI *
                                            (static_cast<double>(n * k) / static_cast<double>(tokens) +
                                             static_cast<double>(m * l) / static_cast<double>(hidden)));
                    const double actual = y[static_cast<std::size_t>((b * tokens + k) * hidden + l)];
                    QVERIFY(std::abs(actual - sum) < 1e-4); // N d eps |x| is about 3e-5
                }
    }

    void kernelsOfEveryInstructionSetAgree()
    {
        const QStringList arguments{
            "analyse", "--model", "tiny-hybrid", "--sentence", "the [MASK] of the sea", "--out"};
        const QString fast = m_folder.filePath("fast.safetensors");
        const QString slow = m_folder.filePath("slow.safetensors");
        QCOMPARE(program::mixlens(arguments + QStringList{fast}).code, 0);
        QCOMPARE(program::mixlens(arguments + QStringList{slow}, {"MIXLENS_KERNELS=x86-64"}).code, 0);
        const auto a = SafetensorsFile::open(fast.toStdString());
        const auto b = SafetensorsFile::open(slow.toStdString());
        QCOMPARE(b->metadata().at("kernels"), std::string("x86-64"));
        QVERIFY(largestDifference(a->doubles("logits").value(), b->doubles("logits").value()) < 1e-3);
        QVERIFY(largestDifference(a->doubles("hidden.4").value(), b->doubles("hidden.4").value()) < 1e-4);
    }

private:
    QTemporaryDir m_folder;
    QString m_out = m_folder.filePath("out.safetensors");
};

QTEST_APPLESS_MAIN(TestParity)
#include "tst_parity.moc"
