#pragma once

#include "core/math/matrix.h"
#include "core/optics/device_spec.h"
#include "core/optics/frame_plan.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mixlens::optics {

/// One part of a sum, and where its number comes from.
struct CostItem
{
    std::string_view name;
    double value = 0.0; ///< seconds or joules
    std::string source;
};

/// What one exposure needs, seconds. modelled.
struct FrameTime
{
    double load = 0.0;        ///< values onto the modulators
    double settle = 0.0;      ///< until they stand still
    double propagation = 0.0; ///< 2 f / c
    double exposure = 0.0;
    double readOut = 0.0;
    double period = 0.0;      ///< from one new pattern to the next, stages overlapping
    double samePattern = 0.0; ///< from one exposure to the next of the same pattern

    /// One frame from first value to last: the latency of a device that is used once.
    [[nodiscard]] double latency() const noexcept { return load + settle + propagation + exposure + readOut; }
};
[[nodiscard]] FrameTime frameTime(const DeviceSpec& device, const FramePlan& plan) noexcept;

/// Time and energy of one Re(F X F) on the modelled device. Formulas only: no clock, no waiting, and nothing
/// measured goes in. Every conversion, the link, digital work and memory are charged.
///
/// T = P L + (patterns - P) τ + (frames - patterns) τ' + (P - 1) t_turnaround + t_digital + t_link, with P
/// passes, L the serial latency of a frame, τ and τ' FrameTime::period and samePattern; parallel cores share
/// patterns and frames. Each pass waits for the one before. Of a calibration with impulses each transform
/// carries its share: exposures · τ / calibration_shared, and as much energy as that share of frames.
struct DeviceCost
{
    bool feasible = true;              ///< nothing is in `problems`
    std::vector<std::string> problems; ///< one sentence each: panel, prime factors, channels, power
    std::string reason;                ///< the first of them, or empty
    FramePlan plan;
    FrameTime frame;
    int passes = 1;
    std::uint64_t frames = 1;     ///< exposures, of all passes
    std::vector<CostItem> time;   ///< adds up to `seconds`
    std::vector<CostItem> energy; ///< adds up to `joules`
    double seconds = 0.0;         ///< latency of one transform
    double periodSeconds = 0.0;   ///< from one transform to the next where many wait
    double joules = 0.0;
    double coreJoules = 0.0;    ///< without moving input and output to and from main memory
    double laserPower = 0.0;    ///< electrical, W, while exposing
    double meanPower = 0.0;     ///< joules over periodSeconds, W
    std::uint64_t channels = 0; ///< converters in and out
};

/// Where the core cannot compose this size exactly, the figures are those of the next larger one that fits.
[[nodiscard]] DeviceCost deviceCost(const DeviceSpec& device, Shape input);

/// DeviceCost::frames alone; allocates nothing.
[[nodiscard]] std::uint64_t opticalFrames(const DeviceSpec& device, Shape input) noexcept;

/// Beyond these, somebody has to show how: assumed, since no such device was found described.
inline constexpr std::uint64_t mostChannels = 16'384;
inline constexpr double mostPower = 400.0; ///< W: what an A100 board may draw

/// Where time stops being independent of the number of points.
struct ScalingMark
{
    double points = 0.0; ///< tokens x hidden
    std::string meaning; ///< "16 x 16 core", "panel of 1080 x 1920"
};
/// Up to the first mark one exposure is enough and the modelled time is constant: the O(1) of the article.
[[nodiscard]] std::vector<ScalingMark> scalingMarks(const DeviceSpec& device);

/// The rayless rule of sampling: f that gives N bins of pitch p_d, N p p_d / λ. For a fixed pitch, f and with
/// it the time of flight grow with N: light's own O(1) is O(sqrt(points)), however small.
[[nodiscard]] double focalLengthFor(double wavelength, double pitch, double detectorPitch,
                                    Index length) noexcept;

} // namespace mixlens::optics
