#pragma once

#include "core/optics/linear_flaws.h"
#include "core/optics/precise_bench.h"

#include <cstdint>
#include <vector>

namespace mixlens::optics {

/// A tile that goes through a core.
struct CoreTile
{
    const PreciseField& values;
    bool realOnly = false; ///< only the real part of the transform is wanted
    /// Share of its samples that are those of the mirrored tile, conjugated, turned by a multiple of 90°:
    /// what the modulators round of them without noise is conjugate too. 1 for real tiles of the input.
    double alike = 1.0;
};

/// A core of tile x tile channels with one tile after the other on it, and what the closed forms say of them.
///
/// Noise over signal of a pass is that of its tiles, weighted by their power; the errors of passes add.
/// Averaging mirror images halves what differs in them. What the modulators round doesn't where a tile's
/// mirror image shows the same values: it does, but for the share 1 - alike and for the noise of the passes
/// before. With step Δ and a difference of variance s² between the two,
///   E[e e'] / E[e²] = (6 / π²) Σ_m exp(-2 π² m² s² / Δ²) / m²,
/// the Fourier series of the rounding error (Widrow and Kollár, Quantization Noise, 2008). The first
/// pass reads mirrored bins of real tiles as bright and cuts them alike; later ones share the light out anew
/// between real and imaginary frames, so alike is only what cutting takes off the gain, g. Such
/// losses multiply, 1 - Π (1 - g), and take from the errors of the other passes too. A tile smaller
/// than the core has zeros between its samples, which are shown without error: rounding counts by the tile.
/// What multiplies the light does so in every tile of a pass alike: linearError() of all passes together.
class TileCore
{
public:
    /// Frames, cut readings and the picture of the first tile go to `pass`, which must outlive the core.
    TileCore(const DeviceSpec& device, std::uint64_t seed, PrecisePass& pass);

    void nextPass();

    /// F{tile}, or its real part, as the device sees it. A complex tile is shown as two frames.
    [[nodiscard]] PreciseField operator()(const CoreTile& tile);

    /// Noise over signal of all passes so far against the real part, of a transform of `shape`.
    [[nodiscard]] double predictedNoise(Shape shape) const;

private:
    struct PassNoise
    {
        double power = 0.0;
        double alike = 0.0;       ///< power times noise over signal that mirror images share
        double independent = 0.0; ///< that they don't
        double gain = 0.0;        ///< power times the share of the amplitude that cutting takes
        double crest2 = 0.0;      ///< power times full scale over rms, squared
        CorePass light;           ///< how its tiles lie in the core
    };
    struct Shown;

    [[nodiscard]] double linearNoise(Shape shape) const;
    [[nodiscard]] Index strideFor(Index length) const;
    [[nodiscard]] PreciseField read(const Shown& shown);
    void predict(const Shown& shown, Shape core, const PrecisePass& seen, bool oneQuadrature);

    DeviceSpec m_device;
    std::uint64_t m_seed;
    PrecisePass& m_pass;
    std::vector<PassNoise> m_noise;
    double m_before = 0.0; ///< independent noise over signal of the passes before
    std::uint64_t m_count = 0;
    bool m_bypass;
    bool m_symmetrise;
};

} // namespace mixlens::optics
