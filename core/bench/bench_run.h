#pragma once

#include "core/base/result.h"
#include "core/bench/bench_result.h"
#include "core/bench/machine_limits.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace mixlens {

struct BenchProgress
{
    std::size_t cellsDone = 0; ///< measured or refused
    std::size_t cells = 0;
    double elapsedSeconds = 0.0;
    /// From what the grid's remaining calls are measured (or, before that, modelled from shorter lengths) to
    /// cost, not from a share of cells.
    double remainingSeconds = 0.0;
    std::string now; ///< what is being done, for people: "fourier, 512 tokens, round 3 of 21"
};

/// What a run measures with beside its grid; tests give less of it.
struct BenchMeans
{
    LimitsProbe::Effort limits; ///< no passes: the limits are not measured
    /// Bytes that may still be taken, 0 unknown; empty: what the system says.
    std::function<std::size_t()> availableMemory;
};

/// Which of `count` backends has turn `turn` (0..count - 1) in round `round`: the first rotates, and every
/// full rotation the direction changes, so that none always follows the same other.
[[nodiscard]] std::size_t turnOf(std::size_t round, std::size_t turn, std::size_t count) noexcept;

/// Measures a grid in small steps on the caller's thread, alone on the machine as far as Mixlens is
/// concerned.
///
/// Of one length all backends are prepared (built, warmed up, calibrated to `sampleSeconds`), then measured
/// in rounds: one sample of each backend a round, in an order that rotates, so that a disturbance meets all
/// alike. An iteration is one forward pass of the whole batch. Nothing is planned or built inside a sample.
/// Samples of short calls begin with one that does not count, since the backends before have taken the cache.
class BenchRun
{
public:
    /// Usage or OutOfRange as checkGrid(); models are searched in `modelFolders`.
    [[nodiscard]] static Result<std::unique_ptr<BenchRun>>
    make(BenchGrid grid, std::vector<std::filesystem::path> modelFolders, BenchMeans means = {});
    /// Goes on with an earlier run's file: cells that are done are kept. Unsupported where the environment or
    /// the model is another one than now.
    [[nodiscard]] static Result<std::unique_ptr<BenchRun>>
    resume(BenchResult earlier, std::vector<std::filesystem::path> modelFolders, BenchMeans means = {});
    ~BenchRun();

    /// Does a little, at most one sample or one preparation; false when nothing is left to do. After `stop`
    /// the cell in progress keeps the rounds that it has.
    [[nodiscard]] bool step(const std::stop_token& stop);

    [[nodiscard]] BenchProgress progress() const;
    /// Lengths of which every cell is measured or refused.
    [[nodiscard]] std::size_t lengthsDone() const noexcept;
    /// A copy of what is known so far; complete == false until the last step.
    [[nodiscard]] BenchResult result() const;

private:
    BenchRun();
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace mixlens
