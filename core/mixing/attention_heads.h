#pragma once

#include "core/mixing/token_mixer.h"

namespace mixlens {

/// Up to so many tokens the (tokens x tokens) weights of each head exist in memory and go on the tape;
/// beyond, they are computed and forgotten block by block. Measured, 768 units in 12 heads: the dense way is
/// the faster one up to 64 tokens with AVX-512 kernels, up to 256 with AVX2, up to 512 without either,
/// nowhere by more than a tenth of the attention layer; at 512 the streaming way saves half of what the
/// softmax costs.
inline constexpr Index denseAttentionTokens = 256;

/// Queries, keys and values of all heads side by side, (tokens x hidden).
struct AttentionInput
{
    Index heads = 1;
    ConstMatrixView query, key, value;
    KeyMask mask;
    float scale = 1.0F; ///< of a score
};

/// What attend() leaves behind for the tape: one of the two, by the number of tokens.
struct AttentionRecord
{
    Matrix weights; ///< "attn", (heads * tokens x tokens)
    Matrix logSums; ///< "lse", (heads x tokens), ln Σ_j exp(score_ij)
};

/// context = softmax(scale Q_h K_hᵀ) V_h for each head h, shared among the threads of `workspace`; which
/// changes no bit. Padding keys get the most negative float as their score, so a sequence of nothing but
/// padding is attended uniformly, as in the published implementation. Uses two slots of `workspace` from
/// `firstSlot` on.
void attend(const AttentionInput& input, MatrixView context, MixWorkspace& workspace, std::size_t firstSlot,
            AttentionRecord* record);

/// Floats that attend() takes from a workspace of one thread where nothing is padded, and that it records.
[[nodiscard]] std::uint64_t attendScratch(Index tokens, Index width) noexcept;
[[nodiscard]] std::uint64_t attendRecorded(Index tokens, Index heads) noexcept;

/// Puts copies of everything that AttentionTiles looks for on the tape.
void saveAttention(const AttentionInput& input, AttentionRecord record, MixTape& tape);

} // namespace mixlens
