#pragma once

#include "core/base/quantity.h"

#include <QString>

namespace mixlens::ui {

// Every number a person reads is printed here: three significant digits, a real minus sign (U+2212), a narrow
// no-break space (U+202F) before units and between groups of digits, "NaN" and "∞" as such.

/// A plain number; beyond 1e6 and below 1e-4 as "1.23 × 10⁻⁷".
[[nodiscard]] QString numberText(double value, int significantDigits = 3);
[[nodiscard]] QString countText(qint64 count);         ///< "16 777 216"
[[nodiscard]] QString secondsText(double seconds);     ///< "173 ps", "1.20 ms", "3.41 s", "2 min 5 s"
[[nodiscard]] QString secondsTickText(double seconds); ///< of an axis, no digit more than needed: "200 µs"
[[nodiscard]] QString memoryText(double bytes);        ///< decimal units: "38.7 GB"
[[nodiscard]] QString energyText(double joules);       ///< "3.20 µJ"
[[nodiscard]] QString decibelText(double decibels);    ///< "−20.5 dB"
[[nodiscard]] QString shareText(double share);         ///< 0..1 as per cent: "41.2 %"
[[nodiscard]] QString probabilityText(double value);   ///< "0.412", "< 0.001", never a rounded-up 1
[[nodiscard]] QString angleText(double radians);       ///< "−0.841 rad"
/// "1.09 ± 0.03": the spread's two leading digits decide the decimals of both.
[[nodiscard]] QString spreadText(double value, double spread);
/// Both in the unit of the larger, e.g. "3.9–4.4 ms".
[[nodiscard]] QString secondsRangeText(double low, double high);
/// A number with its unit; says "modelled" and the like only where the caller adds it.
[[nodiscard]] QString quantityText(const Quantity& quantity);

} // namespace mixlens::ui
