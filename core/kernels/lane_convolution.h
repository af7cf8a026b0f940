#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. Transforms of lengths with large prime factors, as
// cyclic convolutions over n1 n2: see LaneTransform.
//
// What such a convolution costs is stores, of which a processor makes half as many as loads. So the transform
// of a row of the grid, the product with the filter and the way back are passes without a copy between them,
// and the last pass forward is also the first one back: with the product, all in registers.

#include "core/kernels/lane_pivot.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// The last pass over k2, into a row of the grid: value q is twisted by twist[q n1].
template<int W>
__attribute__((noinline)) void passToRow(const FftPass& at, float* from, float* row, const float* twist,
                                         Size n1)
{
    const auto to = [=](Size q, Complex<Lanes<W>> value) __attribute__((always_inline))
    {
        storeComplex<W>(times(value, twist + 2 * q * n1), row, q);
    };
    anyPass<W, Place::Last>(at, Signal<W>{from}, to);
}

/// Row k1 of the grid: transformed, times the filter, back over k2 and twisted for the way back over k1.
template<int W>
void convolveRow(const LaneTransform& t, Size k1, float* row, float* line)
{
    const Size n1 = t.first.length;
    const Size n2 = t.second.length;
    const int last = t.second.count - 1;
    const float* filter = t.filter + 2 * k1 * n2;
    const float* twist = t.twist + 2 * k1;
    if (last == 0)
        return anyPivot<W>(t.second.pass[0], filter, twist + 2 * n1, n1, row, row);
    float* const other = line + 2 * W * n2;
    passInMemory<W>(t.second.pass[0], row, line);
    float* const ready = runPasses<W>(t.second, 1, last, line, other);
    float* const turned = ready == line ? other : line;
    anyPivot<W>(t.second.pass[last], filter, t.back.pass[0].twiddles, 1, ready, turned);
    float* const done = runPasses<W>(t.back, 1, last, turned, ready);
    passToRow<W>(t.back.pass[last], done, row, twist, n1);
}

template<int W>
__attribute__((noinline)) void passFromGrid(const FftPass& at, const float* column, Size pitch, float* to)
{
    const auto from = [=](Size i) __attribute__((always_inline))
    {
        return loadComplex<W>(column, i * pitch);
    };
    anyPass<W, Place::First>(at, from, Signal<W>{to});
}

/// The way back over k1: the values n2 j + q of the convolution, at j, exchanged. In a or b.
template<int W>
const float* backOnColumn(const LaneTransform& t, const float* grid, Size q, float* a, float* b)
{
    passFromGrid<W>(t.first.pass[0], grid + 2 * W * q, t.pitch, a);
    return runPasses<W>(t.first, 1, t.first.count, a, b);
}

/// The same of no more than the first half of the values.
template<int W>
const float* halfBackOnColumn(const LaneTransform& t, const float* grid, Size q, float* a, float* b)
{
    const int last = t.first.count - 1;
    if (last == 0 || !hasHalves(t.first.pass[last]))
        return backOnColumn<W>(t, grid, q, a, b);
    passFromGrid<W>(t.first.pass[0], grid + 2 * W * q, t.pitch, a);
    float* const ready = runPasses<W>(t.first, 1, last, a, b);
    float* const done = ready == a ? b : a;
    halfPass<W, Halves::FirstOut>(t.first.pass[last], ready, done);
    return done;
}

/// transformGridColumns() of a signal of no more than n1 n2 / 2 values, `length`, and zeros.
template<int W, class From>
MIXLENS_INLINE void transformHalfColumns(const LaneTransform& t, From from, Size length, float* grid,
                                         float* line)
{
    const Size n1 = t.first.length;
    const Size n2 = t.second.length;
    const int last = t.first.count - 1;
    const bool halved = last > 0 && hasHalves(t.first.pass[0]);
    const Size rows = halved ? n1 / 2 : n1;
    float* const other = line + 2 * W * n1;
    for (Size q = 0; q < n2; ++q) {
        Size j = 0;
        for (; n2 * j + q < length; ++j)
            storeComplex<W>(from(n2 * j + q), line, j);
        for (; j < rows; ++j)
            storeComplex<W>(zero<Lanes<W>>(), line, j);
        float* ready = line;
        if (halved) {
            halfPass<W, Halves::FirstIn>(t.first.pass[0], line, other);
            ready = runPasses<W>(t.first, 1, last, other, line);
        } else
            ready = runPasses<W>(t.first, 0, last, line, other);
        passToGrid<W>(t.first.pass[last], ready, grid + 2 * W * q, t.pitch, t.twist + 2 * q * n1);
    }
}

/// With c[n] = exp(-πi n² / N) and n k = (n² + k² - (k - n)²) / 2:
/// Z[k] = c[k] Σ_n (c[n] z[n]) conj(c[k - n])       (Bluestein 1970).
/// over 2 N values or more, for then the passes leave out halves.
template<int W, class From, class Emit>
MIXLENS_INLINE void transformByChirp(const LaneTransform& t, From from, Emit emit, float* scratch)
{
    const Size n = t.length;
    const Size n1 = t.first.length;
    const Size n2 = t.second.length;
    float* const grid = scratch;
    float* const line = scratch + 2 * W * t.grid;
    const auto chirpedInput = [&](Size i) __attribute__((always_inline))
    {
        return times(from(i), t.chirp + 2 * i);
    };
    transformHalfColumns<W>(t, chirpedInput, n, grid, line);
    for (Size k1 = 0; k1 < n1; ++k1)
        convolveRow<W>(t, k1, grid + 2 * W * k1 * t.pitch, line);
    // Value k is in column k % n2, its negative in column (n - k) % n2.
    for (Size q = 0; q < n2; ++q) {
        const Size opposed = (n % n2 + n2 - q) % n2;
        if (opposed < q)
            continue;
        const float* here = halfBackOnColumn<W>(t, grid, q, line, line + 2 * W * n1);
        const float* there =
            opposed == q ? here : halfBackOnColumn<W>(t, grid, opposed, line + 4 * W * n1, line + 6 * W * n1);
        const auto chirped = [&](const float* column, Size k) __attribute__((always_inline))
        {
            return times(exchanged(loadComplex<W>(column, k / n2)), t.chirp + 2 * k);
        };
        if (q == 0) // 0 is its own negative
            emit(0, chirped(here, 0), chirped(here, 0));
        for (Size k = q == 0 ? n2 : q; k < n; k += n2) {
            const Size m = n - k;
            if (k <= m)
                emit(k, chirped(here, k), chirped(there, m));
            else if (here != there)
                emit(m, chirped(there, m), chirped(here, k));
        }
    }
}

} // namespace
} // namespace mixlens::MIXLENS_ISA
