#pragma once

#include "core/base/result.h"
#include "core/mixing/attention_mixer.h"
#include "core/mixing/attention_tiles.h"

#include <stop_token>

namespace mixlens {

/// What a forward pass of attention left behind; the views are (tokens x hidden).
struct AttentionPass
{
    ConstMatrixView query, key, value, context;
    const AttentionTiles& weights;
};

/// Exact Frobenius norms of the blocks d y_i / d x_j of multi-head attention, the path through the softmax
/// included, (tokens x tokens). Cost: 4 N² H² w + 2 N d³ flops. Cancelled within one row's time.
///
/// With a = attention, w = head width, v_j, c_i, q_i, k_m one head's value, context, query and key rows:
///   j ≠ i:  Σ_h a_ij W_O ( W_V + (v_j - c_i) p_iᵀ ),              p_i = W_Kᵀ q_i / sqrt(w)
///   j = i:  that, and Σ_h W_O ( Σ_m a_im (v_m - c_i) k_mᵀ ) W_Q / sqrt(w)
/// Off the diagonal the norm is expanded into products of head-sized Gram matrices, so no (d x d) block is
/// formed.
[[nodiscard]] Result<Matrix> attentionInfluence(const AttentionParameters& parameters,
                                                const AttentionPass& pass, const std::stop_token& stop);

/// Bytes that attentionInfluence() holds while it runs, beside its result.
[[nodiscard]] std::uint64_t attentionInfluenceBytes(Index tokens, Index hidden, Index heads) noexcept;

} // namespace mixlens
