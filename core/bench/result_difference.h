#pragma once

#include "core/bench/bench_result.h"

#include <string>
#include <vector>

namespace mixlens {

/// One thing in which two results are not alike.
struct ResultDifference
{
    std::string what; ///< "processor", "width", "threads" …
    std::string earlier, later;
};

/// "the width is 256 there and 512 here" with the values of both.
[[nodiscard]] std::string sentenceOf(const ResultDifference& difference);

/// What was asked for: level, model, width, heads, batch. Times of two such runs are of different work.
[[nodiscard]] std::vector<ResultDifference> differencesOfWork(const BenchResult& earlier,
                                                              const BenchResult& later);
/// differencesOfWork, threads, and what makes times comparable: processor, kernels, version, build.
[[nodiscard]] std::vector<ResultDifference> incompatibilities(const BenchResult& earlier,
                                                              const BenchResult& later);
/// All of these, and what may explain a difference: compiler, FFT library, system, cores, governor, source.
[[nodiscard]] std::vector<ResultDifference> allDifferences(const BenchResult& earlier,
                                                           const BenchResult& later);

} // namespace mixlens
