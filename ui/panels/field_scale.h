#pragma once

#include "core/optics/device_spec.h"

#include <QString>

#include <optional>

namespace mixlens::ui {

// How a person moves along the range of a device's value, and writes and reads it.

/// Whole numbers of a small range step by step; what spans decades by ratio, on both sides of zero where it
/// is signed; everything else evenly. Off (0 besides a range) has no step.
[[nodiscard]] int sliderSteps(const optics::DeviceField& field);
[[nodiscard]] int sliderStepOf(const optics::DeviceField& field, double value); ///< the nearest
[[nodiscard]] double sliderValueAt(const optics::DeviceField& field, int step);

/// What somebody typed, in the field's unit: "8", "25.8 mm", "1e4", "93 %", "off", and everything that
/// deviceText() writes. None where it is no number; whether it is in range is another question.
[[nodiscard]] std::optional<double> typedValue(const optics::DeviceField& field, const QString& text);

[[nodiscard]] QString fieldName(const optics::DeviceField& field); ///< "SLM bits", "tilt tokens"
[[nodiscard]] QString fieldValueText(const optics::DeviceField& field, double value);
/// Meaning, range and key, for a tooltip.
[[nodiscard]] QString fieldHelp(const optics::DeviceField& field);

} // namespace mixlens::ui
