#include "core/experiment/held_out.h"
#include "core/experiment/precision_sweep.h"
#include "core/experiment/sweep_plan.h"
#include "core/model/model_loader.h"

#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

using namespace mixlens;

namespace {

const std::filesystem::path models{MIXLENS_MODELS};
const std::filesystem::path heldOut = models / ".." / "sentences" / "held-out.txt";

SweepPlan smallPlan()
{
    SweepPlan plan;
    plan.model = "tiny-fnet";
    plan.preset = "default";
    plan.axes = {{"slm_bits", {2, 8}}, {"photons", {5, 50000}}};
    plan.sentences = 24;
    return plan;
}

SweepResult finished(PrecisionSweep& sweep)
{
    while (sweep.step({})) {
    }
    return sweep.result();
}

SweepResult run(const SweepPlan& plan, int threads = 1)
{
    auto sweep = PrecisionSweep::make(plan, {models}, heldOut, threads);
    if (!sweep)
        qFatal("%s", sweep.error().message.c_str());
    return finished(**sweep);
}

bool same(const SweepPoint& a, const SweepPoint& b)
{
    return a.number == b.number && a.values == b.values && a.device.agreement == b.device.agreement &&
           a.device.accuracy == b.device.accuracy && a.device.divergence == b.device.divergence &&
           a.simulatedSnr == b.simulatedSnr && a.whiteNoise.has_value() == b.whiteNoise.has_value() &&
           (!a.whiteNoise || a.whiteNoise->divergence == b.whiteNoise->divergence);
}

} // namespace

class PrecisionSweepTest : public QObject
{
    Q_OBJECT

private slots:
    /// A well that holds less and less cuts more and more readings, as every point says; without limits none.
    void pointsSayHowManyReadingsWereCut()
    {
        SweepPlan plan = smallPlan();
        plan.settings = {{"adc_bits", "0"}};
        plan.axes = {{"full_well", {20000, 30000, 1e6}}};
        plan.control = false;
        const SweepResult result = run(plan);
        QVERIFY(result.points[0].saturated > 0.5 && result.points[0].saturated <= 1.0);
        QVERIFY(result.points[1].saturated > 0.0);
        QVERIFY(result.points[1].saturated < result.points[0].saturated);
        QCOMPARE(result.points[2].saturated, 0.0);
        for (const SweepPoint& point : result.points)
            QVERIFY(std::abs(point.predictedSnr - point.simulatedSnr) < 1.0);
    }

