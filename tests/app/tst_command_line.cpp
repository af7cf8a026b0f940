#include "core/model/safetensors.h"
#include "program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace mixlens;
using program::Run;

/// Words, options, help and exit codes.
class TestCommandLine : public QObject
{
    Q_OBJECT

private slots:
    void helpAndVersionAreEverywhere_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("window") << QStringList{};
        for (const char* name : {"analyse", "tokenize", "mix", "bench", "backends", "export", "report"})
            QTest::newRow(name) << QStringList{name};
    }
    void helpAndVersionAreEverywhere()
    {
        QFETCH(QStringList, words);
        const Run help = program::mixlens(words + QStringList{"--help"});
        QCOMPARE(help.code, 0);
        QVERIFY(help.out.contains("--version") && help.err.isEmpty());
        for (const QString& word : words)
            QVERIFY(help.out.startsWith("mixlens " + word.toUtf8()));
        const Run version = program::mixlens(words + QStringList{"--version"});
        QCOMPARE(version.code, 0);
        QVERIFY(version.out.startsWith("mixlens 0."));
        for (const char* part : {"kernels x86-64", "fftw-3", "Qt 6."})
            QVERIFY2(version.out.contains(part), part);
    }

    void everyCommandIsInTheGeneralHelp()
    {
        const QByteArray help = program::mixlens({"--help"}).out;
        for (const char* name :
             {"analyse", "tokenize", "mix", "bench", "backends", "export", "report", "--screenshot"})
            QVERIFY2(help.contains(name), name);
    }

    void aMistakeIsUsageAndSaysWhatWasMeant_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        const QStringList analyse{"analyse", "--model", "tiny-fnet", "--out", "x.json"};
        const QStringList exported{"export", "--sentence", "hello", "--out", "x.svg"};
        QTest::newRow("command") << QStringList{"anlyse"} << "'analyse'";
        QTest::newRow("option") << QStringList{"analyse", "--modle", "x"} << "'--model'";
        QTest::newRow("window option") << QStringList{"--workspaec", "mixers"} << "'--workspace'";
        QTest::newRow("no value") << QStringList{"analyse", "--model"} << "needs a value";
        QTest::newRow("twice") << analyse + QStringList{"--pad", "3", "--pad", "4"} << "twice";
        QTest::newRow("no sentence") << analyse << "--sentence or --ids";
        QTest::newRow("both") << analyse + QStringList{"--sentence", "a", "--ids", "4"}
                              << "--sentence or --ids";
        QTest::newRow("unquoted") << analyse + QStringList{"--sentence", "a", "b"} << "quote";
        QTest::newRow("ids") << analyse + QStringList{"--ids", "4,x"} << "'x'";
        QTest::newRow("empty ids") << analyse + QStringList{"--ids", ""} << "--ids";
        QTest::newRow("id too large") << analyse + QStringList{"--ids", "9000"} << "9000";
        QTest::newRow("types") << analyse + QStringList{"--ids", "4,5", "--token-types", "0"} << "one type";
        QTest::newRow("type too large") << analyse + QStringList{"--ids", "4", "--token-types", "77"} << "77";
        QTest::newRow("pad too small")
            << analyse + QStringList{"--ids", "4,5,6", "--pad", "2"} << "--pad is 2";
        QTest::newRow("pad too large") << analyse + QStringList{"--ids", "4", "--pad", "65"} << "64";
        QTest::newRow("mixer") << analyse + QStringList{"--ids", "4", "--mixer", "optcal"} << "'optical'";
        QTest::newRow("setting") << analyse +
                                        QStringList{"--ids", "4", "--mixer", "optical", "--set", "slm_bit=4"}
                                 << "slm_bit";
        QTest::newRow("setting's value")
            << analyse + QStringList{"--ids", "4", "--mixer", "optical", "--set", "slm_bits=many"}
            << "slm_bits";
        QTest::newRow("out") << QStringList{"analyse", "--model", "tiny-fnet", "--ids", "4", "--out", "x.txt"}
                             << ".safetensors";
        QTest::newRow("view") << exported + QStringList{"--view", "heatmp"} << "heatmap";
        QTest::newRow("layer") << exported + QStringList{"--view", "heatmap", "--layer", "9"}
                               << "layers 1 to 4";
        QTest::newRow("head") << exported +
                                     QStringList{"--view", "heatmap", "--lens", "weight", "--head", "9"}
                              << "4 heads";
        QTest::newRow("size") << exported + QStringList{"--view", "heatmap", "--size", "big"} << "85x60mm";
        QTest::newRow("format") << QStringList{"export", "--view", "heatmap", "--sentence",
                                               "a",      "--out",  "x.gif"}
                                << "svg";
        QTest::newRow("backend") << QStringList{"mix", "--backend", "fourier-fft", "--in", "x", "--out", "y"}
                                 << "'fourier-fftw'";
    }
    void aMistakeIsUsageAndSaysWhatWasMeant()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const Run run = program::mixlens(arguments);
        QVERIFY2(run.code == 2, run.err.constData());
        QVERIFY2(run.complainsOnce(), run.err.constData());
        QVERIFY2(run.err.contains(says.toUtf8()), run.err.constData());
    }

    void backendsAreTheSameInBothForms()
    {
        const QJsonArray all = QJsonDocument::fromJson(program::mixlens({"backends", "--json"}).out).array();
        const QByteArray text = program::mixlens({"backends"}).out;
        QStringList ids;
        for (const auto& one : all) {
            ids.append(one.toObject()["id"].toString());
            QVERIFY(text.contains(ids.back().toUtf8() + ": "));
        }
        for (const char* id :
             {"attention", "attention-article", "fourier", "fourier-fftw", "fourier-real", "fourier-folded",
              "dft-matrix", "dft-definition", "optical", "linear", "random", "none"})
            QVERIFY2(ids.contains(QString(id)), id);
    }

    void jsonHoldsTheSameNumbersAsSafetensors()
    {
        const QStringList arguments{"analyse", "--model", "tiny-attention", "--ids", "2,90,4,3",
                                    "--pad",   "6",       "--influence",    "--out"};
        const QString json = m_folder.filePath("a.json");
        const QString tensors = m_folder.filePath("a.safetensors");
        QCOMPARE(program::mixlens(arguments + QStringList{json}).code, 0);
        QCOMPARE(program::mixlens(arguments + QStringList{tensors}).code, 0);
        const QJsonObject object = QJsonDocument::fromJson(program::contents(json)).object();
        const auto file = SafetensorsFile::open(tensors.toStdString());
        QCOMPARE(static_cast<std::size_t>(object.size()), file->tensors().size() + 1); // and __metadata__
        for (const auto& [name, entry] : file->tensors()) {
            QJsonValue value = object[QString::fromStdString(name)];
            for (const std::int64_t extent : entry.shape) {
                QCOMPARE(value.toArray().size(), static_cast<qsizetype>(extent));
                value = QJsonValue(value.toArray().last());
            }
            QCOMPARE(static_cast<float>(value.toDouble()), static_cast<float>(file->doubles(name)->back()));
        }
        QVERIFY(file->integers("attention_mask").value() == (std::vector<std::int64_t>{1, 1, 1, 1, 0, 0}));
    }

    void aSentenceIsPaddedAsTheModelWasTrained()
    {
        const auto rows = [this](const QStringList& extra) {
            const QString out = m_folder.filePath("p.safetensors");
            const Run run = program::mixlens(
                QStringList{"analyse", "--model", "tiny-fnet", "--sentence", "the sea", "--out", out} +
                extra);
            return run.code == 0
                       ? SafetensorsFile::open(out.toStdString())->tensors().at("input_ids").shape[1]
                       : -1;
        };
        QCOMPARE(rows({}), 64);
        QCOMPARE(rows({"--pad", "0"}), 4);
        QCOMPARE(rows({"--pad", "10"}), 10);
    }

    void theSameSeedGivesTheSameNoise()
    {
        const auto logits = [this](const QString& seed) {
            const QString out = m_folder.filePath("s.safetensors");
            program::mixlens({"analyse", "--model", "tiny-fnet", "--mixer", "optical", "--sentence",
                              "the sea", "--seed", seed, "--out", out});
            return SafetensorsFile::open(out.toStdString())->doubles("logits").value();
        };
        QVERIFY(logits("5") == logits("5"));
        QVERIFY(logits("5") != logits("6"));
    }

    void learnedMatricesComeWithTheTensor()
    {
        // One head, identity matrices: y is softmax(x xT / sqrt(d)) x.
        std::vector<TensorToWrite> tensors{{"x", {2, 2}, {1.0F, 0.0F, 0.0F, 1.0F}, {}, TensorType::F32}};
        for (const char* name : {"query", "key", "value", "output.dense"}) {
            tensors.push_back(
                {std::string(name) + ".weight", {2, 2}, {1.0F, 0.0F, 0.0F, 1.0F}, {}, TensorType::F32});
            tensors.push_back({std::string(name) + ".bias", {2}, {0.0F, 0.0F}, {}, TensorType::F32});
        }
        const QString in = m_folder.filePath("in.safetensors");
        const QString out = m_folder.filePath("out.safetensors");
        QVERIFY(writeSafetensors(in.toStdString(), tensors).has_value());
        const Run run = program::mixlens({"mix", "--backend", "attention", "--in", in, "--out", out});
        QVERIFY2(run.code == 0, run.err.constData());
        const auto y = SafetensorsFile::open(out.toStdString())->doubles("y").value();
        const double own = 1.0 / (1.0 + std::exp(-1.0 / std::sqrt(2.0)));
        const std::array expected{own, 1.0 - own, 1.0 - own, own};
        for (std::size_t i = 0; i < 4; ++i)
            QVERIFY(std::abs(y[i] - expected[i]) < 1e-6);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
