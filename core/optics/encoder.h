#pragma once

#include "core/optics/device_spec.h"
#include "core/optics/modulator.h"
#include "core/optics/precise_field.h"

#include <span>

namespace mixlens::optics {

/// Signed values as frames of transmissions |t| <= 1, for every Encoding: what a device shows on its
/// modulators, one frame after the other, and how the fields of the frames add up to the values again:
///   Σ_j weight(j) · t_j + constant() = Q(clip(v / A)) A
/// for each pixel (mean of the two for side-by-side double phase). Q is mid-tread, step 2 / (2^bits - 1), so
/// that zero stays zero.
class Encoder
{
public:
    /// `values` is row-major (tokens x hidden), finite and not all 0.
    Encoder(std::span<const double> values, Shape shape, const DeviceSpec& device);

    [[nodiscard]] int frames() const noexcept;
    [[nodiscard]] double weight(int frame) const noexcept;
    /// Added to every pixel, so only bin (0, 0) needs N d times as much.
    [[nodiscard]] double constant() const noexcept;
    /// As bipolar modulators would have it; its meanSquare is what the light is set by, for every encoding.
    [[nodiscard]] const Modulation& modulation() const noexcept { return m_modulation; }
    /// Pixels for each value along the hidden units: 2 for double phase side by side.
    [[nodiscard]] Index pixelsAValue() const noexcept { return m_pixels; }

    /// Transmissions of one frame, (tokens x hidden · pixelsAValue()), before any flaw of the panel.
    [[nodiscard]] PreciseField frame(int frame) const;

private:
    [[nodiscard]] double drive(double value) const noexcept; ///< Q of what the curve asks for
    [[nodiscard]] double shown(double value) const noexcept; ///< transmission for value v / A

    std::span<const double> m_values;
    Shape m_shape;
    Encoding m_encoding;
    DriveCurve m_curve;
    double m_bits;
    double m_crosstalk;
    Index m_pixels = 1;
    Modulation m_modulation;
};

} // namespace mixlens::optics
