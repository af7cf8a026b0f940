#pragma once

#include <array>
#include <cstdint>

namespace mixlens {

/// Counter-based generator Philox4x32-10 (Salmon et al., SC 2011): a number depends on its seed, stream and
/// position alone, so results are the same on any machine and for any number of threads.
class Philox
{
public:
    /// `stream` separates uses of one seed: a stage, a frame, a layer.
    explicit constexpr Philox(std::uint64_t seed, std::uint64_t stream = 0) noexcept
        : m_seed(seed), m_stream(stream)
    {}

    /// Four independent 32-bit words for position `counter`.
    [[nodiscard]] std::array<std::uint32_t, 4> block(std::uint64_t counter) const noexcept;

    /// Uniform in the open interval (0, 1), from word `index` of position `counter`.
    [[nodiscard]] double uniform(std::uint64_t counter, unsigned index = 0) const noexcept;

    /// Standard normal (Box-Muller) for position `counter`.
    [[nodiscard]] double normal(std::uint64_t counter) const noexcept;

    /// Poisson of the given mean for position `counter`; beyond a mean of 1e6 the normal of the same mean and
    /// variance, rounded. Preconditions: mean >= 0, counter < 2^48 (what is above serves rejected attempts).
    [[nodiscard]] double poisson(double mean, std::uint64_t counter) const noexcept;

private:
    std::uint64_t m_seed;
    std::uint64_t m_stream;
};

} // namespace mixlens
