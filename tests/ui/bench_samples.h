#pragma once

#include "core/bench/bench_summary.h"

#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// Benchmark results with known answers, for figures.
namespace mixlens::ui::test {

inline constexpr double sampleDevice = 2e-5; ///< modelled seconds of the optical device, at every length
inline constexpr Index sampleWidth = 256;

/// `rounds` times around `median`, symmetric in rank, so that the median is exact: a percent apart.
inline std::vector<double> timesAround(double median, int rounds)
{
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        // Not ascending: a drift would be another figure's matter.
        const int rank = (round * 8) % rounds - rounds / 2;
        times.push_back(median * (1.0 + 0.01 * rank));
    }
    return times;
}

inline Measurement measuredCell(const std::string& backend, const std::string& family, Index tokens,
                                double median, int rounds = 21)
{
    Measurement cell;
    cell.cell = {backend, tokens};
    cell.family = family;
    cell.width = sampleWidth;
    cell.iterations = 10;
    cell.seconds = timesAround(median, rounds);
    cell.setupSeconds = 3.0 * median;
    const auto n = static_cast<std::uint64_t>(tokens);
    const auto d = static_cast<std::uint64_t>(sampleWidth);
    cell.workspaceBytes = 8 * n * d;
    cell.formulaWorkspace = 7 * n * d;
    cell.formulaFlops = family == "attention" ? 8 * n * d * d + 4 * n * n * d : 40 * n * d;
    cell.formulaBytes = family == "attention" ? 4 * (2 * n * d + 4 * d * d) : 8 * n * d;
    return cell;
}

/// Attention 0.4 ns N², Fourier 40 ns N: power laws that cost the same at N = 100, and lengths double from 8
/// to 1024. The optical simulation takes ten times Fourier's time; its device is modelled.
inline BenchResult growthResult(int rounds = 21)
{
    BenchResult result;
    result.id = "20261124T121500Z-test";
    result.grid.backends = {"attention", "fourier", "optical"};
    result.grid.width = sampleWidth;
    result.grid.rounds = rounds;
    result.environment.processor = "Test processor";
    result.environment.cacheL2 = 1U << 20;
    result.environment.cacheL3 = 32U << 20;
    result.limits = {100e9, 60e9, 30e9, 10e9};
    for (Index tokens = 8; tokens <= 1024; tokens *= 2)
        result.grid.lengths.push_back(tokens);
    for (const Index tokens : result.grid.lengths) {
        const auto n = static_cast<double>(tokens);
        result.measurements.push_back(measuredCell("attention", "attention", tokens, 0.4e-9 * n * n, rounds));
        result.measurements.push_back(measuredCell("fourier", "fourier", tokens, 40e-9 * n, rounds));
        result.measurements.push_back(measuredCell("optical", "optical", tokens, 400e-9 * n, rounds));
        result.measurements.back().device = {{"device_time", sampleDevice, "s", Provenance::Modelled},
                                             {"device_energy", 1e-6, "J", Provenance::Modelled}};
    }
    result.complete = true;
    return result;
}

inline Measurement& cellOf(BenchResult& result, const std::string& backend, Index tokens)
{
    for (Measurement& cell : result.measurements)
        if (cell.cell == BenchCell{backend, tokens})
            return cell;
    std::abort(); // a test asked for what its sample lacks
}

inline void refuse(BenchResult& result, const std::string& backend, Index tokens, const std::string& why)
{
    Measurement& cell = cellOf(result, backend, tokens);
    cell.seconds.clear();
    cell.device.clear();
    cell.refusal = why;
}

inline std::shared_ptr<const BenchResult> shared(BenchResult result)
{
    return std::make_shared<const BenchResult>(std::move(result));
}

/// A block's operations as shares of its time: mixing `share`, feed-forward and the rest.
inline void giveOperations(Measurement& cell, double share)
{
    const std::vector<double> total = cell.seconds;
    const auto part = [&](double of) {
        std::vector<double> seconds;
        for (const double one : total)
            seconds.push_back(of * one);
        return seconds;
    };
    std::vector<double> mixing = part(share);
    for (std::size_t round = 0; round < mixing.size(); ++round)
        mixing[round] *= 1.0 + 0.02 * (static_cast<double>(round % 5) - 2.0);
    cell.operations = {{"embedding", part(0.05)},
                       {"mixing", mixing},
                       {"residual and LayerNorm", part(0.12)},
                       {"feed-forward", part(0.83 - share)}};
}

} // namespace mixlens::ui::test
