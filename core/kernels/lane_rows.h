#pragma once

// Only for lane_fourier_impl.cpp, see lane_vectors.h. The second pass of LaneFourier: G to Y by rows.

#include "core/kernels/lane_row_chirp.h"

namespace mixlens::MIXLENS_ISA {
namespace {

/// Of z of the pairs, for W columns from `panel` on: Re and Im of z[m] (part 0 and 1) and of z[-m] (2 and 3).
/// One at a time, for four would not stay in the registers.
template<int W, int Panel>
MIXLENS_INLINE void gatherPart(const float* panel, const RowPair* rows, int part, Lanes<W>* columns)
{
#pragma GCC unroll 16
    for (Size i = 0; i < W; ++i) {
        const float* const a = panel + 4 * Panel * rows[i].a;
        const float* const b = panel + 4 * Panel * rows[i].b;
        columns[i] = part == 0   ? load<W>(a) - load<W>(b + Panel)
                     : part == 1 ? load<W>(a + Panel) + load<W>(b)
                     : part == 2 ? load<W>(a) + load<W>(b + Panel)
                                 : load<W>(b) - load<W>(a + Panel);
    }
    transpose<W>(columns);
}

/// z of W pairs, pair i in lane i, with room for d + 1 values.
template<int W, int Panel>
void gatherPairs(const LaneFourierPlan& plan, const float* spectrum, const RowPair* rows, float* z)
{
    const Size d = plan.hidden;
    for (Size m = 0; 2 * m <= d; m += W) {
        const float* panel = spectrum + m / (2 * Panel) * plan.panelPitch + 2 * (m & Panel) + m % Panel;
        const Size count = (d + 1) / 2 - m; // of columns whose opposites are others
#pragma GCC unroll 4
        for (int part = 0; part < 4; ++part) {
            Lanes<W> columns[W];
            gatherPart<W, Panel>(panel, rows, part, columns);
            float* const to = z + 2 * W * (part < 2 ? m : d - m) + W * (part & 1);
            const Size step = part < 2 ? 2 * W : -2 * W;
            if (count >= W) {
#pragma GCC unroll 16
                for (Size i = 0; i < W; ++i)
                    store(columns[i], to + step * i);
            } else {
                for (Size i = 0; i < W && i < count; ++i)
                    store(columns[i], to + step * i);
            }
        }
    }
    for (Size i = 0; i < W; ++i) {
        z[i] = spectrum[4 * Panel * rows[i].a];
        z[W + i] = spectrum[4 * Panel * rows[i].b];
        if (d % 2 == 0) {
            z[W * d + i] = middle<Panel>(plan, spectrum, rows[i].a);
            z[W * d + W + i] = middle<Panel>(plan, spectrum, rows[i].b);
        }
    }
}

/// The W columns from l >= 1 on of the transforms of W pairs, to the rows of Y. `part`: 0 for Re, 1 for Im.
template<int W>
MIXLENS_INLINE void scatterColumns(const float* transformed, const RowPair* rows, int part, Size l, Size d)
{
    Lanes<W> values[W];
#pragma GCC unroll 16
    for (Size i = 0; i < W; ++i)
        values[i] = load<W>(transformed + 2 * W * (l + i) + W * part);
    transpose<W>(values);
#pragma GCC unroll 16
    for (Size i = 0; i < W; ++i) {
        store(values[i], (part == 0 ? rows[i].outA : rows[i].outB) + l);
        store(reversed<W>(values[i]), (part == 0 ? rows[i].mirrorA : rows[i].mirrorB) + d - l - W + 1);
    }
}

/// The transforms of W pairs to the rows of Y.
template<int W>
void scatterPairs(const float* transformed, const RowPair* rows, Size d)
{
    const auto scatterColumn = [&](Size l) {
        for (Size i = 0; i < W; ++i) {
            const float re = transformed[2 * W * l + i];
            const float im = transformed[2 * W * l + W + i];
            rows[i].outA[l] = re;
            rows[i].mirrorA[opposite(l, d)] = re;
            rows[i].outB[l] = im;
            rows[i].mirrorB[opposite(l, d)] = im;
        }
    };
    scatterColumn(0);
    if (d <= W) {
        for (Size l = 1; l < d; ++l)
            scatterColumn(l);
        return;
    }
    for (Size next = 1; next < d; next += W) {
        const Size l = next + W <= d ? next : d - W; // the last ones overlap
        scatterColumns<W>(transformed, rows, 0, l, d);
        scatterColumns<W>(transformed, rows, 1, l, d);
    }
}

/// W pairs, or as many as there are, transformed at once.
template<int W, int Panel>
void pairsTogether(const LaneFourierPlan& plan, const float* spectrum, Size first, Block<float> y,
                   float* scratch)
{
    const Size d = plan.hidden;
    float* const nowhere = scratch + 2 * W * (d + 1); // for rows that are not there
    RowPair rows[W];
    for (Size i = 0; i < W; ++i) // beyond the last: the last row again
        rows[i] = withNowhere(rowPair(plan, first + i, y), nowhere);
    float* const z = scratch; // and then their transforms
    gatherPairs<W, Panel>(plan, spectrum, rows, z);
    transformRow<W>(plan.rows, z, z, nowhere);
    scatterPairs<W>(z, rows, d);
}

template<int W>
void rowPart(const LaneFourierPlan& plan, const float* spectrum, Size part, Block<float> y, float* scratch)
{
    const Size pairs = (plan.halfRows + 1) / 2;
    if (plan.rowsAlone) {
        for (Size pair = part * pairsInPart; pair < pairs && pair < (part + 1) * pairsInPart; ++pair)
            if (plan.rowFilter)
                pairByChirp<W>(plan, spectrum, rowPair(plan, pair, y), scratch);
            else
                pairAlone<W>(plan, spectrum, rowPair(plan, pair, y), scratch);
        return;
    }
    const Size first = part * W;
    const Size count = pairs - first < W ? pairs - first : W;
    if constexpr (W == 16) // an N like 512 leaves one pair over
        if (2 * count <= W)
            return pairsTogether<W / 2, W>(plan, spectrum, first, y, scratch);
    pairsTogether<W, W>(plan, spectrum, first, y, scratch);
}

} // namespace
} // namespace mixlens::MIXLENS_ISA
