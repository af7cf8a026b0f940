#include "core/base/files.h"
#include "core/bench/result_file.h"
#include "core/bench/run_estimate.h"
#include "core/bench/run_store.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace mixlens;

namespace {

BenchResult sampleRun(const std::string& id, const std::string& started, double seconds = 1e-3)
{
    BenchResult result;
    result.id = id;
    result.started = started;
    result.grid.backends = {"attention", "fourier"};
    result.grid.lengths = {8, 16};
    result.grid.rounds = 3;
    result.environment = environment();
    for (const BenchCell& cell : cellsOf(result.grid)) {
        Measurement one;
        one.cell = cell;
        one.family = cell.backend;
        one.width = result.grid.width;
        one.iterations = 1;
        one.seconds = {seconds, 1.1 * seconds, 0.9 * seconds};
        result.measurements.push_back(one);
    }
    result.complete = true;
    return result;
}

void writeText(const std::filesystem::path& file, const std::string& text)
{
    std::ofstream(file) << text;
}

struct Store
{
    [[nodiscard]] std::filesystem::path path(const char* name) const
    {
        return folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    /// Saves under a fresh name and gives its key.
    std::string add(const BenchResult& result)
    {
        const auto file = store.freshFile(result.started);
        const std::string key = file->stem().string();
        return store.save(key, result).has_value() ? key : std::string();
    }

    QTemporaryDir folder;
    RunStore store{path("runs")};
};

} // namespace

class TestRunStore : public QObject
{
    Q_OBJECT

private slots:
    void aFolderThatIsNotThereListsNothing()
    {
        Store one;
        QVERIFY(one.store.list().empty());
        QVERIFY(!std::filesystem::exists(one.path("runs"))); // looking makes no folders
    }

    void whatIsSavedIsListedNewestFirst()
    {
        Store one;
        const std::string older = one.add(sampleRun("a", "2026-11-24T12:15:00Z"));
        BenchResult cut = sampleRun("b", "2026-11-24T13:15:00Z");
        cut.measurements.resize(3);
        cut.complete = false;
        cut.title = "on battery";
        const std::string newer = one.add(cut);
        const auto runs = one.store.list();
        QCOMPARE(runs.size(), std::size_t{2});
        QCOMPARE(runs[0].key, newer);
        QCOMPARE(runs[1].key, older);
        QCOMPARE(runs[0].title, std::string("on battery"));
        QCOMPARE(runs[0].cellsDone, std::size_t{3});
        QCOMPARE(runs[0].cells, std::size_t{4});
        QVERIFY(!runs[0].complete);
        QVERIFY(runs[1].complete);
        QCOMPARE(runs[1].machine, environment().processor);
    }

    void twoRunsOfOneSecondHaveFilesOfTheirOwn()
    {
        Store one;
        const std::string first = one.add(sampleRun("a", "2026-11-24T12:15:00Z"));
        const std::string second = one.add(sampleRun("b", "2026-11-24T12:15:00Z"));
        QVERIFY(!first.empty() && !second.empty() && first != second);
        QCOMPARE(one.store.load(first)->id, std::string("a"));
        QCOMPARE(one.store.load(second)->id, std::string("b"));
    }

    void aNoteIsKeptAndEveryTimeStays()
    {
        Store one;
        const BenchResult result = sampleRun("a", "2026-11-24T12:15:00Z", 0.1 / 3.0);
        const std::string key = one.add(result);
        QVERIFY(one.store.annotate(key, "quiet machine", "fans at full speed").has_value());
        const auto read = one.store.load(key);
        QVERIFY(read.has_value());
        QCOMPARE(read->title, std::string("quiet machine"));
        QCOMPARE(read->note, std::string("fans at full speed"));
        QCOMPARE(read->measurements[0].seconds, result.measurements[0].seconds);
        QCOMPARE(one.store.list().front().note, std::string("fans at full speed"));
    }

    void whatIsRemovedCanBePutBack()
    {
        Store one;
        const std::string key = one.add(sampleRun("a", "2026-11-24T12:15:00Z"));
        QVERIFY(one.store.remove(key).has_value());
        QVERIFY(one.store.list().empty());
        // Meanwhile nothing may take its name.
        QVERIFY(one.store.freshFile("2026-11-24T12:15:00Z")->stem().string() != key);
        QVERIFY(one.store.restore(key).has_value());
        QCOMPARE(one.store.list().size(), std::size_t{1});
    }

