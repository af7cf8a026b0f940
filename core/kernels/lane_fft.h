#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. Transforms of any length, see LaneTransform, by the
// passes of lane_passes.h.

#include "core/kernels/lane_passes.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// The last pass of level one of two, into column `column` of the grid: twisted by exp(-2πi q k / (n1 n2)).
template<int W>
__attribute__((noinline)) void passToGrid(const FftPass& at, float* from, float* column, Size pitch,
                                          const float* twist)
{
    const auto to = [=](Size k, Complex<Lanes<W>> value) __attribute__((always_inline))
    {
        storeComplex<W>(times(value, twist + 2 * k), column, k * pitch);
    };
    anyPass<W>(at, Signal<W>{from}, to);
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
        firstPass<W>(t.first.pass[0], from, a);
    const float* done = runPasses<W>(t.first, 1, t.first.count, a, b);
    for (Size k = 0; 2 * k <= n; ++k)
        emit(k, loadComplex<W>(done, k), loadComplex<W>(done, opposite(k, n)));
}

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
        const float* here = runFrom<W>(t.second, grid + 2 * W * k1 * t.pitch, line, line + 2 * W * n2);
        const float* there = m1 == k1 ? here
                                      : runFrom<W>(t.second, grid + 2 * W * m1 * t.pitch, line + 4 * W * n2,
                                                   line + 6 * W * n2);
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

/// The cyclic convolution, over n1 n2, of a signal that transformGridColumns() has brought to the grid with
/// what `filter` is the transform of; the first `kept` values, value i at row i / n2, column i % n2. `sum`
/// becomes the sum of the signal. An inverse transform is one with Re and Im exchanged before and after, and
/// the grid needs no sorting in between.
template<int W>
__attribute__((noinline)) void convolveOnGrid(const LaneTransform& t, Size kept, float* grid, float* line,
                                              Complex<Lanes<W>>* sum)
{
    const Size n1 = t.first.length;
    const Size n2 = t.second.length;
    for (Size k1 = 0; k1 < n1; ++k1) {
        float* const row = grid + 2 * W * k1 * t.pitch;
        float* const forward = runAll<W>(t.second, row, line);
        if (k1 == 0)
            *sum = loadComplex<W>(forward, 0);
        const float* filter = t.filter + 2 * k1 * n2;
        for (Size k2 = 0; k2 < n2; ++k2) {
            const Complex<Lanes<W>> product = times(loadComplex<W>(forward, k2), filter + 2 * k2);
            storeComplex<W>(Complex<Lanes<W>>{product.im, product.re}, forward, k2);
        }
        const float* back = runAll<W>(t.second, forward, forward == row ? line : row);
        if (back != row)
            __builtin_memcpy(row, back, static_cast<std::size_t>(2 * W * n2) * sizeof(float));
    }
    for (Size q = 0; q < n2; ++q) {
        const float* twist = t.twist + 2 * q * n1;
        for (Size j = 0; j < n1; ++j)
            storeComplex<W>(times(loadComplex<W>(grid, j * t.pitch + q), twist + 2 * j), line, j);
        const float* done = runAll<W>(t.first, line, line + 2 * W * n1);
        for (Size j = 0; n2 * j + q < kept && j < n1; ++j) { // still exchanged
            const Complex<Lanes<W>> value = loadComplex<W>(done, j);
            storeComplex<W>(Complex<Lanes<W>>{value.im, value.re}, grid, j * t.pitch + q);
        }
    }
}

template<int W>
MIXLENS_INLINE Complex<Lanes<W>> onGrid(const LaneTransform& t, const float* grid, Size i)
{
    const Size n2 = t.second.length;
    return loadComplex<W>(grid, i / n2 * t.pitch + i % n2);
}

/// With c[n] = exp(-πi n² / N) and n k = (n² + k² - (k - n)²) / 2:
/// Z[k] = c[k] Σ_n (c[n] z[n]) conj(c[k - n])       (Bluestein 1970).
template<int W, class From, class Emit>
MIXLENS_INLINE void transformByChirp(const LaneTransform& t, From from, Emit emit, float* scratch)
{
    const Size n = t.length;
    float* const grid = scratch;
    float* const line = scratch + 2 * W * t.grid;
    const auto padded = [&](Size i) __attribute__((always_inline))->Complex<Lanes<W>>
    {
        if (i >= n)
            return zero<Lanes<W>>();
        return times(from(i), t.chirp + 2 * i);
    };
    transformGridColumns<W>(t, padded, grid, line);
    Complex<Lanes<W>> sum;
    convolveOnGrid<W>(t, n, grid, line, &sum);
    for (Size k = 0; 2 * k <= n; ++k) {
        const Size m = opposite(k, n);
        emit(k, times(onGrid<W>(t, grid, k), t.chirp + 2 * k), times(onGrid<W>(t, grid, m), t.chirp + 2 * m));
    }
}

/// For a prime N with the primitive root g, order[j] = g^j:
/// Z[g^-j] = z[0] + Σ_q z[g^q] exp(-2πi g^(q - j) / N)       (Rader 1968),
/// cyclic over N - 1 already; half way round lies the negative, g^((N - 1) / 2) = -1.
template<int W, class From, class Emit>
MIXLENS_INLINE void transformByPowers(const LaneTransform& t, From from, Emit emit, float* scratch)
{
    const Size round = t.length - 1;
    float* const grid = scratch;
    float* const line = scratch + 2 * W * t.grid;
    const auto ordered = [&](Size i) __attribute__((always_inline))
    {
        return from(t.order[i]);
    };
    transformGridColumns<W>(t, ordered, grid, line);
    Complex<Lanes<W>> sum;
    convolveOnGrid<W>(t, round, grid, line, &sum);
    const Complex<Lanes<W>> first = from(0);
    emit(0, first + sum, first + sum);
    for (Size j = 0; 2 * j < round; ++j) {
        const Size k = t.order[opposite(j, round)];
        const Complex<Lanes<W>> here = first + onGrid<W>(t, grid, j);
        const Complex<Lanes<W>> there = first + onGrid<W>(t, grid, j + round / 2);
        if (2 * k < t.length)
            emit(k, here, there);
        else
            emit(t.length - k, there, here);
    }
}

/// Transforms from(0..n-1) and calls emit(k, Z[k], Z[-k]) for k = 0..n/2, each once, in any order.
template<int W, class From, class Emit>
MIXLENS_INLINE void transform(const LaneTransform& t, From from, Emit emit, float* scratch)
{
    switch (t.method) {
    case LaneTransform::Method::Direct:
        return transformDirectly<W>(t, from, emit, scratch);
    case LaneTransform::Method::TwoLevels:
        return transformInTwoLevels<W>(t, from, emit, scratch);
    case LaneTransform::Method::Powers:
        return transformByPowers<W>(t, from, emit, scratch);
    case LaneTransform::Method::Chirp:
        return transformByChirp<W>(t, from, emit, scratch);
    }
}

} // namespace
} // namespace mixlens::MIXLENS_ISA
