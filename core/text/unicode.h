#pragma once

#include "core/text/token.h"

#include <string>
#include <string_view>
#include <vector>

namespace mixlens {

inline constexpr char32_t replacementCharacter = U'\uFFFD';

/// A code point and the bytes that it stands for in the text as given. What comes of it (a lower-case letter,
/// the parts of an accented one) keeps those bytes.
struct Character
{
    char32_t code = 0;
    TextSpan span;
};

struct DecodedText
{
    std::vector<Character> characters;
    std::size_t invalidBytes = 0;
};

/// Any bytes. Each maximal invalid piece becomes one U+FFFD (Unicode 15, section 3.9), surrogates included.
[[nodiscard]] DecodedText decodeUtf8(std::string_view text);
void appendUtf8(char32_t code, std::string& text);

/// What Python's str.lower() makes of the one character: İ becomes i and a combining dot, all others one.
void appendLowerCase(const Character& character, std::vector<Character>& out);

/// NFD: canonical decomposition with combining marks in canonical order (Unicode Annex 15).
[[nodiscard]] std::vector<Character> canonicalDecomposition(const std::vector<Character>& text);

/// General category C: control, format, surrogate, private use, unassigned.
[[nodiscard]] bool isOther(char32_t code) noexcept;
/// General category Z: spaces, and the line and paragraph separators.
[[nodiscard]] bool isSeparator(char32_t code) noexcept;
/// General category P.
[[nodiscard]] bool isPunctuation(char32_t code) noexcept;
/// General category Mn.
[[nodiscard]] bool isNonspacingMark(char32_t code) noexcept;

} // namespace mixlens
