#pragma once

#include "ui/figures/heat_map_figure.h"

#include <span>
#include <vector>

namespace mixlens::ui {

/// From values to positions on a colour map: 0 at `low`, 1 at `high`, clamped; NaN stays NaN. Decibels are
/// 20 log₁₀ of the value. Signed values (low < 0) keep zero in the middle of a symmetric range; their
/// logarithm becomes linear below a thousandth of the range.
class ValueScale
{
public:
    ValueScale(HeatScale scale, double low, double high);
    explicit ValueScale(const HeatMapSpec& spec) : ValueScale(spec.scale, spec.low, spec.high) {}

    [[nodiscard]] double low() const noexcept { return m_low; }
    [[nodiscard]] double high() const noexcept { return m_high; }
    [[nodiscard]] double position(double value) const noexcept;
    [[nodiscard]] double valueAt(double position) const noexcept;
    /// Replaces values by positions times `factor`, for a row of pixels at once; to within 1e-4 of the range.
    void toPositions(std::span<float> values, float factor) const noexcept;
    /// Round values between the ends, ascending; in decibels multiples of 10 or 20 dB.
    [[nodiscard]] std::vector<double> ticks(int count) const;

private:
    [[nodiscard]] double bent(double value) const noexcept;

    HeatScale m_scale;
    bool m_signed;
    double m_low, m_high;
    double m_knee; ///< below it a logarithm is linear (signed) or ends (unsigned)
    double m_bentLow = 0.0, m_bentSpan = 1.0;
};

} // namespace mixlens::ui
