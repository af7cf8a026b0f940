#include "core/model/safetensors.h"
#include "program.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <cmath>
#include <csignal>
#include <limits>

using namespace mixlens;
using program::Run;

namespace {

QJsonObject jsonOf(const QString& path)
{
    return QJsonDocument::fromJson(program::contents(path)).object();
}

/// A sweep that takes moments.
QStringList sweep(const QStringList& more)
{
    QStringList words{"optics", "sweep"};
    if (!more.contains("--axis"))
        words << "--axis"
              << "slm_bits=2,8"
              << "--axis"
              << "photons=2000..20000*10";
    if (!more.contains("--sentences"))
        words << "--sentences"
              << "5";
    return words + more;
}

/// What must be equal of two sweeps, however they were computed.
QByteArray answerOf(const QString& path)
{
    QJsonObject sweep = jsonOf(path);
    sweep.remove("started");
    return QJsonDocument(sweep).toJson();
}

void writeTensor(const QString& path, std::vector<std::int64_t> shape, float value = 0.0F)
{
    std::int64_t count = 1;
    for (const std::int64_t size : shape)
        count *= size;
    TensorToWrite x{"x", std::move(shape), {}, {}, TensorType::F32};
    for (std::int64_t i = 0; i < count; ++i)
        x.floats.push_back(std::sin(0.7F * static_cast<float>(i)) + 0.1F * static_cast<float>(i % 5));
    if (value != 0.0F)
        x.floats[3] = value;
    QVERIFY(writeSafetensors(path.toStdString(), std::span(&x, 1)).has_value());
}

std::vector<double> tensor(const QString& path)
{
    return SafetensorsFile::open(path.toStdString())->doubles("y").value();
}

} // namespace

