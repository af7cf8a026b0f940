#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace mixlens {

/// A row-major block as a kernel sees it. It has no member functions: one would be compiled for each
/// instruction set, and the linker would keep whichever it met first.
template<class T>
struct Block
{
    T* data;
    std::ptrdiff_t rows;
    std::ptrdiff_t cols;
    std::ptrdiff_t stride;
};

/// philoxNormals() makes so many at once: the positions of a group share a block of Philox counters.
inline constexpr std::size_t normalGroup = 256;

/// What homodyne() knows of a receiver, in electrons.
struct HomodyneTerms
{
    float gain;         ///< of the whole frame
    float cosine, sine; ///< 2 r cos φ and 2 r sin φ for a reference beam r e^{iφ}
    float reference;    ///< r²
    float readVariance; ///< of n+ - n-
};

/// attend() rounds its scratch memory up to whole panels of queries and tiles of keys and columns.
inline constexpr std::ptrdiff_t attentionPanel = 48;
inline constexpr std::ptrdiff_t attentionTile = 8;

/// One head's attention for a block of its queries.
struct AttentionBlock
{
    Block<const float> query;      ///< (queries x width)
    Block<const float> key, value; ///< (keys x width)
    const std::uint8_t* mask;      ///< 0 hides a key, unless all are hidden: then none is; null: none
    float scale;                   ///< of a score
    Block<float> context;          ///< out, (queries x width): softmax(scale Q Kᵀ) V
    float* logSumExp;              ///< out, ln Σ_j exp(scale q·k_j) of each query, or null
    /// 64-byte aligned; with q the queries rounded up to panels and w the width rounded up to tiles,
    /// q (width + w + 2) + keyBlock (w + attentionPanel) floats.
    float* scratch;
    std::ptrdiff_t keyBlock; ///< keys at a time, a multiple of attentionTile
};

/// The loops that decide how fast the engine is, compiled once for each instruction set. None allocates.
struct KernelTable
{
    const char* name; ///< "x86-64", "x86-64-v3" or "x86-64-v4"
    void (*multiply)(Block<const float> a, Block<const float> b, Block<float> c);           ///< C = A B
    void (*multiplyTransposed)(Block<const float> a, Block<const float> b, Block<float> c); ///< C = A Bᵀ
    /// Each row becomes softmax(scale * row + bias); `bias` has cols values or is null. A row whose every
    /// entry is -inf or the most negative float becomes uniform over those of largest value.
    void (*softmaxRows)(Block<float> x, float scale, const float* bias);
    /// Attention without a matrix of its weights; see attention_impl.cpp.
    void (*attend)(const AttentionBlock& block);
    /// Each row becomes exp(scale * row - logSumExp of the row), 0 where `mask` is 0; null: no mask. For rows
    /// whose softmax is already known by its denominator.
    void (*probabilities)(Block<float> x, float scale, const std::uint8_t* mask, const float* logSumExp);
    /// y = LayerNorm(x) with gain and offset of cols values (Ba et al. 2016); x and y may be the same block.
    void (*layerNorm)(Block<const float> x, const float* gain, const float* offset, float epsilon,
                      Block<float> y);
    void (*geluErf)(float* x, std::size_t count);       ///< x Φ(x), Φ by erf: BERT's "gelu"
    void (*geluTanh)(float* x, std::size_t count);      ///< its tanh form, FNet's "gelu_new"
    void (*addBias)(Block<float> x, const float* bias); ///< each row += bias
    void (*foldPointSymmetric)(
        Block<const float> x, Block<float> y); ///< y[n,m] = (x[n,m] + x[-n,-m]) / 2, indices modulo the shape

    // The next three give the same bits in every table: no fused multiply-add, one order of operations.

    /// Independent standard normals for the positions first..first + count - 1 of a Philox stream
    /// (core/base/random.h); `first` is a multiple of normalGroup. Position p takes normal (p / 64) % 4 of
    /// block 64 (p / 256) + p % 64: Box-Muller of its words 0 and 1 (cosine, sine), then 2 and 3. 31 bits
    /// make the radius, so none lies beyond 6.66; the tails are right up to there. Absolute error of a value
    /// for its words: below 1e-6.
    void (*philoxNormals)(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, std::size_t count,
                          float* out);
    /// out = g (cosine Re a + sine Im a) + sqrt(g (|a|² + reference) + readVariance) · normal, with g the
    /// gain of the frame times that of the pixel. `field` interleaves Re a and Im a; `pixelGains` or
    /// `normals` may be null: all 1, no noise.
    void (*homodyne)(const float* field, const float* pixelGains, const float* normals, std::size_t count,
                     const HomodyneTerms& terms, float* out);
    /// x = step · code, the nearest whole code cut to [-top, top], top < 2^23. Returns how many were cut.
    std::size_t (*quantise)(float* x, std::size_t count, float step, float top);
};

/// The tables that this processor can run, slowest first; never empty.
[[nodiscard]] std::span<const KernelTable* const> kernelTables() noexcept;

/// The fastest of kernelTables(), or the one that the environment variable MIXLENS_KERNELS names. Chosen
/// once.
[[nodiscard]] const KernelTable& kernels() noexcept;

/// Empty, or one sentence: MIXLENS_KERNELS names a table that doesn't exist or that this processor lacks.
/// The app refuses to start on it; kernels() alone would have to guess.
[[nodiscard]] std::string kernelChoiceProblem();

} // namespace mixlens
