#pragma once

// Only for lane_fourier_impl.cpp, which is compiled once for each instruction set: everything has internal
// linkage, so that the linker cannot mix them.

#include <cstddef>
#include <utility>

namespace mixlens::MIXLENS_ISA {
namespace {

using Size = std::ptrdiff_t;

/// A register of W floats, one lane for each of W signals.
template<int W>
struct Register
{
    typedef float Type __attribute__((vector_size(W * sizeof(float))));
};

template<int W>
using Lanes = typename Register<W>::Type;

#define MIXLENS_INLINE inline __attribute__((always_inline))

template<int W>
MIXLENS_INLINE Lanes<W> load(const float* from)
{
    Lanes<W> value;
    __builtin_memcpy(&value, from, sizeof value);
    return value;
}

template<class V>
MIXLENS_INLINE void store(V value, float* to)
{
    __builtin_memcpy(to, &value, sizeof value);
}

/// Lane i of the result is lane at(i, W) of a followed by b.
template<int W, class At, std::size_t... I>
MIXLENS_INLINE Lanes<W> picked(Lanes<W> a, Lanes<W> b, std::index_sequence<I...>)
{
    return __builtin_shufflevector(a, b, At::at(static_cast<int>(I), W)...);
}

template<class At, int W>
MIXLENS_INLINE Lanes<W> pick(Lanes<W> a, Lanes<W> b)
{
    return picked<W, At>(a, b, std::make_index_sequence<W>());
}

struct Backwards
{
    static constexpr int at(int lane, int width) { return width - 1 - lane; }
};

/// b's lane 0, then a's lanes from the last to 1.
struct BackwardsAfterOther
{
    static constexpr int at(int lane, int width) { return lane == 0 ? width : width - lane; }
};

template<int W>
MIXLENS_INLINE Lanes<W> reversed(Lanes<W> a)
{
    return pick<Backwards, W>(a, a);
}

// The steps of a transpose: lanes change places within quarters of 128 bits, then the quarters themselves.
template<int half>
struct InterleavedFloats // of four lanes: a0 b0 a1 b1, or a2 b2 a3 b3
{
    static constexpr int at(int lane, int width)
    {
        return lane / 4 * 4 + 2 * half + lane % 4 / 2 + (lane % 2) * width;
    }
};
template<int half>
struct InterleavedPairs // of four lanes: a0 a1 b0 b1, or a2 a3 b2 b3
{
    static constexpr int at(int lane, int width)
    {
        return lane / 4 * 4 + 2 * half + lane % 2 + lane % 4 / 2 * width;
    }
};
template<int odd>
struct EveryOtherQuarter // quarters 0, 2, .. of a, then of b, or 1, 3, ..
{
    static constexpr int at(int lane, int width)
    {
        const int quarters = width / 4;
        const int quarter = 2 * (lane / 4) + odd; // of a and b in a row
        return quarter / quarters * width + quarter % quarters * 4 + lane % 4;
    }
};

/// Rows to columns of W registers.
template<int W>
MIXLENS_INLINE void transpose(Lanes<W>* r)
{
    using V = Lanes<W>;
    V t[W];
#pragma GCC unroll 8
    for (int i = 0; i < W; i += 2) {
        t[i] = pick<InterleavedFloats<0>, W>(r[i], r[i + 1]);
        t[i + 1] = pick<InterleavedFloats<1>, W>(r[i], r[i + 1]);
    }
    // Quarter g of r[4 i + c] becomes column 4 g + c of the rows 4 i..4 i + 3.
#pragma GCC unroll 4
    for (int i = 0; i < W; i += 4) {
        r[i] = pick<InterleavedPairs<0>, W>(t[i], t[i + 2]);
        r[i + 1] = pick<InterleavedPairs<1>, W>(t[i], t[i + 2]);
        r[i + 2] = pick<InterleavedPairs<0>, W>(t[i + 1], t[i + 3]);
        r[i + 3] = pick<InterleavedPairs<1>, W>(t[i + 1], t[i + 3]);
    }
    if constexpr (W == 8) {
#pragma GCC unroll 4
        for (int c = 0; c < 4; ++c) {
            const V low = pick<EveryOtherQuarter<0>, W>(r[c], r[c + 4]);
            r[c + 4] = pick<EveryOtherQuarter<1>, W>(r[c], r[c + 4]);
            r[c] = low;
        }
    }
    if constexpr (W == 16) {
#pragma GCC unroll 4
        for (int c = 0; c < 4; ++c) {
            const V even01 = pick<EveryOtherQuarter<0>, W>(r[c], r[c + 4]);
            const V odd01 = pick<EveryOtherQuarter<1>, W>(r[c], r[c + 4]);
            const V even23 = pick<EveryOtherQuarter<0>, W>(r[c + 8], r[c + 12]);
            const V odd23 = pick<EveryOtherQuarter<1>, W>(r[c + 8], r[c + 12]);
            r[c] = pick<EveryOtherQuarter<0>, W>(even01, even23);
            r[c + 8] = pick<EveryOtherQuarter<1>, W>(even01, even23);
            r[c + 4] = pick<EveryOtherQuarter<0>, W>(odd01, odd23);
            r[c + 12] = pick<EveryOtherQuarter<1>, W>(odd01, odd23);
        }
    }
}

/// W complex numbers.
template<class V>
struct Complex
{
    V re, im;
};

template<class V>
MIXLENS_INLINE Complex<V> operator+(Complex<V> a, Complex<V> b)
{
    return {a.re + b.re, a.im + b.im};
}

template<class V>
MIXLENS_INLINE Complex<V> operator-(Complex<V> a, Complex<V> b)
{
    return {a.re - b.re, a.im - b.im};
}

template<class V>
MIXLENS_INLINE Complex<V> zero()
{
    return {V{}, V{}};
}

/// -i a
template<class V>
MIXLENS_INLINE Complex<V> minusI(Complex<V> a)
{
    return {a.im, -a.re};
}

/// For scalar factors (twiddles, the same in every lane) and registers of factors alike.
template<class V, class Factor>
MIXLENS_INLINE Complex<V> times(Complex<V> a, Factor re, Factor im)
{
    return {a.re * re - a.im * im, a.re * im + a.im * re};
}

/// times() with (Re, Im) in memory.
template<class V>
MIXLENS_INLINE Complex<V> times(Complex<V> a, const float* factor)
{
    return times(a, factor[0], factor[1]);
}

/// Memory as complex registers: [index][Re, Im][W].
template<int W>
MIXLENS_INLINE Complex<Lanes<W>> loadComplex(const float* from, Size index)
{
    return {load<W>(from + 2 * W * index), load<W>(from + 2 * W * index + W)};
}

template<int W>
MIXLENS_INLINE void storeComplex(Complex<Lanes<W>> value, float* to, Size index)
{
    store(value.re, to + 2 * W * index);
    store(value.im, to + 2 * W * index + W);
}

} // namespace
} // namespace mixlens::MIXLENS_ISA
