#pragma once

#include "core/base/random.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mixlens {

/// The bootstrap (Efron 1979) over repetitions: medians of samples that are drawn, with replacement, from
/// the measured ones. The same seed and the same calls give the same numbers.
class Resampling
{
public:
    explicit Resampling(std::uint64_t seed) noexcept : m_random(seed, stream) {}

    /// Draws `count` of the places 0 .. count-1; valid until the next call.
    std::span<const std::uint32_t> draw(std::size_t count);
    /// Median of the values at the places drawn. Precondition: the last draw was for the sample's size.
    [[nodiscard]] double drawnMedian(std::span<const double> sample);

private:
    static constexpr std::uint64_t stream = 0x626f6f74; ///< apart from other uses of the seed
    Philox m_random;
    std::uint64_t m_counter = 0;
    std::vector<std::uint32_t> m_places;
    std::vector<double> m_values;
};

/// How many bootstrap draws: 2000, which moves the ends of a 95 % interval by a few per cent of its width;
/// fewer, but at least 200, where all the samples together hold so many values that it would take seconds.
[[nodiscard]] std::size_t bootstrapDraws(std::size_t valuesPerDraw) noexcept;

} // namespace mixlens
