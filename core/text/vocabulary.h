#pragma once

#include "core/base/result.h"
#include "core/text/token.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mixlens {

/// The pieces of a vocab.txt: line i, counted from 0, spells token i. Of two equal lines the later one
/// counts.
class Vocabulary
{
public:
    struct Match
    {
        TokenId id = 0;
        std::size_t length = 0; ///< bytes of the word, without "##"
    };

    /// NotFound, Unreadable, or BadFormat for an empty file, one that is not UTF-8, or a piece of absurd
    /// length.
    [[nodiscard]] static Result<Vocabulary> read(const std::filesystem::path& path);

    [[nodiscard]] std::size_t size() const noexcept { return m_pieces.size(); }
    [[nodiscard]] std::string_view piece(TokenId id) const noexcept;
    [[nodiscard]] std::optional<TokenId> find(std::string_view piece) const noexcept;

    /// The longest piece that `word` starts with; inside a word, the longest one that is spelled with "##".
    [[nodiscard]] std::optional<Match> longestMatch(std::string_view word, bool insideWord) const noexcept;

private:
    using Order = std::vector<TokenId>;

    std::vector<std::string> m_pieces;
    Order m_sorted; ///< by the bytes of the piece, each spelling once
};

} // namespace mixlens