    void damagedFilesAreListedWithASentence_data()
    {
        QTest::addColumn<QByteArray>("text");
        const std::string whole = benchJson(sampleRun("a", "2026-11-24T12:15:00Z"));
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray::fromStdString(whole.substr(0, whole.size() / 2));
        QTest::newRow("another program's") << QByteArray(R"({"results": [{"command": "sleep 1"}]})");
        QTest::newRow("not JSON") << QByteArray("\x00\xff\xfe{", 4);
    }

    void damagedFilesAreListedWithASentence()
    {
        QFETCH(QByteArray, text);
        Store one;
        (void)one.add(sampleRun("a", "2026-11-24T12:15:00Z"));
        writeText(one.path("runs/damaged.json"), text.toStdString());
        const auto runs = one.store.list();
        QCOMPARE(runs.size(), std::size_t{2});
        QVERIFY(runs[0].problem.empty());
        QCOMPARE(runs[1].key, std::string("damaged"));
        QVERIFY2(runs[1].problem.ends_with('.'), runs[1].problem.c_str());
        QVERIFY(!one.store.load("damaged").has_value());
        QVERIFY(!one.store.annotate("damaged", "x", "y").has_value());
        QVERIFY(one.store.remove("damaged").has_value()); // also what nobody can read
    }

    void aFileThatChangesIsReadAnew()
    {
        Store one;
        const std::string key = one.add(sampleRun("a", "2026-11-24T12:15:00Z"));
        QCOMPARE(one.store.list().front().title, std::string());
        QVERIFY(one.store.annotate(key, "new name", "").has_value());
        QCOMPARE(one.store.list().front().title, std::string("new name"));
    }

    void aForeignFileIsCopiedOnce()
    {
        Store one;
        const auto elsewhere = one.path("other-machine.json");
        QVERIFY(writeBenchFile(elsewhere, sampleRun("../../etc/x", "2026-01-01T00:00:00Z")).has_value());
        const auto key = one.store.import(elsewhere);
        QVERIFY2(key.has_value(), key ? "" : key.error().message.c_str());
        QVERIFY(std::filesystem::exists(one.store.fileOf(*key)));
        QCOMPARE(one.store.fileOf(*key).parent_path(), one.path("runs")); // whatever its id says
        QCOMPARE(one.store.import(elsewhere).value(), *key);
        QCOMPARE(one.store.list().size(), std::size_t{1});
        QVERIFY(!one.store.import(one.path("nothing.json")).has_value());
    }

    void aFolderThatCannotBeMadeIsASentence()
    {
        Store one;
        writeText(one.path("file"), "not a folder");
        const RunStore store(one.path("file") / "runs");
        const auto file = store.freshFile("2026-11-24T12:15:00Z");
        QVERIFY(!file.has_value());
        QVERIFY(file.error().message.find("file") != std::string::npos);
        QVERIFY(!store.save("x", sampleRun("a", "")).has_value());
    }

    void withoutAFolderNothingIsKeptAndNothingFails()
    {
        RunStore store({});
        QVERIFY(store.list().empty());
        QVERIFY(store.freshFile("2026-11-24T12:15:00Z")->empty());
        QVERIFY(store.save("x", sampleRun("a", "")).has_value());
        QVERIFY(!std::filesystem::exists("x.json"));
    }

    void theEstimateUsesWhatWasMeasured()
    {
        // Three rounds of one second in each of four cells, and four calls to prepare each.
        const BenchResult earlier = sampleRun("a", "", 1.0);
        const double seconds = estimateSeconds(earlier.grid, &earlier);
        QVERIFY2(seconds > 28.0 && seconds < 32.0, qPrintable(QString::number(seconds)));
        QVERIFY(estimateSeconds(earlier.grid, nullptr) < 5.0);
        BenchGrid wider = earlier.grid;
        wider.width = 512; // another setting: what was measured says nothing of it
        QVERIFY(estimateSeconds(wider, &earlier) < 5.0);
    }

    void longerLengthsAndMoreRoundsTakeLonger()
    {
        BenchGrid grid;
        grid.backends = {"attention"};
        grid.lengths = {1024};
        const double once = estimateSeconds(grid, nullptr);
        grid.lengths = {4096};
        const double longer = estimateSeconds(grid, nullptr);
        grid.rounds = 101;
        QVERIFY(once < longer);
        QVERIFY(longer < estimateSeconds(grid, nullptr));
    }
};

QTEST_APPLESS_MAIN(TestRunStore)
#include "tst_run_store.moc"
