#include "ui/default_lanes.h"
#include "ui/engine/engine_client.h"
#include "ui/engine/guard.h"
#include "ui/engine/mailbox.h"

#include <QSignalSpy>
#include <QtTest>

#include <stdexcept>

using namespace mixlens;
using namespace mixlens::ui;

namespace {

AnalysisRequest requestFor(const std::string& text)
{
    AnalysisRequest request;
    request.text = text;
    request.lanes = defaultLanes();
    return request;
}

/// The machine's limits take more than a second to measure.
BenchMeans withoutLimits()
{
    BenchMeans means;
    means.limits.passes = 0;
    return means;
}

BenchGrid tinyGrid()
{
    BenchGrid grid;
    grid.backends = {"attention", "fourier"};
    grid.lengths = {8, 16};
    grid.width = 16;
    grid.heads = 2;
    grid.rounds = 6;
    return grid;
}

} // namespace

class TestEngineClient : public QObject
{
    Q_OBJECT

private slots:
    void everyLaneAnswersOnTheInterfacesThread()
    {
        EngineClient client({MIXLENS_MODELS});
        client.setLiveTiming(false);
        std::vector<std::size_t> lanes;
        bool elsewhere = false;
        connect(&client, &EngineClient::analysed, this, [&](const AnalysisPtr& analysis) {
            lanes.push_back(analysis->lane);
            elsewhere = elsewhere || QThread::currentThread() != thread();
        });
        QSignalSpy idle(&client, &EngineClient::idle);
        client.request(requestFor("the keys to the cabinet"));
        QTRY_COMPARE_WITH_TIMEOUT(idle.count(), 1, 20000);
        QCOMPARE(lanes, (std::vector<std::size_t>{0, 1, 2, 3}));
        QVERIFY(!elsewhere);
    }

    void tokensComeBeforeTheLayersOfTheirLane()
    {
        EngineClient client({MIXLENS_MODELS});
        client.setLiveTiming(false);
        std::vector<std::size_t> tokens;
        bool ordered = true;
        connect(&client, &EngineClient::tokensReady, this,
                [&](const TokensPtr& ready) { tokens.push_back(ready->lane); });
        connect(&client, &EngineClient::analysed, this, [&](const AnalysisPtr& analysis) {
            ordered = ordered && !tokens.empty() && tokens.back() == analysis->lane;
        });
        QSignalSpy idle(&client, &EngineClient::idle);
        client.request(requestFor("time"));
        QTRY_COMPARE_WITH_TIMEOUT(idle.count(), 1, 20000);
        QCOMPARE(tokens.size(), defaultLanes().size());
        QVERIFY(ordered);
    }

    void afterSixtyKeysTheNewestIsShownAndNothingRunsBackwards()
    {
        EngineClient client({MIXLENS_MODELS});
        std::uint64_t shown = 0;
        bool backwards = false;
        connect(&client, &EngineClient::analysed, this, [&](const AnalysisPtr& analysis) {
            backwards = backwards || analysis->revision < shown;
            shown = analysis->revision;
        });
        QSignalSpy idle(&client, &EngineClient::idle);
        std::uint64_t last = 0;
        std::string text;
        for (int key = 0; key < 60; ++key) {
            text += key % 5 == 4 ? ' ' : 'a';
            last = client.request(requestFor(text));
            QCoreApplication::processEvents();
        }
        QTRY_COMPARE_WITH_TIMEOUT(shown, last, 20000);
        QTRY_COMPARE_WITH_TIMEOUT(idle.count(), 1, 20000);
        QVERIFY(!backwards);
    }

    void lanesAreTimedAfterTheLastOneAnswered()
    {
        EngineClient client({MIXLENS_MODELS});
        LaneTimings last;
        connect(&client, &EngineClient::timed, this, [&](const LaneTimings& timings) { last = timings; });
        const std::uint64_t revision = client.request(requestFor("the bank by the river"));
        QTRY_VERIFY_WITH_TIMEOUT(!last.empty() && last.front().seconds.size() == LiveTimingJob::rounds,
                                 30000);
        QCOMPARE(last.size(), defaultLanes().size());
        for (const LaneTiming& timing : last) {
            QCOMPARE(timing.revision, revision);
            QVERIFY(timing.median > 0.0);
            QVERIFY(timing.low <= timing.median && timing.median <= timing.high);
        }
    }

    void aMissingModelIsAnErrorOfItsLaneOnly()
    {
        EngineClient client({MIXLENS_MODELS});
        client.setLiveTiming(false);
        QSignalSpy analysed(&client, &EngineClient::analysed);
        QSignalSpy idle(&client, &EngineClient::idle);
        std::vector<std::pair<std::size_t, QString>> errors;
        connect(&client, &EngineClient::failed, this,
                [&](std::uint64_t, std::size_t lane, const Error& error) {
                    errors.emplace_back(lane, QString::fromStdString(error.message));
                });
        AnalysisRequest request = requestFor("time");
        request.lanes[1].model = "no-such-model";
        client.request(request);
        QTRY_COMPARE_WITH_TIMEOUT(idle.count(), 1, 20000);
        QCOMPARE(analysed.count(), 3);
        QCOMPARE(errors.size(), std::size_t{1});
        QCOMPARE(errors.front().first, std::size_t{1});
        QVERIFY2(errors.front().second.contains(QLatin1String("no-such-model")),
                 qPrintable(errors.front().second));
    }

