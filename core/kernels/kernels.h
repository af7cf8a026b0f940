#pragma once

#include <cstddef>
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

/// The loops that decide how fast the engine is, compiled once for each instruction set. None allocates.
struct KernelTable
{
    const char* name; ///< "x86-64", "x86-64-v3" or "x86-64-v4"
    void (*multiply)(Block<const float> a, Block<const float> b, Block<float> c);           ///< C = A B
    void (*multiplyTransposed)(Block<const float> a, Block<const float> b, Block<float> c); ///< C = A Bᵀ
    /// Each row becomes softmax(scale * row + bias); `bias` has cols values or is null. A row whose every
    /// entry is -inf or the most negative float becomes uniform over those of largest value.
    void (*softmaxRows)(Block<float> x, float scale, const float* bias);
    /// y = LayerNorm(x) with gain and offset of cols values (Ba et al. 2016); x and y may be the same block.
    void (*layerNorm)(Block<const float> x, const float* gain, const float* offset, float epsilon,
                      Block<float> y);
    void (*geluErf)(float* x, std::size_t count);       ///< x Φ(x), Φ by erf: BERT's "gelu"
    void (*geluTanh)(float* x, std::size_t count);      ///< its tanh form, FNet's "gelu_new"
    void (*addBias)(Block<float> x, const float* bias); ///< each row += bias
    void (*foldPointSymmetric)(
        Block<const float> x, Block<float> y); ///< y[n,m] = (x[n,m] + x[-n,-m]) / 2, indices modulo the shape
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
