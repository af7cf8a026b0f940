#pragma once

#include "core/base/quantity.h"
#include "core/bench/environment.h"
#include "core/bench/grid.h"
#include "core/bench/statistics.h"

#include <cstdint>
#include <string>
#include <vector>

namespace mixlens {

/// Time of one kind of operation inside a forward pass: "embedding", "mixing", "residual and LayerNorm",
/// "feed-forward". Seconds, measured, one value a round.
struct OperationTimes
{
    std::string operation;
    std::vector<double> seconds;
};

/// One cell of the grid. Measured, except where a name says otherwise.
struct Measurement
{
    BenchCell cell;
    std::string family;          ///< "attention", "fourier", "optical", "control"; for colours and marks
    Index width = 0;             ///< hidden size that was run
    std::int64_t iterations = 0; ///< calls in one sample
    /// Seconds of one call (a whole batch), one value a round; value r of every cell of a length was taken in
    /// the same round. For a simulated device this is what the simulation costs this machine, never what the
    /// device would take.
    std::vector<double> seconds;
    double setupSeconds = 0.0;          ///< the first call: tables, plans, memory
    std::uint64_t workspaceBytes = 0;   ///< held by the mixer or model after it has run
    std::uint64_t peakBytes = 0;        ///< growth of the process's resident memory at its peak; 0 unknown
    std::uint64_t formulaFlops = 0;     ///< of one call, from the formula
    std::uint64_t formulaBytes = 0;     ///< operands and results of one call, from the formula
    std::uint64_t formulaWorkspace = 0; ///< from the formula
    std::vector<OperationTimes> operations; ///< levels Block and Model
    std::vector<Quantity> device; ///< modelled time ("device_time", s) and energy ("device_energy", J)
    std::string refusal;          ///< why there is no time: one sentence; empty for a measured cell

    [[nodiscard]] bool measured() const noexcept { return !seconds.empty(); }
};

/// What its model says one call takes a simulated device; 0 where there is no such number.
[[nodiscard]] double deviceSeconds(const Measurement& cell) noexcept;

/// The machine's own limits, measured in the same run on the same number of threads. 0: not measured.
struct MachineLimits
{
    double gemmFlops = 0.0; ///< flop/s of a large float32 matrix product
    /// Bytes read plus bytes written a second while copying a block that fits the level.
    double copyL2 = 0.0, copyL3 = 0.0, copyMemory = 0.0;
};

/// Something that makes a timing doubtful, and what to do about it, in one sentence.
struct BenchWarning
{
    std::string code;    ///< stable: "governor", "load", "outliers", "drift", "short", "slow-first", "debug"
    std::string backend; ///< empty: the whole run
    Index tokens = 0;
    std::string sentence;
    friend bool operator==(const BenchWarning&, const BenchWarning&) = default;
};

/// A run, finished or not: what files hold, charts draw and comparisons compare. A snapshot that never
/// changes once it has left the engine.
struct BenchResult
{
    std::string id;      ///< unique and stable, e.g. "20261124T121500Z-3f9a"
    std::string title;   ///< given by the person; may be empty
    std::string note;    ///< free text
    std::string started; ///< ISO 8601, UTC
    BenchGrid grid;
    Environment environment;
    MachineLimits limits;
    std::vector<Measurement> measurements; ///< in the order of cellsOf()
    std::vector<BenchWarning> warnings;
    bool complete = false; ///< every cell measured or refused

    /// Null when there is no such cell.
    [[nodiscard]] const Measurement* find(const std::string& backend, Index tokens) const noexcept;
    /// Backends in the grid's order that have at least one cell here.
    [[nodiscard]] std::vector<std::string> backends() const;
};

} // namespace mixlens
