#include "core/bench/system_info.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <locale>
#include <sstream>
#include <system_error>

namespace mixlens {
namespace {

namespace fs = std::filesystem;

std::string firstLine(const fs::path& file)
{
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

/// Numbers at the beginning of `line`; missing ones are -1.
template<std::size_t count>
std::array<double, count> numbers(const std::string& line)
{
    std::array<double, count> values{};
    values.fill(-1.0);
    std::istringstream in(line);
    in.imbue(std::locale::classic());
    for (double& value : values) {
        if (!(in >> value)) {
            value = -1.0;
            break;
        }
    }
    return values;
}

/// What follows `key`, the separator and blanks on the first line that begins with `key`, without quotes.
std::string field(const fs::path& file, std::string_view key, char separator)
{
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with(key))
            continue;
        const auto at = line.find(separator);
        const auto first = at == std::string::npos ? at : line.find_first_not_of(" \t\"'", at + 1);
        const auto last = line.find_last_not_of(" \t\"'");
        if (first != std::string::npos && last >= first)
            return line.substr(first, last - first + 1);
    }
    return {};
}

void readCaches(const fs::path& root, SystemInfo& info)
{
    for (int index = 0; index < 16; ++index) {
        const fs::path cache = root / "sys/devices/system/cpu/cpu0/cache" / ("index" + std::to_string(index));
        const std::string level = firstLine(cache / "level");
        if (level.empty())
            return;
        if (firstLine(cache / "type") == "Instruction")
            continue;
        const std::uint64_t bytes = cacheBytes(firstLine(cache / "size"));
        if (level == "1")
            info.cacheL1 = bytes;
        else if (level == "2")
            info.cacheL2 = bytes;
        else if (level == "3")
            info.cacheL3 = bytes;
    }
}

/// Of a group and the groups around it the tightest counts. cgroup v2: "cpu.max" holds quota and period in
/// microseconds, or "max"; v1 has them in two files, and a quota of -1 for none.
double quotaBelow(const fs::path& mount, const std::string& group)
{
    double tightest = 0.0;
    fs::path at(group);
    while (true) {
        const fs::path folder = mount / at.relative_path();
        auto [quota, period] = numbers<2>(firstLine(folder / "cpu.max"));
        if (quota <= 0.0) {
            quota = numbers<1>(firstLine(folder / "cpu.cfs_quota_us"))[0];
            period = numbers<1>(firstLine(folder / "cpu.cfs_period_us"))[0];
        }
        if (quota > 0.0 && period > 0.0)
            tightest = tightest > 0.0 ? std::min(tightest, quota / period) : quota / period;
        if (!at.has_relative_path())
            return tightest;
        at = at.parent_path();
    }
}

/// Lines of /proc/self/cgroup are "number:controllers:/group"; v2 has the line "0::/group".
double readQuota(const fs::path& root)
{
    std::ifstream in(root / "proc/self/cgroup");
    double tightest = 0.0;
    for (std::string line; std::getline(in, line);) {
        const auto first = line.find(':');
        const auto second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos)
            continue;
        const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
        const bool unified = controllers == ",,";
        if (!unified && controllers.find(",cpu,") == std::string::npos)
            continue;
        const std::string group = line.substr(second + 1);
        for (const char* mount : {"sys/fs/cgroup", "sys/fs/cgroup/cpu"}) {
            if (const double quota = quotaBelow(root / mount, group); quota > 0.0)
                tightest = tightest > 0.0 ? std::min(tightest, quota) : quota;
        }
    }
    return tightest;
}

} // namespace

std::uint64_t cacheBytes(std::string_view text) noexcept
{
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || value > (1ULL << 40U))
        return 0;
    const std::string_view unit(stop, static_cast<std::size_t>(end - stop));
    if (unit.empty())
        return value;
    return unit == "K" ? value << 10U : unit == "M" ? value << 20U : unit == "G" ? value << 30U : 0;
}

double decayedLoad(double before, double rate, double seconds) noexcept
{
    const double kept = std::exp(-std::max(seconds, 0.0) / 60.0);
    return before * kept + rate * (1.0 - kept);
}

SystemInfo readSystem(const fs::path& root)
{
    SystemInfo info;
    info.processor = field(root / "proc/cpuinfo", "model name", ':');
    info.distribution = field(root / "etc/os-release", "PRETTY_NAME", '=');
    info.governor = firstLine(root / "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    info.load = numbers<1>(firstLine(root / "proc/loadavg"))[0];
    info.processorQuota = readQuota(root);
    readCaches(root, info);
    return info;
}

} // namespace mixlens
