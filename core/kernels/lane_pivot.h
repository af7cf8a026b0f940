#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. What the convolutions have in common.

#include "core/kernels/lane_fft.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// i conj(a), Re and Im exchanged: an inverse transform is one of exchanged values, itself exchanged.
template<class V>
MIXLENS_INLINE Complex<V> exchanged(Complex<V> a)
{
    return {a.im, a.re};
}

/// The last pass of a transform, `at`, the product with `filter`, and the first pass of the way back, where
/// the same values meet again: filter(i, value) is the product at frequency i. The output is twisted by
/// twiddles[twiddlePitch ..], k = 1..R - 1 for each q.
template<int W, int R, class Filter>
MIXLENS_INLINE void pivot(const FftPass& at, Filter filter, const float* twiddles, Size twiddlePitch,
                          Signal<W> from, Signal<W> to)
{
    for (Size q = 0; q < at.run; ++q) {
        Complex<Lanes<W>> x[R];
#pragma GCC unroll 16
        for (int j = 0; j < R; ++j)
            x[j] = from(q + at.run * j);
        Butterfly<R, Lanes<W>>::apply(x);
#pragma GCC unroll 16
        for (int k = 0; k < R; ++k)
            x[k] = exchanged(filter(q + at.run * k, x[k]));
        Butterfly<R, Lanes<W>>::apply(x);
        const float* turn = twiddles + 2 * (R - 1) * q * twiddlePitch;
        to(R * q, x[0]);
#pragma GCC unroll 16
        for (int k = 1; k < R; ++k)
            to(R * q + k, times(x[k], turn + 2 * (k - 1) * twiddlePitch));
    }
}

template<int W>
__attribute__((noinline)) void anyPivot(const FftPass& at, const float* factors, const float* twiddles,
                                        Size twiddlePitch, float* from, float* to)
{
    const auto filter = [=](Size i, Complex<Lanes<W>> value) __attribute__((always_inline))
    {
        return times(value, factors + 2 * i);
    };
    const Signal<W> in{from};
    const Signal<W> out{to};
    switch (at.radix) {
    case 2:
        return pivot<W, 2>(at, filter, twiddles, twiddlePitch, in, out);
    case 3:
        return pivot<W, 3>(at, filter, twiddles, twiddlePitch, in, out);
    case 4:
        return pivot<W, 4>(at, filter, twiddles, twiddlePitch, in, out);
    case 5:
        return pivot<W, 5>(at, filter, twiddles, twiddlePitch, in, out);
    case 6:
        return pivot<W, 6>(at, filter, twiddles, twiddlePitch, in, out);
    case 7:
        return pivot<W, 7>(at, filter, twiddles, twiddlePitch, in, out);
    case 8:
        return pivot<W, 8>(at, filter, twiddles, twiddlePitch, in, out);
    case 12:
        return pivot<W, 12>(at, filter, twiddles, twiddlePitch, in, out);
    default:
        return pivot<W, 16>(at, filter, twiddles, twiddlePitch, in, out);
    }
}

/// A pass for which halfPass() is there.
MIXLENS_INLINE bool hasHalves(const FftPass& at)
{
    return at.radix % 2 == 0 && at.radix >= 4; // pass() has no even radix but 2, 4, 6, 8, 12, 16
}

template<int W, Halves halves>
__attribute__((noinline)) void halfPass(const FftPass& at, float* from, float* to)
{
    constexpr Place place = halves == Halves::FirstIn ? Place::First : Place::Last;
    const Signal<W> in{from};
    const Signal<W> out{to};
    switch (at.radix) {
    case 4:
        return pass<W, 4, place, halves>(at, in, out);
    case 6:
        return pass<W, 6, place, halves>(at, in, out);
    case 8:
        return pass<W, 8, place, halves>(at, in, out);
    case 12:
        return pass<W, 12, place, halves>(at, in, out);
    default:
        return pass<W, 16, place, halves>(at, in, out);
    }
}

} // namespace
} // namespace mixlens::MIXLENS_ISA
