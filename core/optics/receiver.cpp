#include "core/optics/receiver.h"

#include "core/base/random.h"
#include "core/optics/sums.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mixlens::optics {
namespace {

constexpr float furthestNormal = 6.67F; // of KernelTable::philoxNormals

} // namespace

struct Receiver::Light
{
    double laser = 1.0;                ///< power of this frame
    const float* pixelGains = nullptr; ///< response of each pixel, where it is uneven
    bool counted = false;              ///< whether the ports must be told apart
};

/// One port of some pixels in one frame.
class Receiver::Port
{
public:
    Port(const Receiver& receiver, Noise exact, Noise normal, std::uint32_t frame, std::size_t first,
         std::size_t count)
        : m_shot(receiver.m_seed, noiseStream(exact, frame)), m_first(first), m_fullWell(receiver.m_fullWell)
    {
        receiver.drawNormals(normal, frame, first, std::span(m_normals).first(count));
    }

    /// Electrons collected by pixel first + index for a mean of `intensity`.
    [[nodiscard]] double electrons(double intensity, std::size_t index, std::int64_t& clipped) const noexcept
    {
        const double n =
            intensity < brightElectrons
                ? m_shot.poisson(intensity, m_first + index)
                : std::nearbyint(intensity + std::sqrt(intensity) * static_cast<double>(m_normals[index]));
        if (m_fullWell == 0.0 || n <= m_fullWell)
            return n;
        ++clipped;
        return m_fullWell;
    }

private:
    Philox m_shot;
    Chunk m_normals;
    std::size_t m_first;
    double m_fullWell;
};

Receiver::Receiver(ConstFieldView field, const DeviceSpec& device, std::uint64_t seed) noexcept
    : m_field(field.data()), m_pixels(static_cast<std::size_t>(field.shape().size())), m_device(device),
      m_seed(seed), m_reference(referenceAmplitude(device)), m_quantum(device.photons.value > 0.0),
      m_fullWell(m_quantum ? device.fullWell.value : 0.0),
      m_readNoise(m_quantum ? device.readNoise.value : 0.0)
{}

void Receiver::drawNormals(Noise noise, std::uint32_t frame, std::size_t first, std::span<float> out) const
{
    const std::uint64_t seed = noise == Noise::Response ? deviceSeed : m_seed;
    kernels().philoxNormals(seed, noiseStream(noise, frame), first, out.size(), out.data());
}

/// `gains` is room for Light::pixelGains.
Receiver::Light Receiver::lightOf(std::uint32_t frame, std::size_t first, std::size_t count,
                                  Chunk& gains) const
{
    Light light;
    if (const double noise = m_device.intensityNoise.value; noise > 0.0)
        light.laser = std::max(0.0, 1.0 + noise * Philox(m_seed, noiseStream(Noise::Laser, frame)).normal(0));
    float least = 1.0F;
    if (const auto spread = static_cast<float>(m_device.responseSpread.value); spread > 0.0F) {
        drawNormals(Noise::Response, 0, first, std::span(gains).first(count));
        least = std::numeric_limits<float>::infinity();
        for (float& gain : std::span(gains).first(count)) {
            gain = std::max(0.0F, 1.0F + spread * gain);
            least = std::min(least, gain);
        }
        light.pixelGains = gains.data();
    }
    const double fromReference = light.laser * static_cast<double>(least) * m_reference * m_reference;
    light.counted = m_quantum && (m_fullWell > 0.0 || fromReference < brightElectrons);
    return light;
}

/// Both ports in one: `normals` times their noise, or none where that is null.
void Receiver::subtractPorts(const Light& light, std::size_t first, const float* normals,
                             std::span<float> electrons) const
{
    const double phase = m_device.loPhase.value;
    const HomodyneTerms terms{.gain = static_cast<float>(light.laser),
                              .cosine = static_cast<float>(2.0 * m_reference * std::cos(phase)),
                              .sine = static_cast<float>(2.0 * m_reference * std::sin(phase)),
                              .reference = static_cast<float>(m_reference * m_reference),
                              .readVariance = static_cast<float>(2.0 * m_readNoise * m_readNoise)};
    kernels().homodyne(reinterpret_cast<const float*>(m_field + first), light.pixelGains, normals,
                       electrons.size(), terms, electrons.data());
}

/// The ports one by one.
std::int64_t Receiver::countPorts(std::uint32_t frame, const Light& light, std::size_t first,
                                  std::span<float> electrons) const
{
    const Port plus(*this, Noise::ShotPlus, Noise::NormalPlus, frame, first, electrons.size());
    const Port minus(*this, Noise::ShotMinus, Noise::NormalMinus, frame, first, electrons.size());
    Chunk read;
    drawNormals(Noise::Receiver, frame, first, std::span(read).first(electrons.size()));
    // The pair is subtracted, so its two read noises are drawn as one of twice the variance.
    const double readNoise = std::sqrt(2.0) * m_readNoise;
    const double cosine = std::cos(m_device.loPhase.value);
    const double sine = std::sin(m_device.loPhase.value);
    std::int64_t clipped = 0;
    for (std::size_t i = 0; i < electrons.size(); ++i) {
        const std::complex<double> a(m_field[first + i]);
        // I± = (|a|² + r²) / 2 ± r Re(a e^{-iφ})
        const double common = 0.5 * (std::norm(a) + m_reference * m_reference);
        const double beat = m_reference * (a.real() * cosine + a.imag() * sine);
        const double gain =
            light.pixelGains ? light.laser * static_cast<double>(light.pixelGains[i]) : light.laser;
        const double up = plus.electrons(gain * std::max(0.0, common + beat), i, clipped);
        const double down = minus.electrons(gain * std::max(0.0, common - beat), i, clipped);
        electrons[i] = static_cast<float>(up - down + readNoise * static_cast<double>(read[i]));
    }
    return clipped;
}

