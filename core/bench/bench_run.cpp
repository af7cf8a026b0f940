#include "core/bench/bench_run.h"

#include "core/bench/bench_run_private.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <random>
#include <utility>

namespace mixlens {
namespace {

using Clock = std::chrono::steady_clock;

/// Where nothing of a backend has been timed yet: flop/s of an ordinary core, or the share of a matrix
/// product's rate that a mixer may reach.
constexpr double expectedFlops = 2e10;
constexpr double expectedShare = 0.3;

double secondsSince(Clock::time_point began)
{
    return std::chrono::duration<double>(Clock::now() - began).count();
}

/// "2026-11-24T12:15:00Z" (ISO 8601).
std::string utcText(std::time_t time)
{
    std::tm fields = {};
    ::gmtime_r(&time, &fields);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &fields)};
}

/// Four hexadecimal digits, so that runs begun in one second differ.
std::string randomDigits()
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::random_device random;
    std::string text;
    for (int i = 0; i < 4; ++i)
        text += digits[random() % digits.size()];
    return text;
}

} // namespace

std::size_t turnOf(std::size_t round, std::size_t turn, std::size_t count) noexcept
{
    const bool backwards = (round / count) % 2 == 1;
    const std::size_t step = backwards ? count - turn : turn;
    return (round + step) % count;
}

bool BenchRun::Private::isDone(std::size_t cell) const
{
    const auto& measurement = measurements[cell];
    return measurement && (!measurement->refusal.empty() || measurement->seconds.size() >= rounds());
}

Result<std::unique_ptr<BenchRun>> BenchRun::Private::start(BenchResult frame,
                                                           const std::vector<std::filesystem::path>& folders,
                                                           BenchMeans means)
{
    if (const auto checked = checkGrid(frame.grid); !checked)
        return tl::unexpected(checked.error());
    std::unique_ptr<BenchRun> run(new BenchRun);
    Private& d = *run->d;
    d.pool = std::make_unique<TaskPool>(frame.grid.threads);
    auto maker = SubjectMaker::make(frame.grid, folders, frame.grid.threads > 1 ? d.pool.get() : nullptr,
                                    means.availableMemory);
    if (!maker)
        return tl::unexpected(maker.error());
    d.maker = std::move(*maker);
    d.cells = cellsOf(frame.grid);
    d.measurements.resize(d.cells.size());
    for (std::size_t cell = 0; cell < d.cells.size(); ++cell) {
        if (const Measurement* known = frame.find(d.cells[cell].backend, d.cells[cell].tokens))
            d.measurements[cell] = *known;
    }
    frame.measurements.clear();
    d.frame = std::move(frame);
    for (std::size_t cell = 0; cell < d.cells.size(); ++cell) {
        if (d.isDone(cell)) {
            if (d.measurements[cell]->measured())
                d.estimator.add(d.cells[cell], summarise(d.measurements[cell]->seconds).median);
            continue;
        }
        d.measurements[cell].reset(); // rounds of another sitting are not of the same round as the new ones
        if (d.lengths.empty() || d.lengths.back().tokens != d.cells[cell].tokens)
            d.lengths.push_back({d.cells[cell].tokens, {}});
        d.lengths.back().cells.push_back(cell);
    }
    if (means.limits.passes > 0 && d.frame.limits.gemmFlops == 0.0)
        d.limits.emplace(*d.pool, environment(), means.limits);
    if (means.limits.passes > 0 && !d.lengths.empty()) {
        LimitsProbe::Effort once = means.limits;
        once.passes = 1;
        once.copies = false;
        d.closing.emplace(*d.pool, environment(), once);
    }
    d.means = std::move(means);
    d.conditions.clockSeconds = clockStep();
    d.conditions.foreignLoad = foreignLoad();
    for (const BenchCell& cell : d.cells)
        d.modelled.push_back(d.maker->modelledFlops(cell));
    return run;
}

std::string BenchRun::Private::now() const
{
    if (finished())
        return {};
    if (limits || length == lengths.size())
        return "the machine's limits";
    const Length& current = lengths[length];
    const auto place = [&](std::size_t cell) {
        return cells[cell].backend + ", " + std::to_string(current.tokens) +
               (current.tokens == 1 ? " token" : " tokens");
    };
    if (toPrepare < current.cells.size())
        return "preparing " + place(current.cells[toPrepare]);
    return place(prepared[turnOf(round, turn, prepared.size())].cell) + ", round " +
           std::to_string(round + 1) + " of " + std::to_string(rounds());
}

