#pragma once

#include "core/engine/session.h"
#include "core/engine/worker.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace mixlens {

/// What live timing knows of one lane at one keystroke. Seconds, single thread, medians over `runs`.
struct LaneTiming
{
    std::uint64_t revision = 0;
    std::size_t lane = 0;
    Index tokens = 0;            ///< rows that the model ran, padding included
    std::vector<double> seconds; ///< every counted run, oldest first; warm-up runs are not among them
    double median = 0.0;
    double low = 0.0;  ///< 10th percentile
    double high = 0.0; ///< 90th percentile
};

using LaneTimings = std::vector<LaneTiming>;

/// Times the lanes of one question in rounds, one run per lane and round, in rotated order, so that a
/// disturbance meets all alike. The first `warmUp` rounds are not counted. Every third counted round is
/// published.
class LiveTimingJob : public Job
{
public:
    static constexpr int warmUp = 2;
    static constexpr int rounds = 9;
    static constexpr int publishEvery = 3; ///< counted rounds; more would keep the reader busy drawing

    using Publish = std::function<void(LaneTimings)>;
    LiveTimingJob(Session& session, std::vector<AnalysisPtr> lanes, Publish publish);
    /// One lane's turn, so that a keystroke waits for one inference at most.
    [[nodiscard]] bool step(const std::stop_token& stop) override;

private:
    void publish();

    Session& m_session;
    std::vector<AnalysisPtr> m_lanes;
    Publish m_publish;
    LaneTimings m_timings;
    int m_round = 0;
    std::size_t m_turn = 0; ///< lanes timed in this round
};

} // namespace mixlens
