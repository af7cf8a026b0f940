#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. Pairs of rows of lengths that are no multiple of W,
// or have large prime factors.

#include "core/kernels/lane_row_pairs.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// The other way round, for the first half of the values: with f = k + W s,
/// z[p + M j] = Σ_k exp(-2πi j k / W) exp(-2πi p k / W M) Σ_s Z[k + W s] exp(-2πi p s / M),
/// of which the inner sum, k in lane k, is given.
template<int W>
void butterfliesTransposed(const LaneFourierPlan& plan, const float* in, float* re, float* im)
{
    const Size M = plan.rowPasses.length;
    for (Size next = 0; next < M; next += W) {
        const Size p = next + W <= M ? next : M - W;
        Lanes<W> part[2][W];
#pragma GCC unroll 2
        for (int c = 0; c < 2; ++c) {
#pragma GCC unroll 16
            for (Size i = 0; i < W; ++i)
                part[c][i] = load<W>(in + 2 * W * (p + i) + W * c);
            transpose<W>(part[c]);
        }
        Complex<Lanes<W>> x[W];
        x[0] = {part[0][0], part[1][0]};
#pragma GCC unroll 16
        for (Size k = 1; k < W; ++k) {
            const float* twiddles = plan.rowTwiddles + 2 * k * M + p;
            x[k] = times(Complex<Lanes<W>>{part[0][k], part[1][k]}, load<W>(twiddles), load<W>(twiddles + M));
        }
        Butterfly<W, Lanes<W>>::apply(x);
#pragma GCC unroll 8
        for (Size j = 0; j < W / 2; ++j) {
            store(x[j].re, re + M * j + p);
            store(x[j].im, im + M * j + p);
        }
    }
}

/// z times the chirp, and zeros up to half of the convolution.
template<int W>
void chirpedRow(const LaneFourierPlan& plan, const float* spectrum, const RowPair& rows, float* re, float* im)
{
    const Size d = plan.hidden;
    const Size held = plan.rowPasses.length * W / 2;
    for (Size i = d; i < held; ++i)
        re[i] = im[i] = 0.0F;
    // c[d - m] = (-1)^d c[m]
    const float sign = d % 2 == 0 ? 1.0F : -1.0F;
    for (Size m = 0; 2 * m <= d; m += W) {
        const PackedRows<W> z = packed<W>(plan, spectrum, rows.a, rows.b, m);
        const Lanes<W> chirpRe = load<W>(plan.rowChirp + m);
        const Lanes<W> chirpIm = load<W>(plan.rowChirp + d + W + m);
        const Complex<Lanes<W>> here = times(z.here, chirpRe, chirpIm);
        const Complex<Lanes<W>> there = times(z.opposite, sign * chirpRe, sign * chirpIm);
        store(here.re, re + m);
        store(here.im, im + m);
        store(reversed<W>(there.re), re + d - m - W + 1);
        store(reversed<W>(there.im), im + d - m - W + 1);
    }
    re[0] = spectrum[4 * W * rows.a];
    im[0] = spectrum[4 * W * rows.b];
    re[d] = im[d] = 0.0F; // the opposite of 0
}

/// The W columns from l >= 1 on of what comes back, times the chirp, to the rows of Y.
template<int W>
MIXLENS_INLINE void putChirped(const LaneFourierPlan& plan, const float* re, const float* im,
                               const RowPair& to, Size l)
{
    const Size d = plan.hidden;
    const Complex<Lanes<W>> y = times(Complex<Lanes<W>>{load<W>(re + l), load<W>(im + l)},
                                      load<W>(plan.rowChirp + l), load<W>(plan.rowChirp + d + W + l));
    store(y.re, to.outA + l);
    store(y.im, to.outB + l);
    store(reversed<W>(y.re), to.mirrorA + d - l - W + 1);
    store(reversed<W>(y.im), to.mirrorB + d - l - W + 1);
}

/// A pair of any length d by convolution with a chirp (Bluestein 1970), over W M >= 2 d values.
template<int W>
void pairByChirp(const LaneFourierPlan& plan, const float* spectrum, const RowPair& rows, float* scratch)
{
    const Size d = plan.hidden;
    const Size M = plan.rowPasses.length;
    const int last = plan.rowPasses.count - 1;
    float* const re = scratch;
    float* const im = scratch + W * M / 2 + 2 * W;
    float* const a = im + W * M / 2 + 2 * W;
    float* const b = a + 2 * W * M;
    chirpedRow<W>(plan, spectrum, rows, re, im);
    transposedButterflies<W, W / 2>(plan, re, im, a);
    float* const ready = runPasses<W>(plan.rowPasses, 0, last, a, b);
    float* const turned = ready == a ? b : a;
    const float* const factors = plan.rowFilter;
    const auto filter = [=](Size i, Complex<Lanes<W>> value) __attribute__((always_inline))
    {
        const Complex<Lanes<W>> factor = loadComplex<W>(factors, i);
        return times(value, factor.re, factor.im);
    };
    pivot<W, rowPivot>(plan.rowPasses.pass[last], filter, plan.rowBack.pass[0].twiddles, 1, Signal<W>{ready},
                       Signal<W>{turned});
    const float* const done = runPasses<W>(plan.rowBack, 1, last + 1, turned, ready);
    butterfliesTransposed<W>(plan, done, im, re); // exchanged
    const RowPair to = withNowhere(rows, a);
    to.outA[0] = to.mirrorA[0] = re[0]; // the chirp begins with 1
    to.outB[0] = to.mirrorB[0] = im[0];
    for (Size next = 1; next < d; next += W)
        putChirped<W>(plan, re, im, to, next + W <= d ? next : d - W); // the last ones overlap
}

} // namespace
} // namespace mixlens::MIXLENS_ISA
