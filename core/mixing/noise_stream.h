#pragma once

#include <cstdint>

namespace mixlens {

/// The seed of draw `stream` of a noisy mixer: `seed` itself for stream 0, otherwise as unrelated to it as a
/// 64-bit mix makes it (the finaliser of SplitMix64, Steele et al. 2014).
[[nodiscard]] constexpr std::uint64_t seedOfStream(std::uint64_t seed, std::uint64_t stream) noexcept
{
    if (stream == 0)
        return seed;
    std::uint64_t z = seed + stream * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

} // namespace mixlens
