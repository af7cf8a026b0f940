#include "core/bench/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace mixlens {
namespace {

struct Unit
{
    double seconds;
    std::string_view name;
};

/// The largest unit of which there is at least one, when rounded to three figures.
Unit unitFor(double seconds)
{
    static constexpr std::array units{Unit{1.0, "s"}, Unit{1e-3, "ms"}, Unit{1e-6, "µs"}, Unit{1e-9, "ns"}};
    const auto found = std::ranges::find_if(
        units, [&](const Unit& unit) { return std::abs(seconds) >= 0.9995 * unit.seconds; });
    return found == units.end() ? units.back() : *found;
}

/// Decimals that show `figures` figures of `value`, once it is rounded to them; none for what is larger.
int decimalsFor(double value, int figures)
{
    if (!(value > 0.0) || !std::isfinite(value))
        return 0;
    const double rounded = value * (1.0 + 0.5 * std::pow(10.0, -figures)); // 9.996 counts as 10.00
    return std::clamp(figures - 1 - static_cast<int>(std::floor(std::log10(rounded))), 0, 6);
}

std::string fixedText(double value, int decimals)
{
    std::array<char, 400> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, decimals)
            .ptr;
    return {digits.data(), end};
}

} // namespace

std::string exactText(double value)
{
    std::array<char, 32> digits{};
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr};
}

std::string timeText(const Statistics& seconds)
{
    const double half = (seconds.confidence95.high - seconds.confidence95.low) / 2.0;
    if (seconds.samples < 2)
        return timeText(seconds.median);
    const Unit unit = unitFor(seconds.median);
    // No more than four figures of the median, however narrow its interval is.
    const int ofMedian = decimalsFor(seconds.median / unit.seconds, 4);
    const int decimals = half > 0.0 ? std::min(decimalsFor(half / unit.seconds, 2), ofMedian) : ofMedian;
    return fixedText(seconds.median / unit.seconds, decimals) + " ± " +
           fixedText(half / unit.seconds, decimals) + ' ' + std::string(unit.name);
}

std::string timeText(double seconds)
{
    const Unit unit = unitFor(seconds);
    const double value = seconds / unit.seconds;
    return fixedText(value, decimalsFor(value, 3)) + ' ' + std::string(unit.name);
}

} // namespace mixlens
