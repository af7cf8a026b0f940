#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. Transforms by the passes of lane_passes.h alone, see
// LaneTransform.

#include "core/kernels/lane_passes.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// The last pass of level one of two, into column `column` of the grid: value k is twisted by twist[k], which
/// is exp(-2πi q k / (n1 n2)).
template<int W>
__attribute__((noinline)) void passToGrid(const FftPass& at, float* from, float* column, Size pitch,
                                          const float* twist)
{
    const auto to = [=](Size k, Complex<Lanes<W>> value) __attribute__((always_inline))
    {
        storeComplex<W>(times(value, twist + 2 * k), column, k * pitch);
    };
    anyPass<W, Place::Last>(at, Signal<W>{from}, to);
}

/// Level one of two: signal index n2 j + q, transformed over j to k, twisted, is grid[k][q].
template<int W, class From>
MIXLENS_INLINE void transformGridColumns(const LaneTransform& t, From from, float* grid, float* line)
{
    const Size n1 = t.first.length;
    const Size n2 = t.second.length;
    const int last = t.first.count - 1;
    for (Size q = 0; q < n2; ++q) {
        for (Size j = 0; j < n1; ++j)
            storeComplex<W>(from(n2 * j + q), line, j);
        float* const ready = runPasses<W>(t.first, 0, last, line, line + 2 * W * n1);
        passToGrid<W>(t.first.pass[last], ready, grid + 2 * W * q, t.pitch, t.twist + 2 * q * n1);
    }
}

template<int W, class From, class Emit>
MIXLENS_INLINE void transformDirectly(const LaneTransform& t, From from, Emit emit, float* scratch)
{
    const Size n = t.length;
    float* const a = scratch;
    float* const b = scratch + 2 * W * t.grid;
    if (t.first.count == 0)
        storeComplex<W>(from(0), a, 0);
    else
        firstPass<W>(t.first.pass[0], from, a, b);
    const float* done = runPasses<W>(t.first, 1, t.first.count, a, b);
    for (Size k = 0; 2 * k <= n; ++k)
        emit(k, loadComplex<W>(done, k), loadComplex<W>(done, opposite(k, n)));
}

/// `row` transformed into `to`, which may be the same memory; in lane_transform.h.
template<int W>
__attribute__((noinline)) void transformRow(const LaneTransform& t, float* row, float* to, float* scratch);

template<int W, class From, class Emit>
MIXLENS_INLINE void transformInTwoLevels(const LaneTransform& t, From from, Emit emit, float* scratch)
{
    const Size n = t.length;
    const Size n1 = t.first.length;
    const Size n2 = t.second.length;
    float* const grid = scratch;
    float* const line = scratch + 2 * W * t.grid;
    transformGridColumns<W>(t, from, grid, line);
    // Row k1 becomes the frequencies k1 + n1 k2; their negatives come from row -k1.
    for (Size k1 = 0; 2 * k1 <= n1; ++k1) {
        const Size m1 = opposite(k1, n1);
        // Both in lines of their own, which stay in the first-level cache.
        const auto second = [&](Size row, float* a, float* b) -> const float* {
            float* const from = grid + 2 * W * row * t.pitch;
            if (!t.inner)
                return runFrom<W>(t.second, from, a, b);
            transformRow<W>(*t.inner, from, a, line + 8 * W * n2);
            return a;
        };
        const float* here = second(k1, line, line + 2 * W * n2);
        const float* there = m1 == k1 ? here : second(m1, line + 4 * W * n2, line + 6 * W * n2);
        for (Size k2 = 0; k2 < n2; ++k2) {
            const Size k = k1 + n1 * k2;
            const Size m = opposite(k, n);
            const Size m2 = (m - m1) / n1;
            if (m1 == k1 && k > m)
                continue; // its negative was emitted
            if (k <= m)
                emit(k, loadComplex<W>(here, k2), loadComplex<W>(there, m2));
            else
                emit(m, loadComplex<W>(there, m2), loadComplex<W>(here, k2));
        }
    }
}

} // namespace
} // namespace mixlens::MIXLENS_ISA
