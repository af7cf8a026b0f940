#pragma once

#include "core/bench/environment.h"
#include "core/optics/device_file.h"
#include "core/optics/optical_bench.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mixlens {

/// What a device did with one input, or with several of one shape.
struct OpticsReport
{
    optics::NamedDevice device;
    std::uint64_t seed = 1;
    Shape input;
    std::vector<optics::BenchRun> runs; ///< one an input
};

/// "format": "mixlens-optics-report", "version": 1: the device with the source of every value,
/// signal-to-noise ratios in all and of each stage alone, time and energy item by item, problems. Every
/// number says whether it is simulated or modelled.
[[nodiscard]] std::string opticsReportJson(const OpticsReport& report, const Environment& environment);

} // namespace mixlens
