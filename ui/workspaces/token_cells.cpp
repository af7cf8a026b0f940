#include "ui/workspaces/token_cells.h"

#include <algorithm>

namespace mixlens::ui {

namespace {

std::optional<Index> placeOf(const std::vector<Index>& shownTokens, Index token)
{
    const auto at = std::lower_bound(shownTokens.begin(), shownTokens.end(), token);
    if (at == shownTokens.end() || *at != token)
        return std::nullopt;
    return at - shownTokens.begin();
}

} // namespace

std::optional<HeatCell> cellOf(const std::vector<Index>& shownTokens, const TokenPair& pair)
{
    if (!pair.output && !pair.input)
        return std::nullopt;
    const auto row = placeOf(shownTokens, pair.output ? *pair.output : *pair.input);
    const auto col = placeOf(shownTokens, pair.input ? *pair.input : *pair.output);
    if (!row || !col)
        return std::nullopt;
    return HeatCell{*row, *col};
}

TokenPair pairOf(const std::vector<Index>& shownTokens, std::optional<HeatCell> cell)
{
    const auto count = static_cast<Index>(shownTokens.size());
    if (!cell || cell->row < 0 || cell->col < 0 || cell->row >= count || cell->col >= count)
        return {};
    return {shownTokens[static_cast<std::size_t>(cell->row)],
            shownTokens[static_cast<std::size_t>(cell->col)]};
}

} // namespace mixlens::ui