    void otherSentencesCannotGoOn()
    {
        SweepResult half = run(smallPlan());
        QCOMPARE(half.sentenceFile.name, std::string("held-out.txt"));
        QVERIFY(half.sentenceFile.count >= 24);
        half.sentenceFile = {"others.txt", "0123456789abcdef", 24};
        const auto refused = PrecisionSweep::resume(half, {models}, heldOut);
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().message.find("others.txt") != std::string::npos);
        half.sentenceFile = {}; // of an older version
        const auto resumed = PrecisionSweep::resume(half, {models}, heldOut);
        QVERIFY(resumed.has_value() && !(*resumed)->result().sentenceFile.hash.empty());
    }

    void moreBitsAndPhotonsAgreeMore()
    {
        const SweepResult result = run(smallPlan());
        QVERIFY(result.complete);
        QCOMPARE(result.points.size(), std::size_t{4});
        QCOMPARE(result.pointCount, std::size_t{4});
        QCOMPARE(result.exactAccuracy.of, std::size_t{24});
        const SweepPoint& worst = result.points.front();
        const SweepPoint& best = result.points.back();
        QCOMPARE(worst.values.at("slm_bits"), 2.0);
        QCOMPARE(best.values.at("photons"), 50000.0);
        QVERIFY(best.simulatedSnr > worst.simulatedSnr + 10.0);
        QVERIFY(best.device.divergence < worst.device.divergence);
        QVERIFY(best.device.agreement.count > worst.device.agreement.count);
        QVERIFY(best.device.agreement.value() > 0.9);
        for (const SweepPoint& point : result.points) {
            QVERIFY(point.whiteNoise.has_value());
            QVERIFY(point.device.divergence95.low <= point.device.divergence &&
                    point.device.divergence <= point.device.divergence95.high);
            QVERIFY(point.joulesPerSentence > 0.0 && point.secondsPerSentence > 0.0);
        }
        QCOMPARE(result.agreements.size(), std::size_t{4 * 24});
    }

    void anIdealDeviceChangesNothing()
    {
        SweepPlan plan = smallPlan();
        plan.preset = "ideal";
        plan.axes = {{"averages", {1}}};
        const SweepResult result = run(plan);
        QCOMPARE(result.points[0].device.agreement.value(), 1.0);
        QCOMPARE(result.points[0].device.accuracy, result.exactAccuracy);
        QVERIFY(result.points[0].device.divergence < 1e-6);
    }

    void threadsAndShardsGiveTheSameAnswer()
    {
        const SweepResult whole = run(smallPlan(), 1);
        const SweepResult threaded = run(smallPlan(), 3);
        for (std::size_t i = 0; i < whole.points.size(); ++i)
            QVERIFY(same(whole.points[i], threaded.points[i]));
        for (int part = 0; part < 2; ++part) {
            SweepPlan plan = smallPlan();
            plan.shard = {part, 2};
            const SweepResult shard = run(plan);
            QCOMPARE(shard.points.size(), std::size_t{2});
            for (const SweepPoint& point : shard.points)
                QVERIFY(same(point, whole.points[point.number]));
        }
    }

    void aStoppedSweepGoesOn()
    {
        const SweepResult whole = run(smallPlan());
        auto sweep = PrecisionSweep::make(smallPlan(), {models}, heldOut);
        QVERIFY(sweep.has_value());
        while ((*sweep)->result().points.size() < 2)
            QVERIFY((*sweep)->step({}));
        const SweepResult half = (*sweep)->result();
        QVERIFY(!half.complete);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!(*sweep)->step(stop.get_token()));
        auto resumed = PrecisionSweep::resume(half, {models}, heldOut);
        QVERIFY(resumed.has_value());
        const SweepResult rest = finished(**resumed);
        QVERIFY(rest.complete);
        QCOMPARE(rest.points.size(), whole.points.size());
        for (std::size_t i = 0; i < whole.points.size(); ++i)
            QVERIFY(same(whole.points[i], rest.points[i]));
        QCOMPARE(rest.agreements, whole.agreements);
    }

    void layersOneByOneHurtLessThanAllTogether()
    {
        SweepPlan plan = smallPlan();
        plan.axes = {{"photons", {20}}};
        plan.perLayer = true;
        plan.control = false;
        const SweepResult result = run(plan);
        QCOMPARE(result.points.size(), std::size_t{5}); // all, and each of four layers
        QVERIFY(!result.points[0].layer.has_value());
        for (std::size_t layer = 0; layer < 4; ++layer) {
            QCOMPARE(*result.points[layer + 1].layer, layer);
            QVERIFY(result.points[layer + 1].device.divergence < result.points[0].device.divergence);
        }
    }

    void impossiblePlansAreRefusedInASentence_data()
    {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("part");
        QTest::newRow("no axis") << "axes"
                                 << "at least one axis";
        QTest::newRow("unknown key") << "key"
                                     << "colour";
        QTest::newRow("value out of range") << "value"
                                            << "slm_bits";
        QTest::newRow("double value") << "double"
                                      << "twice";
        QTest::newRow("too many") << "many"
                                  << "100000";
        QTest::newRow("no sentences") << "sentences"
                                      << "sentences";
        QTest::newRow("shard") << "shard"
                               << "part";
        QTest::newRow("preset") << "preset"
                                << "nowhere";
        QTest::newRow("no Fourier layer") << "attention"
                                          << "no Fourier layer";
        QTest::newRow("no model") << "model"
                                  << "nobody";
    }

    void impossiblePlansAreRefusedInASentence()
    {
        QFETCH(const QString, change);
        QFETCH(const QString, part);
        SweepPlan plan = smallPlan();
        if (change == "axes")
            plan.axes.clear();
        else if (change == "key")
            plan.axes[0].key = "colour";
        else if (change == "value")
            plan.axes[0].values = {8, 1e9};
        else if (change == "double")
            plan.axes[1].values = {5, 5};
        else if (change == "many") {
            plan.axes[1].values.clear();
            for (int i = 1; i <= 60'000; ++i)
                plan.axes[1].values.push_back(i);
        } else if (change == "sentences")
            plan.sentences = 0;
        else if (change == "shard")
            plan.shard = {4, 4};
        else if (change == "preset")
            plan.preset = "nowhere";
        else if (change == "attention")
            plan.model = "tiny-attention";
        else
            plan.model = "nobody";
        const auto made = PrecisionSweep::make(plan, {models}, heldOut);
        QVERIFY(!made.has_value());
        QVERIFY2(QString::fromStdString(made.error().message).contains(part), made.error().message.c_str());
    }

    void brokenSentenceFilesAreRefused()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("x.txt").toStdString();
        QVERIFY(!readHeldOut(file).has_value());
        std::ofstream(file) << "sotu\tA good line.\nno tab here\n";
        const auto read = readHeldOut(file);
        QVERIFY(!read.has_value());
        QVERIFY(read.error().message.find("line 2") != std::string::npos);
        std::ofstream(file, std::ios::trunc) << "a\t...\nb\t!!!\n";
        const auto made = PrecisionSweep::make(smallPlan(), {models}, file);
        QVERIFY(!made.has_value());
        QVERIFY(made.error().message.find("no sentence") != std::string::npos);
    }

    void oneWholeWordIsHidden()
    {
        const auto loaded = loadModel(models / "tiny-fnet");
        QVERIFY(loaded.has_value());
        const auto lines = readHeldOut(heldOut);
        QVERIFY(lines.has_value());
        QCOMPARE(lines->size(), std::size_t{400});
        const auto masked = maskSentences(*lines, *loaded->tokenizer, loaded->model->config(), 200, 1);
        QCOMPARE(masked.size(), std::size_t{200});
        const TokenId mask = *loaded->tokenizer->specialTokens().mask;
        for (const MaskedSentence& sentence : masked) {
            QCOMPARE(std::ranges::count(sentence.input.ids, mask), std::ptrdiff_t{1});
            QCOMPARE(sentence.input.ids[sentence.position], mask);
            QVERIFY(!loaded->tokenizer->piece(sentence.hidden).starts_with("##"));
            QCOMPARE(sentence.input.ids.size(), std::size_t{64});
        }
        const auto other = maskSentences(*lines, *loaded->tokenizer, loaded->model->config(), 200, 2);
        std::size_t moved = 0;
        for (std::size_t i = 0; i < 200; ++i)
            moved += masked[i].position != other[i].position ? 1U : 0U;
        QVERIFY(moved > 100);
    }
};

QTEST_APPLESS_MAIN(PrecisionSweepTest)
#include "tst_precision_sweep.moc"
