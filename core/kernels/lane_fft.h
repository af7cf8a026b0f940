#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. FFTs of W signals at once, one in each lane, so that a
// twiddle is one number for all of them. Signals are [index][Re, Im][W].

#include "core/kernels/lane_butterflies.h"
#include "core/kernels/lane_fourier.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// Where a pass reads and writes when it isn't memory of its own.
template<int W>
struct Signal
{
    float* values;
    MIXLENS_INLINE Complex<Lanes<W>> operator()(Size i) const { return loadComplex<W>(values, i); }
    MIXLENS_INLINE void operator()(Size i, Complex<Lanes<W>> value) const
    {
        storeComplex<W>(value, values, i);
    }
};

/// One Stockham pass: the values q + run (p + j groups), j = 0..R-1, become q + run (R p + k), times the
/// twiddle.
template<int W, int R, class From, class To>
MIXLENS_INLINE void pass(const FftPass& at, From from, To to)
{
    const Size run = at.run;
    for (Size q = 0; q < run; ++q) { // p = 0: no twiddles
        Complex<Lanes<W>> x[R];
#pragma GCC unroll 16
        for (int j = 0; j < R; ++j)
            x[j] = from(q + run * (j * at.groups));
        Butterfly<R, Lanes<W>>::apply(x);
#pragma GCC unroll 16
        for (int k = 0; k < R; ++k)
            to(q + run * k, x[k]);
    }
    for (Size p = 1; p < at.groups; ++p) {
        const float* twiddles = at.twiddles + 2 * (R - 1) * p;
        for (Size q = 0; q < run; ++q) {
            Complex<Lanes<W>> x[R];
#pragma GCC unroll 16
            for (int j = 0; j < R; ++j)
                x[j] = from(q + run * (p + j * at.groups));
            Butterfly<R, Lanes<W>>::apply(x);
            to(q + run * (R * p), x[0]);
#pragma GCC unroll 16
            for (int k = 1; k < R; ++k)
                to(q + run * (R * p + k), times(x[k], twiddles + 2 * (k - 1)));
        }
    }
}

/// Outputs k..k + count - 1 and their mirrors of an odd butterfly whose sums and differences are in memory,
/// see Butterfly; several at once, for each sum loaded serves them all.
template<int W, int count, class Put>
MIXLENS_INLINE void oddOutputs(const FftPass& at, Complex<Lanes<W>> first, const float* sums,
                               const float* differences, int k, Put put)
{
    const int half = at.radix / 2;
    Complex<Lanes<W>> even[count];
    Complex<Lanes<W>> odd[count];
#pragma GCC unroll 4
    for (int c = 0; c < count; ++c) {
        even[c] = first;
        odd[c] = zero<Lanes<W>>();
    }
    const float* angles = at.angles + 2 * half * (k - 1);
    for (int j = 0; j < half; ++j) {
        const Complex<Lanes<W>> sum = loadComplex<W>(sums, j);
        const Complex<Lanes<W>> difference = loadComplex<W>(differences, j);
#pragma GCC unroll 4
        for (int c = 0; c < count; ++c) {
            const float cosine = angles[2 * (half * c + j)];
            const float sine = angles[2 * (half * c + j) + 1];
            even[c] = {even[c].re + cosine * sum.re, even[c].im + cosine * sum.im};
            odd[c] = {odd[c].re + sine * difference.re, odd[c].im + sine * difference.im};
        }
    }
#pragma GCC unroll 4
    for (int c = 0; c < count; ++c) {
        put(k + c, even[c] + minusI(odd[c]));
        put(at.radix - k - c, even[c] - minusI(odd[c]));
    }
}

/// pass() for any odd radix up to largestRadix, as (radix / 2)² products.
template<int W, class From, class To>
MIXLENS_INLINE void oddPass(const FftPass& at, From from, To to)
{
    constexpr int together = W == 16 ? 4 : 2; // outputs whose sums fit in the registers
    alignas(64) float sums[2 * W * (largestRadix / 2)];
    alignas(64) float differences[2 * W * (largestRadix / 2)];
    const int half = at.radix / 2;
    for (Size p = 0; p < at.groups; ++p) {
        const float* twiddles = at.twiddles + 2 * (at.radix - 1) * p;
        for (Size q = 0; q < at.run; ++q) {
            const Complex<Lanes<W>> first = from(q + at.run * p);
            Complex<Lanes<W>> total = first;
            for (int j = 1; j <= half; ++j) {
                const Complex<Lanes<W>> a = from(q + at.run * (p + j * at.groups));
                const Complex<Lanes<W>> b = from(q + at.run * (p + (at.radix - j) * at.groups));
                storeComplex<W>(a + b, sums, j - 1);
                storeComplex<W>(a - b, differences, j - 1);
                total = total + (a + b);
            }
            to(q + at.run * (at.radix * p), total);
            const auto put = [&](int k, Complex<Lanes<W>> value) __attribute__((always_inline))
            {
                to(q + at.run * (at.radix * p + k), times(value, twiddles + 2 * (k - 1)));
            };
            int k = 1;
            for (; k + together - 1 <= half; k += together)
                oddOutputs<W, together>(at, first, sums, differences, k, put);
            for (; k <= half; ++k)
                oddOutputs<W, 1>(at, first, sums, differences, k, put);
        }
    }
}

template<int W, class From, class To>
MIXLENS_INLINE void anyPass(const FftPass& at, From from, To to)
{
    switch (at.radix) {
    case 2:
        return pass<W, 2>(at, from, to);
    case 3:
        return pass<W, 3>(at, from, to);
    case 4:
        return pass<W, 4>(at, from, to);
    case 5:
        return pass<W, 5>(at, from, to);
    case 6:
        return pass<W, 6>(at, from, to);
    case 7:
        return pass<W, 7>(at, from, to);
    case 8:
        return pass<W, 8>(at, from, to);
    case 12:
        return pass<W, 12>(at, from, to);
    case 16:
        return pass<W, 16>(at, from, to);
    default:
        return oddPass<W>(at, from, to);
    }
}

template<int W>
__attribute__((noinline)) void passInMemory(const FftPass& at, float* from, float* to)
{
    anyPass<W>(at, Signal<W>{from}, Signal<W>{to});
}

template<int W, class From>
MIXLENS_INLINE void firstPass(const FftPass& at, From from, float* to)
{
    anyPass<W>(at, from, Signal<W>{to});
}

template<int W>
MIXLENS_INLINE void firstPass(const FftPass& at, Signal<W> from, float* to)
{
    passInMemory<W>(at, from.values, to);
}

/// The passes from `begin` to before `end`, from one memory to the other and back. Returns the one that holds
/// the result.
template<int W>
float* runPasses(const FftPasses& fft, int begin, int end, float* from, float* to)
{
    for (int i = begin; i < end; ++i) {
        passInMemory<W>(fft.pass[i], from, to);
        float* const next = from;
        from = to;
        to = next;
    }
    return from;
}

template<int W>
float* runAll(const FftPasses& fft, float* from, float* to)
{
    return runPasses<W>(fft, 0, fft.count, from, to);
}

MIXLENS_INLINE Size opposite(Size index, Size size)
{
    return index == 0 ? 0 : size - index;
}

/// runAll() that keeps `from` as it is.
template<int W>
const float* runFrom(const FftPasses& fft, float* from, float* a, float* b)
{
    passInMemory<W>(fft.pass[0], from, a);
    return runPasses<W>(fft, 1, fft.count, a, b);
}

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
