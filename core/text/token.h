#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mixlens {

using TokenId = std::int32_t;

/// Half-open range of bytes in the sentence as it was typed.
struct TextSpan
{
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] bool empty() const noexcept { return begin == end; }
    friend bool operator==(TextSpan, TextSpan) = default;
};

struct Token
{
    TokenId id = 0;
    std::string piece;    ///< as the vocabulary spells it, e.g. "##ing"
    TextSpan span;        ///< empty for tokens that the model adds
    bool special = false; ///< [CLS], [SEP], [MASK], [PAD]
};

/// A sentence as a model sees it: token i is row i of every activation.
struct TokenSequence
{
    std::string text;          ///< valid UTF-8; bytes that weren't are U+FFFD
    std::vector<Token> tokens; ///< with [CLS] and [SEP], without padding
    std::size_t dropped = 0;   ///< tokens that the model has no positions for
    std::size_t repaired = 0;  ///< invalid bytes in the text as given
};

} // namespace mixlens
