#include "core/bench/environment.h"
#include "core/bench/system_info.h"
#include "core/kernels/kernels.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <fstream>
#include <sched.h>

using namespace mixlens;

namespace {

/// A root folder with the files that a test writes.
class FakeRoot
{
public:
    void add(const std::string& name, const std::string& text) const
    {
        std::filesystem::create_directories((path() / name).parent_path());
        std::ofstream(path() / name) << text;
    }
    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }

private:
    QTemporaryDir m_folder;
};

void addCache(const FakeRoot& root, const std::string& index, const std::string& level,
              const std::string& type, const std::string& size)
{
    const std::string folder = "sys/devices/system/cpu/cpu0/cache/index" + index + "/";
    root.add(folder + "level", level + "\n");
    root.add(folder + "type", type + "\n");
    root.add(folder + "size", size + "\n");
}

} // namespace

class TestEnvironment : public QObject
{
    Q_OBJECT

private slots:
    void everyFieldOfThisMachineIsFilled()
    {
        const Environment& here = environment();
        for (const std::string& text : {here.version, here.commit, here.processor, here.kernels, here.fft,
                                        here.compiler, here.build, here.system, here.governor})
            QVERIFY(!text.empty());
        QCOMPARE(here.kernels, std::string(kernels().name));
        QVERIFY(here.memory > 0);
    }

    void noMoreCoresThanTheAffinityMaskAllows()
    {
        cpu_set_t before;
        CPU_ZERO(&before);
        QCOMPARE(sched_getaffinity(0, sizeof before, &before), 0);
        QVERIFY(environment().cores >= 1);
        QVERIFY(environment().cores <= CPU_COUNT(&before));
    }

    void anEmptySystemIsUnknownAndNotAFailure()
    {
        const FakeRoot root;
        const SystemInfo info = readSystem(root.path());
        QVERIFY(info.processor.empty() && info.distribution.empty() && info.governor.empty());
        QVERIFY(info.cacheL1 + info.cacheL2 + info.cacheL3 == 0);
        QCOMPARE(info.processorQuota, 0.0);
        QCOMPARE(info.load, -1.0);
    }

    void namesAreReadWithoutTheirQuotes()
    {
        const FakeRoot root;
        root.add("proc/cpuinfo",
                 "processor\t: 0\nmodel name\t: Model 7, \"fast\": yes\nmodel name\t: other\n");
        root.add("etc/os-release", "NAME=x\nPRETTY_NAME=\"Some Linux 12\"\n");
        root.add("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
        root.add("proc/loadavg", "1.25 0.5 0.1 2/101 77\n");
        const SystemInfo info = readSystem(root.path());
        QCOMPARE(info.processor, std::string("Model 7, \"fast\": yes"));
        QCOMPARE(info.distribution, std::string("Some Linux 12"));
        QCOMPARE(info.governor, std::string("powersave"));
        QCOMPARE(info.load, 1.25);
    }

    void instructionCachesDoNotCount()
    {
        const FakeRoot root;
        addCache(root, "0", "1", "Data", "48K");
        addCache(root, "1", "1", "Instruction", "32K");
        addCache(root, "2", "2", "Unified", "1280K");
        addCache(root, "3", "3", "Unified", "32M");
        const SystemInfo info = readSystem(root.path());
        QCOMPARE(info.cacheL1, std::uint64_t{48 * 1024});
        QCOMPARE(info.cacheL2, std::uint64_t{1280 * 1024});
        QCOMPARE(info.cacheL3, std::uint64_t{32} << 20U);
    }

    void sizesThatMakeNoSenseAreZero()
    {
        QCOMPARE(cacheBytes("512"), std::uint64_t{512});
        for (const char* text : {"", "K", "-4K", "4T", "99999999999999999999K", "32 K", "1.5M"})
            QCOMPARE(cacheBytes(text), std::uint64_t{0});
    }

    void theTightestQuotaOfAGroupAndItsParentsCounts()
    {
        const FakeRoot root;
        root.add("proc/self/cgroup", "0::/slice/job\n");
        root.add("sys/fs/cgroup/slice/job/cpu.max", "max 100000\n");
        root.add("sys/fs/cgroup/slice/cpu.max", "150000 100000\n");
        root.add("sys/fs/cgroup/cpu.max", "400000 100000\n");
        QCOMPARE(readSystem(root.path()).processorQuota, 1.5);
    }

    void theOlderKindOfGroupIsReadToo()
    {
        const FakeRoot root;
        root.add("proc/self/cgroup", "4:memory:/m\n2:cpuacct,cpu:/job\n");
        root.add("sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "50000\n");
        root.add("sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n");
        root.add("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        QCOMPARE(readSystem(root.path()).processorQuota, 0.5);
    }

    void aBusyThreadsLoadRisesAsTheKernelsMeanDoes()
    {
        QCOMPARE(decayedLoad(0.0, 1.0, 0.0), 0.0);
        QVERIFY(std::abs(decayedLoad(0.0, 1.0, 60.0) - (1.0 - std::exp(-1.0))) < 1e-12);
        // Two halves of a minute are a minute.
        QVERIFY(std::abs(decayedLoad(decayedLoad(0.4, 2.0, 30.0), 2.0, 30.0) - decayedLoad(0.4, 2.0, 60.0)) <
                1e-12);
    }

    void foreignLoadIsNeverMoreThanTheWholeLoad()
    {
        const double before = readSystem().load;
        const double foreign = foreignLoad();
        if (before < 0.0)
            QCOMPARE(foreign, -1.0);
        else
            QVERIFY(foreign >= 0.0 && foreign <= std::max(before, readSystem().load));
    }
};

QTEST_APPLESS_MAIN(TestEnvironment)
#include "tst_environment.moc"
