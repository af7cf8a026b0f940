#pragma once

#include "core/base/random.h"
#include "core/bench/bench_result.h"

#include <cmath>
#include <string>
#include <utility>

/// Hand-made results of a benchmark, whole in every member.
namespace mixlens::fixture {

inline Environment machine(const std::string& processor = "Test CPU 3000")
{
    return {"0.1.0",
            "abc1234",
            processor,
            "x86-64-v3",
            "FFTW 3.3.10, AVX",
            "g++ 12.2",
            "release",
            "Linux 6.1",
            2,
            16ULL << 30U,
            32'768,
            1 << 20,
            1 << 25,
            "performance"};
}

inline BenchGrid grid()
{
    BenchGrid grid;
    grid.backends = {"attention", "fourier", "optical:bits=6,preset=ideal"};
    grid.lengths = {8, 16, 32, 64};
    grid.rounds = 7;
    grid.seed = ~std::uint64_t{0} - 4; // more than a double's or a signed integer's digits
    return grid;
}

/// Times of "all digits": lognormal about tokens microseconds.
inline Measurement measurement(const BenchGrid& grid, const BenchCell& cell, std::uint64_t seed = 1)
{
    Measurement measurement;
    measurement.cell = cell;
    measurement.family = cell.backend.substr(0, cell.backend.find(':'));
    measurement.width = grid.width;
    measurement.iterations = 12;
    const Philox random(seed, static_cast<std::uint64_t>(cell.tokens) * 100 + cell.backend.size());
    for (int round = 0; round < grid.rounds; ++round)
        measurement.seconds.push_back(1e-6 * static_cast<double>(cell.tokens) *
                                      std::exp(0.1 * random.normal(static_cast<std::uint64_t>(round))));
    measurement.setupSeconds = 0.1 + 0.2; // not 0.3
    measurement.workspaceBytes = 4096;
    measurement.peakBytes = (std::uint64_t{1} << 63U) + 1;
    measurement.formulaFlops = 123'456'789;
    measurement.formulaBytes = 1024;
    measurement.formulaWorkspace = 512;
    measurement.operations = {{"mixing", measurement.seconds}, {"feed-forward", {1e-9, 5e-324}}};
    if (measurement.family == "optical")
        measurement.device = {{"device_time", 1.25e-5, "s", Provenance::Modelled},
                              {"device_energy", 3e-6, "J", Provenance::Modelled}};
    return measurement;
}

/// Every cell of the grid's shard; "attention" at 64 tokens is refused.
inline BenchResult result(BenchGrid grid = fixture::grid(), std::uint64_t seed = 1)
{
    BenchResult result;
    result.id = "20261124T121500Z-" + std::to_string(grid.shard.index) + "-" + std::to_string(seed);
    result.title = "Title, \"quoted\"";
    result.note = "two\nlines & µ";
    result.started = "2026-11-24T12:15:0" + std::to_string(grid.shard.index) + "Z";
    result.environment = machine();
    result.limits = {1e11, 2.65e11, 8e10, 2.2e10};
    result.warnings = {{"governor", "", 0, "The governor is powersave; set performance."},
                       {"outliers", "fourier", 16, "Two of seven rounds are far off; close other programs."}};
    for (const BenchCell& cell : cellsOf(grid)) {
        result.measurements.push_back(measurement(grid, cell, seed));
        if (cell == BenchCell{"attention", 64}) {
            Measurement& refused = result.measurements.back();
            refused.seconds.clear();
            refused.operations.clear();
            refused.refusal = "Attention at 64 tokens needs 9 GB & 100 % of memory_x; free some.";
        }
    }
    result.grid = std::move(grid);
    result.complete = true;
    return result;
}

inline BenchGrid shardOf(BenchGrid grid, int index, int count)
{
    grid.shard = {index, count};
    return grid;
}

} // namespace mixlens::fixture
