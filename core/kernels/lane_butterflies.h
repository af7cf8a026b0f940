#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. Butterflies: x[k] = Σ_j x[j] exp(-2πi j k / R), natural
// order in and out, in registers.

#include "core/kernels/lane_vectors.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// cos and sin of 2π j / R for j = 1..R / 2.
template<int R>
struct Angles;
template<>
struct Angles<3>
{
    static constexpr float cosines[] = {-0.500000000000F};
    static constexpr float sines[] = {0.866025403784F};
};
template<>
struct Angles<5>
{
    static constexpr float cosines[] = {0.309016994375F, -0.809016994375F};
    static constexpr float sines[] = {0.951056516295F, 0.587785252292F};
};
template<>
struct Angles<7>
{
    static constexpr float cosines[] = {0.623489801859F, -0.222520933956F, -0.900968867902F};
    static constexpr float sines[] = {0.781831482468F, 0.974927912182F, 0.433883739118F};
};
template<>
struct Angles<11>
{
    static constexpr float cosines[] = {0.841253532831F, 0.415415013002F, -0.142314838273F, -0.654860733945F,
                                        -0.959492973614F};
    static constexpr float sines[] = {0.540640817456F, 0.909631995355F, 0.989821441881F, 0.755749574354F,
                                      0.281732556841F};
};
template<>
struct Angles<13>
{
    static constexpr float cosines[] = {0.885456025653F,  0.568064746731F,  0.120536680255F,
                                        -0.354604887043F, -0.748510748171F, -0.970941817426F};
    static constexpr float sines[] = {0.464723172044F, 0.822983865894F, 0.992708874098F,
                                      0.935016242685F, 0.663122658241F, 0.239315664288F};
};

/// Odd primes: with sums t_j = x_j + x_{R-j} and differences u_j = x_j - x_{R-j},
/// x_k, x_{R-k} = x_0 + Σ_j t_j cos(2π j k / R) ∓ i Σ_j u_j sin(2π j k / R).
template<int R, class V>
struct Butterfly
{
    static MIXLENS_INLINE void apply(Complex<V>* x)
    {
        constexpr int half = R / 2;
        Complex<V> sums[half];
        Complex<V> differences[half];
        const Complex<V> first = x[0];
#pragma GCC unroll 16
        for (int j = 1; j <= half; ++j) {
            sums[j - 1] = x[j] + x[R - j];
            differences[j - 1] = x[j] - x[R - j];
            x[0] = x[0] + sums[j - 1];
        }
#pragma GCC unroll 16
        for (int k = 1; k <= half; ++k) {
            Complex<V> even = first;
            Complex<V> odd = zero<V>();
#pragma GCC unroll 16
            for (int j = 1; j <= half; ++j) {
                const int turn = j * k % R;
                const bool upper = turn <= half;
                const int at = (upper ? turn : R - turn) - 1;
                const float c = Angles<R>::cosines[at];
                const float s = upper ? Angles<R>::sines[at] : -Angles<R>::sines[at];
                even = {even.re + c * sums[j - 1].re, even.im + c * sums[j - 1].im};
                odd = {odd.re + s * differences[j - 1].re, odd.im + s * differences[j - 1].im};
            }
            x[k] = even + minusI(odd);
            x[R - k] = even - minusI(odd);
        }
    }
};

template<class V>
struct Butterfly<2, V>
{
    static MIXLENS_INLINE void apply(Complex<V>* x)
    {
        const Complex<V> difference = x[0] - x[1];
        x[0] = x[0] + x[1];
        x[1] = difference;
    }
};

template<class V>
MIXLENS_INLINE void four(Complex<V>& a, Complex<V>& b, Complex<V>& c, Complex<V>& d)
{
    const Complex<V> sumAC = a + c;
    const Complex<V> differenceAC = a - c;
    const Complex<V> sumBD = b + d;
    const Complex<V> turnedBD = minusI(b - d);
    a = sumAC + sumBD;
    b = differenceAC + turnedBD;
    c = sumAC - sumBD;
    d = differenceAC - turnedBD;
}

template<class V>
struct Butterfly<4, V>
{
    static MIXLENS_INLINE void apply(Complex<V>* x) { four(x[0], x[1], x[2], x[3]); }
};

