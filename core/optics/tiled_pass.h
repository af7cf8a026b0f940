#pragma once

#include "core/optics/precise_bench.h"

namespace mixlens::optics {

/// A transform made from those of a core of tile x tile channels, with n = N2 n1 + n2 and k = k1 + r1 k2
/// along each axis (Cooley and Tukey 1965):
///   A[k1; n2] = Σ_n1 x[N2 n1 + n2] W_r1^{n1 k1},  A *= W_N^{n2 k1},  X[k1 + r1 k2] = Σ_n2 A[k1; n2] W_N2^{n2
///   k2}.
/// MultiPass takes the second sum apart again and again and leaves no more than a factor of 8 to digital
/// butterflies (planTiles()); OnePass does all of it digitally. Twiddle factors are digital.
///
/// A complex tile is shown as two frames, real and imaginary part. Between passes both quadratures are read;
/// the last pass reads one, where no digital work follows. Factors that divide the core are placed at a
/// stride in it: zeros around a small tile would interpolate its spectrum. Each tile has a full scale of its
/// own. Errors add: SNR of one tile - 10 log10(passes).
///
/// PrecisePass::predictedNoise is the closed forms' (error_budget.h) for each tile as it was shown, weighted
/// by its power and added over the passes (tile_core.h). A reference phase turns every pass alike: the angles
/// add. The picture is that of the first tile.
///
/// Needs homodyne detection: intensities of complex tiles have no sign to find.
[[nodiscard]] PrecisePass passInTiles(const DeviceSpec& device, std::span<const double> x, Shape shape,
                                      std::uint64_t seed);

/// OutOfRange, with a sentence, where passInTiles() cannot compose the shape; its answer is then that of a
/// core as large as the input.
[[nodiscard]] Result<void> checkTiles(const DeviceSpec& device, Shape shape);

} // namespace mixlens::optics
