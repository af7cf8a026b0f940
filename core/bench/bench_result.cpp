#include "core/bench/bench_result.h"

#include <algorithm>

namespace mixlens {

double deviceSeconds(const Measurement& cell) noexcept
{
    const auto time = std::ranges::find_if(cell.device, [](const Quantity& quantity) {
        return quantity.name == "device_time" && quantity.unit == "s";
    });
    return time == cell.device.end() ? 0.0 : time->value;
}

const Measurement* BenchResult::find(const std::string& backend, Index tokens) const noexcept
{
    const auto found = std::ranges::find_if(measurements, [&](const Measurement& measurement) {
        return measurement.cell.tokens == tokens && measurement.cell.backend == backend;
    });
    return found == measurements.end() ? nullptr : &*found;
}

std::vector<std::string> BenchResult::backends() const
{
    std::vector<std::string> present;
    for (const std::string& backend : grid.backends)
        if (std::ranges::any_of(measurements,
                                [&](const Measurement& m) { return m.cell.backend == backend; }))
            present.push_back(backend);
    return present;
}

} // namespace mixlens
