#include "core/bench/bench_run.h"
#include "core/bench/bench_subject.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <set>

using namespace mixlens;

namespace {

BenchGrid smallGrid()
{
    BenchGrid grid;
    grid.backends = {"attention", "fourier", "none"};
    grid.lengths = {4, 8};
    grid.width = 16;
    grid.heads = 2;
    grid.rounds = 5;
    grid.sampleSeconds = 1e-6;
    return grid;
}

/// Nothing of the machine's limits, which take most of a second.
BenchMeans quick()
{
    BenchMeans means;
    means.limits.passes = 0;
    return means;
}

const std::vector<std::filesystem::path> modelFolders{MIXLENS_MODELS};

std::unique_ptr<BenchRun> runOf(const BenchGrid& grid, BenchMeans means = quick())
{
    return BenchRun::make(grid, modelFolders, std::move(means)).value();
}

BenchResult finished(BenchRun& run)
{
    while (run.step({})) {
    }
    return run.result();
}

BenchResult measured(const BenchGrid& grid, BenchMeans means = quick())
{
    return finished(*runOf(grid, std::move(means)));
}

/// Steps until the cell's `rounds` are there.
void stepUntil(BenchRun& run, const BenchCell& cell, std::size_t rounds)
{
    const auto have = [&] {
        const BenchResult result = run.result();
        const Measurement* found = result.find(cell.backend, cell.tokens);
        return found && found->seconds.size() >= rounds;
    };
    while (!have())
        QVERIFY(run.step({}));
}

} // namespace

class TestBenchRun : public QObject
{
    Q_OBJECT

private slots:
    void everyCellHasAllItsRounds()
    {
        const BenchGrid grid = smallGrid();
        const BenchResult result = measured(grid);
        QVERIFY(result.complete);
        const std::vector<BenchCell> cells = cellsOf(grid);
        QCOMPARE(result.measurements.size(), cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const Measurement& cell = result.measurements[i];
            QVERIFY(cell.cell == cells[i]);
            QVERIFY2(cell.refusal.empty(), cell.refusal.c_str());
            QCOMPARE(cell.seconds.size(), std::size_t{5});
            QVERIFY(std::ranges::all_of(cell.seconds, [](double s) { return s > 0.0; }));
            QVERIFY(cell.iterations >= 1);
            QVERIFY(cell.setupSeconds > 0.0);
            QCOMPARE(cell.width, Index{16});
            QVERIFY(cell.formulaBytes > 0);
            QVERIFY(cell.operations.empty() && cell.device.empty());
        }
        QCOMPARE(result.find("attention", 4)->family, std::string("attention"));
        QCOMPARE(result.find("fourier", 4)->family, std::string("fourier"));
        QVERIFY(result.find("attention", 8)->workspaceBytes > 0);
    }

    void shortCallsAreRepeatedInsideASample()
    {
        BenchGrid grid = smallGrid();
        grid.backends = {"none"};
        grid.lengths = {1};
        grid.rounds = 1;
        grid.sampleSeconds = 1e-4;
        // Copying 16 numbers takes far less than a tenth of that on any machine.
        QVERIFY(measured(grid).measurements.front().iterations >= 10);
    }

    void inEveryRoundEachBackendHasOneTurn()
    {
        for (const std::size_t count : {1U, 2U, 3U, 7U}) {
            std::set<std::size_t> firsts;
            for (std::size_t round = 0; round < 4 * count; ++round) {
                std::set<std::size_t> seen;
                for (std::size_t turn = 0; turn < count; ++turn)
                    seen.insert(turnOf(round, turn, count));
                QCOMPARE(seen.size(), count);
                QCOMPARE(*seen.rbegin(), count - 1);
                firsts.insert(turnOf(round, 0, count));
            }
            QCOMPARE(firsts.size(), count); // everybody goes first now and then
        }
    }

    void noBackendAlwaysFollowsTheSameOther()
    {
        constexpr std::size_t count = 4;
        std::set<std::pair<std::size_t, std::size_t>> neighbours;
        for (std::size_t round = 0; round < 2 * count; ++round) {
            for (std::size_t turn = 1; turn < count; ++turn)
                neighbours.insert({turnOf(round, turn - 1, count), turnOf(round, turn, count)});
        }
        for (std::size_t backend = 0; backend < count; ++backend)
            QCOMPARE(std::ranges::count(neighbours, backend, [](const auto& pair) { return pair.second; }),
                     2);
    }

