#pragma once

#include "app/command_line.h"
#include "core/optics/device_file.h"

#include <string>
#include <string_view>
#include <vector>

namespace mixlens {

/// The device that every field's default makes, as a preset besides those of resources/devices.
inline constexpr std::string_view defaultDeviceName = "default";

/// Names of all presets, "default" first.
[[nodiscard]] std::vector<std::string_view> devicePresets();

/// Usage, with the nearest name, for a preset that there isn't.
[[nodiscard]] Result<optics::NamedDevice> readPreset(const std::string& name);

/// The device of --preset or --device, with what --set changes of it. Usage for both together.
[[nodiscard]] Result<optics::NamedDevice> readDeviceOptions(const Arguments& arguments);

/// What --set changes of a device, which must then be one that can be built.
[[nodiscard]] Result<void> applySettings(const Arguments& arguments, optics::DeviceSpec& device);

inline constexpr OptionSpec devicePresetOption{
    "preset", "NAME", "the device to start from (default: default; 'mixlens optics devices' lists them)"};
inline constexpr OptionSpec deviceFileOption{"device", "FILE.json",
                                             "a device of your own instead of a preset"};
inline constexpr OptionSpec deviceSetOption{"set", "key=value", "a value of the device", true};

} // namespace mixlens
