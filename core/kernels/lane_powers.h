#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. Transforms of prime lengths, as convolutions over the
// powers of a primitive root.

#include "core/kernels/lane_convolution.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// For a prime N with the primitive root g, order[j] = g^j:
/// Z[g^-j] = z[0] + Σ_q z[g^q] exp(-2πi g^(q - j) / N)       (Rader 1968),
/// cyclic over N - 1 already; half way round lies the negative, g^((N - 1) / 2) = -1. n1 is even, so that
/// both are in one column.
template<int W, class From, class Emit>
MIXLENS_INLINE void transformByPowers(const LaneTransform& t, From from, Emit emit, float* scratch)
{
    const Size round = t.length - 1;
    const Size n1 = t.first.length;
    const Size n2 = t.second.length;
    float* const grid = scratch;
    float* const line = scratch + 2 * W * t.grid;
    const auto ordered = [&](Size i) __attribute__((always_inline))
    {
        return from(t.order[i]);
    };
    transformGridColumns<W>(t, ordered, grid, line);
    const Complex<Lanes<W>> first = from(0);
    Complex<Lanes<W>> sum = first;
    for (Size q = 0; q < n2; ++q) // row 0 is the sums over the columns
        sum = sum + loadComplex<W>(grid, q);
    emit(0, sum, sum);
    for (Size k1 = 0; k1 < n1; ++k1)
        convolveRow<W>(t, k1, grid + 2 * W * k1 * t.pitch, line);
    for (Size q = 0; q < n2; ++q) {
        const float* column = backOnColumn<W>(t, grid, q, line, line + 2 * W * n1);
        for (Size j = 0; 2 * j < n1; ++j) {
            const Size k = t.order[opposite(n2 * j + q, round)];
            const Complex<Lanes<W>> here = first + exchanged(loadComplex<W>(column, j));
            const Complex<Lanes<W>> there = first + exchanged(loadComplex<W>(column, j + n1 / 2));
            if (2 * k < t.length)
                emit(k, here, there);
            else
                emit(t.length - k, there, here);
        }
    }
}

/// Row k1 of the grid, of half as many values as the convolution, `second`, is long: so the passes leave out
/// halves.
template<int W>
void convolvePadded(const LaneTransform& t, const float* filter, float* row, float* line)
{
    const int last = t.second.count - 1;
    float* const other = line + 2 * W * t.second.length;
    halfPass<W, Halves::FirstIn>(t.second.pass[0], row, line);
    float* const ready = runPasses<W>(t.second, 1, last, line, other);
    float* const turned = ready == line ? other : line;
    anyPivot<W>(t.second.pass[last], filter, t.back.pass[0].twiddles, 1, ready, turned);
    float* const done = runPasses<W>(t.back, 1, last, turned, ready);
    halfPass<W, Halves::FirstOut>(t.back.pass[last], done, row);
}

/// The same of an N - 1 = n1 s with a large factor s: by polynomials modulo x^s - exp(2πi k1 / n1), which the
/// transforms of length n1 lead to, each a convolution over more than 2 s values. They need no twist: x^s
/// wraps round within the filter.
template<int W, class From, class Emit>
MIXLENS_INLINE void transformByPaddedPowers(const LaneTransform& t, From from, Emit emit, float* scratch)
{
    const Size round = t.length - 1;
    const Size n1 = t.first.length;
    const Size n2 = round / n1;
    const Size pitch = t.pitch;
    float* const a = scratch;
    float* const b = scratch + 2 * W * n1 * pitch;
    float* const line = scratch + 2 * W * t.grid;
    for (Size j = 0; j < n1; ++j) {
        Size q = 0;
        for (; q < n2; ++q)
            storeComplex<W>(from(t.order[n2 * j + q]), a, j * pitch + q);
        for (; q < pitch; ++q)
            storeComplex<W>(zero<Lanes<W>>(), a, j * pitch + q);
    }
    float* const grid = runPasses<W>(t.first, 0, t.first.count, a, t.first.count == 1 ? a : b);
    const Complex<Lanes<W>> first = from(0);
    Complex<Lanes<W>> sum = first;
    for (Size q = 0; q < n2; ++q) // row 0 is the sums over the columns
        sum = sum + loadComplex<W>(grid, q);
    emit(0, sum, sum);
    for (Size k1 = 0; k1 < n1; ++k1)
        convolvePadded<W>(t, t.filter + 2 * k1 * t.second.length, grid + 2 * W * k1 * pitch, line);
    const float* done = runPasses<W>(t.first, 0, t.first.count, grid,
                                     t.first.count == 1 ? grid
                                     : grid == a        ? b
                                                        : a);
    for (Size j = 0; 2 * j < n1; ++j)
        for (Size q = 0; q < n2; ++q) {
            const Size k = t.order[opposite(n2 * j + q, round)];
            const Complex<Lanes<W>> here = first + exchanged(loadComplex<W>(done, j * pitch + q));
            const Complex<Lanes<W>> there = first + exchanged(loadComplex<W>(done, (j + n1 / 2) * pitch + q));
            if (2 * k < t.length)
                emit(k, here, there);
            else
                emit(t.length - k, there, here);
        }
}

} // namespace
} // namespace mixlens::MIXLENS_ISA
