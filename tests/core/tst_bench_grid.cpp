#include "core/bench/grid.h"

#include <QtTest>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <set>
#include <string>

using namespace mixlens;

namespace {

BenchGrid soundGrid()
{
    BenchGrid grid;
    grid.backends = {"fourier", "attention"};
    grid.lengths = {8, 16, 32, 64, 128};
    return grid;
}

QString joined(const std::vector<Index>& lengths)
{
    QStringList texts;
    for (const Index length : lengths)
        texts << QString::number(length);
    return texts.join(' ');
}

/// One sentence: ends with a full stop, and has none followed by a capital inside.
bool isSentence(const std::string& text)
{
    return text.size() > 20 && text.ends_with('.') && text.find(". ") == std::string::npos;
}

} // namespace

class BenchGridTest : public QObject
{
    Q_OBJECT

private slots:
    void levelsAreTheirWords()
    {
        for (const BenchLevel level : {BenchLevel::Mixer, BenchLevel::Block, BenchLevel::Model})
            QCOMPARE(*readBenchLevel(std::string(word(level))), level);
        QCOMPARE(word(BenchLevel::Block), std::string_view("block"));
        for (const char* wrong : {"", "Mixer", "layer"})
            QVERIFY(isSentence(readBenchLevel(wrong).error().message));
    }

