#pragma once

#include "core/mixing/token_mixer.h"

#include <optional>
#include <vector>

namespace mixlens {

/// Any rectangle of a head's attention probabilities, from what a pass left on its tape: copied from "attn"
/// where that is, otherwise computed as exp(scale q_i·k_j - lse_i), 0 for padding, from "q", "k", "lse" and
/// "mask". So a map of thousands of tokens needs memory for what is seen of it alone. Looks at the tape,
/// which must outlive it.
class AttentionTiles
{
public:
    /// Empty if `tape` isn't that of attention among `tokens` tokens.
    [[nodiscard]] static std::optional<AttentionTiles> of(const MixTape& tape, Index tokens, Index heads,
                                                          float scale);

    [[nodiscard]] Index tokens() const noexcept { return m_tokens; }
    [[nodiscard]] Index heads() const noexcept { return m_heads; }
    /// Entry (i, j) of `tile` becomes what query firstQuery + i gives to key firstKey + j in `head`.
    void write(Index head, Index firstQuery, Index firstKey, MatrixView tile) const;

private:
    AttentionTiles() = default;

    Index m_tokens = 0;
    Index m_heads = 1;
    float m_scale = 1.0F;
    ConstMatrixView m_stored;         ///< "attn", or empty
    ConstMatrixView m_query, m_key;   ///< (tokens x hidden)
    ConstMatrixView m_logSums;        ///< (heads x tokens)
    std::vector<std::uint8_t> m_mask; ///< 1 token, 0 padding; empty: all tokens
    bool m_nothingButPadding = false; ///< attended uniformly
};

/// The probabilities of all heads query by query, for sums that run over the rows in order.
class AttentionRows
{
public:
    static constexpr Index rowsAhead = 16; ///< made at once, since a product of a few rows is a slow one

    explicit AttentionRows(const AttentionTiles& tiles);
    /// (heads x tokens) of query `query`, valid until the next call.
    [[nodiscard]] ConstMatrixView of(Index query);

private:
    const AttentionTiles& m_tiles;
    Matrix m_rows; ///< (heads * rowsAhead x tokens)
    Index m_first = -rowsAhead;
};

} // namespace mixlens
