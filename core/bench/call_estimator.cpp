#include "core/bench/call_estimator.h"

#include <algorithm>

namespace mixlens {

void CallEstimator::add(const BenchCell& cell, double seconds)
{
    m_known[cell.backend][cell.tokens] = seconds;
}

double CallEstimator::seconds(const BenchCell& cell) const
{
    const auto backend = m_known.find(cell.backend);
    if (backend == m_known.end())
        return 0.0;
    const auto& times = backend->second;
    if (const auto same = times.find(cell.tokens); same != times.end())
        return same->second;
    auto last = times.lower_bound(cell.tokens);
    if (last != times.begin())
        --last;
    const auto n = static_cast<double>(cell.tokens);
    const auto n2 = static_cast<double>(last->first);
    const double linear = last->second / n2; // b, were c = 0
    if (last == times.begin())
        return linear * n;
    const auto before = std::prev(last);
    const auto n1 = static_cast<double>(before->first);
    // t / N = b + c N is a line through both lengths.
    const double c = std::clamp((linear - before->second / n1) / (n2 - n1), 0.0, linear / n2);
    return (linear - c * n2) * n + c * n * n;
}

double cellSeconds(double call, const BenchGrid& grid, int rounds) noexcept
{
    const double sample = std::max(call, grid.sampleSeconds);
    const double preparation = 3.0 * call + 2.0 * grid.sampleSeconds; // first call, warm-up, calibration
    return preparation + static_cast<double>(rounds) * sample;
}

} // namespace mixlens
