#include "core/bench/bench_run_private.h"
#include "core/bench/peak_memory.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <new>

namespace mixlens {
namespace {

using Clock = std::chrono::steady_clock;

/// Calls in a sample from which on one more, that does not count, costs little.
constexpr std::int64_t warmingIterations = 4;
/// Calibration aims a little beyond the least length of a sample, which then holds for most rounds.
constexpr double calibrationMargin = 1.1;
/// A batch of fewer is not told from the clock's own steps.
constexpr double clockStepsOfBatch = 100.0;

double secondsSince(Clock::time_point began)
{
    return std::chrono::duration<double>(Clock::now() - began).count();
}

/// Seconds of `calls` calls.
Result<double> timeCalls(BenchSubject& subject, std::int64_t calls, OperationClock* clock,
                         const std::stop_token& stop)
{
    const auto began = Clock::now();
    for (std::int64_t i = 0; i < calls; ++i) {
        if (const auto called = subject.call(clock, stop); !called)
            return tl::unexpected(called.error());
    }
    return secondsSince(began);
}

Error outOfMemory(const BenchCell& cell)
{
    return {Error::Code::OutOfMemory, cell.backend + " found no memory for " + std::to_string(cell.tokens) +
                                          " tokens; ask for shorter lengths or close other programs."};
}

} // namespace

void BenchRun::Private::refuse(std::size_t cell, const Error& error)
{
    Measurement& measurement = *measurements[cell];
    measurement.seconds.clear();
    measurement.operations.clear();
    measurement.refusal = error.message;
}

/// The first call makes tables, plans and memory.
Result<void> BenchRun::Private::build(std::size_t cell, const std::stop_token& stop)
{
    Measurement& measurement = measurements[cell].emplace();
    measurement.cell = cells[cell];
    const auto facts = maker->describe(cells[cell]);
    if (!facts)
        return tl::unexpected(facts.error());
    measurement.family = facts->family;
    measurement.width = facts->width;
    measurement.formulaFlops = facts->flops;
    measurement.formulaBytes = facts->bytes;
    measurement.formulaWorkspace = facts->workspace;
    if (auto admitted = maker->admit(cells[cell], *facts); !admitted)
        return admitted;
    const PeakMemory peak;
    auto subject = maker->subject(cells[cell]);
    if (!subject)
        return tl::unexpected(subject.error());
    const auto seconds = timeCalls(**subject, 1, nullptr, stop);
    if (!seconds)
        return tl::unexpected(seconds.error());
    measurement.setupSeconds = *seconds;
    measurement.peakBytes = peak.growth();
    measurement.workspaceBytes = (*subject)->workspaceBytes();
    calibrating = std::move(*subject);
    return {};
}

/// Calls more and more at once until they last as long as a sample must. The fastest batch counts, since one
/// that a neighbour has held up would make every sample too short.
Result<void> BenchRun::Private::calibrate(std::size_t cell, const std::stop_token& stop)
{
    Measurement& measurement = *measurements[cell];
    const double wanted = calibrationMargin * grid().sampleSeconds;
    const double legible = clockStepsOfBatch * conditions.clockSeconds;
    double fastest = std::max(measurement.setupSeconds, conditions.clockSeconds); // of a call, so far
    int batches = 0;
    for (std::int64_t calls = 1;;) {
        const auto seconds = timeCalls(*calibrating, calls, nullptr, stop);
        if (!seconds)
            return tl::unexpected(seconds.error());
        const double call = *seconds / static_cast<double>(calls);
        if (*seconds >= legible)
            fastest = std::min(fastest, call);
        const std::int64_t needed = std::max<std::int64_t>(1, std::llround(std::ceil(wanted / fastest)));
        // The first batch warms caches and clock; calls that are long anyway need no second look.
        const bool tooShort = *seconds < std::min(legible, wanted);
        const bool settled = (++batches >= 3 && !tooShort) || std::min(fastest, call) >= 20.0 * wanted;
        if (settled && calls >= needed - needed / 4) {
            measurement.iterations = needed;
            estimator.add(cells[cell], fastest);
            break;
        }
        calls = tooShort ? 4 * calls : std::clamp<std::int64_t>(4 * calls, 1, needed);
    }
    measurement.device = calibrating->device();
    prepared.push_back({cell, std::move(calibrating)});
    return {};
}

void BenchRun::Private::prepare(std::size_t cell, const std::stop_token& stop)
{
    Result<void> done;
    const bool built = calibrating != nullptr;
    try {
        done = built ? calibrate(cell, stop) : build(cell, stop);
    } catch (const std::bad_alloc&) {
        done = tl::unexpected(outOfMemory(cells[cell]));
    }
    if (done) {
        toPrepare += built ? 1 : 0;
        return;
    }
    calibrating.reset();
    if (done.error().code == Error::Code::Cancelled) {
        measurements[cell].reset();
        return;
    }
    refuse(cell, done.error());
    ++toPrepare;
}

/// Refuses a cell whose subject fails on the way; the round is begun anew by those that are left.
void BenchRun::Private::drop(std::size_t at, const Error& error)
{
    refuse(prepared[at].cell, error);
    prepared.erase(prepared.begin() + static_cast<std::ptrdiff_t>(at));
    turn = 0;
    for (const Prepared& other : prepared) {
        Measurement& measurement = *measurements[other.cell];
        measurement.seconds.resize(round);
        for (OperationTimes& times : measurement.operations)
            times.seconds.resize(round);
    }
}

void BenchRun::Private::sample(const std::stop_token& stop)
{
    const std::size_t at = turnOf(round, turn, prepared.size());
    Measurement& measurement = *measurements[prepared[at].cell];
    BenchSubject& subject = *prepared[at].subject;
    const bool profiled = grid().level != BenchLevel::Mixer;
    OperationClock clock;
    Result<double> seconds = 0.0;
    try {
        if (measurement.iterations >= warmingIterations)
            seconds = timeCalls(subject, 1, nullptr, stop);
        if (seconds)
            seconds = timeCalls(subject, measurement.iterations, profiled ? &clock : nullptr, stop);
    } catch (const std::bad_alloc&) {
        seconds = tl::unexpected(outOfMemory(measurement.cell));
    }
    if (!seconds) {
        if (seconds.error().code != Error::Code::Cancelled)
            drop(at, seconds.error());
        return;
    }
    const auto iterations = static_cast<double>(measurement.iterations);
    measurement.seconds.push_back(*seconds / iterations);
    if (profiled && measurement.operations.empty()) {
        for (const Operation operation : operations)
            measurement.operations.push_back({std::string(operationName(operation)), {}});
    }
    for (std::size_t i = 0; i < measurement.operations.size(); ++i)
        measurement.operations[i].seconds.push_back(clock.seconds(operations[i]) / iterations);
    if (++turn == prepared.size()) {
        turn = 0;
        ++round;
    }
}

void BenchRun::Private::endLength()
{
    for (const Prepared& done : prepared)
        estimator.add(cells[done.cell], summarise(measurements[done.cell]->seconds).median);
    prepared.clear();
    toPrepare = 0;
    round = 0;
    turn = 0;
    ++length;
    conditions.foreignLoad = std::max(conditions.foreignLoad, foreignLoad());
}

void BenchRun::Private::step(const std::stop_token& stop)
{
    if (limits) {
        const bool more = limits->step();
        frame.limits = limits->limits();
        if (!more)
            limits.reset();
        return;
    }
    if (length == lengths.size())
        return stepClosing();
    const Length& current = lengths[length];
    if (toPrepare < current.cells.size())
        prepare(current.cells[toPrepare], stop);
    else if (!prepared.empty())
        sample(stop);
    if (toPrepare == current.cells.size() && (prepared.empty() || round == rounds()))
        endLength();
}

void BenchRun::Private::stepClosing()
{
    const bool more = closing->step();
    conditions.gemmAfterwards = closing->limits().gemmFlops;
    if (!more)
        closing.reset();
}

} // namespace mixlens
