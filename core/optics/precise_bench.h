#pragma once

#include "core/optics/clipping.h"
#include "core/optics/detector.h"
#include "core/optics/device_spec.h"
#include "core/optics/modulator.h"
#include "core/optics/precise_field.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace mixlens::optics {

/// One pass of light through any device, in double precision.
struct PrecisePass
{
    /// What was recovered, (tokens x hidden) in the input's units. The real part is Re(F_N X F_d); the
    /// imaginary part is 0 but for Quadratures.
    PreciseField transform;
    Modulation modulation;
    Exposure exposure;
    std::uint64_t tiles = 1;                ///< inputs of the core: of all passes where there are several
    std::uint64_t pictured = 1;             ///< which of them the next four show
    PreciseField transmission;              ///< of its first frame, behind the panel and its flaws
    PreciseField received;                  ///< sqrt(e-) of the first frame, quantum efficiency included
    std::vector<std::vector<double>> ports; ///< electrons: FieldReader::ports() of the first frame
    std::vector<std::int64_t> cutInPorts;   ///< pixels: FieldReader::cutInPorts() of the first frame
    double fullScale = 0.0;                 ///< electrons: FieldReader::fullScaleOfPorts()
    double differenceScale = 0.0;           ///< electrons, of the converter of the first pair of ports
    LostLight lost;                         ///< in the transform's units, after the same recovery
    /// Noise over signal that the closed forms predict for passes through tiles, each with its own full scale
    /// and crest; none where the input went through at once, for then its facts are enough.
    std::optional<double> predictedNoise;
};

/// Bypass, encoding, panel, lens, receiver, recovery, for every setting of the device but `composition`.
/// Knows only what the electronics of such a device know: its input, its settings, what calibration showed
/// and the electrons it counted. `x` is row-major.
[[nodiscard]] PrecisePass passPrecisely(const DeviceSpec& device, std::span<const double> x, Shape shape,
                                        std::uint64_t seed);

/// The light of one frame at the receiver for transmissions that have passed the panel: (tokens x hidden)
/// bins, Σ t exp(…) / sqrt(pixels), before any envelope. Energy is kept by the fast propagator.
[[nodiscard]] PreciseField throughLens(PreciseField light, Shape values, Index pixelsAValue,
                                       const DeviceSpec& device);

/// Whether the quick way through single precision (detect(), propagate()) is all that the device needs: a
/// bipolar linear modulator, the bins of an aligned lens, balanced homodyne detection.
[[nodiscard]] bool isPlain(const DeviceSpec& device) noexcept;

} // namespace mixlens::optics
