#pragma once

#include "core/math/matrix.h"
#include "core/optics/device_spec.h"

#include <cstdint>

namespace mixlens::optics {

/// Uses of a seed; with the frame they make the stream of a Philox generator.
enum class Noise : std::uint32_t { ShotPlus = 1, ShotMinus = 2, Read = 3, Laser = 4, Response = 5 };

/// What an exposure met.
struct Exposure
{
    double range = 0.0; ///< electrons of difference at full scale of the converter; 0: no converter
    std::int64_t clipped =
        0;          ///< samples cut at the full well or at the converter's ends, all frames together
    int frames = 0; ///< with the preview
};

/// Mean signal electrons a bin that the light is scaled to; 1 where the device counts no quanta.
[[nodiscard]] double signalPhotons(const DeviceSpec& device) noexcept;

/// sqrt of the reference beam's power r², in sqrt(e-), r² = lo_ratio · signalPhotons.
[[nodiscard]] double referenceAmplitude(const DeviceSpec& device) noexcept;

/// Balanced homodyne receiver. `field` a is in sqrt(photo-electrons): |a|² electrons a bin and frame, quantum
/// efficiency included. The two ports of a beam splitter see I± = |a ± r e^{iφ}|² / 2; each one's electrons
/// are
///   Poisson(I± · response) → cut at the full well → + read noise;
/// then the pair is subtracted, as its circuit does, and the difference converted: rounded to a mid-tread
/// code, then cut. `difference` becomes the mean over the frames of n+ - n- in electrons, about 2 r Re(a
/// e^{-iφ}).
///
/// The converter's range comes from a preview exposure's own electrons, or from Parseval: of a real input's
/// spectrum half the power is in the real part, so rms(n+ - n-) = 2 r sqrt(photons / 2). Never from noiseless
/// light. The response map belongs to the device (seed 0 of its stream) and is the same in every frame.
[[nodiscard]] Exposure detect(ConstFieldView field, const DeviceSpec& device, std::uint64_t seed,
                              MatrixView difference);

} // namespace mixlens::optics
