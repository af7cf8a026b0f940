#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. The first pass of LaneFourier: X to G by columns.

#include "core/kernels/lane_transform.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// Twice E[n, m..m + W - 1]. Precondition: m + W <= d.
template<int W>
MIXLENS_INLINE Lanes<W> folded(Block<const float> x, Size n, Size m)
{
    const float* here = x.data + n * x.stride;
    const float* there = x.data + opposite(n, x.rows) * x.stride;
    if (m == 0)
        return load<W>(here) +
               pick<BackwardsAfterOther, W>(load<W>(there + x.cols - W), Lanes<W>{} + there[0]);
    return load<W>(here + m) + reversed<W>(load<W>(there + x.cols - m - W + 1));
}

/// Asks for what the next panel reads of row n: panels go across the rows of X, which no processor foresees.
template<int W>
MIXLENS_INLINE void fetchNextPanel(Block<const float> x, Size n, Size m)
{
    if (m + 4 * W > x.cols)
        return;
    constexpr int line = 64 / sizeof(float);
    const float* row = x.data + n * x.stride;
#pragma GCC unroll 2
    for (int ahead = 2 * W; ahead < 4 * W; ahead += line) {
        __builtin_prefetch(row + m + ahead, 0, 2);
        __builtin_prefetch(row + x.cols - m - ahead - 1, 0, 2);
    }
}

/// The same for W columns of which some are beyond the last; those are 0.
template<int W>
__attribute__((noinline)) Lanes<W> foldedEdge(Block<const float> x, Size n, Size m)
{
    const float* here = x.data + n * x.stride;
    const float* there = x.data + opposite(n, x.rows) * x.stride;
    Lanes<W> sums = {};
    for (Size lane = 0; lane < W && m + lane < x.cols; ++lane)
        sums[lane] = here[m + lane] + there[opposite(m + lane, x.cols)];
    return sums;
}

/// G of the columns a and b from the transform Z of a + i b: with Z' = conj Z[-k],
/// A[k] = (Z + Z') / 2, B[k] = (Z - Z') / 2i. Another 1/2 comes from E.
template<int W>
struct PanelOfG
{
    float* g;
    MIXLENS_INLINE void operator()(Size k, Complex<Lanes<W>> z, Complex<Lanes<W>> negative) const
    {
        float* out = g + 4 * W * k;
        store(0.25F * (z.re + negative.re), out);
        store(0.25F * (z.im - negative.im), out + W);
        store(0.25F * (z.im + negative.im), out + 2 * W);
        store(0.25F * (negative.re - z.re), out + 3 * W);
    }
};

/// Column d/2 by itself: C[k] = Σ_n c[n] cos(2π n k / N), of which n = 0..N/2 are enough.
template<int W>
void aloneColumn(const LaneFourierPlan& plan, Block<const float> x, float* out, float* column)
{
    const Size half = plan.halfRows;
    for (Size n = 0; n < half; ++n) {
        const Size m = x.cols / 2;
        column[n] = 0.5F * (x.data[n * x.stride + m] + x.data[opposite(n, x.rows) * x.stride + m]);
    }
    for (Size k = 0; k < plan.alonePitch; k += W) {
        Lanes<W> sums[4] = {};
        const float* cosines = plan.aloneCosines + k;
        Size n = 0;
        for (; n + 4 <= half; n += 4) {
#pragma GCC unroll 4
            for (Size i = 0; i < 4; ++i)
                sums[i] += column[n + i] * load<W>(cosines + (n + i) * plan.alonePitch);
        }
        for (; n < half; ++n)
            sums[0] += column[n] * load<W>(cosines + n * plan.alonePitch);
        store((sums[0] + sums[1]) + (sums[2] + sums[3]), out + k);
    }
}

template<int W>
void columnPanel(const LaneFourierPlan& plan, Block<const float> x, Size panel, float* spectrum,
                 float* scratch)
{
    const PanelOfG<W> g{spectrum + panel * plan.panelPitch};
    if (panel == plan.panels)
        return aloneColumn<W>(plan, x, g.g, scratch);
    const Size m = 2 * W * panel;
    const bool isEdge = m + 2 * W > x.cols;
    const auto from = [&](Size n) __attribute__((always_inline))->Complex<Lanes<W>>
    {
        if (isEdge)
            return {foldedEdge<W>(x, n, m), foldedEdge<W>(x, n, m + W)};
        fetchNextPanel<W>(x, n, m);
        return {folded<W>(x, n, m), folded<W>(x, n, m + W)};
    };
    transform<W>(plan.columns, from, g, scratch);
}

} // namespace
} // namespace mixlens::MIXLENS_ISA
