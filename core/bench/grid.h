#pragma once

#include "core/base/result.h"
#include "core/math/matrix.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mixlens {

/// What is timed in one cell.
enum class BenchLevel {
    Mixer, ///< one mixing sub-layer
    Block, ///< one encoder block: mixing, residual, LayerNorm, feed-forward, LayerNorm
    Model  ///< a whole model: embeddings, all blocks; its own lengths only as far as its positions go
};
[[nodiscard]] std::string_view word(BenchLevel level) noexcept; ///< "mixer", "block", "model"
[[nodiscard]] Result<BenchLevel> readBenchLevel(const std::string& text);

/// One part of a grid that several jobs share: cells whose number is `index` modulo `count`.
struct Shard
{
    int index = 0; ///< 0..count-1
    int count = 1;
    friend bool operator==(const Shard&, const Shard&) = default;
};
[[nodiscard]] Result<Shard> readShard(const std::string& text); ///< "1/4" .. "4/4", one-based as people count

/// What a person asks to be measured.
struct BenchGrid
{
    BenchLevel level = BenchLevel::Mixer;
    /// Mixer ids, each optionally with settings: "optical", "optical:bits=6,preset=ideal". At level Model the
    /// mixers that take the place of the model's own; "own" keeps them.
    std::vector<std::string> backends;
    std::vector<Index> lengths; ///< tokens, ascending, no doubles
    Index width = 256;          ///< hidden size; at level Model the model's own counts
    Index heads = 4;
    std::string model; ///< id or folder, at level Model
    Index batch = 1;   ///< sequences one after the other in one timed call
    int threads = 1;
    int rounds = 21;              ///< samples of each cell
    double sampleSeconds = 0.002; ///< least length of a sample: shorter calls are repeated inside it
    std::uint64_t seed = 1;
    Shard shard;
    friend bool operator==(const BenchGrid&, const BenchGrid&) = default;
};

/// Longer sequences no machine of today mixes; the limit keeps products of sizes in range.
inline constexpr Index mostTokens = Index{1} << 26;
inline constexpr int mostRounds = 100'000;

/// One place of the grid.
struct BenchCell
{
    std::string backend;
    Index tokens = 0;
    friend bool operator==(const BenchCell&, const BenchCell&) = default;
};

/// A backend of a grid, taken apart: "optical:bits=6,preset=ideal".
struct BackendSpec
{
    std::string id;
    std::map<std::string, std::string> settings;
    friend bool operator==(const BackendSpec&, const BackendSpec&) = default;
};
/// Usage where a piece is no key=value. Does not ask whether there is such a mixer: checkGrid() does.
[[nodiscard]] Result<BackendSpec> readBackendSpec(const std::string& text);

/// "8..4096" (powers of two, ends included), "8..4096*1.5" (times 1.5, rounded), "a,b,c" or a mix.
[[nodiscard]] Result<std::vector<Index>> readLengths(const std::string& text);

/// OutOfRange with one sentence for what cannot be measured: no lengths or backends, zero rounds, a width
/// that its heads do not divide, an unknown backend or setting, more than maxCells.
[[nodiscard]] Result<void> checkGrid(const BenchGrid& grid);

inline constexpr std::size_t maxCells = 10'000;
/// The shard's cells, short lengths first, so that a run that is cut short has whole curves' beginnings.
[[nodiscard]] std::vector<BenchCell> cellsOf(const BenchGrid& grid);

} // namespace mixlens
