#include "core/experiment/held_out.h"
#include "core/experiment/sweep_axis.h"
#include "core/experiment/sweep_file.h"
#include "sweep_fixture.h"

#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

#include <bit>
#include <cmath>

using namespace mixlens;
using Json = nlohmann::json;

namespace {

/// Bit for bit, but for the many bits of NaN.
bool same(double a, double b)
{
    return std::isnan(a) ? std::isnan(b) : std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

bool same(const Interval& a, const Interval& b)
{
    return same(a.low, b.low) && same(a.high, b.high);
}

bool same(const SweepOutcome& a, const SweepOutcome& b)
{
    return a.agreement == b.agreement && a.accuracy == b.accuracy && same(a.divergence, b.divergence) &&
           same(a.divergence95, b.divergence95);
}

bool same(const SweepPoint& a, const SweepPoint& b)
{
    return a.number == b.number && a.values == b.values && a.layer == b.layer &&
           same(a.predictedSnr, b.predictedSnr) && same(a.simulatedSnr, b.simulatedSnr) &&
           same(a.saturated, b.saturated) && same(a.device, b.device) &&
           a.whiteNoise.has_value() == b.whiteNoise.has_value() &&
           (!a.whiteNoise || same(*a.whiteNoise, *b.whiteNoise)) &&
           same(a.secondsPerSentence, b.secondsPerSentence) &&
           same(a.joulesPerSentence, b.joulesPerSentence) && a.refusal == b.refusal;
}

bool same(const SweepResult& a, const SweepResult& b)
{
    return a.plan == b.plan && a.sentenceFile == b.sentenceFile && a.started == b.started &&
           a.environment == b.environment && a.pointCount == b.pointCount &&
           a.exactAccuracy == b.exactAccuracy && a.agreements == b.agreements && a.complete == b.complete &&
           a.threshold.found == b.threshold.found && same(a.threshold.snr, b.threshold.snr) &&
           same(a.threshold.snr95, b.threshold.snr95) && a.threshold.point == b.threshold.point &&
           same(a.threshold.joulesPerSentence, b.threshold.joulesPerSentence) &&
           a.threshold.sentence == b.threshold.sentence &&
           std::ranges::equal(a.points, b.points,
                              [](const SweepPoint& x, const SweepPoint& y) { return same(x, y); });
}

bool isSentence(const std::string& text)
{
    return text.size() > 20 && text.ends_with('.') && text.find('\n') == std::string::npos;
}

/// The message of a file whose JSON was changed.
template<class Change>
std::string refusalAfter(Change change)
{
    Json json = Json::parse(sweepJson(fixture::sweepResult(fixture::sweepPlan(true))));
    change(json);
    const auto parsed = parseSweepJson(json.dump(), "sweep.json");
    return parsed ? std::string("accepted") : parsed.error().message;
}

std::vector<SweepResult> shards(int count, const SweepPlan& whole = fixture::sweepPlan())
{
    std::vector<SweepResult> parts;
    for (int index = 0; index < count; ++index) {
        SweepPlan plan = whole;
        plan.shard = {index, count};
        parts.push_back(fixture::sweepResult(plan));
    }
    return parts;
}

std::string mergeRefusal(void (*change)(SweepResult&))
{
    std::vector<SweepResult> parts = shards(2);
    change(parts[1]);
    const auto merged = mergeSweeps(parts);
    return merged ? std::string("accepted") : merged.error().message;
}

} // namespace

class SweepFilesTest : public QObject
{
    Q_OBJECT

private slots:
    void everyMemberComesBackBitForBit_data()
    {
        QTest::addColumn<bool>("perLayer");
        QTest::addColumn<bool>("control");
        QTest::newRow("layers together") << false << true;
        QTest::newRow("layer by layer") << true << true;
        QTest::newRow("without control") << false << false;
    }
    void everyMemberComesBackBitForBit()
    {
        QFETCH(const bool, perLayer);
        QFETCH(const bool, control);
        SweepPlan plan = fixture::sweepPlan(perLayer);
        plan.control = control;
        const SweepResult before = fixture::sweepResult(plan);
        const auto after = parseSweepJson(sweepJson(before), "sweep.json");
        QVERIFY2(after.has_value(), after ? "" : after.error().message.c_str());
        QVERIFY(same(*after, before));
        QCOMPARE(sweepJson(*after), sweepJson(before));
    }

