#pragma once

#include "core/experiment/precision_sweep.h"
#include "core/optics/device_spec.h"

#include <cstddef>
#include <vector>

namespace mixlens {

/// One combination of a plan, before anything is computed.
struct PlannedPoint
{
    std::size_t number = 0;
    std::map<std::string, double, std::less<>> values;
    std::optional<std::size_t> layer;
};

inline constexpr std::size_t mostPoints = 100'000;

/// All combinations, the last axis fastest; with `layers` (Fourier layers of the model) and plan.perLayer
/// each is followed by one point a layer. Not yet sharded.
[[nodiscard]] std::vector<PlannedPoint> pointsOf(const SweepPlan& plan,
                                                 const std::vector<std::size_t>& layers);

/// Those whose number is shard.index modulo shard.count.
[[nodiscard]] std::vector<PlannedPoint> shardOf(const std::vector<PlannedPoint>& points, const Shard& shard);

/// The device of a point, checked: preset, then settings, then the point's values.
[[nodiscard]] Result<optics::DeviceSpec> deviceOf(const SweepPlan& plan, const PlannedPoint& point);

/// The same as settings of the optical mixer.
[[nodiscard]] std::map<std::string, std::string, std::less<>> settingsOf(const SweepPlan& plan,
                                                                         const PlannedPoint& point);

} // namespace mixlens
