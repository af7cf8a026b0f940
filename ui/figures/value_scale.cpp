#include "ui/figures/value_scale.h"

#include "ui/figures/axis_ticks.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace mixlens::ui {

namespace {

constexpr double deepest = 1e-6; ///< of the range: where a logarithm ends that is asked to begin at zero
constexpr double linearShare = 1e-3;

/// log2 of a positive normal number to within 1e-5: the exponent's bits and, for the mantissa m in [1, 2),
/// 2 atanh(z) / ln 2 with z = (m − 1) / (m + 1) <= 1/3. Branch-free, so that rows of pixels vectorise.
float quickLog2(float value) noexcept
{
    const auto bits = std::bit_cast<std::int32_t>(value);
    const auto exponent = static_cast<float>((bits >> 23) - 127);
    const float mantissa = std::bit_cast<float>((bits & 0x007FFFFF) | 0x3F800000);
    const float z = (mantissa - 1.0F) / (mantissa + 1.0F);
    const float z2 = z * z;
    return exponent +
           2.8853901F * z * (1.0F + z2 * (1.0F / 3.0F + z2 * (0.2F + z2 * (1.0F / 7.0F + z2 / 9.0F))));
}

} // namespace

ValueScale::ValueScale(HeatScale scale, double low, double high)
    : m_scale(scale), m_signed(low < 0.0), m_low(low), m_high(high > low ? high : low + 1.0)
{
    const double largest = std::max(std::abs(m_low), std::abs(m_high));
    m_knee = m_signed ? largest * linearShare : (m_low > 0.0 ? m_low : m_high * deepest);
    m_bentLow = bent(m_low);
    m_bentSpan = bent(m_high) - m_bentLow;
}

double ValueScale::bent(double value) const noexcept
{
    switch (m_scale) {
    case HeatScale::Linear:
        break;
    case HeatScale::SquareRoot:
        return std::copysign(std::sqrt(std::abs(value)), value);
    case HeatScale::Logarithmic:
    case HeatScale::Decibel:
        if (m_signed)
            return std::copysign(std::log2(1.0 + std::abs(value) / m_knee), value);
        return std::isnan(value) ? value : std::log2(std::max(value, m_knee));
    }
    return value;
}

double ValueScale::position(double value) const noexcept
{
    return std::clamp((bent(value) - m_bentLow) / m_bentSpan, 0.0, 1.0); // clamp leaves NaN alone
}

double ValueScale::valueAt(double position) const noexcept
{
    const double y = m_bentLow + position * m_bentSpan;
    switch (m_scale) {
    case HeatScale::Linear:
        break;
    case HeatScale::SquareRoot:
        return std::copysign(y * y, y);
    case HeatScale::Logarithmic:
    case HeatScale::Decibel:
        return m_signed ? std::copysign(m_knee * (std::exp2(std::abs(y)) - 1.0), y) : std::exp2(y);
    }
    return y;
}

void ValueScale::toPositions(std::span<float> values, float factor) const noexcept
{
    const auto gain = factor * static_cast<float>(1.0 / m_bentSpan);
    const auto shift = factor * static_cast<float>(-m_bentLow / m_bentSpan);
    const auto knee = static_cast<float>(m_knee);
    const auto place = [=](float bentValue) {
        const float position = bentValue * gain + shift;
        const float atLeast = position < 0.0F ? 0.0F : position; // this order keeps NaN
        return atLeast > factor ? factor : atLeast;
    };
    const bool logarithmic = m_scale == HeatScale::Logarithmic || m_scale == HeatScale::Decibel;
    if (m_scale == HeatScale::Linear) {
        for (float& value : values)
            value = place(value);
    } else if (m_scale == HeatScale::SquareRoot) {
        for (float& value : values)
            value = place(std::copysign(std::sqrt(std::abs(value)), value));
    } else if (logarithmic && m_signed) {
        for (float& value : values) {
            const float grown = std::copysign(quickLog2(1.0F + std::abs(value) / knee), value);
            value = place(value == value ? grown : value);
        }
    } else {
        for (float& value : values) {
            const float grown = quickLog2(value > knee ? value : knee);
            value = place(value == value ? grown : value);
        }
    }
}

std::vector<double> ValueScale::ticks(int count) const
{
    std::vector<double> values;
    if (m_scale == HeatScale::Decibel && !m_signed) {
        for (const double decibels : linearTicks(20.0 * std::log10(m_knee), 20.0 * std::log10(m_high), count))
            values.push_back(std::pow(10.0, decibels / 20.0));
    } else if (m_scale == HeatScale::Logarithmic && !m_signed) {
        values = logTicks(m_knee, m_high, count);
    } else {
        values = linearTicks(m_low, m_high, count);
    }
    return values;
}

} // namespace mixlens::ui
