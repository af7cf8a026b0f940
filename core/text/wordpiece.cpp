#include "core/text/wordpiece.h"

#include "core/text/unicode.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace mixlens {
namespace {

constexpr std::size_t longestWord = 100; ///< characters; BERT spells longer words [UNK]

using Characters = std::vector<Character>;

/// White space as BERT and then Python's str.split() see it; of the control characters only these three.
bool isSpace(char32_t code) noexcept
{
    return code == U'\t' || code == U'\n' || code == U'\r' || isSeparator(code);
}

bool isDropped(char32_t code) noexcept
{
    return code == replacementCharacter || (isOther(code) && !isSpace(code));
}

/// BERT counts all of ASCII's symbols as punctuation, also those that Unicode calls symbols, such as '$'.
bool splitsWords(char32_t code) noexcept
{
    const bool asciiSymbol = (code >= U'!' && code <= U'/') || (code >= U':' && code <= U'@') ||
                             (code >= U'[' && code <= U'`') || (code >= U'{' && code <= U'~');
    return asciiSymbol || isPunctuation(code);
}

/// The blocks that BERT's authors call Chinese; Hangul, Hiragana and Katakana are written with spaces.
bool isChinese(char32_t code) noexcept
{
    constexpr std::pair<char32_t, char32_t> blocks[] = {
        {0x4E00, 0x9FFF},   {0x3400, 0x4DBF},   {0x20000, 0x2A6DF}, {0x2A700, 0x2B73F},
        {0x2B740, 0x2B81F}, {0x2B820, 0x2CEAF}, {0xF900, 0xFAFF},   {0x2F800, 0x2FA1F}};
    return std::any_of(std::begin(blocks), std::end(blocks),
                       [code](const auto& block) { return code >= block.first && code <= block.second; });
}

/// Accents go; their bytes stay with the letter before them.
Characters withoutAccents(const Characters& word)
{
    Characters result;
    for (const Character& character : canonicalDecomposition(word)) {
        if (!isNonspacingMark(character.code))
            result.push_back(character);
        else if (!result.empty())
            result.back().span.end = std::max(result.back().span.end, character.span.end);
    }
    return result;
}

std::u32string spelling(std::string_view utf8)
{
    std::u32string codes;
    for (const Character& character : decodeUtf8(utf8).characters)
        codes.push_back(character.code);
    return codes;
}

} // namespace

/// One call of encode(): takes the text word by word and appends what it makes of them.
class WordPiece::Encoding
{
public:
    Encoding(const WordPiece& tokenizer, std::size_t limit, TokenSequence& out)
        : m_tokenizer(tokenizer), m_limit(limit), m_out(out)
    {}

    void addCharacter(const Character& character)
    {
        if (isDropped(character.code))
            return;
        if (isSpace(character.code)) {
            endWord();
        } else if (m_tokenizer.m_options.spaceChineseCharacters && isChinese(character.code)) {
            endWord();
            m_word.push_back(character);
            endWord();
        } else {
            m_word.push_back(character);
        }
    }

    void endWord()
    {
        if (!m_word.empty())
            split(std::exchange(m_word, {}));
    }

    void addToken(TokenId id, TextSpan span)
    {
        if (m_out.tokens.size() >= m_limit) {
            ++m_out.dropped;
            return;
        }
        const SpecialTokens& special = m_tokenizer.m_special;
        const bool isSpecial =
            id == special.padding || id == special.begin || id == special.end || id == special.mask;
        m_out.tokens.push_back({id, std::string(m_tokenizer.piece(id)), span, isSpecial});
    }

private:
    /// Each punctuation mark is a word of its own. A word that has become a special token's name by losing
    /// control characters or accents stays whole, as in the original.
    void split(Characters word)
    {
        if (m_tokenizer.m_options.stripAccents && !isName(word))
            word = withoutAccents(word);
        if (isName(word)) {
            addPieces(word);
            return;
        }
        const auto splits = [](const Character& character) { return splitsWords(character.code); };
        for (auto begin = word.begin(); begin != word.end();) {
            const auto end = splits(*begin) ? std::next(begin) : std::find_if(begin, word.end(), splits);
            addPieces({begin, end});
            begin = end;
        }
    }

    [[nodiscard]] bool isName(const Characters& word) const
    {
        const Protected* const name = m_tokenizer.protectedAt(word, 0);
        return name != nullptr && name->spelling.size() == word.size();
    }