    void theFileIsJsonWithTheUnitOfEveryNumber()
    {
        const Json json = Json::parse(sweepJson(fixture::sweepResult()));
        QCOMPARE(json["format"].get<std::string>(), std::string("mixlens-sweep"));
        QCOMPARE(json["points"].size(), std::size_t{6});
        QCOMPARE(json["points"][2]["simulated_snr"].get<std::string>(), std::string("nan"));
        for (const auto& [name, value] : json["points"][0].items())
            if (value.is_number_float())
                QVERIFY2(json["units"].contains(name), name.c_str());
    }

    void filesAreWrittenAndReadAndFailuresAreSaid()
    {
        const QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("s.json").toStdString();
        QVERIFY(writeSweepFile(file, fixture::sweepResult()).has_value());
        QVERIFY(same(*readSweepFile(file), fixture::sweepResult()));
        QCOMPARE(readSweepFile(file.string() + ".none").error().code, Error::Code::NotFound);
        QCOMPARE(writeSweepFile("/dev/full", fixture::sweepResult()).error().code, Error::Code::Unreadable);
    }

    void namesThatAreNoUtf8StillMakeAFile()
    {
        SweepPlan plan = fixture::sweepPlan();
        plan.model = "broken \xFF\xC3";
        QVERIFY(parseSweepJson(sweepJson(fixture::sweepResult(plan)), "s.json").has_value());
    }

    void damageIsNamedByItsPath_data()
    {
        QTest::addColumn<QString>("part");
        for (const char* part : {"points[1].number is 4",
                                 "points[1].number is 0, which is there twice",
                                 "points[2].values are",
                                 "points[1].layer is missing",
                                 "points[0].layer does not belong",
                                 "points[1].layer is \"x\"",
                                 "points[0].simulated_snr is true",
                                 "points[0].simulated_snr is \"big\"",
                                 "points[0].device.agreement.count is 8",
                                 "points[0].device.agreement.of",
                                 "points[0].agreements must be 7 digits",
                                 "points[0].white_noise.divergence is missing",
                                 "point_count is 17",
                                 "complete is true, but points has 17 of 18",
                                 "plan.axes[1].values[0]",
                                 "plan: A device has no value",
                                 "plan.settings[1].key is there twice",
                                 "plan.shard.index is 1",
                                 "exact_accuracy.count is 8",
                                 "threshold.point is 3",
                                 "environment.cores is -1",
                                 "points is an object",
                                 "is there twice",
                                 "version is 2"})
            QTest::newRow(part) << part;
    }
    void damageIsNamedByItsPath()
    {
        QFETCH(const QString, part);
        const std::string message = refusalAfter([&](Json& json) {
            Json& points = json["points"];
            Json& first = points[0];
            if (part.startsWith("points[1].number is 4"))
                points[1]["number"] = 40;
            else if (part.endsWith("there twice") && part.startsWith("points"))
                points[1] = points[0];
            else if (part.startsWith("points[2].values"))
                points[2]["values"][1] = 7;
            else if (part == "points[1].layer is missing")
                points[1].erase("layer");
            else if (part.startsWith("points[0].layer"))
                first["layer"] = 0;
            else if (part.startsWith("points[1].layer is \"x"))
                points[1]["layer"] = "x";
            else if (part.endsWith("is true"))
                first["simulated_snr"] = true;
            else if (part.endsWith("big\""))
                first["simulated_snr"] = "big";
            else if (part.endsWith("agreement.count is 8"))
                first["device"]["agreement"]["count"] = 8;
            else if (part.endsWith("agreement.of"))
                first["device"]["agreement"]["of"] = 9;
            else if (part.contains("digits"))
                first["agreements"] = "0120101";
            else if (part.contains("white_noise"))
                first["white_noise"].erase("divergence");
            else if (part.startsWith("point_count"))
                json["point_count"] = 17;
            else if (part.startsWith("complete"))
                points.erase(points.size() - 1);
            else if (part.startsWith("plan.axes"))
                json["plan"]["axes"][1]["values"][0] = "many";
            else if (part.startsWith("plan: "))
                json["plan"]["axes"][1]["key"] = "colour";
            else if (part.startsWith("plan.settings"))
                json["plan"]["settings"][1]["key"] = "averages";
            else if (part.startsWith("plan.shard"))
                json["plan"]["shard"]["index"] = 1;
            else if (part.startsWith("exact"))
                json["exact_accuracy"]["count"] = 8;
            else if (part.startsWith("threshold")) {
                points.erase(3);
                json["complete"] = false;
                json["threshold"]["found"] = true;
                json["threshold"]["point"] = 3;
            } else if (part.startsWith("environment"))
                json["environment"]["cores"] = -1;
            else if (part == "points is an object")
                points = Json::object();
            else if (part == "is there twice")
                points.push_back(points[5]);
            else
                json["version"] = 2;
        });
        QVERIFY2(isSentence(message), message.c_str());
        QVERIFY2(QString::fromStdString(message).contains(part), message.c_str());
        QVERIFY2(message.find("\"sweep.json\"") != std::string::npos, message.c_str());
    }