    void lengthsAreReadAsPeopleWriteThem_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("lengths");
        QTest::newRow("powers of two") << "8..128"
                                       << "8 16 32 64 128";
        QTest::newRow("the end is included") << "8..100"
                                             << "8 16 32 64 100";
        QTest::newRow("from no power") << "3..30"
                                       << "3 6 12 24 30";
        QTest::newRow("factor") << "8..32*1.5"
                                << "8 12 18 27 32";
        QTest::newRow("a factor that rounds to doubles") << "1..5*1.2"
                                                         << "1 2 3 4 5";
        QTest::newRow("list") << "64,100,512"
                              << "64 100 512";
        QTest::newRow("unordered, doubled, spaced") << " 512 , 64,64 , 100"
                                                    << "64 100 512";
        QTest::newRow("mixed") << "8..32,20,100..200"
                               << "8 16 20 32 100 200";
        QTest::newRow("one") << "1"
                             << "1";
        QTest::newRow("a range of one") << "7..7"
                                        << "7";
        QTest::newRow("spaces in a range") << "8 .. 16 * 2"
                                           << "8 16";
    }

    void lengthsAreReadAsPeopleWriteThem()
    {
        QFETCH(QString, text);
        const auto lengths = readLengths(text.toStdString());
        QVERIFY(lengths.has_value());
        QTEST(joined(*lengths), "lengths");
    }

    void unreadableLengthsAreASentence()
    {
        for (const char* text :
             {"",         ",",     "8,,16",   "0",         "-8",        "8..",
              "..8",      "16..8", "8..16*1", "8..16*0.5", "8..16*nan", "8..16*inf",
              "8..16*",   "8-16",  "8.5",     "1e3",       "8..16..32", "99999999999999999999",
              "67108865", "abc",   "8 16"}) {
            const auto lengths = readLengths(text);
            QVERIFY2(!lengths.has_value(), text);
            QCOMPARE(lengths.error().code, Error::Code::Usage);
            QVERIFY2(isSentence(lengths.error().message), lengths.error().message.c_str());
        }
    }

    void shardsCountFromOne()
    {
        QCOMPARE(*readShard("1/4"), (Shard{0, 4}));
        QCOMPARE(*readShard("4/4"), (Shard{3, 4}));
        for (const char* text : {"", "0/4", "5/4", "1", "1/0", "1/", "/4", "-1/4", "1/4/2", "a/b", "1 / 4"})
            QVERIFY2(!readShard(text) && isSentence(readShard(text).error().message), text);
    }

    void shardsShareTheGridWithoutOverlap()
    {
        BenchGrid grid = soundGrid();
        const auto whole = cellsOf(grid);
        QCOMPARE(whole.size(), std::size_t{10});
        for (int count = 1; count <= 12; ++count) {
            std::vector<BenchCell> together;
            for (int index = 0; index < count; ++index) {
                grid.shard = {index, count};
                const auto cells = cellsOf(grid);
                const auto fair = whole.size() / static_cast<std::size_t>(count);
                QVERIFY(cells.size() == fair || cells.size() == fair + 1);
                together.insert(together.end(), cells.begin(), cells.end());
            }
            QVERIFY(std::is_permutation(together.begin(), together.end(), whole.begin(), whole.end()));
        }
    }

    void shortLengthsComeFirst()
    {
        const auto cells = cellsOf(soundGrid());
        QVERIFY(std::ranges::is_sorted(cells, {}, &BenchCell::tokens));
        QCOMPARE(cells[0], (BenchCell{"fourier", 8}));
        QCOMPARE(cells[1], (BenchCell{"attention", 8}));
    }

    void backendsAreTakenApart()
    {
        QCOMPARE(*readBackendSpec("fourier"), (BackendSpec{"fourier", {}}));
        QCOMPARE(*readBackendSpec("optical: bits = 6 ,preset=ideal"),
                 (BackendSpec{"optical", {{"bits", "6"}, {"preset", "ideal"}}}));
        QCOMPARE(*readBackendSpec("x:file=a=b"), (BackendSpec{"x", {{"file", "a=b"}}}));
        for (const char* text : {"", ":bits=6", "optical:", "optical:bits", "optical:=6", "optical:bits=6,",
                                 "optical:bits=6,bits=7"})
            QVERIFY2(!readBackendSpec(text) && isSentence(readBackendSpec(text).error().message), text);
    }

    void aSoundGridIsAccepted()
    {
        QVERIFY(checkGrid(soundGrid()).has_value());
        BenchGrid model = soundGrid();
        model.level = BenchLevel::Model;
        model.model = "fnet-tiny";
        model.backends = {"own", "fourier"};
        QVERIFY(checkGrid(model).has_value());
    }

    void whatCannotBeMeasuredIsRefused_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("names");
        const char* names[] = {"length",    "backend", "rounds", "heads",  "no-such", "no setting", "twice",
                               "width",     "threads", "batch",  "sample", "sample",  "model",      "own",
                               "ascending", "length",  "shard",  "cells",  "heads",   "bits"};
        for (int i = 0; i < 20; ++i)
            QTest::addRow("%d: %s", i, names[i]) << i << names[i];
    }

    void whatCannotBeMeasuredIsRefused()
    {
        QFETCH(int, number);
        QFETCH(QString, names);
        const std::vector<std::function<void(BenchGrid&)>> spoil{
            [](BenchGrid& g) { g.lengths.clear(); },
            [](BenchGrid& g) { g.backends.clear(); },
            [](BenchGrid& g) { g.rounds = 0; },
            [](BenchGrid& g) { g.heads = 3; },
            [](BenchGrid& g) { g.backends.push_back("no-such"); },
            [](BenchGrid& g) { g.backends.push_back("fourier:colour=red"); },
            [](BenchGrid& g) { g.backends.push_back("fourier"); },
            [](BenchGrid& g) { g.width = 0; },
            [](BenchGrid& g) { g.threads = 0; },
            [](BenchGrid& g) { g.batch = -1; },
            [](BenchGrid& g) { g.sampleSeconds = std::numeric_limits<double>::quiet_NaN(); },
            [](BenchGrid& g) { g.sampleSeconds = -1; },
            [](BenchGrid& g) { g.level = BenchLevel::Model; },
            [](BenchGrid& g) { g.backends.push_back("own"); },
            [](BenchGrid& g) {
                g.lengths = {8, 32, 16};
            },
            [](BenchGrid& g) {
                g.lengths = {0, 8};
            },
            [](BenchGrid& g) {
                g.shard = {2, 2};
            },
            [](BenchGrid& g) {
                g.lengths.resize(5001);
                std::iota(g.lengths.begin(), g.lengths.end(), Index{1});
            },
            [](BenchGrid& g) { g.heads = 0; },
            [](BenchGrid& g) { g.backends.push_back("optical:bits=many"); },
        };
        BenchGrid grid = soundGrid();
        spoil[static_cast<std::size_t>(number)](grid);
        const auto checked = checkGrid(grid);
        QVERIFY(!checked.has_value());
        QCOMPARE(checked.error().code, Error::Code::OutOfRange);
        const QString message = QString::fromStdString(checked.error().message);
        QVERIFY2(message.contains(names), qPrintable(message));
        QVERIFY2(isSentence(checked.error().message), qPrintable(message));
    }
};

QTEST_APPLESS_MAIN(BenchGridTest)
#include "tst_bench_grid.moc"
