#pragma once

#include "core/experiment/precision_sweep.h"

#include <string>

namespace mixlens {

/// "slm_bits=4,6,8", "photons=10..1e6*10" (times 10), "adc_bits=4..10+2" (steps of 2),
/// "encoding=bipolar,offset", or a mix; ends are included, whole numbers rounded, values sorted. Usage or
/// OutOfRange with the field's range.
[[nodiscard]] Result<SweepAxis> readAxis(const std::string& text);

/// The same back: "slm_bits=4,6,8", choices by name.
[[nodiscard]] std::string axisText(const SweepAxis& axis);

/// One value of a field: "8", "bipolar", "1e-07".
[[nodiscard]] std::string axisValueText(const std::string& key, double value);

} // namespace mixlens
