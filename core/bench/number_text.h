#pragma once

#include "core/bench/statistics.h"

#include <string>

namespace mixlens {

/// The shortest text that reads back as the same double, whatever the locale: "0.00125", "1e-07".
[[nodiscard]] std::string exactText(double value);

/// "12.3 ± 0.4 µs": the median and half the length of its interval, to two figures of the latter. Without
/// "±" below two samples. Precondition: at least one sample, in seconds.
[[nodiscard]] std::string timeText(const Statistics& seconds);

/// "12.3 µs": three figures.
[[nodiscard]] std::string timeText(double seconds);

} // namespace mixlens
