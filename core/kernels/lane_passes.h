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

/// What a pass leaves out: the second half of the values, because they are zeros or because nobody asks.
enum class Halves { Both, FirstIn, FirstOut };

/// Which code a pass needs, for less of it: the first has no neighbours that share twiddles, the last none.
enum class Place { First, Any, Last };

/// The butterfly of a pass at p and q. `twisted`: its output is multiplied by the twiddles of p.
template<int W, int R, Halves halves, bool twisted, class From, class To>
MIXLENS_INLINE void passAt(const FftPass& at, Size p, Size q, From from, To to)
{
    constexpr int read = halves == Halves::FirstIn ? R / 2 : R;
    constexpr int written = halves == Halves::FirstOut ? R / 2 : R;
    Complex<Lanes<W>> x[R];
#pragma GCC unroll 16
    for (int j = 0; j < R; ++j)
        x[j] = j < read ? from(q + at.run * (p + j * at.groups)) : zero<Lanes<W>>();
    Butterfly<R, Lanes<W>>::apply(x);
    const float* const twiddles = at.twiddles + 2 * (R - 1) * p;
    to(q + at.run * (R * p), x[0]);
#pragma GCC unroll 16
    for (int k = 1; k < written; ++k)
        to(q + at.run * (R * p + k), twisted ? times(x[k], twiddles + 2 * (k - 1)) : x[k]);
}

/// One Stockham pass: the values q + run (p + j groups), j = 0..R-1, become q + run (R p + k), times the
/// twiddle.
template<int W, int R, Place place = Place::Any, Halves halves = Halves::Both, class From, class To>
MIXLENS_INLINE void pass(const FftPass& at, From from, To to)
{
    // p = 0: no twiddles. The first pass takes them as ones.
    for (Size q = 0; place != Place::First && q < at.run; ++q)
        passAt<W, R, halves, false>(at, 0, q, from, to);
    for (Size p = place == Place::First ? 0 : 1; place != Place::Last && p < at.groups; ++p)
        for (Size q = 0; q < at.run; ++q)
            passAt<W, R, halves, true>(at, p, q, from, to);
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
            if (together == 4 && k + 1 == half) {
                oddOutputs<W, 2>(at, first, sums, differences, k, put);
                k += 2;
            }
            for (; k <= half; ++k)
                oddOutputs<W, 1>(at, first, sums, differences, k, put);
        }
    }
}

template<int W, Place place = Place::Any, class From, class To>
MIXLENS_INLINE void anyPass(const FftPass& at, From from, To to)
{
    switch (at.radix) {
    case 2:
        return pass<W, 2, place>(at, from, to);
    case 3:
        return pass<W, 3, place>(at, from, to);
    case 4:
        return pass<W, 4, place>(at, from, to);
    case 5:
        return pass<W, 5, place>(at, from, to);
    case 6:
        return pass<W, 6, place>(at, from, to);
    case 7:
        return pass<W, 7, place>(at, from, to);
    case 8:
        return pass<W, 8, place>(at, from, to);
    case 11:
        return pass<W, 11, place>(at, from, to);
    case 12:
        return pass<W, 12, place>(at, from, to);
    case 13:
        return pass<W, 13, place>(at, from, to);
    case 16:
        return pass<W, 16, place>(at, from, to);
    default:
        return oddPass<W>(at, from, to);
    }
}

template<int W>
__attribute__((noinline)) void passInMemory(const FftPass& at, float* from, float* to)
{
    anyPass<W>(at, Signal<W>{from}, Signal<W>{to});
}

/// The first pass of values that come from elsewhere; `other` is memory for as many. Only the radices that
/// often come first have code that does without a copy.
template<int W, class From>
MIXLENS_INLINE void firstPass(const FftPass& at, From from, float* to, float* other)
{
    switch (at.radix) {
    case 4:
        return pass<W, 4>(at, from, Signal<W>{to});
    case 8:
        return pass<W, 8>(at, from, Signal<W>{to});
    case 16:
        return pass<W, 16>(at, from, Signal<W>{to});
    default:
        for (Size i = 0; i < at.groups * at.radix; ++i)
            storeComplex<W>(from(i), other, i);
        passInMemory<W>(at, other, to);
    }
}

template<int W>
MIXLENS_INLINE void firstPass(const FftPass& at, Signal<W> from, float* to, float*)
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

} // namespace
} // namespace mixlens::MIXLENS_ISA
