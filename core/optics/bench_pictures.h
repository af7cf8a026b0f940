#pragma once

#include "core/optics/optical_bench.h"

namespace mixlens::optics {

/// BenchRun::planes and frames of the run's own light and first exposure: those of `pass`, or of its tile.
void addPictures(const DeviceSpec& device, const PrecisePass& pass, BenchRun& run);

/// The same of the quick way, whose transmissions and light in sqrt(e-) these are. Without light the ports
/// read nothing.
void addPictures(const DeviceSpec& device, ConstMatrixView transmission, Field received, std::uint64_t seed,
                 BenchRun& run);

} // namespace mixlens::optics
