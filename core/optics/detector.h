#pragma once

#include "core/base/task_pool.h"
#include "core/math/matrix.h"
#include "core/optics/device_spec.h"

#include <cstdint>

namespace mixlens::optics {

/// Uses of a seed; with the frame they make the stream of a Philox generator. Receiver is the read noise, or
/// all noise of a pair whose ports needn't be told apart; the two Normal ones are the shot noise of bright
/// ports.
enum class Noise : std::uint32_t {
    ShotPlus = 1,
    ShotMinus = 2,
    Receiver = 3,
    Laser = 4,
    Response = 5,
    NormalPlus = 6,
    NormalMinus = 7,
    ReadPlus = 8,
    ReadMinus = 9,
    ShotOther = 10, ///< ports of the second quadrature
    ReadOther = 11,
    ReferencePhase = 12,
    PhaseJitter = 13,
    // Of the device, not of a frame: drawn with deviceSeed.
    PhaseMap = 14,
    LeakPhase = 15,
    DarkResponse = 16,
    FlatExposures = 17,
    DarkExposures = 18,
    Tile = 19 ///< gives each tile a seed of its own
};

/// Seed of what is fixed in a device: response, phases of pixels. One imagined device; its flaws stay.
inline constexpr std::uint64_t deviceSeed = 0x6d69786c656e73U;

/// Stream of a Philox generator for one use of a seed in one frame.
[[nodiscard]] constexpr std::uint64_t noiseStream(Noise noise, std::uint32_t frame) noexcept
{
    return (std::uint64_t{static_cast<std::uint32_t>(noise)} << 32U) | frame;
}

/// Electrons from which shot noise is drawn as the normal of equal mean and variance. A Poisson of this mean
/// has skewness 0.01 and excess kurtosis 1e-4.
inline constexpr double brightElectrons = 1e4;

/// What an exposure met.
struct Exposure
{
    double range = 0.0;       ///< electrons of difference at full scale of the converter; 0: no converter
    std::int64_t clipped = 0; ///< readings cut at a full well or a converter's ends, all frames together
    /// What could be cut: a camera's readings count once; of a pair of ports each well and the converter of
    /// the difference. Without wells and converters none.
    std::int64_t readings = 0;
    int frames = 0; ///< with the preview

    /// Share of the readings that was cut, 0 to 1.
    [[nodiscard]] double saturated() const noexcept
    {
        return readings > 0 ? static_cast<double>(clipped) / static_cast<double>(readings) : 0.0;
    }
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
/// Two approximations. A port of brightElectrons or more has the rounded normal of its mean and variance
/// instead of its Poisson; their distribution functions differ by less than 0.07 / sqrt(mean), 7e-4. And
/// where no well can fill and both ports together collect brightElectrons from the reference beam alone, as
/// with the default device, n+ - n- with its read noise is one normal of mean I+ - I- and variance I+ + I- +
/// 2 σ_r², not rounded to whole electrons: its skewness (I+ - I-) / (I+ + I-)^1.5 and excess kurtosis
/// 1 / (I+ + I-) lie below those of a Poisson of that many electrons. Dimmer light is counted exactly, in
/// some 100 ns a port. Electrons are kept in single precision, 6e-8 of the difference.
///
/// The noise has the same bits with every table of kernels and for any number of threads; the light itself
/// differs in its last digits where FFTW picks other codelets.
///
/// The converter's range comes from a preview exposure's own electrons, or from Parseval: of a real input's
/// spectrum half the power is in the real part, so rms(n+ - n-) = 2 r sqrt(photons / 2). Never from noiseless
/// light. The preview is an exposure of every pixel like any other, with noise of its own, and counts as a
/// frame. The response map belongs to the device (seed 0 of its stream) and is the same in every frame.
///
/// Both views are contiguous. Allocates nothing. With a pool its threads share the pixels; the result is the
/// same.
[[nodiscard]] Exposure detect(ConstFieldView field, const DeviceSpec& device, std::uint64_t seed,
                              MatrixView difference, TaskPool* pool = nullptr);

/// What both ports read in the first exposure of detect() with the same arguments, before the converter. All
/// views are contiguous.
void readPorts(ConstFieldView field, const DeviceSpec& device, std::uint64_t seed, MatrixView plus,
               MatrixView minus);

} // namespace mixlens::optics
