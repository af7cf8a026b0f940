#pragma once

#include "core/math/matrix.h"
#include "core/optics/device_spec.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mixlens::optics {

/// One part of a sum, and where its number comes from.
struct CostItem
{
    std::string_view name;
    double value = 0.0; ///< seconds or joules
    std::string_view source;
};

/// Time and energy of one Re(F X F) on the modelled device: a silicon-photonic core of tile x tile channels
/// at 1 GS/s, used again and again (mixed radix, all stages optical but factors up to 8). Formulas only: no
/// clock, no waiting. The bench simulates the noise of one pass over the whole input; P passes add theirs
/// (-10 log10 P dB).
struct DeviceCost
{
    bool feasible = true; ///< the core can compute exactly this size
    std::string
        reason; ///< a sentence where it isn't; the figures are then those of the next larger size that fits
    int passes = 1;
    std::uint64_t frames = 1;     ///< exposures, of all passes
    std::vector<CostItem> time;   ///< adds up to `seconds`
    std::vector<CostItem> energy; ///< adds up to `joules`
    double seconds = 0.0;
    double joules = 0.0;
    double coreJoules = 0.0; ///< without moving input and output to and from main memory
};

[[nodiscard]] DeviceCost deviceCost(const DeviceSpec& device, Shape input);

/// DeviceCost::frames alone; allocates nothing.
[[nodiscard]] std::uint64_t opticalFrames(const DeviceSpec& device, Shape input) noexcept;

} // namespace mixlens::optics