/// 2 x 3 without twiddles (Good 1958).
template<class V>
struct Butterfly<6, V>
{
    static MIXLENS_INLINE void apply(Complex<V>* x)
    {
        Complex<V> even[3] = {x[0], x[2], x[4]};
        Complex<V> odd[3] = {x[3], x[5], x[1]};
        Butterfly<3, V>::apply(even);
        Butterfly<3, V>::apply(odd);
#pragma GCC unroll 3
        for (int k = 0; k < 3; ++k) {
            x[4 * k % 6] = even[k] + odd[k];
            x[(4 * k + 3) % 6] = even[k] - odd[k];
        }
    }
};

constexpr float rootHalf = 0.707106781186547524F;

/// a exp(-2πi / 8) and a exp(-6πi / 8)
template<class V>
MIXLENS_INLINE Complex<V> eighth(Complex<V> a)
{
    return {rootHalf * (a.re + a.im), rootHalf * (a.im - a.re)};
}
template<class V>
MIXLENS_INLINE Complex<V> threeEighths(Complex<V> a)
{
    return {rootHalf * (a.im - a.re), -rootHalf * (a.re + a.im)};
}

template<class V>
struct Butterfly<8, V>
{
    static MIXLENS_INLINE void apply(Complex<V>* x)
    {
        four(x[0], x[2], x[4], x[6]);
        four(x[1], x[3], x[5], x[7]);
        const Complex<V> odd[4] = {x[1], eighth(x[3]), minusI(x[5]), threeEighths(x[7])};
        const Complex<V> even[4] = {x[0], x[2], x[4], x[6]};
#pragma GCC unroll 4
        for (int k = 0; k < 4; ++k) {
            x[k] = even[k] + odd[k];
            x[k + 4] = even[k] - odd[k];
        }
    }
};

/// 3 x 4 without twiddles.
template<class V>
struct Butterfly<12, V>
{
    static MIXLENS_INLINE void apply(Complex<V>* x)
    {
        Complex<V> t[12];
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j) {
            Complex<V> three[3] = {x[3 * j % 12], x[(4 + 3 * j) % 12], x[(8 + 3 * j) % 12]};
            Butterfly<3, V>::apply(three);
#pragma GCC unroll 3
            for (int k = 0; k < 3; ++k)
                t[4 * k + j] = three[k];
        }
#pragma GCC unroll 3
        for (int k = 0; k < 3; ++k) {
            four(t[4 * k], t[4 * k + 1], t[4 * k + 2], t[4 * k + 3]);
#pragma GCC unroll 4
            for (int j = 0; j < 4; ++j)
                x[(4 * k + 9 * j) % 12] = t[4 * k + j];
        }
    }
};

/// 4 x 4.
template<class V>
struct Butterfly<16, V>
{
    static MIXLENS_INLINE void apply(Complex<V>* x)
    {
        constexpr float c = 0.923879532511286756F; // cos π/8
        constexpr float s = 0.382683432365089772F; // sin π/8
#pragma GCC unroll 4
        for (int j = 0; j < 4; ++j)
            four(x[j], x[j + 4], x[j + 8], x[j + 12]);
        x[5] = times(x[5], c, -s);
        x[6] = eighth(x[6]);
        x[7] = times(x[7], s, -c);
        x[9] = eighth(x[9]);
        x[10] = minusI(x[10]);
        x[11] = threeEighths(x[11]);
        x[13] = times(x[13], s, -c);
        x[14] = threeEighths(x[14]);
        x[15] = times(x[15], -c, s);
        Complex<V> t[16];
#pragma GCC unroll 4
        for (int k = 0; k < 4; ++k) {
            four(x[4 * k], x[4 * k + 1], x[4 * k + 2], x[4 * k + 3]);
#pragma GCC unroll 4
            for (int j = 0; j < 4; ++j)
                t[k + 4 * j] = x[4 * k + j];
        }
#pragma GCC unroll 16
        for (int k = 0; k < 16; ++k)
            x[k] = t[k];
    }
};

} // namespace
} // namespace mixlens::MIXLENS_ISA
