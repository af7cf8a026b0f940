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
    const std::size_t count = m_lanes.size();
    for (std::size_t turn = 0; turn < count; ++turn) {
        const std::size_t at = (turn + static_cast<std::size_t>(m_round)) % count;
        const auto elapsed = m_session.timeOnce(*m_lanes[at], stop);
        if (!elapsed || stop.stop_requested())
            return false;
        if (m_round >= warmUp)
            m_timings[at].seconds.push_back(std::chrono::duration<double>(*elapsed).count());
    }
    if (m_round >= warmUp) {
        for (LaneTiming& timing : m_timings) {
            timing.median = quantile(timing.seconds, 0.5);
            timing.low = quantile(timing.seconds, 0.1);
            timing.high = quantile(timing.seconds, 0.9);
        }
        m_publish(m_timings);
    }
    return count > 0 && ++m_round < warmUp + rounds;
}

} // namespace mixlens
