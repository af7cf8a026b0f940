#pragma once

#include "core/math/matrix.h"
#include "core/optics/device_spec.h"
#include "ui/figures/heat_map_figure.h"

#include <memory>

namespace mixlens::ui {

// Light in a plane as matrices that figures can draw.

/// Re a: what a bipolar modulator's transmission is.
[[nodiscard]] std::shared_ptr<const Matrix> realPart(ConstFieldView field);
/// |a|, and |a|²: what a camera would count of light in sqrt(e-).
[[nodiscard]] std::shared_ptr<const Matrix> magnitude(ConstFieldView field);
[[nodiscard]] std::shared_ptr<const Matrix> intensity(ConstFieldView field);

/// Element (0, 0), the zero order, moves to (rows / 2, cols / 2), where a lens puts it.
[[nodiscard]] Matrix zeroOrderInMiddle(ConstMatrixView plane);

/// Largest magnitude of the finite values; 0 without any.
[[nodiscard]] double largestMagnitude(ConstMatrixView values) noexcept;

/// Labels "0", "1", … or, with the zero order in the middle, "-4" … "3".
[[nodiscard]] std::vector<AxisLabel> binLabels(Index count, bool centred);

/// "8 bit", "25.8 mm", "93 %", "balanced", "off": a device's value as people read it.
[[nodiscard]] QString deviceText(const optics::DeviceSpec& device, std::string_view key);
/// A length with its prefix: "50 µm", "25.8 mm", "1550 nm".
[[nodiscard]] QString lengthText(double metres);
/// A number of electrons: "5 000 e⁻", "1.2 × 10⁶ e⁻".
[[nodiscard]] QString electronText(double electrons);

} // namespace mixlens::ui
