#include "core/bench/resampling.h"

#include <algorithm>
#include <cassert>

namespace mixlens {

std::span<const std::uint32_t> Resampling::draw(std::size_t count)
{
    m_places.resize(count);
    for (std::size_t i = 0; i < count; i += 4) {
        const auto words = m_random.block(m_counter++);
        for (std::size_t k = 0; k < std::min<std::size_t>(4, count - i); ++k)
            m_places[i + k] = static_cast<std::uint32_t>((std::uint64_t{words[k]} * count) >> 32U);
    }
    return m_places;
}

double Resampling::drawnMedian(std::span<const double> sample)
{
    assert(!sample.empty() && m_places.size() == sample.size());
    m_values.clear();
    for (const std::uint32_t place : m_places)
        m_values.push_back(sample[place]);
    const auto middle = m_values.begin() + static_cast<std::ptrdiff_t>(m_values.size() / 2);
    std::nth_element(m_values.begin(), middle, m_values.end());
    if (m_values.size() % 2 == 1)
        return *middle;
    const double lower = *std::max_element(m_values.begin(), middle);
    return lower + (*middle - lower) / 2.0;
}

std::size_t bootstrapDraws(std::size_t valuesPerDraw) noexcept
{
    constexpr std::size_t mostValues = 20'000'000;
    return std::clamp<std::size_t>(mostValues / std::max<std::size_t>(1, valuesPerDraw), 200, 2000);
}

} // namespace mixlens
