#pragma once

#include "core/base/result.h"
#include "core/bench/bench_result.h"

#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace mixlens {

/// Mixlens's own JSON: everything in BenchResult, "format": "mixlens-bench", "version": 1, and hyperfine's
/// "results" array (command, mean, stddev, median, user, system, min, max, times, exit_codes, parameters), so
/// that hyperfine's own scripts read the same file. Numbers keep every digit.
[[nodiscard]] std::string benchJson(const BenchResult& result);
/// BadFormat, with the member's path, for what is damaged, foreign or of a newer version. hyperfine files
/// without our members are refused by name.
[[nodiscard]] Result<BenchResult> parseBenchJson(std::string_view text, const std::string& fileName);

/// What Google Benchmark's compare.py reads: "context" and "benchmarks" with one entry a repetition and the
/// aggregates mean, median, stddev, cv.
[[nodiscard]] std::string googleBenchmarkJson(const BenchResult& result);

/// One row a repetition: backend, tokens, width, batch, threads, round, seconds, provenance. RFC 4180; the
/// provenance as '#' lines before the headers.
[[nodiscard]] std::string benchCsv(const BenchResult& result);
/// Tables for people: rows are lengths, columns backends, cells "median ± half interval unit", refused cells
/// a dash with a footnote; below it, machine, threads, build and what was measured.
[[nodiscard]] std::string benchMarkdown(const BenchResult& result);
[[nodiscard]] std::string benchLatex(const BenchResult& result);

[[nodiscard]] Result<BenchResult> readBenchFile(const std::filesystem::path& file);
/// Atomic: after a failure (a full disk) the former file is whole.
[[nodiscard]] Result<void> writeBenchFile(const std::filesystem::path& file, const BenchResult& result);

/// Joins shards and machines. Shards of one grid on one machine become one complete result; results that
/// differ in level, width, heads, batch, threads, model, or in what makes times comparable (processor,
/// kernels, version, build) are refused by a sentence naming both, unless `keepApart`: then every backend of
/// the later ones is renamed "backend @ machine", and the limits are those of the first. The same cell twice
/// is refused.
[[nodiscard]] Result<BenchResult> mergeBenchResults(std::span<const BenchResult> results, bool keepApart);

/// One cell of two results.
struct CellComparison
{
    BenchCell cell;
    double before = 0.0, after = 0.0; ///< medians, seconds
    double ratio = 0.0;               ///< after / before
    Interval ratio95;                 ///< bootstrap
    RankTest test;
    std::string problem; ///< why it cannot be compared; then the numbers are 0
};
struct Comparison
{
    std::vector<CellComparison> cells;    ///< those of `after`
    std::vector<std::string> differences; ///< sentences: other processor, kernels, threads, version …
};
/// A bootstrap for each cell, so not for the interface's thread; after `stop` the cells so far.
[[nodiscard]] Comparison compareBenchResults(const BenchResult& before, const BenchResult& after,
                                             const std::stop_token& stop = {});

} // namespace mixlens
