#include "core/optics/cost_model.h"
#include "core/optics/device_file.h"
#include "core/optics/reference_costs.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace mixlens;
using namespace mixlens::optics;

namespace {

DeviceSpec preset(const char* name)
{
    const auto found = builtInDevice(name);
    return found ? found->device : DeviceSpec{};
}

double sum(const std::vector<CostItem>& items)
{
    return std::accumulate(items.begin(), items.end(), 0.0,
                           [](double so, const CostItem& item) { return so + item.value; });
}

double itemOf(const std::vector<CostItem>& items, std::string_view name)
{
    const auto found = std::ranges::find(items, name, &CostItem::name);
    return found == items.end() ? std::nan("") : found->value;
}

bool within(double value, double expected, double relative)
{
    return std::abs(value - expected) <= relative * std::abs(expected);
}

} // namespace

class OpticsCostTest : public QObject
{
    Q_OBJECT

private slots:
    void itemsAddUpAndHaveSources()
    {
        for (const NamedDevice& device : builtInDevices()) {
            for (const Shape shape : {Shape{1, 1}, {16, 16}, {17, 128}, {121, 121}, {512, 768}}) {
                const DeviceCost cost = deviceCost(device.device, shape);
                QVERIFY(within(sum(cost.time), cost.seconds, 1e-12));
                QVERIFY(within(sum(cost.energy), cost.joules, 1e-12));
                for (const auto* items : {&cost.time, &cost.energy}) {
                    for (const CostItem& item : *items) {
                        QVERIFY2(std::isfinite(item.value) && item.value >= 0.0, item.name.data());
                        QVERIFY2(!sourceWord(item.source).empty(), item.source.c_str());
                    }
                }
                QVERIFY(cost.coreJoules <= cost.joules);
                QVERIFY(cost.periodSeconds > 0.0 && cost.periodSeconds <= cost.seconds * (1.0 + 1e-12));
                QCOMPARE(cost.feasible, cost.problems.empty());
                QCOMPARE(opticalFrames(device.device, shape), cost.frames);
            }
        }
    }

    /// T24: arithmetic and nothing else. The same question has the same answer, whatever the clock says.
    void noClockGoesIn()
    {
        const DeviceSpec device = preset("photonic-16");
        const DeviceCost first = deviceCost(device, {512, 768});
        QTest::qWait(5);
        const DeviceCost second = deviceCost(device, {512, 768});
        QCOMPARE(first.seconds, second.seconds);
        QCOMPARE(first.joules, second.joules);
    }

    /// By hand: load 16.7 ms, settle 30, flight 1.67 ns, expose 1, read 9.5; a preview and the reference beam
    /// at -r each expose and read once more.
    void panelLatencyIsTheSumOfItsStages()
    {
        DeviceSpec device = preset("lcos-scmos");
        device.linkBandwidth.value = device.linkLatency.value = device.digitalRate.value = 0.0;
        const DeviceCost cost = deviceCost(device, {128, 256});
        QCOMPARE(cost.frames, std::uint64_t{3});
        QVERIFY(within(cost.frame.latency(), 57.2e-3, 1e-6));
        QVERIFY(within(cost.frame.propagation, 1.668e-9, 1e-3));
        QVERIFY(within(cost.seconds, 57.2e-3 + 2 * 10.5e-3, 1e-6));
        device.converterCrest.value = 4.0; // no preview
        QVERIFY(within(deviceCost(device, {128, 256}).seconds, 57.2e-3 + 10.5e-3, 1e-6));
        // Light's part in what one waits for: 3e-8.
        QVERIFY(within(cost.frame.propagation / cost.frame.latency(), 2.9e-8, 0.02));
    }

    /// Eight binary planes, reference at +r and -r: 16 exposures 55 us apart.
    void mirrorsNeedOneFrameADigit()
    {
        DeviceSpec device = preset("dmd-camera");
        device.converterCrest.value = 4.0;
        const DeviceCost cost = deviceCost(device, {128, 256});
        QCOMPARE(cost.frames, std::uint64_t{16});
        QCOMPARE(cost.plan.patterns, std::uint64_t{8});
        QVERIFY(within(cost.frame.period, 55e-6, 1e-9));
        QVERIFY(within(cost.seconds, 0.98e-3, 0.08));
    }

    /// 256 real tiles and 256 complex ones, two symbols each, at 1 GS/s: 0.77 us and about 3 uJ for 256 x 256
    /// without preview, 46 pJ a point.
    void tilesTakeOneSymbolEach()
    {
        DeviceSpec device = preset("photonic-16");
        device.converterCrest.value = 4.0;
        const DeviceCost cost = deviceCost(device, {256, 256});
        QCOMPARE(cost.passes, 2);
        QCOMPARE(cost.frames, std::uint64_t{768});
        double optical = 0.0;
        for (const CostItem& item : cost.time) {
            if (item.name != "digital work")
                optical += item.value;
        }
        QVERIFY(within(optical, 0.77e-6, 0.05));
        QVERIFY2(within(cost.coreJoules, 3.0e-6, 0.35), qPrintable(QString::number(cost.coreJoules)));
        QVERIFY(cost.feasible);
    }

