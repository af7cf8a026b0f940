#include "app/commands/optics_devices.h"

#include "app/commands/optics_device.h"
#include "app/console.h"
#include "core/bench/number_text.h"

namespace mixlens {

namespace {

std::string rangeText(const optics::DeviceField& field)
{
    std::string text;
    if (field.isSwitch())
        return "on|off";
    if (!field.names.empty()) {
        for (const std::string_view name : field.names)
            text.append(text.empty() ? "" : "|").append(name);
        return text;
    }
    text = exactText(field.least) + ".." + exactText(field.most);
    if (field.unit != "1")
        text += " " + std::string(field.unit);
    return text + (field.zeroIsOff ? ", or 0" : "");
}

Result<void> run(const Arguments&)
{
    say("Devices, for --preset");
    for (const std::string_view name : devicePresets())
        if (const auto device = readPreset(std::string(name)))
            say("  " + device->name + ": " + device->title + "\n      " + device->note);
    const optics::DeviceSpec device;
    const optics::DeviceField* last = nullptr;
    for (const optics::DeviceField& field : optics::deviceFields()) {
        if (last == nullptr || last->group != field.group)
            say("\n" + std::string(optics::title(field.group)) + ", for --set and --axis");
        last = &field;
        say("  " + std::string(field.key) + " = " + optics::fieldText(field, device) + "    (" +
            rangeText(field) + ")\n      " + std::string(field.meaning) + "; default " +
            std::string(field.source));
    }
    return {};
}

constexpr Command command{.name = "optics devices",
                          .summary = "List the devices and what can be set of them.",
                          .synopsis = "",
                          .options = {},
                          .run = run};

} // namespace

const Command& opticsDevicesCommand() noexcept
{
    return command;
}

} // namespace mixlens
