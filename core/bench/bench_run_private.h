#pragma once

#include "core/bench/bench_run.h"
#include "core/bench/bench_subject.h"
#include "core/bench/bench_warnings.h"
#include "core/bench/call_estimator.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace mixlens {

struct BenchRun::Private
{
    /// Cells of one length that are still to be measured, together.
    struct Length
    {
        Index tokens = 0;
        std::vector<std::size_t> cells; ///< indices into Private::cells
    };
    /// A cell that is ready to be sampled.
    struct Prepared
    {
        std::size_t cell = 0;
        std::unique_ptr<BenchSubject> subject;
    };

    BenchResult frame; ///< everything but the measurements
    BenchMeans means;
    std::vector<BenchCell> cells;
    std::vector<std::optional<Measurement>> measurements; ///< one a cell; none: not begun
    /// Flops of a call of each cell, from its formula; 0: not asked for, negative: it will be refused.
    std::vector<double> modelled;
    std::vector<Length> lengths;
    std::unique_ptr<TaskPool> pool;     // before all that uses it
    std::optional<LimitsProbe> limits;  ///< at the beginning
    std::optional<LimitsProbe> closing; ///< the matrix product once more at the end: did the machine change?
    std::optional<SubjectMaker> maker;
    CallEstimator estimator;
    RunConditions conditions;
    double elapsed = 0.0; ///< seconds, in step()

    std::size_t length = 0;                    ///< of `lengths`, under way
    std::size_t toPrepare = 0;                 ///< next of its cells
    std::unique_ptr<BenchSubject> calibrating; ///< of cell `toPrepare`: built and called once
    std::vector<Prepared> prepared;            ///< of this length
    std::size_t round = 0;
    std::size_t turn = 0;

    /// A run that goes on after the measurements in `frame`.
    [[nodiscard]] static Result<std::unique_ptr<BenchRun>>
    start(BenchResult frame, const std::vector<std::filesystem::path>& folders, BenchMeans means);

    [[nodiscard]] const BenchGrid& grid() const noexcept { return frame.grid; }
    [[nodiscard]] std::size_t rounds() const noexcept { return static_cast<std::size_t>(grid().rounds); }
    [[nodiscard]] bool isDone(std::size_t cell) const;
    [[nodiscard]] bool finished() const noexcept { return !limits && !closing && length == lengths.size(); }
    [[nodiscard]] std::string now() const;
    [[nodiscard]] double remaining() const;

    // bench_run_steps.cpp
    void step(const std::stop_token& stop);

private:
    void prepare(std::size_t cell, const std::stop_token& stop);
    [[nodiscard]] Result<void> build(std::size_t cell, const std::stop_token& stop);
    [[nodiscard]] Result<void> calibrate(std::size_t cell, const std::stop_token& stop);
    void sample(const std::stop_token& stop);
    void drop(std::size_t at, const Error& error);
    void endLength();
    void stepClosing();
    void refuse(std::size_t cell, const Error& error);
};

} // namespace mixlens