    void timeIsConstantUpToTheFirstMark()
    {
        DeviceSpec device = preset("lcos-scmos");
        device.linkBandwidth.value = device.linkLatency.value = device.digitalRate.value = 0.0;
        const auto marks = scalingMarks(device);
        QCOMPARE(marks.size(), std::size_t{1});
        QCOMPARE(marks[0].points, 1080.0 * 1920.0);
        QCOMPARE(deviceCost(device, {1080, 1920}).seconds, deviceCost(device, {2, 2}).seconds);
        QCOMPARE(scalingMarks(preset("photonic-16"))[0].points, 256.0);
    }

    void whatCannotBeBuiltIsFlagged()
    {
        const DeviceCost large = deviceCost(preset("lcos-scmos"), {2048, 2048});
        QVERIFY(!large.feasible);
        QVERIFY(large.reason.find("2048 x 2048") != std::string::npos);
        QVERIFY(large.reason.find("1080 x 1920") != std::string::npos);

        const DeviceCost prime = deviceCost(preset("photonic-16"), {17, 128});
        QVERIFY(prime.reason.find("17 tokens") != std::string::npos);

        // 512 x 768 at once at 1 GS/s: 393 thousand converter pairs, kilowatts.
        DeviceSpec monolith = preset("photonic-16");
        monolith.tile.value = 768;
        monolith.digitalRate.value = 0.0; // else the core waits for digital work and cools down
        const DeviceCost cost = deviceCost(monolith, {512, 768});
        QCOMPARE(cost.channels, std::uint64_t{2 * 512 * 768});
        QCOMPARE(cost.problems.size(), std::size_t{2});
        QVERIFY(cost.problems[0].find("converters") != std::string::npos);
        QVERIFY(cost.problems[1].find(" W ") != std::string::npos);
        QVERIFY(cost.meanPower > 1000.0);
    }

    void moreCoresShareTheTiles()
    {
        DeviceSpec device = preset("photonic-16");
        device.digitalRate.value = 0.0;
        const DeviceCost one = deviceCost(device, {512, 768});
        device.parallelTiles.value = 4;
        const DeviceCost four = deviceCost(device, {512, 768});
        QVERIFY(within(one.seconds / four.seconds, 4.0, 0.05));
        QVERIFY(within(four.joules, one.joules, 1e-9)); // the same conversions
        QCOMPARE(four.channels, 4 * one.channels);
    }

    void onePassLeavesTheRestToButterflies()
    {
        DeviceSpec device = preset("photonic-16");
        device.composition.value = static_cast<double>(Composition::OnePass);
        device.converterCrest.value = 4.0;
        device.bypass.value = device.symmetrise.value = 0.0;
        const FramePlan plan = planFrames(device, {64, 64});
        QCOMPARE(plan.passes, 1);
        QCOMPARE(plan.frames, std::uint64_t{16});
        // 64 = 16 · 2 · 2 on either axis: four halvings, 5 real operations a point each
        QCOMPARE(plan.operations, std::uint64_t{5 * 4 * 64 * 64});
        QVERIFY(planFrames(device, {61, 64}).optical == (Shape{1, 16}));
    }

    /// Energy of the light follows the photons; of conversions 2^bits.
    void energyFollowsPhotonsAndBits()
    {
        DeviceSpec device = preset("photonic-16");
        const DeviceCost before = deviceCost(device, {64, 128});
        device.photons.value *= 10.0;
        device.converterBits.value += 1.0;
        const DeviceCost after = deviceCost(device, {64, 128});
        QVERIFY(within(itemOf(after.energy, "laser, signal"), 10.0 * itemOf(before.energy, "laser, signal"),
                       1e-12));
        QVERIFY(within(itemOf(after.energy, "analogue to digital"),
                       2.0 * itemOf(before.energy, "analogue to digital"), 1e-12));
        QCOMPARE(itemOf(after.energy, "modulators"), itemOf(before.energy, "modulators"));
        // n̄ h c / λ: 0.64 fJ for 5,000 electrons at 1550 nm, before losses (15 dB), wall plug and reference
        DeviceSpec bare = preset("photonic-16");
        bare.converterCrest.value = 4.0;
        const DeviceCost cost = deviceCost(bare, {16, 16});
        QVERIFY(within(itemOf(cost.energy, "laser, reference"), 256 * 10 * 0.6408e-15 * 31.62 / 0.2, 1e-3));
    }

    void theArticlesClaimIsTheTimeOfFlight()
    {
        const DeviceCost cost = deviceCost(preset("article-claim"), {512, 768});
        QVERIFY(within(cost.seconds, 2.0 * 0.0258 / 299792458.0 + 1e-12, 1e-6));
        QVERIFY(cost.joules < 1e-9);
    }

    void referencesAreLinearInPoints()
    {
        const auto references = referenceCosts({512, 768});
        QCOMPARE(references[0].id, std::string_view("a100"));
        QVERIFY(within(references[0].seconds, 10.0e-6, 0.01));
        QVERIFY(within(references[0].joules, 4.0e-3, 0.01));
        QCOMPARE(references[0].provenance, Provenance::Cited);
        QVERIFY(references[0].joulesLeast < references[0].joules);
        QVERIFY(within(references[1].joules, 512 * 768 * 50e-12, 1e-9));
    }

    /// N = 1024, 8 and 6.5 um, 633 nm: 84 mm, and 0.56 ns of flight.
    void focalLengthGrowsWithTheInput()
    {
        QVERIFY(within(focalLengthFor(633e-9, 8e-6, 6.5e-6, 1024), 84.1e-3, 1e-3));
    }
};

QTEST_APPLESS_MAIN(OpticsCostTest)
#include "tst_optics_cost.moc"
