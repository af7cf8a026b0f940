#include "core/optics/camera.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>

namespace mixlens::optics {
namespace {

constexpr double flatElectrons = 1e4; ///< of a flat exposure where no well limits it
constexpr double offsetSigmas = 4.0;  ///< of read noise that the converter's offset leaves room for

double fixedNormal(Noise noise, std::size_t pixel)
{
    return Philox(deviceSeed, noiseStream(noise, 0)).normal(pixel);
}

} // namespace

Camera::Camera(const DeviceSpec& device, std::uint64_t seed) noexcept
    : m_device(device), m_seed(seed), m_quantum(device.photons.value > 0.0)
{}

void Camera::setFullScale(double electrons) noexcept
{
    m_fullScale = electrons;
    const double bits = m_device.converterBits.value;
    if (bits == 0.0 || electrons <= 0.0) {
        m_gain = 0.0;
        return;
    }
    m_top = std::exp2(bits) - 1.0;
    const double room = m_quantum ? offsetSigmas * m_device.readNoise.value : 0.0;
    m_gain = (electrons + room) / m_top;
    m_offset = std::ceil(room / m_gain);
}

double Camera::response(std::size_t pixel) const noexcept
{
    const double spread = m_device.responseSpread.value;
    return spread > 0.0 ? std::max(0.0, 1.0 + spread * fixedNormal(Noise::Response, pixel)) : 1.0;
}

double Camera::dark(std::size_t pixel) const noexcept
{
    const double mean = m_quantum ? m_device.darkElectrons.value : 0.0;
    const double spread = m_device.darkSpread.value;
    return spread > 0.0 && mean > 0.0
               ? std::max(0.0, mean * (1.0 + spread * fixedNormal(Noise::DarkResponse, pixel)))
               : mean;
}

double Camera::converted(double electrons, bool& cut) const noexcept
{
    if (m_gain == 0.0)
        return electrons;
    const double code = std::nearbyint(electrons / m_gain + m_offset);
    const double kept = std::clamp(code, 0.0, m_top);
    cut = cut || code != kept;
    return (kept - m_offset) * m_gain;
}

std::int64_t Camera::expose(std::span<double> photons, std::uint32_t frame, Port port) const
{
    const Philox shot(m_seed, noiseStream(port.shot, frame));
    const Philox read(m_seed, noiseStream(port.read, frame));
    const double efficiency = m_device.quantumEfficiency.value;
    const double well = m_quantum ? m_device.fullWell.value : 0.0;
    const double readNoise = m_quantum ? m_device.readNoise.value : 0.0;
    std::int64_t cut = 0;
    for (std::size_t i = 0; i < photons.size(); ++i) {
        double electrons = photons[i] * efficiency * response(i) + dark(i);
        if (m_quantum)
            electrons = shot.poisson(electrons, i);
        bool stopped = well > 0.0 && electrons > well;
        if (stopped)
            electrons = well;
        if (readNoise > 0.0)
            electrons += readNoise * read.normal(i);
        photons[i] = converted(electrons, stopped);
        cut += stopped ? 1 : 0;
    }
    return cut;
}

void Camera::correct(std::span<double> electrons, double darkShare) const
{
    const bool calibrated = m_device.calibrate.value > 0.0;
    const double frames = m_device.calibrationFrames.value;
    const double level = m_device.fullWell.value > 0.0 ? 0.5 * m_device.fullWell.value : flatElectrons;
    const double readVariance = m_device.readNoise.value * m_device.readNoise.value;
    for (std::size_t i = 0; i < electrons.size(); ++i) {
        double known = m_quantum ? m_device.darkElectrons.value : 0.0;
        double gain = 1.0;
        if (calibrated) {
            known = dark(i);
            if (m_quantum && known > 0.0)
                known += std::sqrt((known + readVariance) / frames) * fixedNormal(Noise::DarkExposures, i);
            gain = response(i);
            if (m_quantum && m_device.responseSpread.value > 0.0)
                gain *= 1.0 + fixedNormal(Noise::FlatExposures, i) / std::sqrt(frames * level);
        }
        electrons[i] = (electrons[i] - darkShare * known) / (gain > 0.0 ? gain : 1.0);
    }
}

} // namespace mixlens::optics
