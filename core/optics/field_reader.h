#pragma once

#include "core/optics/camera.h"
#include "core/optics/detector.h"
#include "core/optics/device_spec.h"
#include "core/optics/precise_field.h"

#include <array>
#include <cstdint>
#include <vector>

namespace mixlens::optics {

/// Exposures of one field by each kind of Detection, in double precision. `field` a is in
/// sqrt(photo-electrons) with quantum efficiency included: |a|² electrons a bin and frame.
///
///   Balanced     I± = |a ± r e^{iφ}|² / 2, subtracted as the circuit does, then converted;
///                estimate (n+ - n-) / (2 r), variance (|a|² + r² + 2 σ²) / (4 r²)
///   Sequential   I± = |a ± r e^{iφ}|² one after the other, each converted;
///                estimate (n+ - n-) / (4 r), variance (|a|² + r² + σ²) / (8 r²)
///   Quadratures  two balanced pairs at φ and φ + 90°, each with half the light and half the reference;
///                complex estimate, variance about 1/2 in each part
///   EvenSign     I0 = |a|², I1 = |a + ε|² with a point of light on the axis, ε = perturbation ·
///   sqrt(photons);
///                sign(I1 - I0 - ε²) sqrt(I0)  (Macfaden et al. 2017)
///   EvenBias     sqrt(|a + b|²) - b, b = bias · sqrt(photons)
///   Intensity    sqrt(|a|²)
///
/// Full scale comes from a preview exposure (one more frame), or from adc_crest and what Parseval predicts;
/// never from light without noise. Electrons are averaged over exposures before any root is taken.
class FieldReader
{
public:
    FieldReader(const DeviceSpec& device, std::uint64_t seed) noexcept;

    /// Mean of `exposures`; what happened is added to `tally`. Imaginary parts are 0 but for Quadratures.
    [[nodiscard]] PreciseField read(const PreciseField& field, int exposures, Exposure& tally);

    /// Electrons that the ports or frames of the last exposure collected: one plane, two, or four.
    [[nodiscard]] const std::vector<std::vector<double>>& ports() const noexcept { return m_ports; }
    /// Of each of them, pixels that were cut at the full well or at the end of the port's own converter.
    [[nodiscard]] const std::vector<std::int64_t>& cutInPorts() const noexcept { return m_cut; }
    /// Full scale of the converter of each port, electrons; 0: none, or one that converts the difference of
    /// two ports, which no single port's electrons can be held against.
    [[nodiscard]] double fullScaleOfPorts() const noexcept;
    /// Of real and imaginary part, each pair of ports having its own; equal but for Quadratures.
    [[nodiscard]] const std::array<double, 2>& fullScales() const noexcept { return m_fullScales; }

private:
    using Plane = std::vector<double>;
    struct Pair
    {
        double share; ///< of the light and of the reference
        double turn;  ///< of the reference, rad
        Camera::Port plus, minus;
    };

    [[nodiscard]] double laser(std::uint32_t frame) const;
    [[nodiscard]] double drift(std::uint32_t frame) const;
    /// Electrons of one camera frame that sees scale · |a + offset|².
    [[nodiscard]] Plane frameOf(const PreciseField& field, std::complex<double> offset, double scale,
                                std::uint32_t frame, Camera::Port port, Exposure& tally);
    [[nodiscard]] Plane differenceOf(const PreciseField& field, const Pair& pair, std::uint32_t frame,
                                     Exposure& tally);
    [[nodiscard]] Plane meanDifference(const PreciseField& field, const Pair& pair, int exposures,
                                       std::uint32_t first, Exposure& tally);
    [[nodiscard]] Plane meanIntensity(const PreciseField& field, std::complex<double> offset, bool turned,
                                      int exposures, Exposure& tally);
    void keepPorts(std::size_t count);
    void convert(Plane& difference, Exposure& tally) const;
    void preview(const PreciseField& field, std::complex<double> offset, Exposure& tally);

    const DeviceSpec& m_device;
    std::uint64_t m_seed;
    Camera m_camera;
    std::uint32_t m_frame = 0;
    double m_reference; ///< r
    double m_fullScale = 0.0;
    std::array<double, 2> m_fullScales{};
    std::vector<Plane> m_ports;
    std::vector<std::int64_t> m_cut;
};

} // namespace mixlens::optics