std::int64_t Receiver::expose(std::uint32_t frame, std::size_t first, std::span<float> electrons) const
{
    Chunk gains;
    const Light light = lightOf(frame, first, electrons.size(), gains);
    if (light.counted)
        return countPorts(frame, light, first, electrons);
    Chunk normals;
    if (m_quantum)
        drawNormals(Noise::Receiver, frame, first, std::span(normals).first(electrons.size()));
    subtractPorts(light, first, m_quantum ? normals.data() : nullptr, electrons);
    return 0;
}

void Receiver::exposePorts(std::uint32_t frame, std::size_t first, std::span<float> plus,
                           std::span<float> minus) const
{
    Chunk gains;
    const std::size_t count = plus.size();
    const Light light = lightOf(frame, first, count, gains);
    expose(frame, first, minus); // holds the difference, which the loop turns into the port
    const Port upper(*this, Noise::ShotPlus, Noise::NormalPlus, frame, first, count);
    Chunk read;
    drawNormals(light.counted ? Noise::Receiver : Noise::ReadPlus, frame, first,
                std::span(read).first(count));
    const std::complex<double> beam = std::polar(m_reference, m_device.loPhase.value);
    const double readVariance = m_readNoise * m_readNoise;
    for (std::size_t i = 0; i < count; ++i) {
        const std::complex<double> a(m_field[first + i]);
        const double gain =
            light.pixelGains ? light.laser * static_cast<double>(light.pixelGains[i]) : light.laser;
        const double up = 0.5 * gain * std::norm(a + beam);
        const double down = 0.5 * gain * std::norm(a - beam);
        const auto difference = static_cast<double>(minus[i]);
        double reading = up;
        if (light.counted) { // half of the pair's read noise each
            std::int64_t clipped = 0;
            reading =
                upper.electrons(up, i, clipped) + m_readNoise / std::sqrt(2.0) * static_cast<double>(read[i]);
        } else if (m_quantum) {
            const double of = up + readVariance;
            const double other = down + readVariance;
            reading += (of * (difference - up + down) +
                        std::sqrt(of * other * (of + other)) * static_cast<double>(read[i])) /
                       (of + other);
        }
        plus[i] = static_cast<float>(reading);
        minus[i] = static_cast<float>(reading - difference);
    }
}

/// No |n+ - n-| of these pixels is larger: the furthest normal on the brightest light, real and imaginary
/// parts at their largest at once. A little room for the rounding of single precision.
double Receiver::bound(const Light& light, std::size_t first, std::size_t count) const
{
    constexpr std::size_t lanes = 8; // real and imaginary parts take turns
    std::array<float, lanes> parts{};
    const auto* values = reinterpret_cast<const float*>(m_field + first);
    const auto look = [&parts](float value, std::size_t lane) {
        const float size = std::abs(value);
        parts[lane] = size > parts[lane] ? size : parts[lane];
    };
    std::size_t i = 0;
    for (; i + lanes <= 2 * count; i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane)
            look(values[i + lane], lane);
    }
    for (; i < 2 * count; ++i)
        look(values[i], i % lanes);
    const double real = static_cast<double>(std::max({parts[0], parts[2], parts[4], parts[6]}));
    const double imaginary = static_cast<double>(std::max({parts[1], parts[3], parts[5], parts[7]}));
    const double gain =
        light.laser *
        (light.pixelGains ? static_cast<double>(largestMagnitude(std::span(light.pixelGains, count))) : 1.0);
    const double phase = m_device.loPhase.value;
    const double beat =
        2.0 * m_reference * (std::abs(std::cos(phase)) * real + std::abs(std::sin(phase)) * imaginary);
    const double variance = gain * (real * real + imaginary * imaginary + m_reference * m_reference) +
                            2.0 * m_readNoise * m_readNoise;
    const double noise = m_quantum ? static_cast<double>(furthestNormal) * std::sqrt(variance) : 0.0;
    return 1.0001 * (gain * beat + noise);
}

void Receiver::raisePeak(std::uint32_t frame, std::size_t begin, std::size_t end,
                         std::atomic<float>& peak) const
{
    Chunk gains;
    Chunk chunk;
    for (std::size_t first = begin; first < end; first += atOnce) {
        const std::span<float> electrons = std::span(chunk).first(std::min(atOnce, end - first));
        const Light light = lightOf(frame, first, electrons.size(), gains);
        if (!light.counted && bound(light, first, electrons.size()) <=
                                  static_cast<double>(peak.load(std::memory_order_relaxed)))
            continue;
        expose(frame, first, electrons);
        const float largest = largestMagnitude(electrons);
        float known = peak.load(std::memory_order_relaxed);
        while (largest > known && !peak.compare_exchange_weak(known, largest, std::memory_order_relaxed)) {
        }
    }
}

} // namespace mixlens::optics
