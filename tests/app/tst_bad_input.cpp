#include "core/model/safetensors.h"
#include "program.h"

#include <QDir>
#include <QTest>

#include <limits>

using namespace mixlens;
using program::Run;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr bool addressSanitizer = true;
#else
constexpr bool addressSanitizer = false;
#endif

/// `[tokens, hidden]` zeros, with `first` in front.
void writeTensor(const QString& path, std::int64_t tokens, std::int64_t hidden, float first = 0.0F)
{
    TensorToWrite x{"x", {tokens, hidden}, {}, {}, TensorType::F32};
    x.floats.resize(static_cast<std::size_t>(tokens * hidden));
    x.floats.front() = first;
    QVERIFY(writeSafetensors(path.toStdString(), std::span(&x, 1)).has_value());
}

} // namespace

/// Whatever a person, a disk or a machine may do: one sentence, the exit code, nothing lost, no crash.
class TestBadInput : public QObject
{
    Q_OBJECT

private slots:
    void anySentenceIsAnalysed_data()
    {
        QTest::addColumn<QString>("sentence");
        QTest::newRow("empty") << "";
        QTest::newRow("one token") << "sea";
        QTest::newRow("spaces") << "   ";
        QTest::newRow("100,000 characters") << QString(100'000, u'a');
        QTest::newRow("20,000 words") << QString("sea ").repeated(20'000);
        QTest::newRow("control characters") << QString::fromUtf8("a\x01\x02\x1b[31m\x7f z");
        QTest::newRow("emoji") << QString::fromUtf8(
            "a \U0001F600 \U0001F468\u200D\U0001F469\u200D\U0001F467 z");
        QTest::newRow("right to left") << QString::fromUtf8("שלום עולם مرحبا");
        QTest::newRow("combining") << QString::fromUtf8("e\u0301\u0301\u0301\u0301 Z\u0351\u036b\u0343");
    }
    void anySentenceIsAnalysed()
    {
        QFETCH(QString, sentence);
        for (const char* model : {"tiny-attention", "tiny-fnet"}) {
            const Run run =
                program::mixlens({"analyse", "--model", model, "--sentence", sentence, "--out", m_out});
            QVERIFY2(run.code == 0, run.err.constData());
            QVERIFY2(run.err.isEmpty() || run.complainsOnce(), run.err.constData());
        }
        const Run drawn = program::mixlens(
            {"export", "--view", "heatmap", "--sentence=" + sentence, "--out", m_folder.filePath("x.svg")});
        QVERIFY2(sentence.isEmpty() ? drawn.code == 2 || drawn.code == 0 : drawn.code == 0,
                 drawn.err.constData());
    }

    void aSentenceTooLongSaysWhatWasLeftOut()
    {
        const Run run = program::mixlens({"analyse", "--model", "tiny-attention", "--sentence",
                                          QString("sea ").repeated(100), "--out", m_out});
        QCOMPARE(run.code, 0);
        QVERIFY2(run.complainsOnce() && run.err.contains("last 38 tokens"), run.err.constData());
    }

    void invalidUtf8IsRepairedAndSaid()
    {
        for (const char* command :
             {"\"$M\" analyse --model tiny-fnet --out ", "\"$M\" export --view heatmap --out "}) {
            const QString out =
                m_folder.filePath(QByteArray(command).contains("analyse") ? "u.json" : "u.csv");
            const Run run = program::shell(command + ("'" + out + "'") +
                                           " --sentence \"$(printf 'the \\377\\376 sea \\300\\200')\"");
            QVERIFY2(run.code == 0, run.err.constData());
            QVERIFY2(run.complainsOnce() && run.err.contains("UTF-8"), run.err.constData());
        }
    }

    void missingAndDamagedModelsAreNamed_data()
    {
        QTest::addColumn<QString>("damage");
        for (const char* damage : {"missing", "empty folder", "a file", "no weights", "cut weights",
                                   "cut config", "nonsense config", "swapped sizes", "no vocabulary"})
            QTest::newRow(damage) << damage;
    }
    void missingAndDamagedModelsAreNamed()
    {
        QFETCH(QString, damage);
        QTemporaryDir place;
        const QString model = place.filePath("model");
        if (damage == "a file") {
            program::write(model, "x");
        } else if (damage != "missing") {
            QDir().mkdir(model);
            const QString source = QStringLiteral(MIXLENS_MODELS "/tiny-fnet/");
            if (damage != "empty folder")
                for (const QString& file : QDir(source).entryList(QDir::Files))
                    QFile::copy(source + file, model + u'/' + file);
        }
        const QString config = model + "/config.json";
        const QString weights = model + "/model.safetensors";
        if (damage == "no weights")
            QFile::remove(weights);
        else if (damage == "cut weights")
            QFile::resize(weights, 1'000'000);
        else if (damage == "cut config")
            QFile::resize(config, 40);
        else if (damage == "nonsense config")
            program::write(config, "[1, 2]");
        else if (damage == "swapped sizes")
            program::write(config,
                           program::contents(config).replace("\"hidden_size\": 128", "\"hidden_size\": 64"));
        else if (damage == "no vocabulary")
            QFile::remove(model + "/vocab.txt");
        const Run run =
            program::mixlens({"analyse", "--model", model, "--sentence", "hello", "--out", m_out});
        QVERIFY2(run.code == 3, run.err.constData());
        QVERIFY2(run.complainsOnce() && run.err.contains("model"), run.err.constData());
    }

    void anUnknownModelIsNotFound()
    {
        const Run run = program::mixlens({"analyse", "--model", "tiny-fent", "--ids", "4", "--out", m_out});
        QCOMPARE(run.code, 3);
        QVERIFY2(run.complainsOnce() && run.err.contains("tiny-fent"), run.err.constData());
    }

    void brokenTextFilesAreNamed()
    {
        const QString in = m_folder.filePath("texts.json");
        for (const char* bytes : {"", "[\"a\"", "{\"a\": 1}", "[1]", "\xff\xfe"}) {
            program::write(in, bytes);
            const Run run =
                program::mixlens({"tokenize", "--model", "tiny-fnet", "--texts", in, "--out", m_out});
            QVERIFY2(run.code == 3, bytes);
            QVERIFY2(run.complainsOnce() && run.err.contains("texts.json"), run.err.constData());
        }
        QCOMPARE(
            program::mixlens({"tokenize", "--model", "tiny-fnet", "--texts", "none.json", "--out", m_out})
                .code,
            3);
    }

    void brokenTensorsAreNamed()
    {
        const QString in = m_folder.filePath("x.safetensors");
        const QStringList mix{"mix", "--backend", "fourier-fftw", "--in", in, "--out", m_out};
        program::write(in, "\xff\xff\xff\xff\xff\xff\xff\x7f{}");
        QCOMPARE(program::mixlens(mix).code, 3);
        for (const float value :
             {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
            writeTensor(in, 4, 4, value);
            const Run run = program::mixlens(mix);
            QVERIFY2(run.code == 3 && run.complainsOnce() && run.err.contains("finite"), run.err.constData());
        }
        TensorToWrite other{"z", {1, 1}, {1.0F}, {}, TensorType::F32};
        QVERIFY(writeSafetensors(in.toStdString(), std::span(&other, 1)).has_value());
        const Run nameless = program::mixlens(mix);
        QVERIFY2(nameless.code == 3 && nameless.err.contains("'x'"), nameless.err.constData());
    }

    void whatDoesNotFitIsRefusedWithBothNumbers()
    {
        const QString in = m_folder.filePath("long.safetensors");
        writeTensor(in, 2'000'000, 1); // its matrix of tokens would hold 16 TB
        const Run run = program::mixlens({"mix", "--backend", "dft-matrix", "--in", in, "--out", m_out});
        QVERIFY2(run.code == 4 && run.complainsOnce(), run.err.constData());
        QCOMPARE(run.err.count("B "), 2);
    }

    void memoryThatRunsOutIsSaid()
    {
        if (addressSanitizer)
            QSKIP("the sanitizer reserves more addresses than any limit allows");
        const QString in = m_folder.filePath("large.safetensors");
        writeTensor(in, 60'000, 1000);
        const Run run = program::shell("ulimit -v 600000; \"$M\" mix --backend none --in '" + in +
                                       "' --out '" + m_out + "'");
        QVERIFY2(run.code == 4 && run.complainsOnce(), run.err.constData());
    }

    void aHugePictureIsRefused()
    {
        const Run run =
            program::mixlens({"export", "--view", "heatmap", "--sentence", "hello", "--size", "2000x2000mm",
                              "--dpi", "2400", "--out", m_folder.filePath("x.png")});
        QVERIFY2(run.code == 4 && run.complainsOnce(), run.err.constData());
    }

    void noDisplayIsSaidBeforeQtGivesUp()
    {
        const Run none = program::mixlens({});
        QVERIFY2(none.code == 4 && none.complainsOnce() && none.err.contains("display"),
                 none.err.constData());
        const Run unreachable = program::mixlens({}, {"DISPLAY=:4711"});
        QVERIFY2(unreachable.code == 4 && unreachable.complainsOnce(), unreachable.err.constData());
        const Run plugin = program::mixlens({}, {"QT_QPA_PLATFORM=nonsense"});
        QVERIFY2(plugin.code == 4 && plugin.complainsOnce(), plugin.err.constData());
    }

    void noFontsAreSaidOnce()
    {
        const QString config = m_folder.filePath("fonts.conf");
        program::write(config, "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
        const Run run = program::mixlens(
            {"export", "--view", "heatmap", "--sentence", "hello", "--out", m_folder.filePath("x.png")},
            {"FONTCONFIG_FILE=" + config});
        QVERIFY2(run.code == 0 && run.complainsOnce() && run.err.contains("fonts"), run.err.constData());
    }

    void aBareEnvironmentIsEnough_data()
    {
        QTest::addColumn<QStringList>("environment");
        QTest::newRow("no home") << QStringList{"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME",
                                                "XDG_RUNTIME_DIR"};
        QTest::newRow("read-only home") << QStringList{"HOME=/proc", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"};
        QTest::newRow("C locale") << QStringList{"LANG=C", "LC_ALL=C"};
        QTest::newRow("unknown locale") << QStringList{"LANG=xx_YY", "LC_ALL=xx_YY"};
    }
    void aBareEnvironmentIsEnough()
    {
        QFETCH(QStringList, environment);
        const Run drawn =
            program::mixlens({"export", "--view", "heatmap", "--sentence", QString::fromUtf8("über"), "--out",
                              m_folder.filePath(QString::fromUtf8("ü.png"))},
                             environment);
        QVERIFY2(drawn.code == 0 && drawn.err.isEmpty(), drawn.err.constData());
        const Run window = program::mixlens({"--screenshot", m_folder.filePath("w.png")},
                                            environment + QStringList{"QT_QPA_PLATFORM=offscreen"});
        QVERIFY2(window.code == 0 && window.err.isEmpty(), window.err.constData());
    }

    void anUnknownKernelSetIsRefused()
    {
        const Run run = program::mixlens({"backends"}, {"MIXLENS_KERNELS=nonsense"});
        QVERIFY2(run.code == 2 && run.complainsOnce() && run.err.contains("nonsense"), run.err.constData());
    }

    void aFailedWriteKeepsTheOldFile_data()
    {
        QTest::addColumn<QString>("command");
        QTest::newRow("analyse") << "analyse --model tiny-fnet --sentence hello --out target.safetensors";
        QTest::newRow("json") << "analyse --model tiny-fnet --sentence hello --out target.json";
        QTest::newRow("picture") << "export --view heatmap --sentence hello --out target.png";
        QTest::newRow("report") << "report --out target.html";
    }
    void aFailedWriteKeepsTheOldFile()
    {
        QFETCH(QString, command);
        QTemporaryDir place;
        const QString target = place.filePath(command.section(u' ', -1));
        program::write(target, "precious");
        const Run run = program::shell("cd '" + place.path() + "' && ulimit -f 2 && \"$M\" " + command);
        QVERIFY2(run.code == 3 && run.complainsOnce(), run.err.constData());
        QCOMPARE(program::contents(target), QByteArray("precious"));
        QCOMPARE(QDir(place.path()).entryList(QDir::Files | QDir::Hidden).size(), 1); // nothing left behind
    }

    void fullAndUnwritableTargetsAreSaid()
    {
        const Run full = program::shell("\"$M\" backends > /dev/full");
        QVERIFY2(full.code == 3 && full.complainsOnce(), full.err.constData());
        for (const char* out : {"/proc/x.json", "/nowhere/at/all/x.json"}) {
            const Run run =
                program::mixlens({"analyse", "--model", "tiny-fnet", "--sentence", "a", "--out", out});
            QVERIFY2(run.code == 3 && run.complainsOnce() && run.err.contains(out), run.err.constData());
        }
        const Run report = program::mixlens({"report", "--out", "/proc/report"});
        QVERIFY2(report.code == 3 && report.complainsOnce(), report.err.constData());
        const Run picture = program::mixlens({"--screenshot", "/proc/x.png"}, {"QT_QPA_PLATFORM=offscreen"});
        QVERIFY2(picture.code == 3 && picture.complainsOnce(), picture.err.constData());
    }

    void aTerminalIsNotCommandedByAFileName()
    {
        const Run run = program::mixlens(
            {"analyse", "--model", QString::fromUtf8("\x1b[31mred"), "--ids", "4", "--out", m_out});
        QVERIFY2(run.code == 3 && run.complainsOnce() && !run.err.contains('\x1b'), run.err.constData());
    }

private:
    QTemporaryDir m_folder;
    QString m_out = m_folder.filePath("out.json");
};

QTEST_APPLESS_MAIN(TestBadInput)
#include "tst_bad_input.moc"
