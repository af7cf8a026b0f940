#include "app/commands/bench_measure.h"

#include "app/commands/bench_output.h"
#include "app/commands/bench_progress.h"
#include "app/console.h"
#include "app/interrupt.h"
#include "core/bench/result_file.h"

#include <chrono>

namespace mixlens {

namespace {

/// Keeps the file as new as a tenth of the run's time allows.
class Keeper
{
public:
    Keeper(std::string file, std::string title, std::string note)
        : m_file(std::move(file)), m_title(std::move(title)), m_note(std::move(note)),
          m_replaceable(isReplaceable(m_file))
    {}

    [[nodiscard]] BenchResult named(BenchResult result) const
    {
        if (!m_title.empty())
            result.title = m_title;
        if (!m_note.empty())
            result.note = m_note;
        return result;
    }

    void afterLength(const BenchRun& run, ProgressLine& line)
    {
        if (m_file.empty() || !m_replaceable || Clock::now() < m_next)
            return;
        const bool before = m_saved.has_value();
        save(named(run.result()));
        if (!m_saved && before) {
            line.clear();
            complain(m_saved.error().message + " What was written before is whole; measuring goes on.");
        }
    }

    void save(const BenchResult& result)
    {
        if (m_file.empty())
            return;
        const Clock::time_point start = Clock::now();
        m_saved = writeBenchFile(m_file, result);
        const Clock::time_point end = Clock::now();
        m_next = end + 9 * (end - start);
    }

    [[nodiscard]] const Result<void>& saved() const noexcept { return m_saved; }

private:
    using Clock = std::chrono::steady_clock;

    std::string m_file, m_title, m_note;
    bool m_replaceable = true;
    Clock::time_point m_next;
    Result<void> m_saved;
};

} // namespace

BenchOutcome measureBench(BenchRun& run, const std::string& file, const std::string& title,
                          const std::string& note)
{
    const Interrupt interrupt;
    std::stop_source stop;
    Keeper keeper(file, title, note);
    ProgressLine line;
    std::size_t lengths = run.lengthsDone();
    while (run.step(stop.get_token())) {
        if (interrupt.requested())
            stop.request_stop();
        if (run.lengthsDone() != lengths) {
            keeper.afterLength(run, line);
            lengths = run.lengthsDone();
        }
        if (line.isDue())
            line.show(run.progress());
    }
    line.clear();

    BenchOutcome outcome;
    outcome.result = keeper.named(run.result());
    outcome.interrupted = interrupt.requested() && !outcome.result.complete;
    keeper.save(outcome.result);
    outcome.saved = keeper.saved();
    return outcome;
}

} // namespace mixlens
