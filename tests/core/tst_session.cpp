#include "core/engine/live_timing.h"
#include "core/engine/session.h"
#include "core/engine/worker.h"
#include "tests/support/reference.h"

#include <QTest>

#include <algorithm>
#include <latch>

using namespace mixlens;

namespace {

std::vector<Lane> lanes()
{
    return {{"Attention", "tiny-attention", {}, {}},
            {"FNet", "tiny-fnet", {}, {}},
            {"Hybrid", "tiny-hybrid", {}, {}},
            {"Optical", "tiny-fnet", {"optical"}, {}}};
}

AnalysisRequest request(std::string text)
{
    AnalysisRequest r;
    r.revision = 1;
    r.text = std::move(text);
    r.lanes = lanes();
    return r;
}

constexpr const char* sample = "the president of the united [MASK] spoke to congress .";

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private slots:
    void everyLaneAnswersInFull()
    {
        Session session({MIXLENS_MODELS});
        for (std::size_t lane = 0; lane < lanes().size(); ++lane) {
            TokensPtr early;
            const auto result = session.analyse(request(sample), lane, {},
                                                [&](TokensPtr tokens) { early = std::move(tokens); });
            QVERIFY2(result, result ? "" : result.error().message.c_str());
            const Analysis& a = **result;
            QCOMPARE(a.lane, lane);
            QCOMPARE(a.tokenCount(), 12);
            QVERIFY(early);
            QCOMPARE(early->sequence.tokens.size(), a.sequence.tokens.size());
            QCOMPARE(early->rows, a.rows());
            QCOMPARE(a.rows(), lane == 0 ? 12 : 64);
            QCOMPARE(a.trace.layers.size(), std::size_t{4});
            for (const LayerTrace& layer : a.trace.layers)
                QCOMPARE(layer.influence.shape(), (Shape{a.rows(), a.rows()}));
            QCOMPARE(a.predictions.size(), std::size_t{1});
            QCOMPARE(a.predictions[0].position, std::size_t{6});
            QCOMPARE(a.predictions[0].best.size(), std::size_t{5});
            QCOMPARE(a.predictions[0].best[0].piece, std::string("states"));
            QVERIFY(a.totalTime.count() > 0);
        }
    }

    void onlyTheOpticalLaneHasADeviceAndItsNumbersAreModelled()
    {
        Session session({MIXLENS_MODELS});
        QVERIFY(session.analyse(request(sample), 1, {}).value()->device.empty());
        const auto optical = session.analyse(request(sample), 3, {}).value();
        const auto time = std::ranges::find(optical->device, std::string("device_time"), &Quantity::name);
        QVERIFY(time != optical->device.end());
        QCOMPARE(time->provenance, Provenance::Modelled);
        QCOMPARE(time->unit, std::string("s"));
        double sum = 0.0;
        for (const LayerTrace& layer : optical->trace.layers)
            sum += layer.tape.fact("device_time")->value;
        QCOMPARE(time->value, sum);
    }

    void equalQuestionsGetEqualAnswers()
    {
        Session one({MIXLENS_MODELS});
        Session two({MIXLENS_MODELS});
        const auto a = one.analyse(request(sample), 3, {}).value();
        static_cast<void>(two.analyse(request("something else"), 3, {}));
        const auto b = two.analyse(request(sample), 3, {}).value();
        QCOMPARE(
            reference::worstDifference(a->trace.output().view(), reference::Table(b->trace.output().view())),
            0.0);
    }

    void anyTextIsAnswered()
    {
        Session session({MIXLENS_MODELS});
        const std::string texts[] = {
            "",    "a", std::string(100000, 'x'), std::string("a\0b", 3), "\xff\xfe", "\xf0\x9f\x98\x80",
            "שלום"};
        for (const std::string& text : texts)
            for (std::size_t lane = 0; lane < lanes().size(); ++lane) {
                const auto result = session.analyse(request(text), lane, {});
                QVERIFY2(result, result ? "" : result.error().message.c_str());
                QVERIFY((*result)->tokenCount() >= 2 && (*result)->tokenCount() <= 64);
                QVERIFY((*result)->predictions.empty());
            }
    }

    void aMissingModelIsNamedWithThoseThereAre()
    {
        Session session({MIXLENS_MODELS});
        AnalysisRequest r = request(sample);
        r.lanes[0].model = "huge-model";
        const auto result = session.analyse(r, 0, {});
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::NotFound);
        QVERIFY(result.error().message.find("huge-model") != std::string::npos);
        QVERIFY(result.error().message.find("tiny-fnet") != std::string::npos);
        QCOMPARE(session.modelIds(),
                 (std::vector<std::string>{"tiny-attention", "tiny-fnet", "tiny-hybrid"}));
    }

    void aStoppedQuestionIsCancelled()
    {
        Session session({MIXLENS_MODELS});
        std::stop_source stop;
        stop.request_stop();
        const auto result = session.analyse(request(sample), 0, stop.get_token());
        QVERIFY(!result);
        QCOMPARE(result.error().code, Error::Code::Cancelled);
    }

    void liveTimingCountsEveryRoundButTheWarmUp()
    {
        Session session({MIXLENS_MODELS});
        std::vector<AnalysisPtr> analyses;
        for (std::size_t lane = 0; lane < lanes().size(); ++lane)
            analyses.push_back(session.analyse(request(sample), lane, {}).value());
        std::vector<LaneTimings> published;
        std::latch finished(1);
        Worker worker;
        worker.start(std::make_shared<LiveTimingJob>(session, analyses, [&](LaneTimings timings) {
            published.push_back(std::move(timings));
            if (published.back().front().seconds.size() == LiveTimingJob::rounds)
                finished.count_down();
        }));
        finished.wait();
        const LaneTimings& last = published.back();
        QCOMPARE(last.size(), lanes().size());
        for (const LaneTiming& timing : last) {
            QCOMPARE(timing.seconds.size(), std::size_t{LiveTimingJob::rounds});
            QVERIFY(timing.low > 0.0 && timing.low <= timing.median && timing.median <= timing.high);
            QCOMPARE(timing.tokens, timing.lane == 0 ? 12 : 64);
            auto sorted = timing.seconds;
            std::ranges::sort(sorted);
            QCOMPARE(timing.median, sorted[LiveTimingJob::rounds / 2]);
        }
        QCOMPARE(published.size(), std::size_t{LiveTimingJob::rounds / LiveTimingJob::publishEvery});
        QCOMPARE(published.front().front().seconds.size(), std::size_t{LiveTimingJob::publishEvery});
    }
};

QTEST_APPLESS_MAIN(TestSession)
#include "tst_session.moc"
