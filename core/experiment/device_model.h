#pragma once

#include "core/base/result.h"
#include "core/bench/environment.h"
#include "core/math/matrix.h"
#include "core/optics/cost_model.h"
#include "core/optics/device_file.h"
#include "core/optics/reference_costs.h"

#include <string>
#include <vector>

namespace mixlens {

/// Modelled time and energy of devices over lengths, beside the digital machines they are held against.
/// Formulas only: nothing is simulated or timed.
struct DeviceModel
{
    struct Series
    {
        optics::NamedDevice device;
        std::vector<optics::DeviceCost> costs; ///< one a length
        std::vector<optics::ScalingMark> marks;
    };

    Index width = 0;            ///< hidden units
    std::vector<Index> lengths; ///< tokens, ascending
    std::vector<Series> series;
    std::vector<std::vector<optics::ReferenceCost>> references; ///< those of one length each
};

/// OutOfRange for a device that cannot be built, or sizes beyond what can be counted.
[[nodiscard]] Result<DeviceModel> modelDevices(std::vector<optics::NamedDevice> devices,
                                               std::vector<Index> lengths, Index width);

/// Problems of a series, each once, with the lengths that have it: "at 17, 31 tokens: …".
[[nodiscard]] std::vector<std::string> problemsOf(const DeviceModel& model,
                                                  const DeviceModel::Series& series);

/// "format": "mixlens-device-model", "version": 1: every item with its source.
[[nodiscard]] std::string deviceModelJson(const DeviceModel& model, const Environment& environment);
/// A row a device or reference and length; RFC 4180, provenance as '#' lines.
[[nodiscard]] std::string deviceModelCsv(const DeviceModel& model, const Environment& environment);

} // namespace mixlens
