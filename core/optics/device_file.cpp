#include "core/optics/device_file.h"

#include "core/base/files.h"
#include "core/base/in_quotes.h"
#include "core/optics/device_presets.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace mixlens::optics {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t mostBytes = 1U << 20U;
constexpr std::string_view formatName = "mixlens-device";

tl::unexpected<Error> bad(const std::string& file, const std::string& sentence)
{
    return failure(Error::Code::BadFormat, file + ": " + sentence);
}

/// A text member; missing is allowed and gives `fallback`.
Result<std::string> textOf(const Json& object, const char* key, std::string_view fallback,
                           const std::string& file)
{
    const auto found = object.find(key);
    if (found == object.end())
        return std::string(fallback);
    if (!found->is_string())
        return bad(file, std::string("\"") + key + "\" must be text.");
    return found->get<std::string>();
}

std::string textFrom(const Json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

Result<void> checkKeys(const Json& object, std::span<const std::string_view> known, const std::string& where,
                       const std::string& file)
{
    for (const auto& [key, value] : object.items()) {
        if (std::ranges::find(known, key) == known.end()) {
            std::string all;
            for (const std::string_view name : known)
                all.append(all.empty() ? "" : ", ").append(name);
            return bad(file, where + " has the unknown key " + inQuotes(key) + "; it may have " + all + ".");
        }
    }
    return {};
}

/// One member of "values" into `device`.
Result<void> readValue(const std::string& key, const Json& entry, DeviceSpec& device, const std::string& file)
{
    static constexpr std::array<std::string_view, 3> known{"value", "unit", "source"};
    const DeviceField* field = findField(key);
    if (field == nullptr)
        return bad(file, "\"values\" has the unknown key " + inQuotes(key) +
                             "; see `mixlens backends` for the fields of a device.");
    if (!entry.is_object() || !entry.contains("value"))
        return bad(file,
                   "\"" + key + "\" lacks \"value\"; write {\"value\": …, \"unit\": …, \"source\": …}.");
    if (auto checked = checkKeys(entry, known, "\"" + key + "\"", file); !checked)
        return checked;
    const auto unit = textOf(entry, "unit", field->unit, file);
    const auto source = textOf(entry, "source", "", file);
    if (!unit || !source)
        return tl::unexpected(unit ? source.error() : unit.error());
    if (*unit != field->unit)
        return bad(file, "\"" + key + "\" is in " + inQuotes(*unit) + "; give it in \"" +
                             std::string(field->unit) + "\".");
    if (sourceWord(*source).empty())
        return bad(file, "\"" + key +
                             "\" does not say where it comes from; begin its \"source\" with cited, "
                             "recalled, derived, assumed, ideal or set.");
    const Json& value = entry["value"];
    if (!value.is_number() && !value.is_string())
        return bad(file, "\"" + key + "\" has a \"value\" that is neither a number nor a name.");
    return setField(device, key, textFrom(value), *source).map_error([&file](Error error) {
        error.code = error.code == Error::Code::Usage ? Error::Code::BadFormat : error.code;
        error.message.insert(0, file + ": ");
        return error;
    });
}

} // namespace

Result<NamedDevice> parseDevice(std::string_view text, const std::string& file)
{
    static constexpr std::array<std::string_view, 6> known{"format", "name",     "title",
                                                           "note",   "based_on", "values"};
    if (text.size() > mostBytes)
        return bad(file, "it is too large for a device, which takes a few kilobytes.");
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return bad(file, "it is not a JSON object; see resources/devices for examples.");
    if (auto checked = checkKeys(json, known, "the device", file); !checked)
        return tl::unexpected(checked.error());
    if (textOf(json, "format", "", file).value_or("") != formatName)
        return bad(file, "\"format\" must be \"" + std::string(formatName) + "\".");
    NamedDevice named;
    for (const auto& [key, member] :
         {std::pair{"name", &named.name}, {"title", &named.title}, {"note", &named.note}}) {
        auto read = textOf(json, key, "", file);
        if (!read)
            return tl::unexpected(read.error());
        *member = std::move(*read);
    }
    if (named.name.empty())
        return bad(file, "\"name\" is missing; add a short name.");
    const auto base = textOf(json, "based_on", "", file);
    if (!base)
        return tl::unexpected(base.error());
    if (!base->empty() && *base != "ideal" && *base != "default")
        return bad(file, "\"based_on\" is " + inQuotes(*base) + "; write \"default\" or \"ideal\".");
    const auto values = json.find("values");
    if (values == json.end() || !values->is_object())
        return bad(file, "\"values\" is missing; add an object with the device's fields.");
    if (*base == "ideal")
        named.device = idealDevice();
    for (const auto& [key, entry] : values->items()) {
        if (auto read = readValue(key, entry, named.device, file); !read)
            return tl::unexpected(read.error());
    }
    for (const DeviceField& field : deviceFields()) {
        if (base->empty() && !values->contains(field.key))
            return bad(file, "\"" + std::string(field.key) + "\" is missing (" + std::string(field.meaning) +
                                 "); add it, or \"based_on\": \"default\".");
    }
    if (auto checked = checkDevice(named.device); !checked)
        return failure(checked.error().code, file + ": " + checked.error().message);
    return named;
}

Result<NamedDevice> readDevice(const std::filesystem::path& file)
{
    return readTextFile(file, mostBytes).and_then([&file](const std::string& text) {
        return parseDevice(text, file.string());
    });
}

std::string deviceText(const NamedDevice& named)
{
    Json values = Json::object();
    for (const DeviceField& field : deviceFields()) {
        const DeviceValue& value = named.device.*field.member;
        Json entry = Json::object();
        entry["value"] = field.names.empty() ? Json(value.value) : Json(fieldText(field, named.device));
        entry["unit"] = field.unit;
        entry["source"] = value.source;
        values[std::string(field.key)] = std::move(entry);
    }
    Json json = Json::object();
    json["format"] = formatName;
    json["name"] = named.name;
    json["title"] = named.title;
    json["note"] = named.note;
    json["values"] = std::move(values);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<void> writeDevice(const NamedDevice& named, const std::filesystem::path& file)
{
    return writeFileAtomically(file, deviceText(named));
}

std::span<const NamedDevice> builtInDevices()
{
    static const std::vector<NamedDevice> devices = [] {
        std::vector<NamedDevice> read;
        for (const std::string_view text : presetTexts()) {
            if (auto device = parseDevice(text, "built-in device"))
                read.push_back(std::move(*device));
        }
        return read;
    }();
    return devices;
}

Result<NamedDevice> builtInDevice(std::string_view name)
{
    std::string names;
    for (const NamedDevice& device : builtInDevices()) {
        if (device.name == name)
            return device;
        names.append(names.empty() ? "" : ", ").append(device.name);
    }
    return failure(Error::Code::NotFound,
                   "There is no optical device " + inQuotes(name) + "; choose one of " + names + ".");
}

} // namespace mixlens::optics
