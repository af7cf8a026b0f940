#include "program.h"

#include <QDir>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

#include <csignal>

using namespace mixlens;
using program::Run;

namespace {

QJsonObject jsonOf(const QString& path)
{
    return QJsonDocument::fromJson(program::contents(path)).object();
}

/// "attention 16", in the file's order.
QStringList measuredCells(const QJsonObject& result)
{
    QStringList cells;
    for (const auto& value : result["measurements"].toArray()) {
        const QJsonObject cell = value.toObject();
        if (!cell["seconds"].toArray().isEmpty())
            cells.append(cell["backend"].toString() + u' ' + QString::number(cell["tokens"].toInteger()));
    }
    return cells;
}

bool isWellFormed(const QByteArray& xml)
{
    QXmlStreamReader reader(xml);
    while (!reader.atEnd())
        reader.readNext();
    return !reader.hasError();
}

/// A grid that takes moments.
QStringList bench(const QStringList& more)
{
    QStringList words{"bench"};
    const auto usual = [&](const QString& option, const QString& value) {
        if (!more.contains(option))
            words << option << value;
    };
    usual("--backends", "attention,fourier");
    usual("--lengths", "16,24,32");
    usual("--width", "32");
    usual("--heads", "2");
    usual("--rounds", "7");
    return words + more;
}

} // namespace

