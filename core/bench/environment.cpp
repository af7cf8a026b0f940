#include "core/bench/environment.h"

#include "core/bench/system_info.h"
#include "core/kernels/kernels.h"
#include "core/math/fft.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <mutex>
#include <sched.h>
#include <sys/utsname.h>
#include <thread>
#include <unistd.h>

namespace mixlens {

namespace {

std::string known(const std::string& text)
{
    return text.empty() ? "unknown" : text;
}

std::string systemName(const SystemInfo& info)
{
    utsname names = {};
    std::string text = info.distribution;
    if (::uname(&names) == 0)
        text += (text.empty() ? "" : ", ") + std::string(names.sysname) + ' ' + names.release;
    return known(text);
}

/// Cores of the affinity mask, and no more than a cgroup gives time for.
int usableCores(const SystemInfo& info)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    const int mask = ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 0;
    const int cores = mask > 0 ? mask : static_cast<int>(std::thread::hardware_concurrency());
    if (info.processorQuota <= 0.0)
        return cores;
    return std::clamp(static_cast<int>(std::ceil(info.processorQuota)), 1, std::max(cores, 1));
}

std::uint64_t systemValue(int name)
{
    const long value = ::sysconf(name);
    return value > 0 ? static_cast<std::uint64_t>(value) : 0;
}

double seconds(const timespec& time)
{
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double clockSeconds(clockid_t clock)
{
    timespec now = {};
    return ::clock_gettime(clock, &now) == 0 ? seconds(now) : 0.0;
}

} // namespace

const Environment& environment()
{
    static const Environment here = [] {
        const SystemInfo info = readSystem();
        Environment e;
        e.version = MIXLENS_VERSION;
        e.commit = MIXLENS_COMMIT;
        e.processor = known(info.processor);
        e.kernels = kernels().name;
        e.fft = fftLibrary();
        e.compiler = "g++ " __VERSION__;
#ifdef NDEBUG
        e.build = "release";
#else
        e.build = "with assertions";
#endif
        e.system = systemName(info);
        e.cores = usableCores(info);
        e.memory = systemValue(_SC_PHYS_PAGES) * systemValue(_SC_PAGESIZE);
        e.cacheL1 = info.cacheL1 > 0 ? info.cacheL1 : systemValue(_SC_LEVEL1_DCACHE_SIZE);
        e.cacheL2 = info.cacheL2 > 0 ? info.cacheL2 : systemValue(_SC_LEVEL2_CACHE_SIZE);
        e.cacheL3 = info.cacheL3 > 0 ? info.cacheL3 : systemValue(_SC_LEVEL3_CACHE_SIZE);
        e.governor = known(info.governor);
        return e;
    }();
    return here;
}

double foreignLoad()
{
    // The load average counts this process too. Its part is taken off by averaging the processor time that it
    // used in the same way, with the mean rate between two calls.
    static std::mutex mutex;
    static double own = 0.0, lastTime = clockSeconds(CLOCK_MONOTONIC), lastUsed = 0.0;
    const std::lock_guard lock(mutex);
    const double time = clockSeconds(CLOCK_MONOTONIC);
    const double used = clockSeconds(CLOCK_PROCESS_CPUTIME_ID);
    const double elapsed = std::max(time - lastTime, 1e-3);
    if (lastUsed == 0.0) // the first call: as if all of it had been used just now
        own = decayedLoad(0.0, 1.0, used);
    else
        own = decayedLoad(own, (used - lastUsed) / elapsed, elapsed);
    lastTime = time;
    lastUsed = used;
    const double load = readSystem().load;
    return load < 0.0 ? -1.0 : std::max(0.0, load - own);
}

} // namespace mixlens