double BenchRun::Private::remaining() const
{
    double sum = limits ? (1.0 - limits->done()) * elapsed / std::max(limits->done(), 0.02) : 0.0;
    const double rate = frame.limits.gemmFlops > 0.0 ? expectedShare * frame.limits.gemmFlops : expectedFlops;
    for (std::size_t at = length; at < lengths.size(); ++at) {
        for (const std::size_t cell : lengths[at].cells) {
            if (isDone(cell) || modelled[cell] < 0.0)
                continue;
            double call = estimator.seconds(cells[cell]);
            if (call == 0.0)
                call = modelled[cell] / rate;
            const std::size_t have = measurements[cell] ? measurements[cell]->seconds.size() : 0;
            const bool ready = std::ranges::find(prepared, cell, &Prepared::cell) != prepared.end();
            sum += cellSeconds(call, grid(), grid().rounds - static_cast<int>(have)) -
                   (ready ? cellSeconds(call, grid(), 0) : 0.0);
        }
    }
    return sum;
}

BenchRun::BenchRun() : d(std::make_unique<Private>()) {}
BenchRun::~BenchRun() = default;

Result<std::unique_ptr<BenchRun>> BenchRun::make(BenchGrid grid, std::vector<std::filesystem::path> folders,
                                                 BenchMeans means)
{
    BenchResult frame;
    frame.started = utcText(std::time(nullptr));
    frame.id = frame.started;
    std::erase_if(frame.id, [](char c) { return c == '-' || c == ':'; });
    frame.id += "-" + randomDigits();
    frame.grid = std::move(grid);
    frame.environment = environment();
    return Private::start(std::move(frame), folders, std::move(means));
}

Result<std::unique_ptr<BenchRun>>
BenchRun::resume(BenchResult earlier, std::vector<std::filesystem::path> folders, BenchMeans means)
{
    const Environment& here = environment();
    const Environment& there = earlier.environment;
    struct Row
    {
        const char* what;
        const std::string &before, &now;
    };
    for (const Row& row :
         {Row{"processor", there.processor, here.processor}, Row{"kernel table", there.kernels, here.kernels},
          Row{"version of Mixlens", there.version, here.version}, Row{"build", there.build, here.build}}) {
        if (row.before != row.now)
            return failure(Error::Code::Unsupported,
                           std::string("The run was begun with another ") + row.what + " (" + row.before +
                               ", now " + row.now +
                               "), and its times cannot be mixed with new ones; start a new run and "
                               "compare the two.");
    }
    auto run = Private::start(earlier, folders, std::move(means));
    if (!run || earlier.grid.level != BenchLevel::Model)
        return run;
    for (const BenchCell& cell : (*run)->d->cells) {
        const Measurement* known = earlier.find(cell.backend, cell.tokens);
        const auto facts = known && known->measured() ? (*run)->d->maker->describe(cell)
                                                      : Result<SubjectFacts>(SubjectFacts{});
        if (known && known->measured() && (!facts || facts->flops != known->formulaFlops))
            return failure(Error::Code::Unsupported, "The model " + earlier.grid.model +
                                                         " is another one than when the run was begun; start "
                                                         "a new run and compare the two.");
    }
    return run;
}

bool BenchRun::step(const std::stop_token& stop)
{
    if (d->finished() || stop.stop_requested())
        return false;
    const auto began = Clock::now();
    d->step(stop);
    d->elapsed += secondsSince(began);
    return !d->finished() && !stop.stop_requested();
}

BenchProgress BenchRun::progress() const
{
    BenchProgress progress;
    progress.cells = d->cells.size();
    for (std::size_t cell = 0; cell < d->cells.size(); ++cell)
        progress.cellsDone += d->isDone(cell) ? 1U : 0U;
    progress.elapsedSeconds = d->elapsed;
    progress.remainingSeconds = d->remaining();
    progress.now = d->now();
    return progress;
}

std::size_t BenchRun::lengthsDone() const noexcept
{
    return d->length;
}

BenchResult BenchRun::result() const
{
    BenchResult result = d->frame;
    for (const auto& measurement : d->measurements) {
        if (measurement && (measurement->measured() || !measurement->refusal.empty()))
            result.measurements.push_back(*measurement);
    }
    result.complete = d->finished();
    std::vector<BenchWarning> before = std::move(result.warnings);
    result.warnings = findWarnings(result, d->conditions);
    // A load that an earlier sitting met cannot be found in its times.
    for (BenchWarning& warning : before) {
        if (warning.code == "load" &&
            std::ranges::find(result.warnings, warning.code, &BenchWarning::code) == result.warnings.end())
            result.warnings.push_back(std::move(warning));
    }
    return result;
}

} // namespace mixlens
