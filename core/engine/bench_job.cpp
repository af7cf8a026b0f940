#include "core/engine/bench_job.h"

#include "core/bench/result_file.h"

#include <algorithm>
#include <utility>

namespace mixlens {

BenchJob::BenchJob(std::unique_ptr<BenchRun> run, Publish publish, std::filesystem::path file,
                   std::string title, std::string note, Baseline baseline)
    : m_run(std::move(run)), m_publish(std::move(publish)), m_file(std::move(file)),
      m_title(std::move(title)), m_note(std::move(note)), m_baseline(std::move(baseline)),
      m_lengthsSaved(m_run->lengthsDone())
{}

bool BenchJob::step(const std::stop_token& stop)
{
    const std::stop_callback forward(stop, [this] { m_stop.request_stop(); });
    const bool more = m_run->step(m_stop.get_token());
    m_unsaved = true;
    const bool lengthEnded = m_run->lengthsDone() > m_lengthsSaved;
    m_lengthsSaved = m_run->lengthsDone();
    if (lengthEnded || !more)
        save(result());
    const auto wait = std::max<std::chrono::steady_clock::duration>(publishEvery, 10 * m_publishing);
    if (lengthEnded || !more || std::chrono::steady_clock::now() - m_published >= wait)
        publish(more);
    return more;
}

BenchJob::~BenchJob()
{
    if (m_unsaved)
        save(result());
}

BenchResult BenchJob::result() const
{
    BenchResult result = m_run->result();
    if (!m_title.empty())
        result.title = m_title;
    if (!m_note.empty())
        result.note = m_note;
    return result;
}

void BenchJob::save(const BenchResult& result)
{
    m_unsaved = false;
    if (m_file.empty() || result.measurements.empty()) // a run without a cell is no run to list
        return;
    const auto written = writeBenchFile(m_file, result);
    m_fileProblem = written ? std::string() : written.error().message;
}

void BenchJob::publish(bool running)
{
    const auto began = std::chrono::steady_clock::now();
    BenchResult known = result();
    if (!m_fileProblem.empty())
        known.warnings.push_back({"file",
                                  {},
                                  0,
                                  m_fileProblem + " What is measured is kept in memory: save it elsewhere "
                                                  "before you close Mixlens."});
    m_summary = summariseBench(known, baselineFor(known, m_baseline ? m_baseline() : std::string()),
                               {running ? CurveCells::Finished : CurveCells::Everything, m_summary});
    m_publish({std::make_shared<const BenchResult>(std::move(known)), m_summary, m_run->progress(), running});
    m_published = std::chrono::steady_clock::now();
    m_publishing = m_published - began;
}

} // namespace mixlens
