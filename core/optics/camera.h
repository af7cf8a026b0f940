#pragma once

#include "core/optics/detector.h"
#include "core/optics/device_spec.h"

#include <cstdint>
#include <span>

namespace mixlens::optics {

/// A camera, or one port of a receiver, from photons to what its digital numbers say:
///   photons → quantum efficiency and response of the pixel → + dark electrons → Poisson → full well
///           → + read noise → + offset → gain → rounded → cut to the converter's codes → back to electrons.
/// Response, dark current and their spread belong to the device and are the same in every frame. Where the
/// device counts no quanta only the efficiency, the response and the converter are left.
class Camera
{
public:
    Camera(const DeviceSpec& device, std::uint64_t seed) noexcept;

    /// Full scale of the converter, electrons; 0: none, electrons come out as they are.
    void setFullScale(double electrons) noexcept;
    [[nodiscard]] double fullScale() const noexcept { return m_fullScale; }
    /// Whether anything can cut a reading.
    [[nodiscard]] bool hasLimits() const noexcept
    {
        return m_gain > 0.0 || (m_quantum && m_device.fullWell.value > 0.0);
    }

    /// Which noise an exposure has; two ports that look at one light at once differ.
    struct Port
    {
        Noise shot = Noise::ShotPlus;
        Noise read = Noise::ReadPlus;
    };

    /// Mean `photons` of each pixel become electrons, in place. Returns how many pixels were cut, at the well
    /// or by the converter.
    std::int64_t expose(std::span<double> photons, std::uint32_t frame, Port port) const;

    /// What dark and flat exposures take out, in place: mean dark electrons times `darkShare`, then response
    /// (as well as calibration_frames exposures know them). Without calibration the data sheet's mean dark
    /// current is subtracted.
    void correct(std::span<double> electrons, double darkShare) const;

private:
    [[nodiscard]] double response(std::size_t pixel) const noexcept;
    [[nodiscard]] double dark(std::size_t pixel) const noexcept;
    [[nodiscard]] double converted(double electrons, bool& cut) const noexcept;

    const DeviceSpec& m_device;
    std::uint64_t m_seed;
    bool m_quantum;
    double m_fullScale = 0.0;
    double m_gain = 0.0;   ///< electrons a digital number; 0: no converter
    double m_offset = 0.0; ///< digital numbers, room for negative read noise
    double m_top = 0.0;    ///< largest digital number
};

} // namespace mixlens::optics
