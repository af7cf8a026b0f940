#include "core/optics/detector.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>

namespace mixlens::optics {
namespace {

constexpr std::uint64_t deviceSeed = 0x6d69786c656e73U; // one imagined device; its flaws are fixed
constexpr double previewHeadroom = 1.1;                 // noise may raise the next exposure's peak

Philox stream(std::uint64_t seed, Noise noise, std::uint32_t frame) noexcept
{
    return Philox(seed, (std::uint64_t{static_cast<std::uint32_t>(noise)} << 32U) | frame);
}

/// One port of the receiver in one frame.
class Port
{
public:
    Port(const DeviceSpec& device, std::uint64_t seed, Noise shot, std::uint32_t frame) noexcept
        : m_shot(stream(seed, shot, frame)), m_quantum(device.photons.value > 0.0),
          m_fullWell(m_quantum ? device.fullWell.value : 0.0)
    {}

    /// Electrons collected by pixel `index` for a mean of `intensity`.
    [[nodiscard]] double electrons(double intensity, std::uint64_t index,
                                   std::int64_t& clipped) const noexcept
    {
        const double n = m_quantum ? m_shot.poisson(intensity, index) : intensity;
        if (m_fullWell == 0.0 || n <= m_fullWell)
            return n;
        ++clipped;
        return m_fullWell;
    }

private:
    Philox m_shot;
    bool m_quantum;
    double m_fullWell;
};

/// Rounds to mid-tread codes over [-range, range]; range 0 passes everything.
class Converter
{
public:
    Converter(double bits, double range) noexcept
        : m_step(bits > 0.0 && range > 0.0 ? 2.0 * range / (std::exp2(bits) - 1.0) : 0.0),
          m_top(std::floor(0.5 * (std::exp2(bits) - 1.0)))
    {}

    [[nodiscard]] double operator()(double electrons, std::int64_t& clipped) const noexcept
    {
        if (m_step == 0.0)
            return electrons;
        const double code = std::nearbyint(electrons / m_step);
        clipped += std::abs(code) > m_top ? 1 : 0;
        return m_step * std::clamp(code, -m_top, m_top);
    }

private:
    double m_step;
    double m_top;
};

class Receiver
{
public:
    Receiver(ConstFieldView field, const DeviceSpec& device, std::uint64_t seed) noexcept
        : m_field(field), m_device(device), m_seed(seed), m_reference(referenceAmplitude(device))
    {}

    /// Calls sink(row, col, n+ - n-) for every pixel of frame `frame`.
    template<class Sink>
    void expose(std::uint32_t frame, std::int64_t& clipped, Sink sink) const
    {
        const Port plus(m_device, m_seed, Noise::ShotPlus, frame);
        const Port minus(m_device, m_seed, Noise::ShotMinus, frame);
        const Philox response(deviceSeed, static_cast<std::uint64_t>(Noise::Response));
        // The pair is subtracted, so its two read noises are drawn as one of twice the variance.
        const Philox read = stream(m_seed, Noise::Read, frame);
        const double readNoise =
            m_device.photons.value > 0.0 ? std::sqrt(2.0) * m_device.readNoise.value : 0.0;
        const double spread = m_device.responseSpread.value;
        const double laser = laserPower(frame);
        const double cosine = std::cos(m_device.loPhase.value);
        const double sine = std::sin(m_device.loPhase.value);
        std::uint64_t index = 0;
        for (Index row = 0; row < m_field.rows(); ++row) {
            for (Index col = 0; col < m_field.cols(); ++col, ++index) {
                const std::complex<double> a(m_field(row, col));
                // I± = (|a|² + r²) / 2 ± r Re(a e^{-iφ})
                const double common = 0.5 * (std::norm(a) + m_reference * m_reference);
                const double beat = m_reference * (a.real() * cosine + a.imag() * sine);
                const double gain =
                    spread > 0.0 ? laser * std::max(0.0, 1.0 + spread * response.normal(index)) : laser;
                const double up = plus.electrons(gain * std::max(0.0, common + beat), index, clipped);
                const double down = minus.electrons(gain * std::max(0.0, common - beat), index, clipped);
                sink(row, col, readNoise > 0.0 ? up - down + readNoise * read.normal(index) : up - down);
            }
        }
    }

private:
    [[nodiscard]] double laserPower(std::uint32_t frame) const noexcept
    {
        const double noise = m_device.intensityNoise.value;
        return noise > 0.0 ? std::max(0.0, 1.0 + noise * stream(m_seed, Noise::Laser, frame).normal(0)) : 1.0;
    }

    ConstFieldView m_field;
    const DeviceSpec& m_device;
    std::uint64_t m_seed;
    double m_reference;
};

} // namespace

double signalPhotons(const DeviceSpec& device) noexcept
{
    return device.photons.value > 0.0 ? device.photons.value : 1.0;
}

double referenceAmplitude(const DeviceSpec& device) noexcept
{
    return std::sqrt(device.loRatio.value * signalPhotons(device));
}

Exposure detect(ConstFieldView field, const DeviceSpec& device, std::uint64_t seed, MatrixView difference)
{
    assert(difference.shape() == field.shape());
    Exposure exposure;
    const Receiver receiver(field, device, seed);
    std::uint32_t frame = 0;
    if (device.converterBits.value > 0.0) {
        if (device.converterCrest.value > 0.0) {
            exposure.range = device.converterCrest.value * 2.0 * referenceAmplitude(device) *
                             std::sqrt(0.5 * signalPhotons(device));
        } else {
            double peak = 0.0;
            std::int64_t unused = 0;
            receiver.expose(frame++, unused,
                            [&](Index, Index, double n) { peak = std::max(peak, std::abs(n)); });
            exposure.range = previewHeadroom * peak;
        }
    }

    const Converter converter(device.converterBits.value, exposure.range);
    const auto averages = static_cast<std::uint32_t>(device.averages.value);
    const double share = 1.0 / averages;
    for (std::uint32_t taken = 0; taken < averages; ++taken) {
        receiver.expose(frame++, exposure.clipped, [&](Index row, Index col, double n) {
            const auto value = static_cast<float>(share * converter(n, exposure.clipped));
            difference(row, col) = taken == 0 ? value : difference(row, col) + value;
        });
    }
    exposure.frames = static_cast<int>(frame);
    return exposure;
}

} // namespace mixlens::optics
