#include "core/optics/detector.h"

#include "core/base/random.h"
#include "core/kernels/kernels.h"
#include "core/optics/sums.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

namespace mixlens::optics {
namespace {

constexpr std::uint64_t deviceSeed = 0x6d69786c656e73U; // one imagined device; its flaws are fixed
constexpr double previewHeadroom = 1.1;                 // noise may raise the next exposure's peak

/// Pixels that are worked on together, while they stay in the first-level cache.
constexpr std::size_t atOnce = normalGroup;
using Chunk = std::array<float, atOnce>;

/// Normals of a stream for the pixels first..first + count - 1.
void drawNormals(std::uint64_t seed, std::uint64_t stream, std::size_t first, std::size_t count, Chunk& out)
{
    kernels().philoxNormals(seed, stream, first, count, out.data());
}

/// What the converter makes of electrons: mid-tread codes over [-range, range]; range 0 passes everything.
class Converter
{
public:
    Converter(double bits, double range) noexcept
        : m_step(bits > 0.0 && range > 0.0 ? static_cast<float>(2.0 * range / (std::exp2(bits) - 1.0))
                                           : 0.0F),
          m_top(static_cast<float>(std::floor(0.5 * (std::exp2(bits) - 1.0))))
    {}

    void operator()(std::span<float> electrons, std::int64_t& clipped) const
    {
        if (m_step > 0.0F)
            clipped += static_cast<std::int64_t>(
                kernels().quantise(electrons.data(), electrons.size(), m_step, m_top));
    }

private:
    float m_step;
    float m_top;
};

class Receiver
{
public:
    Receiver(ConstFieldView field, const DeviceSpec& device, std::uint64_t seed) noexcept
        : m_field(field.data()), m_pixels(static_cast<std::size_t>(field.shape().size())), m_device(device),
          m_seed(seed), m_reference(referenceAmplitude(device)), m_quantum(device.photons.value > 0.0),
          m_fullWell(m_quantum ? device.fullWell.value : 0.0),
          m_readNoise(m_quantum ? device.readNoise.value : 0.0)
    {}

    /// Calls sink(first, electrons), n+ - n- of the pixels from `first` on, for all pixels of frame `frame`.
    template<class Sink>
    void expose(std::uint32_t frame, std::int64_t& clipped, Sink sink) const
    {
        const double laser = laserPower(frame);
        Chunk gains;
        Chunk electrons;
        for (std::size_t first = 0; first < m_pixels; first += atOnce) {
            const std::size_t count = std::min(atOnce, m_pixels - first);
            const float least = response(first, count, gains);
            const float* pixelGains = m_device.responseSpread.value > 0.0 ? gains.data() : nullptr;
            const double fromReference = laser * static_cast<double>(least) * m_reference * m_reference;
            if (m_quantum && (m_fullWell > 0.0 || fromReference < brightElectrons))
                countPorts(frame, laser, pixelGains, first, std::span(electrons).first(count), clipped);
            else
                subtractPorts(frame, laser, pixelGains, first, std::span(electrons).first(count));
            sink(first, std::span(electrons).first(count));
        }
    }

private:
    [[nodiscard]] static std::uint64_t stream(Noise noise, std::uint32_t frame) noexcept
    {
        return (std::uint64_t{static_cast<std::uint32_t>(noise)} << 32U) | frame;
    }

    [[nodiscard]] double laserPower(std::uint32_t frame) const noexcept
    {
        const double noise = m_device.intensityNoise.value;
        return noise > 0.0
                   ? std::max(0.0, 1.0 + noise * Philox(m_seed, stream(Noise::Laser, frame)).normal(0))
                   : 1.0;
    }

    /// Fills in the response of each pixel where it is uneven; the least of them.
    float response(std::size_t first, std::size_t count, Chunk& gains) const
    {
        const auto spread = static_cast<float>(m_device.responseSpread.value);
        if (spread == 0.0F)
            return 1.0F;
        drawNormals(deviceSeed, static_cast<std::uint64_t>(Noise::Response), first, count, gains);
        float least = std::numeric_limits<float>::infinity();
        for (float& gain : std::span(gains).first(count)) {
            gain = std::max(0.0F, 1.0F + spread * gain);
            least = std::min(least, gain);
        }
        return least;
    }