    /// Greedy, longest piece first; a word that cannot be spelled to its end is one unknown token.
    void addPieces(const Characters& word)
    {
        const TokenId unknown = *m_tokenizer.m_special.unknown;
        if (word.size() > longestWord) {
            addToken(unknown, spanOf(word, 0, word.size()));
            return;
        }
        std::string bytes;
        std::vector<std::size_t> owner; ///< of each byte: the character it comes from
        for (std::size_t i = 0; i < word.size(); ++i) {
            appendUtf8(word[i].code, bytes);
            owner.resize(bytes.size(), i);
        }
        std::vector<std::pair<TokenId, TextSpan>> pieces;
        for (std::size_t at = 0; at < bytes.size();) {
            const auto match =
                m_tokenizer.m_vocabulary.longestMatch(std::string_view(bytes).substr(at), at > 0);
            if (!match) {
                addToken(unknown, spanOf(word, 0, word.size()));
                return;
            }
            const std::size_t next = at + match->length;
            pieces.emplace_back(match->id, spanOf(word, owner[at], owner[next - 1] + 1));
            at = next;
        }
        for (const auto& [id, span] : pieces)
            addToken(id, span);
    }

    /// Canonical order may have exchanged marks, so the first character need not begin first.
    static TextSpan spanOf(const Characters& word, std::size_t first, std::size_t last)
    {
        TextSpan span = word[first].span;
        for (std::size_t i = first + 1; i < last; ++i) {
            span.begin = std::min(span.begin, word[i].span.begin);
            span.end = std::max(span.end, word[i].span.end);
        }
        return span;
    }

    const WordPiece& m_tokenizer;
    std::size_t m_limit;
    TokenSequence& m_out;
    Characters m_word;
};

WordPiece::WordPiece(Vocabulary vocabulary, const SpecialTokens& special, WordPieceOptions options)
    : m_vocabulary(std::move(vocabulary)), m_special(special), m_options(options)
{
    assert(special.unknown && special.begin && special.end);
    for (const auto id : {special.unknown, special.end, special.padding, special.begin, special.mask})
        if (id)
            m_protected.push_back({spelling(m_vocabulary.piece(*id)), *id});
    std::stable_sort(m_protected.begin(), m_protected.end(), [](const Protected& a, const Protected& b) {
        return a.spelling.size() > b.spelling.size();
    });
}

const WordPiece::Protected* WordPiece::protectedAt(const Characters& text, std::size_t at) const noexcept
{
    const auto matches = [&](const Protected& name) {
        return !name.spelling.empty() && name.spelling.size() <= text.size() - at &&
               std::equal(name.spelling.begin(), name.spelling.end(),
                          text.begin() + static_cast<std::ptrdiff_t>(at),
                          [](char32_t code, const Character& character) { return code == character.code; });
    };
    const auto found = std::find_if(m_protected.begin(), m_protected.end(), matches);
    return found == m_protected.end() ? nullptr : &*found;
}

/// Character by character, so that a final Σ becomes σ and not ς: the original does the same, because it
/// steps over special tokens with a regular expression that matches single characters.
Characters WordPiece::lowerCased(const Characters& text) const
{
    Characters result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const Protected* const name = protectedAt(text, i);
        const std::size_t kept = name != nullptr ? name->spelling.size() : 0;
        for (std::size_t j = i; j < i + kept; ++j)
            result.push_back(text[j]);
        if (kept == 0)
            appendLowerCase(text[i], result);
        i += std::max<std::size_t>(kept, 1);
    }
    return result;
}

TokenSequence WordPiece::encode(std::string_view text, std::size_t limit) const
{
    assert(limit >= 2);
    DecodedText decoded = decodeUtf8(text);
    TokenSequence sequence;
    sequence.repaired = decoded.invalidBytes;
    if (decoded.invalidBytes == 0)
        sequence.text = text;
    else
        for (const Character& character : decoded.characters)
            appendUtf8(character.code, sequence.text);

    const Characters characters =
        m_options.lowerCase ? lowerCased(decoded.characters) : std::move(decoded.characters);
    Encoding encoding(*this, limit - 1, sequence); // one place is kept for [SEP]
    encoding.addToken(*m_special.begin, {0, 0});
    for (std::size_t i = 0; i < characters.size();) {
        if (const Protected* const name = protectedAt(characters, i)) {
            encoding.endWord();
            const std::size_t last = i + name->spelling.size() - 1;
            encoding.addToken(name->id, {characters[i].span.begin, characters[last].span.end});
            i = last + 1;
        } else {
            encoding.addCharacter(characters[i++]);
        }
    }
    encoding.endWord();
    const SpecialTokens& special = m_special;
    sequence.tokens.push_back(
        {*special.end, std::string(piece(*special.end)), {text.size(), text.size()}, true});
    return sequence;
}

} // namespace mixlens
