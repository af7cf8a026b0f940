#pragma once

#include "core/kernels/kernels.h"
#include "core/optics/detector.h"

#include <array>
#include <atomic>
#include <span>

namespace mixlens::optics {

/// The pairs of ports behind detect(), before their converters. Looks at the field and the device it was made
/// for, which must outlive it.
class Receiver
{
public:
    /// Pixels that are worked on together, while they stay in the first-level cache.
    static constexpr std::size_t atOnce = normalGroup;
    using Chunk = std::array<float, atOnce>;

    Receiver(ConstFieldView field, const DeviceSpec& device, std::uint64_t seed) noexcept;

    [[nodiscard]] std::size_t pixels() const noexcept { return m_pixels; }

    /// n+ - n- in frame `frame` for the pixels from `first`, a multiple of atOnce, on; at most atOnce.
    /// Returns how many ports were cut at the full well.
    std::int64_t expose(std::uint32_t frame, std::size_t first, std::span<float> electrons) const;

    /// What each port reads in that frame, plus - minus being what expose() says but for rounding to single
    /// precision. Where a pair is drawn at once, its ports follow from the difference D by their law given D:
    /// plus is normal of mean μ+ + v+ (D - μ+ + μ-) / (v+ + v-) and variance v+ v- / (v+ + v-), v = μ + σ_r².
    void exposePorts(std::uint32_t frame, std::size_t first, std::span<float> plus,
                     std::span<float> minus) const;

    /// Raises `peak` to the largest |n+ - n-| in frame `frame` of the pixels from `begin`, a multiple of
    /// atOnce, to `end`. Draws no noise where none could reach it.
    void raisePeak(std::uint32_t frame, std::size_t begin, std::size_t end, std::atomic<float>& peak) const;

private:
    struct Light; ///< what all pixels of some chunk share
    class Port;

    [[nodiscard]] Light lightOf(std::uint32_t frame, std::size_t first, std::size_t count,
                                Chunk& gains) const;
    [[nodiscard]] double bound(const Light& light, std::size_t first, std::size_t count) const;
    void subtractPorts(const Light& light, std::size_t first, const float* normals,
                       std::span<float> electrons) const;
    std::int64_t countPorts(std::uint32_t frame, const Light& light, std::size_t first,
                            std::span<float> electrons) const;
    void drawNormals(Noise noise, std::uint32_t frame, std::size_t first, std::span<float> out) const;

    const std::complex<float>* m_field;
    std::size_t m_pixels;
    const DeviceSpec& m_device;
    std::uint64_t m_seed;
    double m_reference; ///< r
    bool m_quantum;     ///< whether the device counts quanta
    double m_fullWell;
    double m_readNoise;
};

} // namespace mixlens::optics
