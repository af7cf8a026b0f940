#include "core/mixing/attention_tiles.h"

#include "core/kernels/kernels.h"
#include "core/math/linear_algebra.h"

#include <algorithm>

namespace mixlens {

std::optional<AttentionTiles> AttentionTiles::of(const MixTape& tape, Index tokens, Index heads, float scale)
{
    AttentionTiles tiles;
    tiles.m_tokens = tokens;
    tiles.m_heads = heads;
    tiles.m_scale = scale;
    if (const Matrix* stored = tape.find("attn")) {
        if (stored->shape() != Shape{heads * tokens, tokens})
            return std::nullopt;
        tiles.m_stored = stored->view();
        return tiles;
    }
    const Matrix* query = tape.find("q");
    const Matrix* key = tape.find("k");
    const Matrix* sums = tape.find("lse");
    if (!query || !key || !sums || sums->shape() != Shape{heads, tokens})
        return std::nullopt;
    tiles.m_query = query->view();
    tiles.m_key = key->view();
    tiles.m_logSums = sums->view();
    if (const Matrix* mask = tape.find("mask")) {
        tiles.m_mask.resize(mask->values().size());
        std::ranges::transform(mask->values(), tiles.m_mask.begin(),
                               [](float token) { return static_cast<std::uint8_t>(token > 0.0F); });
        tiles.m_nothingButPadding = std::ranges::count(tiles.m_mask, 0) == tokens;
    }
    return tiles;
}

void AttentionTiles::write(Index head, Index firstQuery, Index firstKey, MatrixView tile) const
{
    assert(head >= 0 && head < m_heads);
    if (m_stored.data()) {
        copy(m_stored.middleRows(head * m_tokens + firstQuery, tile.rows()).middleCols(firstKey, tile.cols()),
             tile);
        return;
    }
    if (m_nothingButPadding) {
        fill(tile, 1.0F / static_cast<float>(m_tokens));
        return;
    }
    const Index width = m_query.cols() / m_heads;
    multiplyTransposed(m_query.middleCols(head * width, width).middleRows(firstQuery, tile.rows()),
                       m_key.middleCols(head * width, width).middleRows(firstKey, tile.cols()), tile);
    kernels().probabilities({tile.data(), tile.rows(), tile.cols(), tile.stride()}, m_scale,
                            m_mask.empty() ? nullptr : m_mask.data() + firstKey,
                            m_logSums.row(head).data() + firstQuery);
}

AttentionRows::AttentionRows(const AttentionTiles& tiles)
    : m_tiles(tiles), m_rows(tiles.heads() * rowsAhead, tiles.tokens())
{}

ConstMatrixView AttentionRows::of(Index query)
{
    if (query < m_first || query >= m_first + rowsAhead) {
        m_first = query - query % rowsAhead;
        const Index count = std::min(rowsAhead, m_tiles.tokens() - m_first);
        for (Index head = 0; head < m_tiles.heads(); ++head)
            m_tiles.write(head, m_first, 0, m_rows.view().middleRows(head * rowsAhead, count));
    }
    return {m_rows.view().row(query - m_first).data(),
            {m_tiles.heads(), m_tiles.tokens()},
            rowsAhead * m_tiles.tokens()};
}

} // namespace mixlens