    void anyFlippedByteIsRefusedOrReadsBack()
    {
        const std::string text = sweepJson(fixture::sweepResult());
        const Philox random(11, 5);
        std::size_t refused = 0;
        for (std::uint64_t round = 0; round < 1500; ++round) {
            std::string damaged = text;
            for (std::uint64_t flip = 0; flip <= round % 3; ++flip) {
                const std::uint64_t counter = 8 * round + 2 * flip;
                const auto place =
                    static_cast<std::size_t>(random.uniform(counter) * static_cast<double>(text.size()));
                damaged[place] = static_cast<char>(random.uniform(counter + 1) * 256.0);
            }
            const auto parsed = parseSweepJson(damaged, "damaged.json");
            if (parsed) {
                // Accepted text means what it says: written again, it is read as the same.
                const auto again = parseSweepJson(sweepJson(*parsed), "again.json");
                QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
                QVERIFY(same(*again, *parsed));
                continue;
            }
            ++refused;
            QVERIFY2(isSentence(parsed.error().message), parsed.error().message.c_str());
        }
        QVERIFY(refused > 300);
    }

    void aFileCutShortIsRefused()
    {
        const std::string text = sweepJson(fixture::sweepResult());
        for (std::size_t length = 0; length + 2 < text.size(); length += 1 + length / 40) {
            const auto parsed = parseSweepJson(std::string_view(text).substr(0, length), "cut.json");
            QVERIFY(!parsed.has_value());
            QVERIFY(isSentence(parsed.error().message));
        }
    }

