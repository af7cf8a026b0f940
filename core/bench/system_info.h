#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace mixlens {

/// What Linux tells of the machine below `root` ("/" but for tests): /proc, /sys, /etc/os-release. Nothing
/// here fails: what a system hides is empty or 0.
struct SystemInfo
{
    std::string processor;       ///< "model name" of /proc/cpuinfo
    std::string distribution;    ///< PRETTY_NAME of /etc/os-release
    std::string governor;        ///< of core 0's frequency scaling
    std::uint64_t cacheL1 = 0;   ///< data or unified caches of core 0, bytes
    std::uint64_t cacheL2 = 0;   ///< the same
    std::uint64_t cacheL3 = 0;   ///< the same
    double processorQuota = 0.0; ///< processors' worth of time that a cgroup allows; 0 no limit
    double load = -1.0;          ///< runnable threads, average of the last minute; -1 unknown
};
[[nodiscard]] SystemInfo readSystem(const std::filesystem::path& root = "/");

/// "32K", "1024K", "32M" as /sys says it, in bytes; 0 for anything else.
[[nodiscard]] std::uint64_t cacheBytes(std::string_view text) noexcept;

/// A thread's part in the load average: what the kernel's exponential mean over a minute makes of `rate`
/// runnable threads for `seconds`, beginning at `before`.
[[nodiscard]] double decayedLoad(double before, double rate, double seconds) noexcept;

} // namespace mixlens
