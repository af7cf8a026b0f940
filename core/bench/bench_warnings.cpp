#include "core/bench/bench_warnings.h"

#include "core/bench/statistics.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <functional>

namespace mixlens {
namespace {

constexpr std::size_t enoughRounds = 6; // below, no pair of ranks covers a median with 95 %
constexpr double noticeableDrift = 0.10;
constexpr double noticeableThrottling = 0.15; // a limit is the best of several, its repetition is not
constexpr double driftPValue = 0.05;
constexpr double clockStepsOfSample = 1000.0; // a sample of fewer is known to less than 0.1 %
constexpr double slowFirst = 1.2;             // of the median

std::string fixedText(double value, int digits)
{
    std::array<char, 400> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits);
    return {text.data(), end.ptr};
}

std::string millisecondsText(double seconds)
{
    return fixedText(1e3 * seconds, seconds < 1e-3 ? 3 : 1) + " ms";
}

std::string counted(std::int64_t count, const std::string& noun)
{
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

void add(std::vector<BenchWarning>& warnings, const char* code, std::string sentence)
{
    warnings.push_back({code, {}, 0, std::move(sentence)});
}

void warnOfMachine(const BenchResult& result, const RunConditions& conditions,
                   std::vector<BenchWarning>& warnings)
{
    const Environment& machine = result.environment;
    const int threads = result.grid.threads;
    if (machine.build != "release" && !machine.build.empty())
        add(warnings, "debug",
            "This Mixlens was built " + machine.build +
                ", which slows its parts unevenly; measure with a release build.");
    const std::array<std::string_view, 4> following{"powersave", "ondemand", "conservative", "schedutil"};
    if (std::ranges::find(following, machine.governor) != following.end())
        add(warnings, "governor",
            "The processor's clock follows its load (governor " + machine.governor +
                "), so that short runs meet a slow clock; set the governor to performance while measuring: "
                "cpupower frequency-set -g performance.");
    // Half a core for each that is needed is much, unless most of the machine is idle.
    const double load = conditions.foreignLoad;
    if (load > 0.5 * threads && load + threads > 0.5 * machine.cores)
        add(warnings, "load",
            (load <= machine.cores
                 ? "Other programs kept " + fixedText(load, 1) + " of " + counted(machine.cores, "core") +
                       " busy"
                 : "Other programs wanted " + fixedText(load, 1) + " cores where there " +
                       (machine.cores == 1 ? "is " : "are ") + std::to_string(machine.cores)) +
                " during the run, which needs " + std::to_string(threads) +
                "; close them and measure again.");
    if (machine.cores > 0 && threads > machine.cores)
        add(warnings, "threads",
            counted(threads, "thread") + " share " + counted(machine.cores, "core") +
                " and wait for each other; ask for at most " + counted(machine.cores, "thread") + ".");
    if (result.grid.rounds < static_cast<int>(enoughRounds))
        add(warnings, "few-rounds",
            "Fewer than " + std::to_string(enoughRounds) +
                " rounds give no 95 % interval of a median; ask for at least " +
                std::to_string(enoughRounds) + " rounds.");
}

/// A machine that heats up slowly does not show it within the rounds of one length.
void warnOfThrottling(const BenchResult& result, const RunConditions& conditions,
                      std::vector<BenchWarning>& warnings)
{
    const double before = result.limits.gemmFlops, after = conditions.gemmAfterwards;
    if (before <= 0.0 || after <= 0.0 || after > before / (1.0 + noticeableThrottling))
        return;
    add(warnings, "drift",
        "The machine's matrix product took " + fixedText(100.0 * (before / after - 1.0), 0) +
            " % longer at the end of the run than at its beginning, so that long lengths look worse than "
            "they "
            "are; let it cool, give it mains power, and measure again.");
}

/// How far below one thing or another a cell is: 0 for fine, more for worse.
using Severity = std::function<double(const Measurement&)>;
using Sentence = std::function<std::string(const Measurement&, const std::string& where)>;

/// One warning for each backend with a cell that is not fine, about its worst.
void warnOfCells(const BenchResult& result, const char* code, const Severity& severity,
                 const Sentence& sentence, std::vector<BenchWarning>& warnings)
{
    for (const std::string& backend : result.backends()) {
        const Measurement* worst = nullptr;
        double most = 0.0;
        std::int64_t cells = 0;
        for (const Measurement& cell : result.measurements) {
            const double found = cell.measured() && cell.cell.backend == backend ? severity(cell) : 0.0;
            cells += found > 0.0 ? 1 : 0;
            if (found > most) {
                most = found;
                worst = &cell;
            }
        }
        if (!worst)
            continue;
        std::string where = backend + " at " + counted(worst->cell.tokens, "token");
        if (cells > 1)
            where += " (and at " + counted(cells - 1, "other length") + ")";
        warnings.push_back({code, backend, worst->cell.tokens, sentence(*worst, where)});
    }
}

double sampleSeconds(const Measurement& cell)
{
    return summarise(cell.seconds).median * static_cast<double>(cell.iterations);
}

bool firstIsSlow(const Measurement& cell)
{
    if (cell.seconds.size() < enoughRounds)
        return false;
    const Statistics all = summarise(cell.seconds);
    return cell.seconds.front() > slowFirst * all.median && all.medianAbsoluteDeviation > 0.0 &&
           0.6745 * (cell.seconds.front() - all.median) > outlierScore * all.medianAbsoluteDeviation;
}

std::size_t laterOutliers(const Measurement& cell)
{
    const std::size_t all = countOutliers(cell.seconds);
    return firstIsSlow(cell) && all > 0 ? all - 1 : all;
}

/// driftRatio() - 1 where it is more than the thirds' own scatter; 0 otherwise.
double drift(const Measurement& cell)
{
    const double change = driftRatio(cell.seconds) - 1.0;
    const std::size_t third = cell.seconds.size() / 3;
    const std::span<const double> times(cell.seconds);
    if (std::abs(change) <= noticeableDrift ||
        mannWhitney(times.first(third), times.last(third)).pValue >= driftPValue)
        return 0.0;
    return change;
}

} // namespace

std::vector<BenchWarning> findWarnings(const BenchResult& result, const RunConditions& conditions)
{
    std::vector<BenchWarning> warnings;
    warnOfMachine(result, conditions, warnings);
    warnOfThrottling(result, conditions, warnings);
    const double wanted =
        std::max(0.5 * result.grid.sampleSeconds, clockStepsOfSample * conditions.clockSeconds);
    warnOfCells(
        result, "short", [&](const Measurement& cell) { return std::max(0.0, wanted - sampleSeconds(cell)); },
        [&](const Measurement& cell, const std::string& where) {
            return "A sample of " + where + " took only " + millisecondsText(sampleSeconds(cell)) +
                   ", so that the clock and chance count for much; measure again with samples of at least " +
                   millisecondsText(std::max(2.0 * wanted, 0.002)) + ".";
        },
        warnings);
    warnOfCells(
        result, "slow-first",
        [](const Measurement& cell) {
            return firstIsSlow(cell) ? cell.seconds.front() / summarise(cell.seconds).median : 0.0;
        },
        [](const Measurement& cell, const std::string& where) {
            return "The first round of " + where + " took " +
                   fixedText(cell.seconds.front() / summarise(cell.seconds).median, 1) +
                   " times the median; medians bear that, but for means measure again on a machine that is "
                   "awake.";
        },
        warnings);
    warnOfCells(
        result, "outliers", [](const Measurement& cell) { return static_cast<double>(laterOutliers(cell)); },
        [](const Measurement& cell, const std::string& where) {
            return std::to_string(laterOutliers(cell)) + " of " +
                   counted(static_cast<std::int64_t>(cell.seconds.size()), "round") + " of " + where +
                   " lie far from the median; close other programs and measure again, or ask for more "
                   "rounds.";
        },
        warnings);
    warnOfCells(
        result, "drift", [](const Measurement& cell) { return std::abs(drift(cell)); },
        [](const Measurement& cell, const std::string& where) {
            const double change = drift(cell);
            const std::string percent = fixedText(100.0 * std::abs(change), 0) + " % ";
            return where + " became " + percent +
                   (change > 0.0 ? "slower from its first rounds to its last; let the machine cool, give it "
                                   "mains power, and measure again."
                                 : "faster from its first rounds to its last; measure again now that the "
                                   "machine is awake.");
        },
        warnings);
    return warnings;
}

double clockStep() noexcept
{
    using Clock = std::chrono::steady_clock;
    auto least = Clock::duration::max();
    for (int i = 0; i < 100; ++i) {
        const auto began = Clock::now();
        auto now = began;
        while (now == began)
            now = Clock::now();
        least = std::min(least, now - began);
    }
    return std::chrono::duration<double>(least).count();
}

} // namespace mixlens