    void aStopKeepsTheRoundsThatThereAre()
    {
        const auto run = runOf(smallGrid());
        stepUntil(*run, {"none", 4}, 2);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!run->step(stop.get_token()));
        const BenchResult result = run->result();
        QVERIFY(!result.complete);
        for (const char* backend : {"attention", "fourier", "none"}) {
            const std::size_t rounds = result.find(backend, 4)->seconds.size();
            QVERIFY(rounds == 1 || rounds == 2); // "none" may have been the first of its round
        }
        QVERIFY(!result.find("fourier", 8));
    }

    void aStoppedRunCanGoOnByItself()
    {
        const auto run = runOf(smallGrid());
        std::stop_source stop;
        stop.request_stop();
        for (int i = 0; i < 40; ++i) {
            static_cast<void>(run->step(stop.get_token()));
            static_cast<void>(run->step({}));
        }
        QVERIFY(finished(*run).complete);
    }

    void resumingKeepsWhatIsDoneAndMeasuresTheRest()
    {
        const auto run = runOf(smallGrid());
        stepUntil(*run, {"none", 8}, 1);
        const BenchResult earlier = run->result();
        auto resumed = BenchRun::resume(earlier, modelFolders, quick());
        QVERIFY2(resumed, resumed ? "" : resumed.error().message.c_str());
        QCOMPARE((*resumed)->progress().cellsDone, std::size_t{3});
        const BenchResult result = finished(**resumed);
        QVERIFY(result.complete);
        QCOMPARE(result.id, earlier.id);
        QVERIFY(result.find("fourier", 4)->seconds == earlier.find("fourier", 4)->seconds);
        QCOMPARE(result.find("none", 8)->seconds.size(), std::size_t{5});
        QCOMPARE(result.measurements.size(), std::size_t{6});
    }

    void aCompleteRunHasNothingToResume()
    {
        const BenchResult earlier = measured(smallGrid());
        const auto resumed = BenchRun::resume(earlier, modelFolders, quick()).value();
        QVERIFY(!resumed->step({}));
        QVERIFY(resumed->result().complete);
        QCOMPARE(resumed->progress().remainingSeconds, 0.0);
    }

    void anotherMachinesRunCannotBeResumed()
    {
        BenchResult earlier = measured(smallGrid());
        earlier.environment.processor = "another processor";
        const auto resumed = BenchRun::resume(earlier, modelFolders, quick());
        QVERIFY(!resumed);
        QCOMPARE(static_cast<int>(resumed.error().code), static_cast<int>(Error::Code::Unsupported));
        QVERIFY(resumed.error().message.find("another processor") != std::string::npos);
    }

    void whatDoesNotFitIsRefusedWithBothNumbers()
    {
        BenchGrid grid = smallGrid();
        grid.lengths = {8, 100'000};
        BenchMeans means = quick();
        means.availableMemory = [] { return std::size_t{1'500'000}; };
        const BenchResult result = measured(grid, means);
        QVERIFY(result.complete);
        QVERIFY(result.find("attention", 8)->measured());
        for (const char* backend : {"attention", "fourier", "none"}) {
            const Measurement& cell = *result.find(backend, 100'000);
            QVERIFY(!cell.measured());
            QVERIFY(cell.refusal.find("1.5 MB are free") != std::string::npos);
            QVERIFY(cell.refusal.find(backend) == 0);
        }
        // 2 x 100000 x 16 floats of input and output are all that copying needs.
        QVERIFY(result.find("none", 100'000)->refusal.find("needs 12.8 MB") != std::string::npos);
        QVERIFY(result.find("attention", 100'000)->formulaFlops > 0);
    }

    void oneBackendMayFitWhereAnotherDoesNot()
    {
        BenchGrid grid = smallGrid();
        grid.backends = {"linear", "none"};
        grid.lengths = {2048};
        grid.rounds = 1;
        BenchMeans means = quick();
        means.availableMemory = [] { return std::size_t{2'000'000}; };
        const BenchResult result = measured(grid, means);
        QVERIFY(!result.find("linear", 2048)->measured()); // 2048 x 2048 floats over tokens alone
        QVERIFY(result.find("none", 2048)->measured());
    }

    void impossibleGridsAreRefusedAtOnce()
    {
        BenchGrid grid = smallGrid();
        grid.rounds = 0;
        QVERIFY(!BenchRun::make(grid, modelFolders, quick()));
        grid = smallGrid();
        grid.backends = {"no such mixer"};
        QVERIFY(!BenchRun::make(grid, modelFolders, quick()));
        grid = smallGrid();
        grid.level = BenchLevel::Model;
        grid.model = "no-such-model";
        const auto run = BenchRun::make(grid, modelFolders, quick());
        QVERIFY(!run);
        QCOMPARE(static_cast<int>(run.error().code), static_cast<int>(Error::Code::NotFound));
    }

    void twoThreadsMeasureToo()
    {
        BenchGrid grid = smallGrid();
        grid.threads = 2;
        grid.lengths = {64};
        grid.rounds = 2;
        for (const BenchLevel level : {BenchLevel::Mixer, BenchLevel::Block}) {
            grid.level = level;
            for (const Measurement& cell : measured(grid).measurements)
                QCOMPARE(cell.seconds.size(), std::size_t{2});
        }
    }

    void aBatchDoesItsWorkForEverySequence()
    {
        BenchGrid grid = smallGrid();
        grid.rounds = 1;
        const BenchResult one = measured(grid);
        grid.batch = 3;
        const BenchResult three = measured(grid);
        for (std::size_t i = 0; i < one.measurements.size(); ++i)
            QCOMPARE(three.measurements[i].formulaFlops, 3 * one.measurements[i].formulaFlops);
        // Copying reads and writes each sequence; attention's parameters are read once for all.
        QCOMPARE(three.find("none", 8)->formulaBytes, 3 * one.find("none", 8)->formulaBytes);
        QVERIFY(three.find("attention", 8)->formulaBytes < 3 * one.find("attention", 8)->formulaBytes);
    }

    void aBlockTellsWhereItsTimeGoes()
    {
        BenchGrid grid = smallGrid();
        grid.level = BenchLevel::Block;
        const BenchResult result = measured(grid);
        for (const Measurement& cell : result.measurements) {
            QCOMPARE(cell.operations.size(), std::size_t{4});
            for (std::size_t round = 0; round < cell.seconds.size(); ++round) {
                double sum = 0.0;
                for (const OperationTimes& times : cell.operations) {
                    QCOMPARE(times.seconds.size(), cell.seconds.size());
                    QVERIFY(times.seconds[round] >= 0.0);
                    sum += times.seconds[round];
                }
                QVERIFY(sum > 0.0 && sum <= cell.seconds[round]); // parts of the whole
            }
            QCOMPARE(cell.operations[0].operation, std::string("embedding"));
            QCOMPARE(*std::ranges::max_element(cell.operations[0].seconds), 0.0);
        }
        QVERIFY(result.find("none", 8)->formulaFlops > 0);
    }

    void aModelRunsWithItsOwnMixersOrWithOthers()
    {
        BenchGrid grid = smallGrid();
        grid.level = BenchLevel::Model;
        grid.model = "tiny-fnet";
        grid.backends = {"own", "attention", "optical"};
        grid.lengths = {8, 4096};
        grid.rounds = 2;
        const BenchResult result = measured(grid);
        QVERIFY(result.complete);
        QCOMPARE(result.find("own", 8)->family, std::string("fourier"));
        QCOMPARE(result.find("attention", 8)->family, std::string("attention"));
        for (const char* backend : {"own", "attention", "optical"}) {
            const Measurement& cell = *result.find(backend, 8);
            QVERIFY2(cell.measured(), cell.refusal.c_str());
            QCOMPARE(cell.width, Index{128});
            QVERIFY(*std::ranges::min_element(cell.operations[0].seconds) > 0.0);
            const Measurement& tooLong = *result.find(backend, 4096);
            QVERIFY(!tooLong.measured());
            QVERIFY(tooLong.refusal.find("positions for 64 tokens") != std::string::npos);
        }
        QVERIFY(result.find("attention", 8)->formulaFlops > result.find("own", 8)->formulaFlops);
    }

    void theOpticalDeviceIsModelledAndItsSimulationTimed()
    {
        BenchGrid grid = smallGrid();
        grid.backends = {"optical", "optical:adc_bits=4"};
        grid.lengths = {8};
        grid.rounds = 2;
        const BenchResult one = measured(grid);
        for (const Measurement& cell : one.measurements) {
            QVERIFY2(cell.measured(), cell.refusal.c_str());
            QCOMPARE(cell.family, std::string("optical"));
            QCOMPARE(cell.device.size(), std::size_t{2});
            QCOMPARE(cell.device[0].name, std::string("device_time"));
            QCOMPARE(cell.device[0].unit, std::string("s"));
            QCOMPARE(cell.device[1].name, std::string("device_energy"));
            for (const Quantity& quantity : cell.device)
                QVERIFY(quantity.provenance == Provenance::Modelled && quantity.value > 0.0);
        }
        grid.batch = 2;
        const BenchResult two = measured(grid);
        QCOMPARE(two.measurements[0].device[0].value, 2.0 * one.measurements[0].device[0].value);
        // A block has one transform, a model one for each of its four layers.
        grid.batch = 1;
        grid.level = BenchLevel::Block;
        QCOMPARE(measured(grid).measurements[0].device[0].value, one.measurements[0].device[0].value);
    }

    void progressCountsCellsAndEndsAtNothingLeft()
    {
        const auto run = runOf(smallGrid());
        QCOMPARE(run->progress().cellsDone, std::size_t{0});
        QCOMPARE(run->progress().cells, std::size_t{6});
        QVERIFY(run->progress().remainingSeconds > 0.0);
        QVERIFY(!run->progress().now.empty());
        std::size_t done = 0;
        while (run->step({})) {
            QVERIFY(run->progress().cellsDone >= done);
            done = run->progress().cellsDone;
        }
        QCOMPARE(run->progress().cellsDone, std::size_t{6});
        QCOMPARE(run->progress().remainingSeconds, 0.0);
        QVERIFY(run->progress().now.empty());
        QCOMPARE(run->lengthsDone(), std::size_t{2});
        QVERIFY(!run->step({}));
    }

    void aShardMeasuresItsCellsOnly()
    {
        BenchGrid grid = smallGrid();
        grid.rounds = 1;
        std::size_t cells = 0;
        for (int index = 0; index < 4; ++index) {
            grid.shard = {index, 4};
            const BenchResult part = measured(grid);
            QVERIFY(part.complete);
            cells += part.measurements.size();
        }
        QCOMPARE(cells, std::size_t{6});
    }

    void whatWillBeRefusedCostsNoTime()
    {
        BenchGrid grid = smallGrid();
        grid.lengths = {8, 100'000};
        BenchMeans means = quick();
        means.availableMemory = [] { return std::size_t{1} << 50U; };
        const double whole = runOf(grid, means)->progress().remainingSeconds;
        means.availableMemory = [] { return std::size_t{1'500'000}; };
        const double part = runOf(grid, means)->progress().remainingSeconds;
        QVERIFY(part > 0.0 && part < 1e-3 * whole); // attention alone does 4 x 16 x 1e10 operations there
    }

    void limitsAreMeasuredInTheSameRun()
    {
        BenchGrid grid = smallGrid();
        grid.lengths = {4};
        grid.rounds = 1;
        BenchMeans means;
        means.limits = {
            .product = 16, .passes = 1, .samples = 1, .sampleSeconds = 1e-5, .memoryBlock = 1U << 16U};
        const BenchResult result = measured(grid, means);
        QVERIFY(result.complete);
        QVERIFY(result.limits.gemmFlops > 0.0 && result.limits.copyL2 > 0.0);
        QCOMPARE(measured(grid).limits.gemmFlops, 0.0);
    }

    void everyRunHasItsOwnId()
    {
        const BenchGrid grid = smallGrid();
        const std::string id = runOf(grid)->result().id;
        QCOMPARE(id.size(), std::size_t{21}); // 20261124T121500Z-3f9a
        QVERIFY(id != runOf(grid)->result().id);
        QCOMPARE(runOf(grid)->result().started.size(), std::size_t{20});
    }
};

QTEST_APPLESS_MAIN(TestBenchRun)
#include "tst_bench_run.moc"
