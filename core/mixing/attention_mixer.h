#pragma once

#include "core/mixing/mixer_registry.h"
#include "core/mixing/token_mixer.h"

#include <span>

namespace mixlens {

/// The learned matrices of multi-head self-attention, (hidden x hidden) as (out x in), and their biases. Head
/// h owns rows [h * width, (h + 1) * width) of query, key and value, and the same columns of output.
struct AttentionParameters
{
    ConstMatrixView query, key, value, output;
    std::span<const float> queryBias, keyBias, valueBias, outputBias;
};

/// Multi-head self-attention as in BERT (Vaswani et al. 2017, §3.2):
/// Y = concat_h( softmax(Q_h K_hᵀ / sqrt(width)) V_h ) W_Oᵀ + b_O, with Q = X W_Qᵀ + b_Q and so on.
/// Padding keys score the most negative float, so a sequence of nothing but padding is attended uniformly, as
/// in the published implementation. Beyond denseAttentionTokens no (tokens x tokens) matrix exists. Tape:
/// "q", "k", "v", "ctx" (tokens x hidden) and "attn" (heads * tokens x tokens); beyond denseAttentionTokens
/// instead of the last "lse" (heads x tokens), ln Σ_j exp(score_ij), and "mask" (1 x tokens) if there was
/// one.
class AttentionMixer : public TokenMixer
{
public:
    /// Views into `parameters` must outlive the mixer, unless `owned` keeps them.
    AttentionMixer(Index heads, const AttentionParameters& parameters, std::vector<Matrix> owned = {});

    [[nodiscard]] std::string_view id() const noexcept override { return "attention"; }
    [[nodiscard]] Cost cost(Shape input) const noexcept override;
    [[nodiscard]] Index heads() const noexcept override { return m_heads; }
    void forward(ConstMatrixView x, KeyMask mask, MatrixView y, MixWorkspace& workspace,
                 MixTape* tape) const override;
    [[nodiscard]] Result<Matrix> influence(ConstMatrixView x, KeyMask mask, const MixTape& tape,
                                           const std::stop_token& stop) const override;
    [[nodiscard]] std::optional<Matrix> weights(Index tokens, Index head, const MixTape& tape) const override;
    bool weightTile(Index tokens, Index head, const MixTape& tape, Index row, Index col,
                    MatrixView tile) const override;

    [[nodiscard]] const AttentionParameters& parameters() const noexcept { return m_parameters; }

private:
    [[nodiscard]] float scale() const noexcept; ///< of a score

    Index m_heads;
    AttentionParameters m_parameters;
    std::vector<Matrix> m_owned;
};

/// Parameters "query.weight", "query.bias", "key.*", "value.*", "output.dense.*"; drawn from the seed when
/// none of them is given.
[[nodiscard]] const MixerInfo& attentionInfo() noexcept;

} // namespace mixlens
