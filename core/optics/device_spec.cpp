#include "core/optics/device_spec.h"

#include <array>
#include <charconv>
#include <cmath>
#include <locale>
#include <optional>
#include <sstream>

namespace mixlens::optics {
namespace {

std::string numberText(double value)
{
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << value;
    return out.str();
}

std::string withUnit(double value, const DeviceField& field)
{
    std::string text = numberText(value);
    if (field.unit != "1")
        text.append(" ").append(field.unit);
    return text;
}

/// "a whole number from 2 bit to 16 bit, or 0 to switch it off".
std::string allowed(const DeviceField& field)
{
    std::string text;
    if (!field.names.empty()) {
        text = "one of";
        for (const std::string_view name : field.names)
            text.append(text == "one of" ? " " : ", ").append(name);
        return text;
    }
    if (field.isSwitch())
        return "0 or 1";
    text = field.whole ? "a whole number from " : "a value from ";
    text.append(numberText(field.least)).append(" to ").append(withUnit(field.most, field));
    if (field.zeroIsOff)
        text.append(", or 0 to switch it off");
    return text;
}

std::optional<double> valueFrom(const DeviceField& field, std::string_view text)
{
    for (std::size_t i = 0; i < field.names.size(); ++i) {
        if (field.names[i] == text)
            return static_cast<double>(i);
    }
    if (!field.names.empty())
        return std::nullopt;
    if (field.isSwitch() && (text == "on" || text == "true"))
        return 1.0;
    if (field.isSwitch() && (text == "off" || text == "false"))
        return 0.0;
    double value = 0.0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    const bool number = error == std::errc{} && stop == end && !text.empty() && std::isfinite(value);
    return number ? std::optional(value) : std::nullopt;
}

template<class Choice>
Choice choiceOf(const DeviceValue& value) noexcept
{
    return static_cast<Choice>(static_cast<int>(value.value));
}

} // namespace

DeviceSpec::DeviceSpec()
{
    for (const DeviceField& field : deviceFields())
        this->*field.member = {field.fallback, std::string(field.source)};
}

Result<void> checkValue(const DeviceField& field, double value)
{
    const bool off = field.zeroIsOff && value == 0.0;
    const bool inside = std::isfinite(value) && value >= field.least && value <= field.most &&
                        (!field.whole || value == std::floor(value));
    if (off || inside)
        return {};
    return failure(Error::Code::OutOfRange, "The optical device's " + std::string(field.key) + " is " +
                                                withUnit(value, field) + "; give " + allowed(field) + ".");
}

Result<void> checkDevice(const DeviceSpec& device)
{
    for (const DeviceField& field : deviceFields()) {
        if (auto checked = checkValue(field, (device.*field.member).value); !checked)
            return checked;
    }
    for (const char* key : {"panel_tokens", "panel_hidden"}) {
        const double panel = (device.*findField(key)->member).value;
        if (panel > 0.0 && device.tile.value > panel && composition(device) != Composition::Whole)
            return failure(Error::Code::OutOfRange, "The optical device's tile is " +
                                                        numberText(device.tile.value) +
                                                        ", larger than its panel; give a tile of at most " +
                                                        numberText(panel) + " or a larger " + key + ".");
    }
    return {};
}

Result<void> checkInput(const DeviceSpec& device, Shape input)
{
    if (composition(device) != Composition::Whole)
        return {};
    const bool pairs = encoding(device) == Encoding::DoublePhase && device.phaseLayout.value > 0.0;
    const auto tooLarge = [](double panel, Index needed, const char* key) -> Result<void> {
        if (panel == 0.0 || static_cast<double>(needed) <= panel)
            return {};
        return failure(Error::Code::OutOfRange,
                       "The input needs " + std::to_string(needed) + " modulators along one edge but the " +
                           "optical device's " + key + " is " + numberText(panel) +
                           "; use a shorter or narrower input, or composition multi-pass.");
    };
    if (auto checked = tooLarge(device.panelTokens.value, input.rows, "panel_tokens"); !checked)
        return checked;
    return tooLarge(device.panelHidden.value, input.cols * (pairs ? 2 : 1), "panel_hidden");
}

Result<void> setField(DeviceSpec& device, std::string_view key, std::string_view text,
                      std::string_view source)
{
    const DeviceField* field = findField(key);
    if (field == nullptr) {
        std::string all;
        for (const DeviceField& known : deviceFields())
            all.append(all.empty() ? "" : ", ").append(known.key);
        return failure(Error::Code::Usage,
                       "The optical device has no '" + std::string(key) + "'; it has " + all + ".");
    }
    const std::optional<double> value = valueFrom(*field, text);
    if (!value)
        return failure(Error::Code::Usage, "The optical device's " + std::string(key) + " is '" +
                                               std::string(text) + "'; give " + allowed(*field) + ".");
    if (auto checked = checkValue(*field, *value); !checked)
        return checked;
    device.*field->member = {*value, std::string(source)};
    return {};
}

std::string fieldText(const DeviceField& field, const DeviceSpec& device)
{
    const double value = (device.*field.member).value;
    if (!field.names.empty() && value >= 0.0 && value < static_cast<double>(field.names.size()))
        return std::string(field.names[static_cast<std::size_t>(value)]);
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

DeviceSpec idealDevice()
{
    DeviceSpec device;
    for (const DeviceField& field : deviceFields()) {
        if (field.zeroIsOff && field.group != FieldGroup::Time && field.group != FieldGroup::Energy)
            device.*field.member = {0.0, "ideal"};
    }
    device.bypass = {0, "ideal"};
    device.calibrate = {0, "ideal"};
    device.symmetrise = {0, "ideal"};
    return device;
}

Encoding encoding(const DeviceSpec& device) noexcept
{
    return choiceOf<Encoding>(device.encoding);
}
Detection detection(const DeviceSpec& device) noexcept
{
    return choiceOf<Detection>(device.detection);
}
Propagator propagator(const DeviceSpec& device) noexcept
{
    return choiceOf<Propagator>(device.propagator);
}
Composition composition(const DeviceSpec& device) noexcept
{
    return choiceOf<Composition>(device.composition);
}
DriveCurve driveCurve(const DeviceSpec& device) noexcept
{
    return choiceOf<DriveCurve>(device.driveCurve);
}

bool measuresResponse(const DeviceSpec& device) noexcept
{
    return device.calibrate.value > 0.0 &&
           static_cast<CalibrationSource>(device.calibration.value) == CalibrationSource::Impulses;
}

double pitchAlongHidden(const DeviceSpec& device) noexcept
{
    return device.pitchHidden.value > 0.0 ? device.pitchHidden.value : device.pitch.value;
}

} // namespace mixlens::optics
