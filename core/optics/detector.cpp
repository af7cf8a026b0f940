#include "core/optics/detector.h"

#include "core/kernels/kernels.h"
#include "core/optics/receiver.h"

#include <algorithm>
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
        exposure.range = device.converterCrest.value > 0.0
                             ? device.converterCrest.value * 2.0 * referenceAmplitude(device) *
                                   std::sqrt(0.5 * signalPhotons(device))
                             : previewHeadroom * static_cast<double>(receiver.peak(frame++));
    }

    const Converter converter(device.converterBits.value, exposure.range);
    const auto averages = static_cast<std::uint32_t>(device.averages.value);
    const float share = 1.0F / static_cast<float>(averages);
    Receiver::Chunk chunk;
    for (std::uint32_t taken = 0; taken < averages; ++taken, ++frame) {
        for (std::size_t first = 0; first < receiver.pixels(); first += chunk.size()) {
            const std::span<float> electrons =
                std::span(chunk).first(std::min(chunk.size(), receiver.pixels() - first));
            exposure.clipped += receiver.expose(frame, first, electrons);
            exposure.clipped += converter(electrons);
            float* sum = difference.data() + first;
            for (std::size_t i = 0; i < electrons.size(); ++i)
                sum[i] = share * electrons[i] + (taken == 0 ? 0.0F : sum[i]);
        }
    }
    exposure.frames = static_cast<int>(frame);
    return exposure;
}

} // namespace mixlens::optics