    void hugeClaimsTakeNoMemory()
    {
        QVERIFY(
            !parseSweepJson("{\"format\":\"mixlens-sweep\",\"points\":" + std::string(100'000, '['), "deep")
                 .has_value());
        const std::string message =
            refusalAfter([](Json& json) { json["point_count"] = std::int64_t{1} << 60U; });
        QVERIFY2(message.find("point_count is") != std::string::npos, message.c_str());
        // More combinations than a sweep may have, though each list is short.
        const std::string axes = refusalAfter([](Json& json) {
            for (Json& axis : json["plan"]["axes"]) {
                axis["values"] = Json::array();
                for (int i = 0; i < 1000; ++i)
                    axis["values"].push_back(1 + i);
            }
        });
        QVERIFY2(isSentence(axes) && axes.find("plan: ") != std::string::npos, axes.c_str());
    }

    void csvHasARowAPointAndKindOfMixing()
    {
        const std::string csv = sweepCsv(fixture::sweepResult());
        const QStringList lines = QString::fromStdString(csv).split("\r\n", Qt::SkipEmptyParts);
        qsizetype rows = 0;
        qsizetype columns = 0;
        for (const QString& line : lines) {
            if (line.startsWith('#'))
                continue;
            if (rows++ == 0)
                columns = line.count(',');
            QCOMPARE(line.count(','), columns);
        }
        QCOMPARE(rows, qsizetype{1 + 5 * 2});
        QVERIFY(csv.find("# Refused: point 3: It cannot be, \"since\"") != std::string::npos);
        QVERIFY(csv.find("Test CPU 3000") != std::string::npos);
        QVERIFY(csv.find("simulated") != std::string::npos && csv.find("modelled") != std::string::npos);
        QVERIFY(csv.find("\r\n0,device,2,0.30000000000000004,all,7,") != std::string::npos);
    }

    void mergedShardsEqualTheWhole_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("perLayer");
        for (const int count : {1, 2, 5, 6})
            QTest::addRow("%d", count) << count << (count % 2 == 0);
    }
    void mergedShardsEqualTheWhole()
    {
        QFETCH(const int, count);
        QFETCH(const bool, perLayer);
        const SweepPlan plan = fixture::sweepPlan(perLayer);
        std::vector<SweepResult> parts = shards(count, plan);
        std::ranges::reverse(parts);
        const auto merged = mergeSweeps(parts);
        QVERIFY2(merged.has_value(), merged ? "" : merged.error().message.c_str());
        QVERIFY(same(*merged, fixture::sweepResult(plan)));
        QCOMPARE(sweepJson(*merged), sweepJson(fixture::sweepResult(plan)));
    }

    /// Files of versions that named no sentences stay readable, and are welcome beside those that do.
    void olderFilesNameNoSentences()
    {
        std::vector<SweepResult> parts = shards(3);
        SweepResult old = parts[0];
        old.sentenceFile = {};
        const std::string text = sweepJson(old);
        QVERIFY(text.find("sentence_file") == std::string::npos);
        const auto read = parseSweepJson(text, "old.json");
        QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
        QVERIFY(same(*read, old));
        parts[0] = old;
        const auto merged = mergeSweeps(parts);
        QVERIFY(merged.has_value());
        QVERIFY(merged->sentenceFile == parts[1].sentenceFile);
    }

    void partsOverOtherSentencesAreRefused()
    {
        const std::string message = mergeRefusal([](SweepResult& part) {
            part.sentenceFile = {"other.txt", "fedcba9876543210", 1234};
        });
        QVERIFY2(message.find("other.txt") != std::string::npos, message.c_str());
        QVERIFY(isSentence(message));
        QCOMPARE(mergeRefusal([](SweepResult& part) { part.sentenceFile.name = "copy.txt"; }),
                 std::string("accepted"));
    }

    /// Sentences decide, not line ends, and each of them.
    void hashesTellSentencesApart()
    {
        const std::vector<HeldOutSentence> some{{"a", "One."}, {"b", "Two."}};
        QCOMPARE(hashOf(some), hashOf({{"a", "One.\r"}, {"b", "Two.\r"}}));
        QVERIFY(hashOf(some) != hashOf({{"b", "Two."}, {"a", "One."}}));
        QVERIFY(hashOf(some) != hashOf({{"a", "One."}}));
        QVERIFY(hashOf(some) != hashOf({{"a", "One"}, {".b", "Two."}}));
        QCOMPARE(hashOf({}), std::string("cbf29ce484222325")); // FNV-1a's offset basis
    }

    void aMissingShardLeavesTheSweepIncomplete()
    {
        std::vector<SweepResult> parts = shards(3);
        parts.pop_back();
        const auto merged = mergeSweeps(parts);
        QVERIFY(merged.has_value() && !merged->complete);
        QCOMPARE(merged->points.size(), std::size_t{4});
        QVERIFY(parseSweepJson(sweepJson(*merged), "m.json").has_value());
        // And takes it in later.
        const auto whole = mergeSweeps(std::vector{*merged, shards(3)[2]});
        QVERIFY(whole.has_value());
        QCOMPARE(sweepJson(*whole), sweepJson(fixture::sweepResult()));
    }

    void partsOfOtherSweepsAreRefusedByName()
    {
        const std::vector<std::pair<std::string, void (*)(SweepResult&)>> changes{
            {"model is \"tiny \"fnet\"\" in one and \"other\"",
             [](SweepResult& r) { r.plan.model = "other"; }},
            {"device is", [](SweepResult& r) { r.plan.preset = "ideal"; }},
            {"settings is", [](SweepResult& r) { r.plan.settings["averages"] = "3"; }},
            {"axes is", [](SweepResult& r) { r.plan.axes[0].values[0] = 3; }},
            {"control is", [](SweepResult& r) { r.plan.control = false; }},
            {"sentences is", [](SweepResult& r) { r.plan.sentences = 8; }},
            {"seed is", [](SweepResult& r) { r.plan.seed = 9; }},
            {"version of Mixlens is", [](SweepResult& r) { r.environment.version = "9"; }},
            {"guessed other words", [](SweepResult& r) { r.exactAccuracy.count = 1; }},
            {"Point 0 is in part 1 and in part 2", [](SweepResult& r) { r.points[0].number = 0; }},
        };
        for (const auto& [part, change] : changes) {
            const std::string message = mergeRefusal(change);
            QVERIFY2(isSentence(message) && message.find(part) != std::string::npos, message.c_str());
        }
        QVERIFY(isSentence(mergeSweeps({}).error().message));
    }

    void axesAreReadAsPeopleWriteThem()
    {
        QCOMPARE(readAxis("photons=10..1e6*10")->values, (std::vector<double>{10, 100, 1e3, 1e4, 1e5, 1e6}));
        QCOMPARE(readAxis("adc_bits=4..10+2")->values, (std::vector<double>{4, 6, 8, 10}));
        QCOMPARE(readAxis("slm_bits=8,2,4..6+1")->values, (std::vector<double>{2, 4, 5, 6, 8}));
        QCOMPARE(readAxis("photons=1e+2..1e+3+3e+2")->values, (std::vector<double>{100, 400, 700, 1000}));
        QCOMPARE(readAxis("averages=1..9*1.5")->values, (std::vector<double>{1, 2, 2, 3, 5, 8}));
        const auto names = readAxis("encoding=offset,bipolar");
        QCOMPARE(names->values, (std::vector<double>{0, 1}));
        QCOMPARE(axisText(*names), std::string("encoding=bipolar,offset"));
        const auto thirds = readAxis("tilt_tokens=0.1..0.3+0.1");
        QVERIFY2(thirds.has_value(), thirds ? "" : thirds.error().message.c_str());
        QCOMPARE(thirds->values.size(), std::size_t{3});
        QCOMPARE(readAxis(axisText(*thirds))->values, thirds->values);
    }

    void axesThatMakeNoSenseAreRefused_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text :
             {"", "photons", "=4", "slm_bits=", "slm_bits=4,,6", "slm_bits=x", "colour=4", "photons=10..100",
              "photons=100..10*10", "photons=0..10*2", "photons=1..10*1", "photons=1..10+0",
              "photons=1..1e9+1", "photons=1..x*2", "photons=nan", "photons=1..inf*2", "photons=..*"})
            QTest::newRow(text) << text;
    }
    void axesThatMakeNoSenseAreRefused()
    {
        QFETCH(const QString, text);
        const auto axis = readAxis(text.toStdString());
        QVERIFY(!axis.has_value());
        QVERIFY2(isSentence(axis.error().message), axis.error().message.c_str());
        QVERIFY(axis.error().code == Error::Code::Usage || axis.error().code == Error::Code::OutOfRange);
    }
};

QTEST_APPLESS_MAIN(SweepFilesTest)
#include "tst_sweep_files.moc"
