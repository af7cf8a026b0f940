#pragma once

#include "core/kernels/lane_fourier.h"
#include "core/math/matrix.h"

#include <complex>
#include <memory>
#include <span>
#include <vector>

namespace mixlens {

/// The width that suits a shape best among those of `table`.
[[nodiscard]] const LaneFourier& laneFourierFor(Shape shape, const KernelTable& table) noexcept;

/// Sizes and methods for a shape, the tables still null: what Cost needs, in microseconds; in tens of them
/// for large primes, in a millisecond for those beyond 65536.
[[nodiscard]] LaneFourierPlan laneFourierLayout(Shape shape, Index lanes);

/// A LaneFourierPlan with its tables, rounded from double. Nothing is tried out: a new length of some hundred
/// tokens takes a fraction of a millisecond.
class LaneFourierTables
{
public:
    LaneFourierTables(Shape shape, Index lanes);
    LaneFourierTables(const LaneFourierTables&) = delete;
    LaneFourierTables& operator=(const LaneFourierTables&) = delete;

    /// From the cache of this process, made when it isn't there.
    [[nodiscard]] static std::shared_ptr<const LaneFourierTables> of(Shape shape, Index lanes);

    [[nodiscard]] const LaneFourierPlan& plan() const noexcept { return m_plan; }

private:
    void fill(FftPasses& fft);
    void fill(LaneTransform& transform);
    void fill(LaneTransform& transform, LaneTransform& inner);
    void fillChirp(LaneTransform& transform);
    void fillPaddedPowers(LaneTransform& transform);
    void fillRowChirp(std::ptrdiff_t lanes);
    /// The powers of a primitive root, and the signal that a transform in their order convolves with.
    [[nodiscard]] std::vector<std::complex<double>> fillOrder(LaneTransform& transform);
    void fillFilter(LaneTransform& transform, std::span<const std::complex<double>> signal);
    [[nodiscard]] float* newTable(Index count);

    std::vector<std::vector<float>> m_storage; ///< what m_plan points to
    std::vector<std::vector<int>> m_orders;
    LaneFourierPlan m_plan;
};

} // namespace mixlens