/// `mixlens optics` as a shell, a script or a batch scheduler runs it.
class TestOpticsCommand : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        writeTensor(m_x, {12, 16});
        const Run run = program::mixlens(sweep({"--json", m_whole, "--csv", m_folder.filePath("whole.csv")}));
        QVERIFY2(run.code == 0, run.err.constData());
        QVERIFY2(run.out.contains("slm_bits") && run.out.contains("agreement %"), run.out.constData());
        QVERIFY(run.out.contains("simulated") && run.out.contains("modelled"));
        QVERIFY(run.out.contains("1 % of accuracy"));
    }

    void aRunWritesTheTransformAndItsReport()
    {
        const QString y = m_folder.filePath("y.safetensors");
        const QString report = m_folder.filePath("report.json");
        const Run run = program::mixlens({"optics", "run", "--in", m_x, "--out", y, "--stages", "--report",
                                          report, "--set", "slm_bits=6"});
        QVERIFY2(run.code == 0, run.err.constData());
        QVERIFY2(run.out.contains("modelled") && run.out.contains("simulated"), run.out.constData());
        QCOMPARE(tensor(y).size(), std::size_t{12 * 16});

        const QJsonObject json = jsonOf(report);
        const QJsonObject first = json["runs"].toArray().first().toObject();
        QCOMPARE(first["simulated_snr"].toObject()["provenance"].toString(), QString("simulated"));
        QCOMPARE(first["predicted_snr"].toObject()["provenance"].toString(), QString("modelled"));
        QVERIFY(first["stages"].toArray().size() >= 3);
        QVERIFY(!first["facts"].toArray().isEmpty());
        const QJsonObject bits = json["device"].toObject()["values"].toObject()["slm_bits"].toObject();
        QCOMPARE(bits["value"].toDouble(), 6.0);
        QCOMPARE(bits["source"].toString(), QString("set by the user"));
        // The items add up to what is said in all.
        const QJsonObject cost = json["cost"].toObject();
        for (const auto& [items, total] : {std::pair{"time", "seconds"}, {"energy", "joules"}}) {
            double sum = 0.0;
            for (const auto& item : cost[items].toArray()) {
                QVERIFY(!item.toObject()["source"].toString().isEmpty());
                sum += item.toObject()["value"].toDouble();
            }
            QVERIFY(std::abs(sum - cost[total].toDouble()) <= 1e-12 * sum);
        }
    }

    void aRunIsTheMixersOwnAndTheIdealDeviceIsExact()
    {
        const QString light = m_folder.filePath("light.safetensors");
        const QString mixed = m_folder.filePath("mixed.safetensors");
        QCOMPARE(program::mixlens(
                     {"optics", "run", "--in", m_x, "--out", light, "--preset", "lcos-scmos", "--seed", "7"})
                     .code,
                 0);
        QCOMPARE(program::mixlens({"mix", "--backend", "optical", "--set", "preset=lcos-scmos", "--seed", "7",
                                   "--in", m_x, "--out", mixed})
                     .code,
                 0);
        QCOMPARE(tensor(light), tensor(mixed));

        QCOMPARE(program::mixlens({"optics", "run", "--in", m_x, "--out", light, "--preset", "ideal"}).code,
                 0);
        QCOMPARE(program::mixlens({"mix", "--backend", "fourier", "--in", m_x, "--out", mixed}).code, 0);
        const std::vector<double> exact = tensor(mixed);
        double largest = 0.0;
        for (const double value : exact)
            largest = std::max(largest, std::abs(value));
        for (std::size_t i = 0; i < exact.size(); ++i) // n ε of 192 points in single precision
            QVERIFY(std::abs(tensor(light)[i] - exact[i]) < 192 * 6e-8 * largest);
    }

    void everyInputOfABatchHasItsOwnNoise()
    {
        const QString x = m_folder.filePath("batch.safetensors");
        const QString y = m_folder.filePath("batch-y.safetensors");
        TensorToWrite batch{"x", {2, 4, 8}, {}, {}, TensorType::F32};
        for (int i = 0; i < 64; ++i) // twice the same
            batch.floats.push_back(std::cos(static_cast<float>(i % 32)));
        QVERIFY(writeSafetensors(x.toStdString(), std::span(&batch, 1)).has_value());
        const Run run = program::mixlens({"optics", "run", "--in", x, "--out", y});
        QVERIFY2(run.code == 0 && run.out.contains("input 2"), run.err.constData());
        const std::vector<double> values = tensor(y);
        QVERIFY(!std::equal(values.begin(), values.begin() + 32, values.begin() + 32));
    }

    void runsThatCannotBeAreRefused_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("preset") << QStringList{"--preset", "lcos-scmoz"} << 2 << "'lcos-scmos'";
        QTest::newRow("key") << QStringList{"--set", "slm_bitz=6"} << 2 << "slm_bitz";
        QTest::newRow("range") << QStringList{"--set", "photons=-3"} << 2 << "photons";
        QTest::newRow("no number") << QStringList{"--set", "pitch=NaN"} << 2 << "pitch";
        QTest::newRow("no pair") << QStringList{"--set", "pitch"} << 2 << "key=value";
        QTest::newRow("too small a panel")
            << QStringList{"--preset", "lcos-scmos", "--set", "panel_tokens=4", "--set", "tile=4"} << 2
            << "panel";
        QTest::newRow("no such device") << QStringList{"--device", "/nowhere.json"} << 3 << "/nowhere.json";
        QTest::newRow("two devices") << QStringList{"--device", "x", "--preset", "ideal"} << 2
                                     << "one of them";
        QTest::newRow("report nowhere")
            << QStringList{"--report", "/nowhere/r.json"} << 3 << "/nowhere/r.json";
        QTest::newRow("unknown option") << QStringList{"--stage"} << 2 << "--stages";
    }
    void runsThatCannotBeAreRefused()
    {
        QFETCH(QStringList, options);
        QFETCH(int, code);
        QFETCH(QString, says);
        const QString y = m_folder.filePath("never.safetensors");
        const Run run = program::mixlens(QStringList{"optics", "run", "--in", m_x, "--out", y} + options);
        QVERIFY2(run.code == code && run.complainsOnce(), run.err.constData());
        QVERIFY2(run.err.contains(says.toUtf8()), run.err.constData());
        QVERIFY(!QFile::exists(y));
    }

    void badTensorsAreRefused()
    {
        const QString x = m_folder.filePath("bad.safetensors");
        const QStringList command{"optics", "run",   "--in",
                                  x,        "--out", m_folder.filePath("never.safetensors")};
        for (const float value :
             {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
            writeTensor(x, {4, 4}, value);
            const Run run = program::mixlens(command);
            QVERIFY2(run.code == 3 && run.complainsOnce() && run.err.contains("not finite"),
                     run.err.constData());
        }
        writeTensor(x, {16});
        const Run flat = program::mixlens(command);
        QVERIFY2(flat.code == 3 && flat.complainsOnce() && flat.err.contains("[tokens, hidden]"),
                 flat.err.constData());
    }

    void theModelTellsTimeEnergyAndWhereConstantTimeEnds()
    {
        const QString json = m_folder.filePath("model.json");
        const QString csv = m_folder.filePath("model.csv");
        const Run run = program::mixlens(
            {"optics", "model", "--lengths", "16,17,64", "--width", "32", "--json", json, "--csv", csv});
        QVERIFY2(run.code == 0, run.err.constData());
        for (const char* part : {"photonic-16", "NVIDIA A100", "(cited)", "(modelled)", "constant time",
                                 "prime factor", "at 17 tokens"})
            QVERIFY2(run.out.contains(part), part);
        const QJsonObject model = jsonOf(json);
        const qsizetype devices = model["devices"].toArray().size();
        QVERIFY(devices >= 7);
        QCOMPARE(model["costs"].toArray().size(), 3 * devices);
        QCOMPARE(model["references"].toArray().size(), 3 * 2);
        QVERIFY(!model["scaling_marks"].toArray().isEmpty());
        qsizetype rows = 0;
        for (const QByteArray& line : program::contents(csv).split('\n'))
            rows += !line.startsWith('#') && !line.trimmed().isEmpty();
        QCOMPARE(rows, 1 + 3 * (devices + 2));

        const Run one = program::mixlens({"optics", "model", "--preset", "dmd-camera", "--lengths", "8"});
        QVERIFY(one.code == 0 && one.out.contains("dmd-camera") && !one.out.contains("photonic-16"));
        for (const QStringList& wrong :
             {QStringList{"--lengths", "0"}, {"--width", "0"}, {"--preset", "x"}, {"--set", "pitch=-1"}}) {
            const Run bad = program::mixlens(QStringList{"optics", "model"} + wrong);
            QVERIFY2(bad.code == 2 && bad.complainsOnce() && bad.out.isEmpty(), bad.err.constData());
        }
    }

    void theDevicesAndTheirFieldsAreListed()
    {
        const Run run = program::mixlens({"optics", "devices"});
        QCOMPARE(run.code, 0);
        for (const char* part : {"lcos-scmos", "article-claim", "slm_bits = 8", "bipolar|offset", "photons"})
            QVERIFY2(run.out.contains(part), part);
        const Run nothing = program::mixlens({"optics"});
        QVERIFY(nothing.code == 2 && nothing.complainsOnce() && nothing.err.contains("sweep"));
        const Run wrong = program::mixlens({"optics", "swepe"});
        QVERIFY(wrong.code == 2 && wrong.complainsOnce() && wrong.err.contains("'sweep'"));
        for (const char* part : {"run", "model", "sweep", "merge", "devices"}) {
            const Run help = program::mixlens({"optics", part, "--help"});
            QVERIFY(help.code == 0 && help.out.contains(QByteArray("mixlens optics ") + part));
        }
    }

    void aSweepIsWholeAndOrdered()
    {
        const QJsonObject whole = jsonOf(m_whole);
        QCOMPARE(whole["format"].toString(), QString("mixlens-sweep"));
        QVERIFY(whole["complete"].toBool());
        const QJsonArray points = whole["points"].toArray();
        QCOMPARE(points.size(), 4);
        QCOMPARE(points[3].toObject()["values"].toArray(), (QJsonArray{8, 20000}));
        QVERIFY(points[3].toObject()["simulated_snr"].toDouble() >
                points[0].toObject()["simulated_snr"].toDouble());
        const QByteArray csv = program::contents(m_folder.filePath("whole.csv"));
        QCOMPARE(csv.count(",device,"), 4);
        QCOMPARE(csv.count(",white noise,"), 4);
    }

    void shardsMergeIntoTheWholeWhateverTheThreads()
    {
        QStringList parts;
        for (const QString& part : {QString("1/2"), QString("2/2")}) {
            parts << m_folder.filePath("part" + part.left(1) + ".json");
            const Run run =
                program::mixlens(sweep({"--shard", part, "--json", parts.last(), "--threads", part.left(1)}));
            QVERIFY2(run.code == 0, run.err.constData());
            QCOMPARE(jsonOf(parts.last())["points"].toArray().size(), 2);
        }
        const QString out = m_folder.filePath("merged.json");
        const Run merge =
            program::mixlens(QStringList{"optics", "merge"} + parts + QStringList{"--json", out});
        QVERIFY2(merge.code == 0 && merge.out.contains("4 of 4 points of 2 files"), merge.err.constData());
        QCOMPARE(answerOf(out), answerOf(m_whole));

        const Run twice = program::mixlens({"optics", "merge", parts[0], parts[0], "--json", out});
        QVERIFY2(twice.code == 2 && twice.complainsOnce() && twice.err.contains("Point 0"),
                 twice.err.constData());
        const QString other = m_folder.filePath("other.json");
        QCOMPARE(program::mixlens(sweep({"--seed", "2", "--shard", "2/2", "--json", other})).code, 0);
        const Run mixed = program::mixlens({"optics", "merge", parts[0], other, "--json", out});
        QVERIFY2(mixed.code == 2 && mixed.complainsOnce() && mixed.err.contains("seed"),
                 mixed.err.constData());
        QCOMPARE(answerOf(out), answerOf(m_whole)); // refusals wrote nothing
        program::write(other, program::contents(other).replace("\"number\":", "\"numbr\":"));
        const Run damaged = program::mixlens({"optics", "merge", parts[0], other, "--json", out});
        QVERIFY2(damaged.code == 3 && damaged.complainsOnce() && damaged.err.contains("points[0].number"),
                 damaged.err.constData());
    }

    void resumeComputesOnlyTheRestToTheSameAnswer()
    {
        // As a sweep leaves its file that was killed after its second point.
        const QString file = m_folder.filePath("half.json");
        QJsonObject half = jsonOf(m_whole);
        QJsonArray points = half["points"].toArray();
        points.removeLast();
        points.removeLast();
        QJsonObject first = points[0].toObject();
        first["seconds_per_sentence"] = 123.0; // shows that it is kept
        points[0] = first;
        half["points"] = points;
        half["complete"] = false;
        half["threshold"] = QJsonObject{{"found", false},  {"snr", "nan"}, {"snr_low", 0.0},
                                        {"snr_high", 0.0}, {"point", 0},   {"joules_per_sentence", 0.0},
                                        {"sentence", ""}};
        program::write(file, QJsonDocument(half).toJson());
        const Run other = program::mixlens({"optics", "sweep", "--resume", file, "--seed", "9"});
        QVERIFY2(other.code == 2 && other.complainsOnce() && other.err.contains("--resume"),
                 other.err.constData());
        const Run run = program::mixlens({"optics", "sweep", "--resume", file});
        QVERIFY2(run.code == 0, run.err.constData());
        const QJsonArray all = jsonOf(file)["points"].toArray();
        const QJsonArray expected = jsonOf(m_whole)["points"].toArray();
        QCOMPARE(all.size(), 4);
        QCOMPARE(all[0].toObject()["seconds_per_sentence"].toDouble(), 123.0);
        for (int i = 1; i < 4; ++i)
            QCOMPARE(all[i], expected[i]);
        QVERIFY(jsonOf(file)["complete"].toBool());
    }

    void anInterruptKeepsWhatIsDone()
    {
        const QString out = m_folder.filePath("stopped.json");
        QProcess process;
        process.setProcessEnvironment(program::environment());
        // Minutes of simulation, so that it is under way whenever the signal comes.
        process.start(QStringLiteral(MIXLENS_PROGRAM),
                      sweep({"--axis", "photons=2000..2e6+100", "--json", out, "--threads", "1"}));
        QVERIFY(process.waitForStarted());
        QVERIFY(QTest::qWaitFor([&] { return QFile::exists(out); }, 60'000)); // after the first point
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        const QByteArray err = process.readAllStandardError();
        QVERIFY2(err.contains("Stopped after") && err.contains("--resume"), err.constData());
        QVERIFY(!jsonOf(out)["complete"].toBool());
        QVERIFY(!jsonOf(out)["points"].toArray().isEmpty());
    }

    void plansThatCannotBeAreRefused_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("preset") << QStringList{"--preset", "idael"} << 2 << "'ideal'";
        QTest::newRow("key") << QStringList{"--axis", "colour=1"} << 2 << "colour";
        QTest::newRow("values") << QStringList{"--axis", "photons=10..100"} << 2 << "steps";
        QTest::newRow("range") << QStringList{"--axis", "slm_bits=4,99"} << 2 << "slm_bits";
        QTest::newRow("axis twice") << QStringList{"--axis", "slm_bits=4", "--axis", "slm_bits=5"} << 2
                                    << "twice";
        QTest::newRow("sentences") << QStringList{"--sentences", "0"} << 2 << "sentences";
        QTest::newRow("shard") << QStringList{"--shard", "3/2"} << 2 << "3/2";
        QTest::newRow("threads") << QStringList{"--threads", "none"} << 2 << "threads";
        QTest::newRow("model") << QStringList{"--model", "tiny-fnetz"} << 3 << "tiny-fnetz";
        QTest::newRow("no Fourier") << QStringList{"--model", "tiny-attention"} << 3 << "Fourier";
        QTest::newRow("no sentences")
            << QStringList{"--sentence-file", "/nowhere.txt"} << 3 << "/nowhere.txt";
        QTest::newRow("resume") << QStringList{"--resume", "/nowhere.json"} << 3 << "/nowhere.json";
        QTest::newRow("place") << QStringList{"--json", "/nowhere/s.json"} << 3 << "/nowhere/s.json";
        QTest::newRow("one file twice") << QStringList{"--json", "s", "--csv", "s"} << 2 << "twice";
    }
    void plansThatCannotBeAreRefused()
    {
        QFETCH(QStringList, options);
        QFETCH(int, code);
        QFETCH(QString, says);
        const Run run = program::mixlens(sweep(options));
        QVERIFY2(run.code == code && run.complainsOnce() && run.out.isEmpty(), run.err.constData());
        QVERIFY2(run.err.contains(says.toUtf8()), run.err.constData());
    }

    void aFullDiskIsSaidAndLosesNothing()
    {
        const Run device =
            program::mixlens(sweep({"--axis", "slm_bits=8", "--no-control", "--json", "/dev/full"}));
        QVERIFY2(device.code == 3 && device.err.contains("/dev/full"), device.err.constData());
        QVERIFY(device.out.contains("slm_bits")); // what was found is shown all the same
        const Run model = program::shell("\"$M\" optics model --lengths 16 > /dev/full");
        QVERIFY2(model.code == 3 && model.err.contains("standard output"), model.err.constData());
        const Run report = program::mixlens({"optics", "run", "--in", m_x, "--out",
                                             m_folder.filePath("y.safetensors"), "--report", "/dev/full"});
        QVERIFY2(report.code == 3 && report.err.contains("/dev/full"), report.err.constData());
    }

private:
    QTemporaryDir m_folder;
    QString m_x = m_folder.filePath("x.safetensors");
    QString m_whole = m_folder.filePath("whole.json");
};

QTEST_GUILESS_MAIN(TestOpticsCommand)
#include "tst_optics_command.moc"