    /// n+ - n- in one, with normal noise or, without quanta, none.
    void subtractPorts(std::uint32_t frame, double laser, const float* pixelGains, std::size_t first,
                       std::span<float> electrons) const
    {
        Chunk normals;
        if (m_quantum)
            drawNormals(m_seed, stream(Noise::Receiver, frame), first, electrons.size(), normals);
        const double phase = m_device.loPhase.value;
        const HomodyneTerms terms{.gain = static_cast<float>(laser),
                                  .cosine = static_cast<float>(2.0 * m_reference * std::cos(phase)),
                                  .sine = static_cast<float>(2.0 * m_reference * std::sin(phase)),
                                  .reference = static_cast<float>(m_reference * m_reference),
                                  .readVariance = static_cast<float>(2.0 * m_readNoise * m_readNoise)};
        kernels().homodyne(reinterpret_cast<const float*>(m_field + first), pixelGains,
                           m_quantum ? normals.data() : nullptr, electrons.size(), terms, electrons.data());
    }

    /// n+ and n- one by one.
    void countPorts(std::uint32_t frame, double laser, const float* pixelGains, std::size_t first,
                    std::span<float> electrons, std::int64_t& clipped) const
    {
        const Port plus(*this, Noise::ShotPlus, Noise::NormalPlus, frame, first, electrons.size());
        const Port minus(*this, Noise::ShotMinus, Noise::NormalMinus, frame, first, electrons.size());
        Chunk read;
        drawNormals(m_seed, stream(Noise::Receiver, frame), first, electrons.size(), read);
        // The pair is subtracted, so its two read noises are drawn as one of twice the variance.
        const double readNoise = std::sqrt(2.0) * m_readNoise;
        const double cosine = std::cos(m_device.loPhase.value);
        const double sine = std::sin(m_device.loPhase.value);
        for (std::size_t i = 0; i < electrons.size(); ++i) {
            const std::complex<double> a(m_field[first + i]);
            // I± = (|a|² + r²) / 2 ± r Re(a e^{-iφ})
            const double common = 0.5 * (std::norm(a) + m_reference * m_reference);
            const double beat = m_reference * (a.real() * cosine + a.imag() * sine);
            const double gain = pixelGains ? laser * static_cast<double>(pixelGains[i]) : laser;
            const double up = plus.electrons(gain * std::max(0.0, common + beat), i, clipped);
            const double down = minus.electrons(gain * std::max(0.0, common - beat), i, clipped);
            electrons[i] = static_cast<float>(up - down + readNoise * static_cast<double>(read[i]));
        }
    }

    /// One port of some pixels in one frame.
    class Port
    {
    public:
        Port(const Receiver& receiver, Noise exact, Noise normal, std::uint32_t frame, std::size_t first,
             std::size_t count)
            : m_shot(receiver.m_seed, stream(exact, frame)), m_first(first), m_fullWell(receiver.m_fullWell)
        {
            drawNormals(receiver.m_seed, stream(normal, frame), first, count, m_normals);
        }

        /// Electrons collected by pixel first + index for a mean of `intensity`.
        [[nodiscard]] double electrons(double intensity, std::size_t index,
                                       std::int64_t& clipped) const noexcept
        {
            const double n = intensity < brightElectrons
                                 ? m_shot.poisson(intensity, m_first + index)
                                 : std::nearbyint(intensity + std::sqrt(intensity) *
                                                                  static_cast<double>(m_normals[index]));
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

    const std::complex<float>* m_field;
    std::size_t m_pixels;
    const DeviceSpec& m_device;
    std::uint64_t m_seed;
    double m_reference;
    bool m_quantum;
    double m_fullWell;
    double m_readNoise;
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
    assert(difference.shape() == field.shape() && field.isContiguous() && difference.isContiguous());
    Exposure exposure;
    const Receiver receiver(field, device, seed);
    std::uint32_t frame = 0;
    if (device.converterBits.value > 0.0) {
        if (device.converterCrest.value > 0.0) {
            exposure.range = device.converterCrest.value * 2.0 * referenceAmplitude(device) *
                             std::sqrt(0.5 * signalPhotons(device));
        } else {
            float peak = 0.0F;
            std::int64_t unused = 0;
            receiver.expose(frame++, unused, [&](std::size_t, std::span<const float> electrons) {
                peak = std::max(peak, largestMagnitude(electrons));
            });
            exposure.range = previewHeadroom * static_cast<double>(peak);
        }
    }

    const Converter converter(device.converterBits.value, exposure.range);
    const auto averages = static_cast<std::uint32_t>(device.averages.value);
    const float share = 1.0F / static_cast<float>(averages);
    for (std::uint32_t taken = 0; taken < averages; ++taken) {
        receiver.expose(frame++, exposure.clipped, [&](std::size_t first, std::span<float> electrons) {
            converter(electrons, exposure.clipped);
            float* sum = difference.data() + first;
            for (std::size_t i = 0; i < electrons.size(); ++i)
                sum[i] = share * electrons[i] + (taken == 0 ? 0.0F : sum[i]);
        });
    }
    exposure.frames = static_cast<int>(frame);
    return exposure;
}

} // namespace mixlens::optics
