#include "core/engine/sweep_job.h"

#include "core/experiment/sweep_file.h"

#include <algorithm>
#include <utility>

namespace mixlens {

SweepJob::SweepJob(std::unique_ptr<PrecisionSweep> sweep, Publish publish, std::filesystem::path file)
    : m_sweep(std::move(sweep)), m_publish(std::move(publish)), m_file(std::move(file)),
      m_points(m_sweep->progress().pointsDone)
{}

SweepJob::~SweepJob()
{
    if (m_unsaved)
        save();
}

bool SweepJob::Habit::isDue(Clock::duration every) const
{
    return Clock::now() - last >= std::max<Clock::duration>(every, 10 * took);
}

void SweepJob::Habit::note(Clock::time_point began)
{
    last = Clock::now();
    took = last - began;
}

bool SweepJob::step(const std::stop_token& stop)
{
    const std::stop_callback forward(stop, [this] { m_stop.request_stop(); });
    const bool more = m_sweep->step(m_stop.get_token());
    const std::size_t points = m_sweep->progress().pointsDone;
    if (points != m_points || !more) {
        m_points = points;
        m_changed = true;
        m_unsaved = true;
        if (!more || m_saved.isDue(saveEvery))
            save();
    }
    if (!more || m_published.isDue(publishEvery))
        publish(more);
    return more;
}

std::shared_ptr<const SweepResult> SweepJob::snapshot()
{
    if (m_changed)
        m_snapshot = std::make_shared<const SweepResult>(m_sweep->result());
    m_changed = false;
    return m_snapshot;
}

void SweepJob::save()
{
    m_unsaved = false;
    if (m_file.empty())
        return;
    const Clock::time_point began = Clock::now();
    const auto written = writeSweepFile(m_file, *snapshot());
    m_fileProblem = written ? std::string()
                            : written.error().message + " What is found is kept in memory: save it elsewhere "
                                                        "before you close Mixlens.";
    m_saved.note(began);
}

void SweepJob::publish(bool running)
{
    const Clock::time_point began = Clock::now();
    m_publish({snapshot(), m_sweep->progress(), running, m_fileProblem});
    m_published.note(began);
}

} // namespace mixlens
