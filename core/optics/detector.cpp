#include "core/optics/detector.h"

#include "core/kernels/kernels.h"
#include "core/optics/receiver.h"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace mixlens::optics {
namespace {

constexpr double previewHeadroom = 1.1; // noise may raise the next exposure's peak

/// Rounds to mid-tread codes over [-range, range]; range 0 passes everything.
class Converter
{
public:
    Converter(double bits, double range) noexcept
        : m_step(bits > 0.0 && range > 0.0 ? static_cast<float>(2.0 * range / (std::exp2(bits) - 1.0))
                                           : 0.0F),
          m_top(static_cast<float>(std::floor(0.5 * (std::exp2(bits) - 1.0))))
    {}

    /// Returns how many samples were cut.
    [[nodiscard]] std::int64_t operator()(std::span<float> electrons) const
    {
        if (m_step == 0.0F)
            return 0;
        return static_cast<std::int64_t>(
            kernels().quantise(electrons.data(), electrons.size(), m_step, m_top));
    }

private:
    float m_step;
    float m_top;
};

/// The pixels in parts of many chunks, shared among threads where there are any: what a pixel counts depends
/// on nothing but itself, so the parts may come in any order.
class Parts
{
public:
    Parts(std::size_t pixels, TaskPool* pool) noexcept : m_pixels(pixels), m_pool(pool) {}

    template<class Work>
    void forEach(Work work) const
    {
        constexpr std::size_t size = 32 * Receiver::atOnce;
        if (m_pool == nullptr || m_pool->threads() == 1) {
            work(std::size_t{0}, m_pixels);
            return;
        }
        m_pool->run(static_cast<std::ptrdiff_t>((m_pixels + size - 1) / size), [&](std::ptrdiff_t part, int) {
            const std::size_t begin = static_cast<std::size_t>(part) * size;
            work(begin, std::min(m_pixels, begin + size));
        });
    }

private:
    std::size_t m_pixels;
    TaskPool* m_pool;
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

Exposure detect(ConstFieldView field, const DeviceSpec& device, std::uint64_t seed, MatrixView difference,
                TaskPool* pool)
{
    assert(difference.shape() == field.shape() && field.isContiguous() && difference.isContiguous());
    Exposure exposure;
    const Receiver receiver(field, device, seed);
    const Parts parts(receiver.pixels(), pool);
    std::uint32_t frame = 0;
    if (device.converterBits.value > 0.0 && device.converterCrest.value > 0.0) {
        exposure.range = device.converterCrest.value * 2.0 * referenceAmplitude(device) *
                         std::sqrt(0.5 * signalPhotons(device));
    } else if (device.converterBits.value > 0.0) {
        std::atomic<float> peak{0.0F};
        parts.forEach(
            [&](std::size_t begin, std::size_t end) { receiver.raisePeak(frame, begin, end, peak); });
        exposure.range = previewHeadroom * static_cast<double>(peak.load());
        ++frame;
    }

    const Converter converter(device.converterBits.value, exposure.range);
    const auto averages = static_cast<std::uint32_t>(device.averages.value);
    const float share = 1.0F / static_cast<float>(averages);
    std::atomic<std::int64_t> clipped{0};
    parts.forEach([&](std::size_t begin, std::size_t end) {
        std::int64_t cut = 0;
        Receiver::Chunk chunk;
        for (std::size_t first = begin; first < end; first += chunk.size()) {
            const std::span<float> electrons = std::span(chunk).first(std::min(chunk.size(), end - first));
            float* sum = difference.data() + first;
            for (std::uint32_t taken = 0; taken < averages; ++taken) {
                cut += receiver.expose(frame + taken, first, electrons);
                cut += converter(electrons);
                for (std::size_t i = 0; i < electrons.size(); ++i)
                    sum[i] = share * electrons[i] + (taken == 0 ? 0.0F : sum[i]);
            }
        }
        clipped.fetch_add(cut, std::memory_order_relaxed);
    });
    exposure.clipped = clipped.load();
    const bool wells = device.photons.value > 0.0 && device.fullWell.value > 0.0;
    exposure.readings = static_cast<std::int64_t>(receiver.pixels() * averages) *
                        ((wells ? 2 : 0) + (exposure.range > 0.0 ? 1 : 0));
    exposure.frames = static_cast<int>(frame + averages);
    return exposure;
}

void readPorts(ConstFieldView field, const DeviceSpec& device, std::uint64_t seed, MatrixView plus,
               MatrixView minus)
{
    assert(plus.shape() == field.shape() && minus.shape() == field.shape());
    assert(field.isContiguous() && plus.isContiguous() && minus.isContiguous());
    const Receiver receiver(field, device, seed);
    const bool previewed = device.converterBits.value > 0.0 && device.converterCrest.value == 0.0;
    for (std::size_t first = 0; first < receiver.pixels(); first += Receiver::atOnce) {
        const std::size_t count = std::min(Receiver::atOnce, receiver.pixels() - first);
        receiver.exposePorts(previewed ? 1 : 0, first, {plus.data() + first, count},
                             {minus.data() + first, count});
    }
}

} // namespace mixlens::optics
