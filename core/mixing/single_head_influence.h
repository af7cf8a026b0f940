#pragma once

#include "core/base/result.h"
#include "core/mixing/attention_tiles.h"

#include <stop_token>

namespace mixlens {

/// What one head without output projection left behind, and its maps back to the input.
struct SingleHeadPass
{
    ConstMatrixView value;         ///< (tokens x hidden), row m is v_m = x_m V
    const AttentionTiles& weights; ///< a, of one head
    ConstMatrixView
        queryPull; ///< (tokens x hidden), row m is r_m = Q k_m / n: d s_im / d x_i by way of the query
    ConstMatrixView
        keyPull; ///< (tokens x hidden), row i is p_i = K q_i / n: d s_ij / d x_j by way of the key
    ConstMatrixView valuePull; ///< (tokens x hidden), row m is r_m V
    ConstMatrixView keyValue;  ///< (tokens x hidden), row i is p_i V
    double valueNorm = 0.0;    ///< ‖V‖_F
};

/// Exact ‖d y_i / d x_j‖_F for y = softmax(X Q (X K)ᵀ / n) X V, (tokens x tokens). With u_m = v_m - y_i:
///   j ≠ i:  a_ij (Vᵀ + u_j p_iᵀ)
///   j = i:  a_ii (Vᵀ + u_i p_iᵀ) + Σ_m a_im u_m r_mᵀ
/// Norms are expanded into Gram matrices (tokens x tokens), so no (hidden x hidden) block is formed; 2 N³ +
/// O(N² d) operations. Cancelled within one row's time.
[[nodiscard]] Result<Matrix> singleHeadInfluence(const SingleHeadPass& pass, const std::stop_token& stop);

} // namespace mixlens
