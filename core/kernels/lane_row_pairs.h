#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. Pairs of rows of G, each pair by itself.

#include "core/kernels/lane_transform.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// W columns, from m on, of z = G[a] + i G[b] for the rows a and b, and of its other half: both rows are
/// Hermitian, so z[-m] = conj(G[a, m]) + i conj(G[b, m]).
template<int W>
struct PackedRows
{
    Complex<Lanes<W>> here;
    Complex<Lanes<W>> opposite;
};

/// `Panel`: the lanes of G's panels.
template<int W, int Panel = W>
MIXLENS_INLINE PackedRows<W> packed(const LaneFourierPlan& plan, const float* spectrum, Size a, Size b,
                                    Size m)
{
    const float* panel = spectrum + m / (2 * Panel) * plan.panelPitch + 2 * (m & Panel) + m % Panel;
    const auto row = [&](Size k) __attribute__((always_inline))->Complex<Lanes<W>>
    {
        return {load<W>(panel + 4 * Panel * k), load<W>(panel + 4 * Panel * k + Panel)};
    };
    const Complex<Lanes<W>> first = row(a);
    const Complex<Lanes<W>> second = row(b);
    return {{first.re - second.im, first.im + second.re}, {first.re + second.im, second.re - first.im}};
}

/// G[k, d/2] of an even d, whose imaginary part is nothing but rounding.
template<int W>
MIXLENS_INLINE float middle(const LaneFourierPlan& plan, const float* spectrum, Size k)
{
    const Size m = plan.hidden / 2;
    if (plan.aloneCosines)
        return spectrum[plan.panels * plan.panelPitch + k];
    return spectrum[m / (2 * W) * plan.panelPitch + 4 * W * k + 2 * (m & W) + m % W];
}

/// to[-l] = from[l]; `from` is a row of Y.
template<int W>
void mirrorRow(const float* from, float* to, Size d)
{
    to[0] = from[0];
    Size l = 1;
    for (; l + W <= d; l += W)
        store(reversed<W>(load<W>(from + l)), to + d - l - W + 1);
    for (; l < d; ++l)
        to[d - l] = from[l];
}

/// Two rows of Y and their mirrors; null where there is none.
struct RowPair
{
    Size a, b;
    float *outA, *outB, *mirrorA, *mirrorB;
};

RowPair rowPair(const LaneFourierPlan& plan, Size pair, Block<float> y)
{
    const Size last = plan.halfRows - 1;
    const auto row = [&](Size k) { return y.data + k * y.stride; };
    const auto mirror = [&](Size k) { return k == opposite(k, y.rows) ? nullptr : row(opposite(k, y.rows)); };
    const Size a = 2 * pair < last ? 2 * pair : last;
    const Size b = a + 1 < last ? a + 1 : last;
    const bool both = a != b;
    return {a, b, row(a), both ? row(b) : nullptr, mirror(a), both ? mirror(b) : nullptr};
}

/// The same with memory of a row in place of the rows that are not there.
RowPair withNowhere(RowPair rows, float* nowhere)
{
    for (float** row : {&rows.outB, &rows.mirrorA, &rows.mirrorB})
        if (!*row)
            *row = nowhere;
    return rows;
}

/// A complex row of length W M: with m = p + M j and l = k + W s,
/// Z[k + W s] = Σ_p exp(-2πi p s / M) exp(-2πi p k / W M) Σ_j z[p + M j] exp(-2πi j k / W).
/// The inner sum is made for W values of p in lanes; a transpose brings the W values of k into the lanes.
/// `read`: j from there on are zeros.
template<int W, int read = W>
void transposedButterflies(const LaneFourierPlan& plan, const float* re, const float* im, float* out)
{
    const Size M = plan.rowPasses.length;
    for (Size next = 0; next < M; next += W) {
        const Size p = next + W <= M ? next : M - W; // the last ones overlap
        Complex<Lanes<W>> x[W];
#pragma GCC unroll 16
        for (Size j = 0; j < W; ++j)
            x[j] = j < read ? Complex<Lanes<W>>{load<W>(re + M * j + p), load<W>(im + M * j + p)}
                            : zero<Lanes<W>>();
        Butterfly<W, Lanes<W>>::apply(x);
#pragma GCC unroll 16
        for (Size k = 1; k < W; ++k) {
            const float* twiddles = plan.rowTwiddles + 2 * k * M + p;
            x[k] = times(x[k], load<W>(twiddles), load<W>(twiddles + M));
        }
        Lanes<W> part[W];
#pragma GCC unroll 16
        for (Size k = 0; k < W; ++k)
            part[k] = x[k].re;
        transpose<W>(part);
#pragma GCC unroll 16
        for (Size i = 0; i < W; ++i)
            store(part[i], out + 2 * W * (p + i));
#pragma GCC unroll 16
        for (Size k = 0; k < W; ++k)
            part[k] = x[k].im;
        transpose<W>(part);
#pragma GCC unroll 16
        for (Size i = 0; i < W; ++i)
            store(part[i], out + 2 * W * (p + i) + W);
    }
}

template<int W>
void pairAlone(const LaneFourierPlan& plan, const float* spectrum, const RowPair& rows, float* scratch)
{
    const Size d = plan.hidden;
    const Size half = d / 2;
    const Size room = d + 2 * W;
    float* const re = scratch;
    float* const im = scratch + room;
    const Size covered = plan.aloneCosines ? half : half + 1;
    for (Size m = 0; m < covered; m += W) {
        const PackedRows<W> z = packed<W>(plan, spectrum, rows.a, rows.b, m);
        store(z.here.re, re + m);
        store(z.here.im, im + m);
        store(reversed<W>(z.opposite.re), re + d - m - W + 1);
        store(reversed<W>(z.opposite.im), im + d - m - W + 1);
    }
    re[0] = spectrum[4 * W * rows.a];
    im[0] = spectrum[4 * W * rows.b];
    re[half] = middle<W>(plan, spectrum, rows.a);
    im[half] = middle<W>(plan, spectrum, rows.b);

    float* const a = scratch + 2 * room;
    float* const b = a + 2 * d;
    transposedButterflies<W>(plan, re, im, a);
    const int last = plan.rowPasses.count - 1;
    float* const done = runPasses<W>(plan.rowPasses, 0, last, a, b);
    float* const outB = rows.outB ? rows.outB : re; // the second row of a pair of one is thrown away
    const auto to = [&](Size i, Complex<Lanes<W>> value) __attribute__((always_inline))
    {
        store(value.re, rows.outA + W * i);
        store(value.im, outB + W * i);
    };
    anyPass<W, Place::Last>(plan.rowPasses.pass[last], Signal<W>{done}, to);
    if (rows.mirrorA)
        mirrorRow<W>(rows.outA, rows.mirrorA, d);
    if (rows.mirrorB)
        mirrorRow<W>(rows.outB, rows.mirrorB, d);
}

} // namespace
} // namespace mixlens::MIXLENS_ISA
