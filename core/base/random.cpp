#include "core/base/random.h"

#include <cassert>
#include <cmath>
#include <numbers>

namespace mixlens {
namespace {

using Words = std::array<std::uint32_t, 4>;

constexpr double twoTo32 = 4294967296.0;

constexpr std::uint32_t low(std::uint64_t value) noexcept
{
    return static_cast<std::uint32_t>(value);
}
constexpr std::uint32_t high(std::uint64_t value) noexcept
{
    return static_cast<std::uint32_t>(value >> 32U);
}

/// In (0, 1), from 32 bits: never 0, so that its logarithm is finite.
double openUniform(std::uint32_t word) noexcept
{
    return (word + 0.5) / twoTo32;
}

/// In (0, 1), from 52 bits: the tails of a distribution reach further.
double fineUniform(std::uint32_t upper, std::uint32_t lower) noexcept
{
    return (upper + ((lower >> 12U) + 0.5) / 1048576.0) / twoTo32;
}

/// ln k!, by Stirling's series from 10 on (absolute error below 1e-11). std::lgamma writes a global.
double logFactorial(double k) noexcept
{
    static constexpr std::array<double, 10> factorials{1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880};
    if (k < 10)
        return std::log(factorials[static_cast<std::size_t>(k)]);
    const double inverse = 1.0 / k;
    const double square = inverse * inverse;
    return (k + 0.5) * std::log(k) - k + 0.5 * std::log(2.0 * std::numbers::pi) +
           inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)));
}

/// Adds up probabilities until they pass `u`. Exact; its steps grow with the mean.
double poissonByInversion(double mean, double u) noexcept
{
    double probability = std::exp(-mean);
    double sum = probability;
    double k = 0;
    while (u > sum && probability > 0) {
        ++k;
        probability *= mean / k;
        sum += probability;
    }
    return k;
}

/// One attempt of PTRS, the transformed rejection with squeeze of Hörmann (Insurance: Mathematics and
/// Economics 12, 1993), for means from 10. Negative: rejected. About one attempt in eight is.
class Ptrs
{
public:
    explicit Ptrs(double mean) noexcept : m_mean(mean), m_b(0.931 + 2.53 * std::sqrt(mean)) {}

    [[nodiscard]] double attempt(double u, double v) const noexcept
    {
        const double a = -0.059 + 0.02483 * m_b;
        const double centred = u - 0.5;
        const double edge = 0.5 - std::abs(centred);
        const double k = std::floor((2.0 * a / edge + m_b) * centred + m_mean + 0.43);
        if (edge >= 0.07 && v <= 0.9277 - 3.6224 / (m_b - 2.0))
            return k;
        if (k < 0 || (edge < 0.013 && v > edge))
            return -1;
        const double inverseAlpha = 1.1239 + 1.1328 / (m_b - 3.4);
        const double bound = k * std::log(m_mean) - m_mean - logFactorial(k);
        return std::log(v * inverseAlpha / (a / (edge * edge) + m_b)) <= bound ? k : -1;
    }

private:
    double m_mean;
    double m_b;
};

double boxMuller(const Words& words) noexcept
{
    return std::sqrt(-2.0 * std::log(fineUniform(words[0], words[1]))) *
           std::cos(2.0 * std::numbers::pi * openUniform(words[2]));
}

} // namespace

std::array<std::uint32_t, 4> Philox::block(std::uint64_t counter) const noexcept
{
    Words words{low(counter), high(counter), low(m_stream), high(m_stream)};
    std::uint32_t key0 = low(m_seed);
    std::uint32_t key1 = high(m_seed);
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t first = std::uint64_t{0xD2511F53U} * words[0];
        const std::uint64_t second = std::uint64_t{0xCD9E8D57U} * words[2];
        words = {high(second) ^ words[1] ^ key0, low(second), high(first) ^ words[3] ^ key1, low(first)};
        key0 += 0x9E3779B9U; // the golden ratio and √3 - 1, as Weyl sequences
        key1 += 0xBB67AE85U;
    }
    return words;
}

double Philox::uniform(std::uint64_t counter, unsigned index) const noexcept
{
    assert(index < 4);
    return openUniform(block(counter)[index]);
}

double Philox::normal(std::uint64_t counter) const noexcept
{
    return boxMuller(block(counter));
}

double Philox::poisson(double mean, std::uint64_t counter) const noexcept
{
    assert(mean >= 0 && counter < (std::uint64_t{1} << 48U));
    if (mean > 1e6)
        return std::round(mean + std::sqrt(mean) * normal(counter));

    const Words first = block(counter);
    if (mean < 10)
        return poissonByInversion(mean, fineUniform(first[0], first[1]));

    const Ptrs sampler(mean);
    // Two attempts a block; later blocks live above 2^48, out of the way of other positions.
    Words words = first;
    for (std::uint64_t extra = 1;; ++extra) {
        for (unsigned pair = 0; pair < 4; pair += 2) {
            const double k = sampler.attempt(openUniform(words[pair]), openUniform(words[pair + 1]));
            if (k >= 0)
                return k;
        }
        words = block(counter + (extra << 48U));
    }
}

} // namespace mixlens
