#include "core/experiment/sweep_axis.h"

#include "core/base/in_quotes.h"
#include "core/bench/number_text.h"
#include "core/experiment/sweep_plan.h"
#include "core/optics/device_spec.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace mixlens {
namespace {

constexpr std::string_view example = "; write it like photons=10..1e6*10 or slm_bits=4,6,8.";

std::optional<double> numberOf(std::string_view text)
{
    double value = 0.0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

tl::unexpected<Error> refused(const std::string& axis, const std::string& why)
{
    return failure(Error::Code::Usage, "The axis " + inQuotes(axis) + " " + why + std::string(example));
}

/// "a..b*f" or "a..b+s".
struct Range
{
    double first = 0.0;
    double last = 0.0;
    double step = 0.0;
    bool factor = false;

    [[nodiscard]] double at(double index) const
    {
        return factor ? first * std::pow(step, index) : first + index * step;
    }
    /// Steps from first to last; a last one that rounding missed is one.
    [[nodiscard]] double steps() const
    {
        const double exact = factor ? std::log(last / first) / std::log(step) : (last - first) / step;
        return std::floor(exact * (1.0 + 1e-12) + 1e-9);
    }
};

Result<Range> readRange(const std::string& axis, std::string_view part)
{
    const std::size_t dots = part.find("..");
    // A '+' may also belong to an exponent, as in 1e+6.
    std::size_t sign = part.find_first_of("*+", dots + 2);
    if (sign != std::string_view::npos && part[sign] == '+' &&
        (part[sign - 1] == 'e' || part[sign - 1] == 'E'))
        sign = part.find_first_of("*+", sign + 1);
    if (sign == std::string_view::npos)
        return refused(axis, "has the range " + inQuotes(part) + ", which does not say its steps");
    const auto first = numberOf(part.substr(0, dots));
    const auto last = numberOf(part.substr(dots + 2, sign - dots - 2));
    const auto step = numberOf(part.substr(sign + 1));
    if (!first || !last || !step)
        return refused(axis, "has the range " + inQuotes(part) + ", which is not made of three numbers");
    const Range range{*first, *last, *step, part[sign] == '*'};
    if (*last < *first || (range.factor ? *step <= 1.0 || *first <= 0.0 : *step <= 0.0))
        return refused(axis, "has the range " + inQuotes(part) + ", which leads nowhere");
    if (!(range.steps() < static_cast<double>(mostPoints)))
        return refused(axis, "has the range " + inQuotes(part) + ", which has more than " +
                                 std::to_string(mostPoints) + " values");
    return range;
}

} // namespace

Result<SweepAxis> readAxis(const std::string& text)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return refused(text, "is not of the form key=values");
    SweepAxis axis;
    axis.key = text.substr(0, equals);
    const optics::DeviceField* field = optics::findField(axis.key);
    optics::DeviceSpec device;
    for (std::size_t begin = equals + 1; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string part = text.substr(begin, end - begin);
        begin = end + 1;
        if (part.empty())
            return refused(text, "has an empty value");
        if (part.find("..") == std::string::npos) {
            if (const auto set = optics::setField(device, axis.key, part); !set)
                return tl::unexpected(set.error());
            axis.values.push_back((device.*field->member).value);
            continue;
        }
        const auto range = readRange(text, part);
        if (!range)
            return tl::unexpected(range.error());
        for (double index = 0.0; index <= range->steps(); index += 1.0) {
            const double value = range->at(index);
            axis.values.push_back(field != nullptr && field->whole ? std::round(value) : value);
        }
    }
    std::ranges::sort(axis.values);
    return axis;
}

std::string axisText(const SweepAxis& axis)
{
    std::string text = axis.key + '=';
    for (std::size_t i = 0; i < axis.values.size(); ++i)
        text += (i > 0 ? "," : "") + axisValueText(axis.key, axis.values[i]);
    return text;
}

std::string axisValueText(const std::string& key, double value)
{
    const optics::DeviceField* field = optics::findField(key);
    if (field == nullptr || field->names.empty())
        return exactText(value);
    optics::DeviceSpec device;
    (device.*field->member).value = value;
    return optics::fieldText(*field, device);
}

} // namespace mixlens
