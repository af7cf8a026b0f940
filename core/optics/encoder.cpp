#include "core/optics/encoder.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;
constexpr double manyPlanes = 48.0; ///< binary planes of a device that loses no digits

/// What fringing fields make of the phases of a panel: each pixel takes a part of its four neighbours'.
std::vector<double> fringed(const std::vector<double>& phases, Shape shape, double crosstalk)
{
    std::vector<double> blurred(phases.size());
    const auto at = [&](Index row, Index col) {
        return phases[static_cast<std::size_t>(((row + shape.rows) % shape.rows) * shape.cols +
                                               (col + shape.cols) % shape.cols)];
    };
    for (Index row = 0; row < shape.rows; ++row) {
        for (Index col = 0; col < shape.cols; ++col)
            blurred[static_cast<std::size_t>(row * shape.cols + col)] =
                (1.0 - 4.0 * crosstalk) * at(row, col) +
                crosstalk * (at(row - 1, col) + at(row + 1, col) + at(row, col - 1) + at(row, col + 1));
    }
    return blurred;
}

} // namespace

Encoder::Encoder(std::span<const double> values, Shape shape, const DeviceSpec& device)
    : m_values(values), m_shape(shape), m_encoding(encoding(device)), m_curve(optics::driveCurve(device)),
      m_bits(device.modulatorBits.value), m_crosstalk(device.crosstalk.value)
{
    if (m_encoding == Encoding::BitPlane && m_bits == 0.0)
        m_bits = manyPlanes;
    if (m_encoding == Encoding::DoublePhase && device.phaseLayout.value > 0.0)
        m_pixels = 2;
    double largest = 0.0;
    double squares = 0.0;
    for (const double value : values) {
        largest = std::max(largest, std::abs(value));
        squares += value * value;
    }
    const auto count = static_cast<double>(values.size());
    m_modulation.rms = std::sqrt(squares / count);
    const double crest = device.modulatorCrest.value;
    m_modulation.scale = crest > 0.0 ? std::min(largest, crest * m_modulation.rms) : largest;
    double passed = 0.0;
    for (const double value : values) {
        const double t = shown(value / m_modulation.scale);
        passed += t * t;
    }
    m_modulation.meanSquare = passed / count;
}

double Encoder::drive(double value) const noexcept
{
    const double wanted = std::clamp(value, -1.0, 1.0);
    const double asked = m_curve == DriveCurve::LookedUp ? 2.0 / pi * std::asin(wanted) : wanted;
    if (m_bits == 0.0)
        return asked;
    const double steps = 0.5 * (std::exp2(m_bits) - 1.0); // in half the range; ends half way up a step
    return std::clamp(std::nearbyint(asked * steps), -std::floor(steps), std::floor(steps)) / steps;
}

double Encoder::shown(double value) const noexcept
{
    if (m_encoding == Encoding::DoublePhase) {
        const double angle = std::acos(std::clamp(value, -1.0, 1.0));
        const double step = m_bits > 0.0 ? 2.0 * pi / std::exp2(m_bits) : 0.0;
        return std::cos(step > 0.0 ? step * std::nearbyint(angle / step) : angle);
    }
    const double driven = drive(value);
    return m_curve == DriveCurve::Linear ? driven : std::sin(0.5 * pi * driven);
}

int Encoder::frames() const noexcept
{
    switch (m_encoding) {
    case Encoding::Differential:
        return 2;
    case Encoding::BitPlane:
        return static_cast<int>(m_bits);
    default:
        return 1;
    }
}

double Encoder::weight(int frame) const noexcept
{
    const double scale = m_modulation.scale;
    switch (m_encoding) {
    case Encoding::Offset:
        return 2.0 * scale;
    case Encoding::Differential:
        return frame == 0 ? scale : -scale;
    case Encoding::BitPlane:
        return std::exp2(frame) * 2.0 * scale / (std::exp2(m_bits) - 1.0);
    default:
        return scale;
    }
}

double Encoder::constant() const noexcept
{
    if (m_encoding == Encoding::Offset)
        return -m_modulation.scale;
    if (m_encoding == Encoding::BitPlane) // codes count from -(2^(b-1) - 1), or zero would have no code
        return -m_modulation.scale * (std::exp2(m_bits) - 2.0) / (std::exp2(m_bits) - 1.0);
    return 0.0;
}

PreciseField Encoder::frame(int frame) const
{
    PreciseField light({m_shape.rows, m_shape.cols * m_pixels});
    const double scale = m_modulation.scale;
    if (m_encoding == Encoding::DoublePhase) {
        const double step = m_bits > 0.0 ? 2.0 * pi / std::exp2(m_bits) : 0.0;
        std::vector<double> up(m_values.size() * static_cast<std::size_t>(m_pixels));
        for (std::size_t i = 0; i < m_values.size(); ++i) {
            const double angle = std::acos(std::clamp(m_values[i] / scale, -1.0, 1.0));
            const double phase = step > 0.0 ? step * std::nearbyint(angle / step) : angle;
            if (m_pixels == 1) {
                up[i] = phase;
            } else {
                up[2 * i] = phase;
                up[2 * i + 1] = -phase;
            }
        }
        if (m_crosstalk > 0.0)
            up = fringed(up, light.shape, m_crosstalk);
        for (std::size_t i = 0; i < up.size(); ++i)
            light.values[i] = m_pixels == 1 ? Complex(std::cos(up[i])) : std::polar(1.0, up[i]);
        return light;
    }
    const double middle = std::exp2(m_bits - 1.0) - 1.0;
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const double value = m_values[i] / scale;
        if (m_encoding == Encoding::Bipolar) {
            light.values[i] = shown(value);
        } else if (m_encoding == Encoding::Offset) {
            light.values[i] = 0.5 * (1.0 + shown(value));
        } else if (m_encoding == Encoding::Differential) {
            light.values[i] = std::max(0.0, frame == 0 ? shown(value) : -shown(value));
        } else {
            const double steps = 0.5 * (std::exp2(m_bits) - 1.0);
            const double code = std::clamp(std::nearbyint(value * steps), -middle, middle) + middle;
            light.values[i] = std::fmod(std::floor(code / std::exp2(frame)), 2.0);
        }
    }
    return light;
}

} // namespace mixlens::optics
