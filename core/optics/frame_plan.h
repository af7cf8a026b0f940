#pragma once

#include "core/math/matrix.h"
#include "core/optics/device_spec.h"

#include <cstdint>

namespace mixlens::optics {

/// How often a device looks, and at what, for one Re(F X F). Counted, not timed.
struct FramePlan
{
    bool fits = true;           ///< the panel is large enough, or the core composes this size exactly
    Shape planned;              ///< the input's shape, or the next larger one that fits a core
    Shape optical;              ///< points of one exposure: the input, or one tile of it
    int passes = 1;             ///< the light goes through the core so often, with digital work in between
    std::uint64_t tiles = 1;    ///< different inputs of the core, over all passes
    std::uint64_t parts = 1;    ///< of the tiles, real ones one each and complex ones two
    std::uint64_t patterns = 1; ///< settings of the modulators: parts x encoding (x sign by a second frame)
    std::uint64_t looks = 1;    ///< exposures of one part: encoding x (detection x averages, and a preview)
    std::uint64_t frames = 1;   ///< exposures of all: parts * looks
    /// Exposures of one calibration with impulses, which is not among the frames: many transforms share it.
    std::uint64_t calibration = 0;
    std::uint64_t modulated = 0;  ///< values that are converted on their way in, over all frames
    std::uint64_t detected = 0;   ///< values that are converted on their way out
    std::uint64_t operations = 0; ///< digital real operations: bypass, mirror image, twiddles, butterflies
};

/// Exposures that one encoding needs: 1, 2 (differential) or one a bit (bit planes).
[[nodiscard]] std::uint64_t encodingFrames(const DeviceSpec& device) noexcept;
/// Exposures that one way of detection needs: 1, or 2 (reference at +r and -r; sign by a second frame).
[[nodiscard]] std::uint64_t detectionFrames(const DeviceSpec& device) noexcept;

/// What modulators without phase show is real: tiles of the first pass are one part, those of later passes
/// two, the real and the imaginary one. Each has a range of its own, and so a preview.
///
/// A device with Composition::Whole takes the input at once, as it is simulated; where it has no panel it has
/// a core, and channels, as large as the input. OnePass decimates each axis to the largest divisor that the
/// core has room for and leaves the rest to digital butterflies. Allocates nothing.
[[nodiscard]] FramePlan planFrames(const DeviceSpec& device, Shape input) noexcept;

} // namespace mixlens::optics
