#pragma once

#include "core/kernels/kernels.h"

#include <cstddef>

namespace mixlens {

// Y = Re(F_N X F_d) by transforms of our own that work on `lanes` signals at once, one in each lane of a
// vector register. What is here is plain data: core/mixing/lane_fourier_plan.h fills it in,
// lane_fourier_impl.cpp, compiled once for each instruction set, computes with it.
//
// With E[n, m] = (X[n, m] + X[-n, -m]) / 2, indices modulo the shape, Y = F_N E F_d, because the other half
// of X becomes the imaginary part. E is real and so is Y, which leaves a quarter of the complex transform's
// work:
// 1. columns: G = F_N E for m = 0..d/2 only; two real columns in one complex lane, 2 * lanes columns (a
// panel) at
//    once, folded while X is loaded;
// 2. rows: each row of G is Hermitian, G[k, -m] = conj(G[k, m]), so its transform is real, and two rows make
// one
//    complex row; k = 0..N/2 only, since Y[-k, -l] = Y[k, l].

/// The largest prime factor that a pass can take.
inline constexpr int largestRadix = 127;

/// One pass of a mixed-radix FFT that sorts itself (Stockham): butterflies of `radix` values, n / radix in
/// all, as `groups` groups of `run` neighbours that share their twiddles.
struct FftPass
{
    int radix;
    std::ptrdiff_t groups;
    std::ptrdiff_t run;
    const float* twiddles; ///< exp(-2πi p k / (groups radix)) as (Re, Im) at p (radix - 1) + k - 1, k >= 1
    const float* angles;   ///< radices that only oddPass() has: (cos, sin) of 2π j k / radix for j, k
                           ///< = 1..radix / 2; otherwise null
};

/// One FFT, as passes.
struct FftPasses
{
    std::ptrdiff_t length;
    int count; ///< 0 for length 1
    FftPass pass[20];
};

/// How a signal of some length is transformed.
struct LaneTransform
{
    enum class Method {
        Direct,    ///< all passes over the whole signal
        TwoLevels, ///< n = n1 n2: n2 transforms of length n1, a twist, n1 of length n2; each stays in the
                   ///< cache
        Powers, ///< a prime n, by convolution over the n - 1 = n1 n2 powers of a primitive root (Rader 1968)
        PaddedPowers, ///< the same of an n - 1 = n1 s with a large factor s, by n1 convolutions over
                      ///< n2 >= 2 s, half of them zeros
        Chirp ///< lengths with a large prime factor, by convolution with a chirp (Bluestein 1970) over
              ///< n1 n2 >= 2 n
    };
    Method method;
    std::ptrdiff_t length;
    const LaneTransform* inner; ///< TwoLevels: how the second level is made when not by passes; or null
    FftPasses first;            ///< length n1; for Direct all of it; PaddedPowers: of vectors, so that `run`
                                ///< is `pitch` times as long
    FftPasses second;           ///< length n2
    FftPasses back;       ///< convolutions: length n2, by the radices of `second` from the last to the first
    std::ptrdiff_t grid;  ///< complex registers of scratch memory for all values
    std::ptrdiff_t line;  ///< and, behind them, for a pass over some: scratch is grid + line
    std::ptrdiff_t pitch; ///< from row to row of the n1 x n2 values, n2 and a little: no power of two;
                          ///< PaddedPowers: n2 / 2 and a little
    const float* twist;   ///< exp(-2πi q k / (n1 n2)) at q n1 + k
    const int* order;     ///< Powers: those powers modulo n, n - 1 of them
    const float* chirp;   ///< exp(-πi n² / length)
    /// Transform of what is convolved with, over n1 n2: at k1 n2 + k2 for frequency k1 + n1 k2. PaddedPowers:
    /// n1 of them, over n2.
    const float* filter;
};

/// Everything that a shape decides. Immutable, and shared by all threads.
struct LaneFourierPlan
{
    std::ptrdiff_t tokens;
    std::ptrdiff_t hidden;
    std::ptrdiff_t halfRows; ///< N/2 + 1

    LaneTransform columns;
    LaneTransform columnInner; ///< columns.inner, where there is one; otherwise of length 0
    std::ptrdiff_t panels;     ///< of 2 lanes columns each; they cover 0..d/2, or all but d/2
    std::ptrdiff_t panelPitch; ///< floats from panel to panel of G, see LaneFourier::columnPanel
    /// When d/2 would be the only column of its panel: cos(2π n k / N) times 1 (n = 0, N/2) or 2, at n
    /// alonePitch + k; null otherwise. The column is real and even, so is its transform.
    const float* aloneCosines;
    std::ptrdiff_t alonePitch; ///< N/2 + 1 and up to the next whole register

    /// Rows of hidden = lanes * M values each pair by itself: butterflies of `lanes` values M apart, a
    /// transpose, and a transform of length M in lanes. With a filter, rows of any other length, by
    /// convolution over lanes * M >= 2 * hidden values. Otherwise `lanes` pairs of rows are transformed at
    /// once, by `rows`.
    bool rowsAlone;
    FftPasses rowPasses; ///< of length M; with a filter, rowPivot is last
    FftPasses rowBack;   ///< with a filter, by the same radices from the last to the first
    const float*
        rowTwiddles; ///< exp(-2πi p k / lanes M) as M real, then M imaginary parts at 2 k M, k < lanes
    const float* rowFilter; ///< transform of the conjugate chirp, as registers of Re and Im; or null
    const float* rowChirp;  ///< exp(-πi m² / d), Re at m, Im at d + lanes + m
    LaneTransform rows;
    LaneTransform rowInner;
    std::ptrdiff_t rowParts; ///< pieces of the row pass that may run at the same time

    std::ptrdiff_t spectrumSize; ///< floats of G, the alone column behind the panels
    std::ptrdiff_t scratchSize;  ///< floats of scratch memory for each thread, a multiple of 16
};

/// The two passes for one register width. Memory starts 64-byte aligned.
struct LaneFourier
{
    std::ptrdiff_t lanes;
    /// G of panel `panel`, 0..panels - 1, or of the alone column, `panels`. A panel is [k][4][lanes], k =
    /// 0..N/2: real and imaginary parts of its first `lanes` columns, then of the others.
    void (*columnPanel)(const LaneFourierPlan& plan, Block<const float> x, std::ptrdiff_t panel,
                        float* spectrum, float* scratch);
    /// The rows of Y that part `part`, 0..rowParts - 1, makes of G.
    void (*rowPart)(const LaneFourierPlan& plan, const float* spectrum, std::ptrdiff_t part, Block<float> y,
                    float* scratch);
};

/// What one build of the kernels has, the widest first.
struct LaneFourierWidths
{
    int count;
    LaneFourier of[2];
};

/// Those of `table`, one of kernelTables().
[[nodiscard]] std::span<const LaneFourier> laneFourier(const KernelTable& table) noexcept;

/// Radix of the pass that meets rowFilter.
inline constexpr int rowPivot = 8;

/// Row pairs in one part where rowsAlone.
inline constexpr std::ptrdiff_t pairsInPart = 4;

} // namespace mixlens
