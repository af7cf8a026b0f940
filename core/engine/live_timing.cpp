#include "core/engine/live_timing.h"

#include "core/analysis/statistics.h"

#include <utility>

namespace mixlens {

LiveTimingJob::LiveTimingJob(Session& session, std::vector<AnalysisPtr> lanes, Publish publish)
    : m_session(session), m_lanes(std::move(lanes)), m_publish(std::move(publish))
{
    for (const AnalysisPtr& analysis : m_lanes) {
        LaneTiming timing;
        timing.revision = analysis->revision;
        timing.lane = analysis->lane;
        timing.tokens = analysis->rows();
        m_timings.push_back(std::move(timing));
    }
}

bool LiveTimingJob::step(const std::stop_token& stop)
{
    if (m_lanes.empty())
        return false;
    const std::size_t at = (m_turn + static_cast<std::size_t>(m_round)) % m_lanes.size();
    const auto elapsed = m_session.timeOnce(*m_lanes[at], stop);
    if (!elapsed || stop.stop_requested())
        return false;
    if (m_round >= warmUp)
        m_timings[at].seconds.push_back(std::chrono::duration<double>(*elapsed).count());
    if (++m_turn < m_lanes.size())
        return true;
    m_turn = 0;
    ++m_round;
    const int counted = m_round - warmUp;
    if (counted > 0 && counted % publishEvery == 0)
        publish();
    return counted < rounds;
}

void LiveTimingJob::publish()
{
    for (LaneTiming& timing : m_timings) {
        timing.median = quantile(timing.seconds, 0.5);
        timing.low = quantile(timing.seconds, 0.1);
        timing.high = quantile(timing.seconds, 0.9);
    }
    m_publish(m_timings);
}

} // namespace mixlens
