#pragma once

#include "core/base/quantity.h"
#include "core/base/result.h"
#include "core/math/matrix.h"
#include "core/optics/clipping.h"
#include "core/optics/cost_model.h"
#include "core/optics/detector.h"
#include "core/optics/device_spec.h"
#include "core/optics/error_budget.h"
#include "core/optics/modulator.h"
#include "core/optics/precise_bench.h"
#include "core/optics/recovery.h"

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace mixlens::optics {

/// Where a pass may write; contiguous, 64-byte aligned, contents undefined.
struct BenchStorage
{
    FieldView field;          ///< (tokens x hidden): half a spectrum
    FieldView received;       ///< (tokens x hidden): the light at the receiver
    MatrixView difference;    ///< (tokens x hidden): transmissions, then the receiver's electrons, n+ - n-
    ConstantLines sums;       ///< (1 x tokens) and (1 x hidden)
    ConstantLines lines;      ///< the same, transformed
    TaskPool* pool = nullptr; ///< threads that may share the pixels; null: the caller's alone
};

/// What the pass met on its way.
struct BenchPass
{
    Modulation modulation;
    Exposure exposure;
    std::optional<double> predictedNoise; ///< PrecisePass::predictedNoise
    /// Of PrecisePass::lost, squares of the input's units; none where assess() finds it in the light itself.
    std::optional<LostPower> lost;
};

/// How good a pass was, over the bins that light measured.
struct Assessment
{
    double predictedSnr = 0.0; ///< dB, closed forms; modelled
    double simulatedSnr = 0.0; ///< dB, against the exact transform; simulated
    double saturated = 0.0;    ///< share of the readings that was cut (Exposure::saturated()); simulated
};

/// One stage's part in the error, so that a view can show which one matters.
struct StageError
{
    std::string_view stage;
    double predictedSnr = 0.0; ///< dB, modelled
    double simulatedSnr = 0.0; ///< dB, simulated with all other stages perfect
};

/// The light in one plane, kept so that the bench view can draw what it would see.
struct FieldPlane
{
    std::string_view name; ///< "modulator" (transmission) or "detector" (sqrt(e-))
    Field amplitude;
    double pitchTokens = 0.0; ///< metres between samples along the tokens; at the detector λf / (N p)
    double pitchHidden = 0.0;
};

/// Whether the powers of the stages, each simulated alone, add up to that of all together, to half a decibel.
/// Independent errors do. Where readings are cut, or errors are as large as the signal, one stage hides
/// another's, and where recovery divides by an envelope, it raises the noise of others: a stage alone is then
/// no part of the whole. False where a run has no stages, and where more than 1 % of the readings are cut.
[[nodiscard]] bool errorsAdd(std::span<const StageError> stages, const Assessment& all) noexcept;

/// What one port or frame of the receiver counted, so that a view can draw the camera's picture.
struct CameraFrame
{
    std::string name;       ///< "plus", "minus", "point added", …; of which tile, where there are several
    Matrix electrons;       ///< (tokens x hidden)
    double fullScale = 0.0; ///< electrons at the converter's end; 0: none, or one of a difference of ports
    double saturatedShare = 0.0;  ///< of the pixels, cut at the full well or this frame's converter
    double differenceScale = 0.0; ///< electrons at the end of what converts the difference of the first two
};

/// What run() may keep beside the transform; each costs time and memory. Planes are those of the light that
/// the numbers come from: of the whole input, or of one tile where a core works tile by tile.
struct BenchDetail
{
    bool planes = false;
    bool stages = false; ///< one more simulation for each stage that is on
};

struct BenchRun
{
    Matrix transform;  ///< Re(F_N X F_D) as recovered, scaled back to X's units
    Matrix difference; ///< electrons
    BenchPass pass;
    Assessment assessment;
    std::vector<FieldPlane> planes;
    std::vector<CameraFrame> frames; ///< with the planes; of the first exposure of the same run
    /// Of how many inputs of the core, over all passes, planes and frames show which, from 1.
    std::uint64_t tiles = 1;
    std::uint64_t pictured = 1;
    std::vector<StageError> stages;
    DeviceCost cost;
    std::vector<Quantity> facts; ///< of the assessment and cost, with their provenance
};

/// Simulates one pass of light through a device: bypass, modulator, lens, receiver, recovery. Equal seeds
/// give equal runs, on any machine: the generator counts (Philox), it does not carry state. Immutable; any
/// thread may use it.
class OpticalBench
{
public:
    /// OutOfRange, naming the field and its range, where the device cannot be built.
    [[nodiscard]] static Result<OpticalBench> make(DeviceSpec device);

    [[nodiscard]] const DeviceSpec& device() const noexcept { return m_device; }

    /// OutOfRange for an input with NaN or infinity, naming the first, or one that the panel has no room for;
    /// what the other functions make of such an input is not finite, or that of a larger panel.
    [[nodiscard]] Result<void> accepts(ConstMatrixView x) const;

    /// Y = Re(F_N X F_D) as this device sees it. X and Y are (tokens x hidden), not empty. Does not allocate
    /// once the transform of this shape is planned, and never sees the exact answer.
    BenchPass transform(ConstMatrixView x, std::uint64_t seed, const BenchStorage& storage,
                        MatrixView y) const;

    /// Compares y, which transform() made of x, with the exact transform. Overwrites `storage`.
    [[nodiscard]] Assessment assess(ConstMatrixView x, ConstMatrixView y, const BenchPass& pass,
                                    const BenchStorage& storage) const;

    /// Everything about one pass. Cancelled when `stop` says so, looked at between stages.
    [[nodiscard]] Result<BenchRun> run(ConstMatrixView x, std::uint64_t seed, BenchDetail detail,
                                       const std::stop_token& stop) const;

private:
    explicit OpticalBench(DeviceSpec device);

    [[nodiscard]] double brightness(const Modulation& modulation) const noexcept;
    void loadInput(ConstMatrixView x, const BenchStorage& storage) const; ///< into storage.difference
    [[nodiscard]] LostPower lostLight(ConstMatrixView x, const BenchPass& pass,
                                      const BenchStorage& storage) const;
    [[nodiscard]] bool isQuick() const noexcept; ///< whether single precision is all that it takes
    [[nodiscard]] PrecisePass precisePass(ConstMatrixView x, std::uint64_t seed) const;
    BenchPass take(const PrecisePass& pass, const BenchStorage& storage, MatrixView y) const;
    /// `storage` is as transform() left it: the light is still there.
    void picture(ConstMatrixView x, std::uint64_t seed, const BenchStorage& storage, BenchRun& run) const;

    DeviceSpec m_device;
};

/// Device time and energy, signal-to-noise ratios, cut readings and frames, named and with their provenance.
[[nodiscard]] std::vector<Quantity> facts(const Assessment& assessment, const DeviceCost& cost);

} // namespace mixlens::optics