/// `mixlens bench` as a shell, a script or a batch scheduler runs it.
class TestBench : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const Run run = program::mixlens(bench({"--json", m_result, "--title", "first & <last>"}));
        QVERIFY2(run.code == 0, run.err.constData());
        QVERIFY2(run.out.contains("attention") && run.out.contains("32"), run.out.constData());
        QVERIFY(!QDir(m_folder.path()).exists("result.json.writable"));
    }

    void theFileHoldsTheWholeGrid()
    {
        const QJsonObject result = jsonOf(m_result);
        QCOMPARE(result["format"].toString(), QString("mixlens-bench"));
        QCOMPARE(result["title"].toString(), QString("first & <last>"));
        QVERIFY(result["complete"].toBool());
        QCOMPARE(measuredCells(result), (QStringList{"attention 16", "fourier 16", "attention 24",
                                                     "fourier 24", "attention 32", "fourier 32"}));
        for (const auto& value : result["measurements"].toArray()) {
            const QJsonArray seconds = value.toObject()["seconds"].toArray();
            QCOMPARE(seconds.size(), 7);
            for (const auto& second : seconds)
                QVERIFY(second.toDouble() > 0.0 && second.toDouble() < 1.0);
        }
        QVERIFY(!result["environment"].toObject()["processor"].toString().isEmpty());
    }

    void everyTableSaysTheSameMedians()
    {
        const QString csv = m_folder.filePath("r.csv");
        const QString google = m_folder.filePath("r.google.json");
        const QString markdown = m_folder.filePath("r.md");
        const QString latex = m_folder.filePath("r.tex");
        const Run run = program::mixlens({"bench", "show", m_result, "--csv", csv, "--google", google,
                                          "--markdown", markdown, "--latex", latex});
        QVERIFY2(run.code == 0, run.err.constData());
        const QList<QByteArray> lines = program::contents(csv).split('\n');
        qsizetype rows = 0;
        for (const QByteArray& line : lines)
            rows += !line.startsWith('#') && !line.trimmed().isEmpty();
        QCOMPARE(rows, 1 + 6 * 7); // headers, six cells of seven rounds
        QVERIFY(!jsonOf(google)["benchmarks"].toArray().isEmpty());
        QVERIFY(program::contents(latex).contains("\\begin{tabular}"));
        // The terminal's first cell is the Markdown's, and the LaTeX's but for its markup.
        static const QRegularExpression first("\\n16\\s+(\\S+ ± \\S+ \\S+)");
        const QString cell = first.match(QString::fromUtf8(run.out)).captured(1);
        QVERIFY2(!cell.isEmpty(), run.out.constData());
        QVERIFY2(QString::fromUtf8(program::contents(markdown)).contains("| 16 | " + cell + " |"),
                 qPrintable(cell));
    }

    void everyViewIsDrawnInEveryFormat_data()
    {
        QTest::addColumn<QString>("view");
        QTest::addColumn<QString>("suffix");
        QTest::addColumn<QString>("preset");
        const QStringList suffixes{"svg", "pdf", "png"};
        const QStringList presets{"column", "full", "slide", "screen"};
        int number = 0;
        for (const char* view : {"time", "per-token", "ratio", "rate", "memory", "roofline"}) {
            QTest::newRow(view) << view << suffixes[number % 3] << presets[number % 4];
            ++number;
        }
    }
    void everyViewIsDrawnInEveryFormat()
    {
        QFETCH(QString, view);
        QFETCH(QString, suffix);
        QFETCH(QString, preset);
        const QString out = m_folder.filePath("chart." + suffix);
        for (const char* theme : {"light", "dark"}) {
            const Run run = program::mixlens({"bench", "show", m_result, "--chart", out, "--view", view,
                                              "--preset", preset, "--theme", theme});
            QVERIFY2(run.code == 0 && run.out.contains("Wrote"), run.err.constData());
            const QByteArray bytes = program::contents(out);
            if (suffix == "svg") {
                QVERIFY(isWellFormed(bytes) && bytes.contains("<svg"));
                // How it was made is inside: the command, the machine, what is measured.
                for (const char* fact : {"--backends attention,fourier", "processor", "measured", "seed"})
                    QVERIFY2(bytes.contains(fact), fact);
            } else if (suffix == "pdf") {
                QVERIFY(bytes.startsWith("%PDF-") && bytes.contains("%%EOF"));
            } else {
                const QImage image = QImage::fromData(bytes);
                QVERIFY(image.width() > 300 && image.height() > 200);
                QCOMPARE(image.pixelColor(0, 0).lightness() > 128, qstrcmp(theme, "light") == 0);
                QVERIFY(image.text("mixlens-provenance").contains("--lengths 16,24,32"));
            }
        }
    }

    void aBlockShowsItsParts()
    {
        const QString out = m_folder.filePath("parts.svg");
        const Run run = program::mixlens(
            bench({"--level", "block", "--lengths", "16", "--chart", out, "--view", "operations"}));
        QVERIFY2(run.code == 0 && run.out.contains("Share: mixing is"), run.err.constData());
        QVERIFY(program::contents(out).contains("feed-forward"));
    }

    void aModelIsMeasuredAsFarAsItsPositionsGo()
    {
        const Run run = program::mixlens(bench({"--level", "model", "--model", "tiny-fnet", "--backends",
                                                "own,attention", "--lengths", "16,100000"}));
        QVERIFY2(run.code == 0 && run.out.contains("tiny-fnet"), run.err.constData());
        QCOMPARE(run.err.count("was not measured at 100000 tokens: "), 2);
    }

    void refusedBackendsAreNamedAndTheOthersMeasured()
    {
        const QString out = m_folder.filePath("refused.json");
        // Its N x N matrix would take 256 TB.
        const Run run = program::mixlens(bench({"--backends", "fourier,dft-matrix", "--lengths", "16,8000000",
                                                "--rounds", "1", "--width", "2", "--json", out}));
        QVERIFY2(run.code == 0, run.err.constData());
        QVERIFY2(run.err.contains("dft-matrix was not measured at 8000000 tokens: "), run.err.constData());
        QVERIFY(run.out.contains("refused"));
        const QJsonObject result = jsonOf(out);
        QVERIFY(result["complete"].toBool());
        QVERIFY(measuredCells(result).contains("dft-matrix 16"));
        QVERIFY(!measuredCells(result).contains("dft-matrix 8000000"));
    }

    void settingsGoWithTheirBackend()
    {
        const QString out = m_folder.filePath("settings.json");
        const Run run = program::mixlens(bench({"--backends", "optical:slm_bits=6,adc_bits=9,fourier",
                                                "--lengths", "16", "--rounds", "2", "--json", out}));
        QVERIFY2(run.code == 0, run.err.constData());
        QCOMPARE(measuredCells(jsonOf(out)), (QStringList{"optical:slm_bits=6,adc_bits=9 16", "fourier 16"}));
        QVERIFY(run.out.contains("(modelled)") || run.out.contains("modelled"));
    }

    void impossibleGridsAreUsage_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("says");
        QTest::newRow("zero rounds") << QStringList{"--rounds", "0"} << "rounds";
        QTest::newRow("zero length") << QStringList{"--lengths", "0"} << "'0'\"";
        QTest::newRow("backwards") << QStringList{"--lengths", "64..8"} << "64..8";
        QTest::newRow("no lengths") << QStringList{"--lengths", ""} << "engths";
        QTest::newRow("too many") << QStringList{"--lengths", "1..60000000*1.0011"} << "cells";
        QTest::newRow("heads") << QStringList{"--width", "33", "--heads", "2"} << "33";
        QTest::newRow("unknown") << QStringList{"--backends", "fourier,atention"} << "atention";
        QTest::newRow("twice") << QStringList{"--backends", "fourier,fourier"} << "twice";
        QTest::newRow("empty name") << QStringList{"--backends", "fourier,,attention"} << "empty";
        QTest::newRow("setting alone") << QStringList{"--backends", "slm_bits=6"} << "slm_bits=6";
        QTest::newRow("setting unknown") << QStringList{"--backends", "optical:slm_bitz=6"} << "slm_bitz";
        QTest::newRow("level") << QStringList{"--level", "modl"} << "model";
        QTest::newRow("no model") << QStringList{"--level", "model"} << "model";
        QTest::newRow("shard") << QStringList{"--shard", "5/4"} << "5/4";
        QTest::newRow("view") << QStringList{"--chart", "x.svg", "--view", "tme"} << "per-token";
        QTest::newRow("view alone") << QStringList{"--view", "time"} << "--chart";
        QTest::newRow("suffix") << QStringList{"--chart", "x.gif"} << ".gif";
        QTest::newRow("parts") << QStringList{"--chart", "x.svg", "--view", "operations"} << "--level block";
        QTest::newRow("baseline") << QStringList{"--baseline", "fourir"} << "'fourier'";
        QTest::newRow("one file twice") << QStringList{"--csv", "x", "--markdown", "x"} << "twice";
    }
    void impossibleGridsAreUsage()
    {
        QFETCH(QStringList, options);
        QFETCH(QString, says);
        const Run run = program::mixlens(bench(options));
        QVERIFY2(run.code == 2 && run.out.isEmpty(), run.err.constData());
        QVERIFY2(run.complainsOnce() && run.err.contains(says.remove(u'\'').remove(u'"').toUtf8()),
                 run.err.constData());
    }

    void partsOfTheCommandAreKnown()
    {
        const Run wrong = program::mixlens({"bench", "mrege", "x.json"});
        QVERIFY2(wrong.code == 2 && wrong.complainsOnce() && wrong.err.contains("'merge'"),
                 wrong.err.constData());
        for (const char* part : {"merge", "show"}) {
            const Run help = program::mixlens({"bench", part, "--help"});
            QVERIFY(help.code == 0 && help.out.startsWith("mixlens bench " + QByteArray(part)));
        }
        QVERIFY(program::mixlens({"bench", "--help"}).out.contains("mixlens bench merge"));
        QCOMPARE(program::mixlens({"bench", "show"}).code, 2);
        QCOMPARE(program::mixlens({"bench", "merge", m_result, "--json", "x.json"}).code, 2);
    }

    void damagedAndForeignFilesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QByteArray cut = "{\"format\": \"mixlens-bench\", \"version\": 1, \"measurements\": [";
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << cut;
        QTest::newRow("list") << QByteArray("[1, 2]");
        QTest::newRow("binary") << QByteArray("\xff\xfe\x00\x01", 4);
        QTest::newRow("hyperfine") << QByteArray(
            "{\"results\": [{\"command\": \"sleep 1\", \"times\": [1]}]}");
        QTest::newRow("newer") << QByteArray("{\"format\": \"mixlens-bench\", \"version\": 999}");
    }
    void damagedAndForeignFilesAreNamed()
    {
        QFETCH(QByteArray, bytes);
        const QString bad = m_folder.filePath("bad.json");
        program::write(bad, bytes);
        for (const QStringList& words :
             {QStringList{"bench", "show", bad}, QStringList{"bench", "--resume", bad},
              QStringList{"bench", "--compare", bad},
              QStringList{"bench", "merge", m_result, bad, "--json", m_folder.filePath("never.json")}}) {
            const Run run = program::mixlens(words);
            QVERIFY2(run.code == 3 && run.complainsOnce() && run.err.contains("bad.json"),
                     run.err.constData());
            QVERIFY(run.out.isEmpty());
        }
        QCOMPARE(program::contents(bad), bytes);
        QVERIFY(!QFile::exists(m_folder.filePath("never.json")));
        QCOMPARE(program::mixlens({"bench", "show", m_folder.filePath("none.json")}).code, 3);
    }

    void shardsJoinToTheGrid()
    {
        QStringList files;
        for (int shard = 1; shard <= 3; ++shard) {
            files.append(m_folder.filePath(QString("shard%1.json").arg(shard)));
            const Run run = program::mixlens(
                bench({"--shard", QString("%1/3").arg(shard), "--rounds", "2", "--json", files.back()}));
            QVERIFY2(run.code == 0, run.err.constData());
            QCOMPARE(measuredCells(jsonOf(files.back())).size(), 2);
        }
        const QString out = m_folder.filePath("joined.json");
        const Run run = program::mixlens(QStringList{"bench", "merge"} + files + QStringList{"--json", out});
        QVERIFY2(run.code == 0 && run.out.contains("6 of 6 cells"), run.err.constData());
        QCOMPARE(measuredCells(jsonOf(out)), measuredCells(jsonOf(m_result)));
        QVERIFY(jsonOf(out)["complete"].toBool());
    }

    void whatCannotBeComparedIsJoinedOnlyApart()
    {
        const QString other = m_folder.filePath("wider.json");
        const QString out = m_folder.filePath("apart.json");
        QCOMPARE(program::mixlens(bench({"--width", "64", "--rounds", "2", "--json", other})).code, 0);
        const QStringList merge{"bench", "merge", m_result, other, "--json", out};
        const Run refused = program::mixlens(merge);
        QVERIFY2(refused.code == 2 && refused.complainsOnce() && refused.err.contains("--keep-apart"),
                 refused.err.constData());
        QVERIFY(!QFile::exists(out));
        const Run apart = program::mixlens(merge + QStringList{"--keep-apart"});
        QVERIFY2(apart.code == 0, apart.err.constData());
        QCOMPARE(measuredCells(jsonOf(out)).size(), 12);
        QVERIFY(program::mixlens({"bench", "show", out}).out.contains(" @ "));
    }

    void comparingSaysRatioIntervalAndTest()
    {
        const Run same = program::mixlens({"bench", "show", m_result, "--compare", m_result});
        QVERIFY2(same.code == 0, same.err.constData());
        static const QRegularExpression row("\\n(attention|fourier) +\\d+ .* 1\\.000 +"
                                            "0\\.\\d+–[1-9]\\d*\\.\\d+ +1\\.0000 +no difference shown");
        QCOMPARE(QString::fromUtf8(same.out).count(row), 6);

        const Run fresh = program::mixlens(bench({"--lengths", "16,48", "--compare", m_result}));
        QVERIFY2(fresh.code == 0 && fresh.out.contains("Against the run of"), fresh.err.constData());
    }

    void anInterruptKeepsWhatIsDoneAndResumeGoesOn_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }
    void anInterruptKeepsWhatIsDoneAndResumeGoesOn()
    {
        QFETCH(int, number);
        const QString out = m_folder.filePath("stopped.json");
        QFile::remove(out);
        // Minutes of measuring, so that it is under way whenever the signal comes.
        const QStringList grid{"--lengths", "4,200",   "--rounds", "60000",   "--backends",
                               "fourier",   "--width", "8",        "--heads", "1"};
        QProcess process;
        process.setProcessEnvironment(program::environment());
        process.start(QStringLiteral(MIXLENS_PROGRAM), QStringList{"bench", "--json", out} + grid);
        QVERIFY(process.waitForStarted());
        // A signal before its handler is in place would end the program.
        QVERIFY(waitForHandler(process));
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), number), 0);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        const QByteArray err = process.readAllStandardError();
        QVERIFY2(err.contains("Stopped after") && err.contains("--resume"), err.constData());
        QVERIFY(!jsonOf(out)["complete"].toBool());

        const Run other = program::mixlens({"bench", "--resume", out, "--width", "16"});
        QVERIFY2(other.code == 2 && other.complainsOnce(), other.err.constData());
    }

    void resumeMeasuresOnlyTheRest()
    {
        // As a run leaves its file that was killed after the first length.
        const QString file = m_folder.filePath("half.json");
        QJsonObject half = jsonOf(m_result);
        QJsonArray kept;
        for (const auto& cell : half["measurements"].toArray())
            if (cell.toObject()["tokens"].toInteger() == 16)
                kept.append(cell);
        QCOMPARE(kept.size(), 2);
        half["measurements"] = kept;
        half["complete"] = false;
        program::write(file, QJsonDocument(half).toJson());
        const Run show = program::mixlens({"bench", "show", file});
        QVERIFY2(show.code == 0 && show.err.contains("--resume"), show.err.constData());
        const Run run = program::mixlens({"bench", "--resume", file});
        QVERIFY2(run.code == 0, run.err.constData());
        const QJsonObject whole = jsonOf(file);
        QVERIFY(whole["complete"].toBool());
        QCOMPARE(measuredCells(whole), measuredCells(jsonOf(m_result)));
        QCOMPARE(whole["measurements"].toArray().first(), kept.first()); // not measured again
        QCOMPARE(whole["id"], half["id"]);
    }

    void aFullDiskIsSaidAndLosesNothing()
    {
        const Run table = program::shell("\"$M\" bench show '" + m_result + "' > /dev/full");
        QVERIFY2(table.code == 3 && table.err.contains("standard output"), table.err.constData());
        const Run device = program::mixlens(bench({"--lengths", "16", "--json", "/dev/full"}));
        QVERIFY2(device.code == 3 && device.err.contains("/dev/full"), device.err.constData());
        QVERIFY(device.out.contains("attention")); // what was measured is shown all the same
        QTemporaryDir place;
        const QString target = place.filePath("target.json");
        program::write(target, "precious");
        // 1 KiB: enough for nothing.
        const Run full = program::shell("ulimit -f 2; \"$M\" " + bench({"--json", target}).join(u' '));
        QVERIFY2(full.code == 3 && full.err.contains("target.json"), full.err.constData());
        QCOMPARE(program::contents(target), QByteArray("precious"));
        QCOMPARE(QDir(place.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void aPlaceThatCannotBeWrittenIsSaidBeforeMeasuring()
    {
        for (const char* option : {"--json", "--csv", "--chart"}) {
            const Run run = program::mixlens(
                bench({option, "/nowhere/at/all/x.svg", "--lengths", "8..100000", "--rounds", "100000"}));
            QVERIFY2(run.code == 3 && run.complainsOnce() && run.err.contains("/nowhere/at/all/x.svg"),
                     run.err.constData());
        }
    }

private:
    /// SIGINT and SIGTERM are caught, as the kernel tells in /proc (bit n - 1 of SigCgt).
    static bool waitForHandler(QProcess& process)
    {
        const QString status = QString("/proc/%1/status").arg(process.processId());
        static const QRegularExpression caught("SigCgt:\\s+([0-9a-f]+)");
        constexpr quint64 both = (quint64{1} << (SIGINT - 1)) | (quint64{1} << (SIGTERM - 1));
        return QTest::qWaitFor(
            [&] {
                const QString mask = caught.match(QString::fromLatin1(program::contents(status))).captured(1);
                return (mask.toULongLong(nullptr, 16) & both) == both;
            },
            20'000);
    }

    QTemporaryDir m_folder;
    QString m_result = m_folder.filePath("result.json");
};

QTEST_GUILESS_MAIN(TestBench)
#include "tst_bench.moc"
