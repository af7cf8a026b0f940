#pragma once

#include "core/base/result.h"
#include "core/optics/device_spec.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace mixlens::optics {

/// A device as people keep it in a file.
struct NamedDevice
{
    std::string name;  ///< stable, e.g. "lcos-scmos"
    std::string title; ///< for people
    std::string note;  ///< what to keep in mind about it
    DeviceSpec device;
};

/// A device from JSON text:
///   {"format": "mixlens-device", "name": …, "title": …, "note": …, "based_on": "default" or "ideal",
///    "values": {"slm_bits": {"value": 8, "unit": "bit", "source": "cited: …"}, …}}
/// Choices are written by name. Without "based_on" every field must be there. BadFormat names a key that is
/// unknown, missing or of the wrong kind, OutOfRange a value that cannot be built; `file` begins the
/// sentences.
[[nodiscard]] Result<NamedDevice> parseDevice(std::string_view text, const std::string& file);
[[nodiscard]] Result<NamedDevice> readDevice(const std::filesystem::path& file);

/// The device as parseDevice() reads it, with every field.
[[nodiscard]] std::string deviceText(const NamedDevice& device);
[[nodiscard]] Result<void> writeDevice(const NamedDevice& device, const std::filesystem::path& file);

/// The devices of resources/devices, which the build copies into the program: "ideal", "lcos-scmos",
/// "dmd-camera", "photonic-16", "photonic-11", "two-frame-2017", "article-claim".
[[nodiscard]] std::span<const NamedDevice> builtInDevices();
/// NotFound with the names there are.
[[nodiscard]] Result<NamedDevice> builtInDevice(std::string_view name);

} // namespace mixlens::optics
