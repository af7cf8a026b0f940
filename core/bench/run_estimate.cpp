#include "core/bench/run_estimate.h"

#include "core/mixing/mixer_registry.h"

#include <algorithm>
#include <cmath>

namespace mixlens {

namespace {

// Rates of one thread of an ordinary processor of the 2020s with AVX2 or AVX-512, float32.
constexpr double productRate = 6e10;    ///< flop/s of matrix products
constexpr double transformRate = 2e10;  ///< flop/s of fast transforms, by the count 5 N log2 N
constexpr double simulationCost = 2e-8; ///< seconds a value: padded fields, noise, two transforms
constexpr double definitionRate = 1e9;  ///< flop/s of transforms in double by their definition
constexpr double preparations = 4.0; ///< calls a cell costs besides its samples: first, warm-up, calibration
constexpr double preparingSeconds = 0.02; ///< a cell: parameters drawn, tables and plans made
constexpr double limitsSeconds = 1.5;     ///< the machine's limits, once a run
constexpr double blocksOfModel = 4.0; ///< encoder blocks of a small model; the real number is in its files

/// Seconds of one mixing sub-layer.
double mixerSeconds(std::string_view backend, double tokens, double width)
{
    const std::string_view id = backend.substr(0, backend.find(':'));
    const MixerInfo* info = findMixer(id);
    const MixerFamily family = info != nullptr ? info->family : MixerFamily::Control;
    switch (family) {
    case MixerFamily::Attention: // four products with (d x d), two with (N x d)
        return (8.0 * tokens * width * width + 4.0 * tokens * tokens * width) / productRate;
    case MixerFamily::Fourier:
        if (id == "dft-definition") // N sums over d, d sums over N
            return 8.0 * tokens * width * (tokens + width) / definitionRate;
        if (id == "dft-matrix")
            return 4.0 * tokens * width * (tokens + width) / productRate;
        return 5.0 * tokens * width * std::log2(std::max(2.0, tokens * width)) / transformRate;
    case MixerFamily::Optical:
        return simulationCost * tokens * width;
    case MixerFamily::Control: // one learned matrix over tokens at most
        return 2.0 * tokens * tokens * width / productRate;
    }
    return 0.0;
}

double callSeconds(const BenchGrid& grid, const BenchCell& cell)
{
    const auto tokens = static_cast<double>(cell.tokens);
    const auto width = static_cast<double>(grid.width);
    double seconds = mixerSeconds(cell.backend, tokens, width);
    if (grid.level != BenchLevel::Mixer) // feed-forward: d to 4 d and back
        seconds += 16.0 * tokens * width * width / productRate;
    if (grid.level == BenchLevel::Model)
        seconds *= blocksOfModel;
    return seconds * static_cast<double>(grid.batch) / std::max(1, grid.threads);
}

bool sameSettings(const BenchGrid& a, const BenchGrid& b)
{
    return a.level == b.level && a.width == b.width && a.heads == b.heads && a.model == b.model &&
           a.batch == b.batch && a.threads == b.threads;
}

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

} // namespace

double estimateSeconds(const BenchGrid& grid, const BenchResult* earlier)
{
    const bool known = earlier != nullptr && sameSettings(grid, earlier->grid);
    double total = limitsSeconds;
    for (const BenchCell& cell : cellsOf(grid)) {
        double call = callSeconds(grid, cell);
        if (const Measurement* before = known ? earlier->find(cell.backend, cell.tokens) : nullptr) {
            if (before->measured())
                call = medianOf(before->seconds);
            else if (!before->refusal.empty())
                continue;
        }
        total += preparingSeconds + preparations * call +
                 static_cast<double>(grid.rounds) * std::max(call, grid.sampleSeconds);
    }
    return total;
}

} // namespace mixlens
