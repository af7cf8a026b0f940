#include "app/commands/optics_device.h"

namespace mixlens {

std::vector<std::string_view> devicePresets()
{
    std::vector<std::string_view> names{defaultDeviceName};
    for (const optics::NamedDevice& device : optics::builtInDevices())
        names.push_back(device.name);
    return names;
}

Result<optics::NamedDevice> readPreset(const std::string& name)
{
    if (name == defaultDeviceName)
        return optics::NamedDevice{name,
                                   "Every field at its default",
                                   "A silicon-photonic tile; one pass of the whole input is simulated.",
                                   {}};
    if (auto device = optics::builtInDevice(name))
        return device;
    return failure(Error::Code::Usage, "--preset is '" + name + "', which is no device" +
                                           suggestion(name, devicePresets()) +
                                           " ('mixlens optics devices' lists them all)");
}

Result<void> applySettings(const Arguments& arguments, optics::DeviceSpec& device)
{
    const auto settings = arguments.pairs("set");
    if (!settings)
        return tl::unexpected(settings.error());
    for (const auto& [key, value] : *settings)
        if (auto set = optics::setField(device, key, value); !set)
            return set;
    return optics::checkDevice(device);
}

Result<optics::NamedDevice> readDeviceOptions(const Arguments& arguments)
{
    const auto file = arguments.text("device");
    if (file && arguments.has("preset"))
        return failure(Error::Code::Usage, "--device and --preset both name a device; give one of them.");
    auto device = file ? optics::readDevice(*file)
                       : readPreset(arguments.text("preset", std::string(defaultDeviceName)));
    if (!device)
        return device;
    if (auto applied = applySettings(arguments, device->device); !applied)
        return tl::unexpected(applied.error());
    return device;
}

} // namespace mixlens
