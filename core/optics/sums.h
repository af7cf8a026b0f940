#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace mixlens::optics {

/// Σ term(x) in double. Eight partial sums: one alone would wait for each addition.
template<class Term>
double sumOf(std::span<const float> values, Term term)
{
    constexpr std::size_t lanes = 8;
    double partial[lanes] = {};
    std::size_t i = 0;
    for (; i + lanes <= values.size(); i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane)
            partial[lane] += term(static_cast<double>(values[i + lane]));
    }
    double sum = 0.0;
    for (const double part : partial)
        sum += part;
    for (; i < values.size(); ++i)
        sum += term(static_cast<double>(values[i]));
    return sum;
}

/// max |x|, NaN left out.
inline float largestMagnitude(std::span<const float> values)
{
    constexpr std::size_t lanes = 8;
    float partial[lanes] = {};
    const auto take = [](float& most, float value) {
        const float size = std::abs(value);
        most = size > most ? size : most;
    };
    std::size_t i = 0;
    for (; i + lanes <= values.size(); i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane)
            take(partial[lane], values[i + lane]);
    }
    for (; i < values.size(); ++i)
        take(partial[0], values[i]);
    return *std::ranges::max_element(partial);
}

} // namespace mixlens::optics