    void aBenchmarkIsToldOnTheInterfacesThreadAndEndsOnce()
    {
        EngineClient client({MIXLENS_MODELS});
        client.setBenchMeans(withoutLimits());
        std::shared_ptr<const BenchResult> last;
        bool elsewhere = false;
        bool afterTheEnd = false;
        QSignalSpy finished(&client, &EngineClient::benchFinished);
        connect(&client, &EngineClient::benchResult, this,
                [&](const std::shared_ptr<const BenchResult>& result) {
                    last = result;
                    elsewhere = elsewhere || QThread::currentThread() != thread();
                    afterTheEnd = afterTheEnd || finished.count() > 0;
                });
        QVERIFY(client.startBench(tinyGrid(), {}));
        QVERIFY(client.isBenchRunning());
        QVERIFY(!client.startBench(tinyGrid(), {})); // one at a time
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 30000);
        QVERIFY(!client.isBenchRunning());
        QVERIFY(!elsewhere && !afterTheEnd);
        QVERIFY(last != nullptr && last->complete);
        QCOMPARE(last->measurements.size(), std::size_t{4});
        QVERIFY(client.startBench(tinyGrid(), {}));
    }

    void aQuestionDuringABenchmarkIsAnsweredAndNotTimed()
    {
        EngineClient client({MIXLENS_MODELS});
        client.setBenchMeans(withoutLimits());
        BenchGrid grid = tinyGrid();
        grid.rounds = 1001;
        QSignalSpy finished(&client, &EngineClient::benchFinished);
        QSignalSpy idle(&client, &EngineClient::idle);
        QSignalSpy timed(&client, &EngineClient::timed);
        QSignalSpy results(&client, &EngineClient::benchResult);
        QVERIFY(client.startBench(grid, {}));
        QTRY_VERIFY_WITH_TIMEOUT(results.count() > 0, 30000);
        client.request(requestFor("the bank by the river"));
        QTRY_COMPARE_WITH_TIMEOUT(idle.count(), 1, 20000);
        QCOMPARE(finished.count(), 0);
        const qsizetype before = results.count();
        QTRY_VERIFY_WITH_TIMEOUT(results.count() > before, 20000); // it goes on
        client.cancelBench();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20000);
        QCOMPARE(timed.count(), 0);
    }

    void aBenchmarkThatCannotStartIsAnErrorAndFinished()
    {
        EngineClient client({MIXLENS_MODELS});
        BenchGrid grid = tinyGrid();
        grid.level = BenchLevel::Model;
        grid.model = "no-such-model";
        QString problem;
        connect(&client, &EngineClient::benchFailed, this,
                [&](const Error& error) { problem = QString::fromStdString(error.message); });
        QSignalSpy finished(&client, &EngineClient::benchFinished);
        QVERIFY(client.startBench(grid, {}));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 30000);
        QVERIFY2(problem.contains(QLatin1String("no-such-model")), qPrintable(problem));
    }

    void clientsMayDieWhileTheirEngineMeasures()
    {
        BenchGrid grid = tinyGrid();
        grid.rounds = 1001;
        for (int round = 0; round < 3; ++round) {
            EngineClient client({MIXLENS_MODELS});
            QSignalSpy progress(&client, &EngineClient::benchProgress);
            QVERIFY(client.startBench(grid, {}));
            if (round > 0)
                QTRY_VERIFY_WITH_TIMEOUT(progress.count() > 0, 30000);
        }
    }

    void clientsMayDieWhileTheirEngineWorks()
    {
        int delivered = 0;
        for (int round = 0; round < 20; ++round) {
            EngineClient client({MIXLENS_MODELS});
            connect(&client, &EngineClient::analysed, this,
                    [&delivered](const AnalysisPtr&) { ++delivered; });
            for (int key = 0; key <= round % 4; ++key)
                client.request(requestFor("the president of the united states"));
            if (round % 2 == 1)
                QCoreApplication::processEvents();
        }
        const int before = delivered;
        QCoreApplication::processEvents();
        QCOMPARE(delivered, before); // what was on its way to a dead client is gone
    }

    void whatTheEngineThrowsBecomesAnError()
    {
        const auto memory = guarded([]() -> Result<int> { throw std::bad_alloc(); });
        QVERIFY(!memory.has_value());
        QVERIFY(memory.error().code == Error::Code::OutOfMemory);
        const auto internal = guarded([]() -> Result<int> { throw std::runtime_error("a wheel came off"); });
        QVERIFY(!internal.has_value());
        QVERIFY(internal.error().code == Error::Code::Internal);
        QVERIFY(internal.error().message.find("a wheel came off") != std::string::npos);
        QCOMPARE(*guarded([]() -> Result<int> { return 7; }), 7);
    }

    void aMailboxKeepsTheNewestLetter()
    {
        Mailbox<int> box;
        QVERIFY(box.put(1));
        QVERIFY(!box.put(2));
        QCOMPARE(box.take(), std::optional<int>(2));
        QCOMPARE(box.take(), std::nullopt);
        QVERIFY(box.put(3));
    }
};

QTEST_MAIN(TestEngineClient)
#include "tst_engine_client.moc"
