#pragma once

#include "core/base/quantity.h"
#include "core/base/result.h"
#include "core/base/task_pool.h"
#include "core/math/matrix.h"

#include <complex>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace mixlens {

/// Work of one forward pass, from the formula, not timed.
struct Cost
{
    std::uint64_t flops = 0;         ///< real additions and multiplications
    std::uint64_t bytes = 0;         ///< operands read and results written, each once
    std::uint64_t parameters = 0;    ///< learned scalars
    std::uint64_t workspace = 0;     ///< bytes of scratch memory at this shape
    std::uint64_t opticalFrames = 0; ///< camera exposures; 0 for digital mixers
};

/// Scratch matrices that survive from call to call, so that forward() allocates only when a shape grows.
/// Belongs to one thread. The mixer that runs decides what each slot holds.
class MixWorkspace
{
public:
    /// Slot `index` as a (rows x cols) matrix with undefined contents; starts 64-byte aligned.
    [[nodiscard]] MatrixView matrix(std::size_t index, Shape shape);
    [[nodiscard]] FieldView field(std::size_t index, Shape shape);
    /// Complex numbers in double precision, for sums that must not round.
    [[nodiscard]] std::span<std::complex<double>> precise(std::size_t index, std::size_t count);
    [[nodiscard]] std::size_t bytes() const noexcept;

    /// Lets a mixer share its work among the threads of `pool`, which must outlive its use here; null, as at
    /// birth: the caller's thread alone. What a mixer computes is the same to the last bit either way.
    void useThreads(TaskPool* pool) noexcept { m_pool = pool; }
    [[nodiscard]] TaskPool* pool() const noexcept { return m_pool; }
    [[nodiscard]] int threads() const noexcept { return m_pool ? m_pool->threads() : 1; }

    /// Which draw of its noise a noisy mixer makes; 0 at birth, so that equal inputs give equal outputs. An
    /// experiment gives each sentence its own.
    void useStream(std::uint64_t stream) noexcept { m_stream = stream; }
    [[nodiscard]] std::uint64_t stream() const noexcept { return m_stream; }

private:
    TaskPool* m_pool = nullptr;
    std::uint64_t m_stream = 0;
    std::vector<Matrix> m_slots;
    std::vector<Field> m_fields;
    std::vector<std::vector<std::complex<double>>> m_precise;
};

/// Something that a mixer computed on its way, for views and exports, under the name the goldens use:
/// "q", "k", "v", "ctx" (tokens x hidden), "attn" (heads * tokens x tokens, head by head), "lse" (heads x
/// tokens).
struct SavedMatrix
{
    std::string name;
    Matrix value;
};

/// What forward() leaves behind for whoever asked to see it.
struct MixTape
{
    std::vector<SavedMatrix> saved;
    std::vector<Quantity> facts; ///< device time, energy, signal-to-noise ratio, with their provenance

    [[nodiscard]] const Matrix* find(std::string_view name) const noexcept;
    [[nodiscard]] const Quantity* fact(std::string_view name) const noexcept;
};

/// Which keys are tokens (1) and which padding (0); empty when all are tokens. Attention hides padding;
/// Fourier mixing cannot and transforms it like any token.
using KeyMask = std::span<const std::uint8_t>;

/// The part of an encoder layer that lets tokens see each other.
///
/// X and Y are (tokens x hidden). A mixer holds its parameters and nothing that a call changes, so one mixer
/// may serve several threads, each with its own workspace. Backward passes come with the training engine.
class TokenMixer
{
public:
    virtual ~TokenMixer() = default;

    [[nodiscard]] virtual std::string_view id() const noexcept = 0;
    [[nodiscard]] virtual Cost cost(Shape input) const noexcept = 0;

    /// Number of heads; 1 for mixers that have none.
    [[nodiscard]] virtual Index heads() const noexcept { return 1; }

    /// Y = mix(X). X and Y have the same shape and do not overlap. After a first call of the same shape with
    /// the same workspace and no tape, nothing is allocated.
    virtual void forward(ConstMatrixView x, KeyMask mask, MatrixView y, MixWorkspace& workspace,
                         MixTape* tape) const = 0;

    /// Entry (i, j) is the Frobenius norm of d y_i / d x_j: how much token j moves token i through this
    /// sub-layer alone, without its residual, the one scale that every mixer shares. `tape` is that of
    /// forward(x). Cancelled when `stop` says so.
    [[nodiscard]] virtual Result<Matrix> influence(ConstMatrixView x, KeyMask mask, const MixTape& tape,
                                                   const std::stop_token& stop) const = 0;

    /// What token j is multiplied by on its way to token i in head `head`, (tokens x tokens): attention
    /// probabilities, cos(2 π i j / N) for Fourier mixing. Empty where a mixer has no such number.
    [[nodiscard]] virtual std::optional<Matrix> weights(Index tokens, Index head,
                                                        const MixTape& tape) const = 0;

    /// The rectangle of weights() that begins at (row, col) and is as large as `tile`, so that a map may be
    /// larger than memory. False, and nothing written, where weights() is empty.
    virtual bool weightTile(Index tokens, Index head, const MixTape& tape, Index row, Index col,
                            MatrixView tile) const;
};

} // namespace mixlens
