#pragma once

#include "core/text/tokenizer.h"
#include "core/text/vocabulary.h"

#include <string>
#include <vector>

namespace mixlens {

struct Character;

/// What tokenizer_config.json may say about a WordPiece tokenizer.
struct WordPieceOptions
{
    bool lowerCase = true;
    bool stripAccents = true;
    bool spaceChineseCharacters = true; ///< each CJK ideograph is a word of its own
};

/// BERT's tokenizer (Devlin et al. 2019), token for token as Hugging Face's BertTokenizer (transformers 4.27,
/// the Python one) splits. The bytes of a token include what was dropped from it: the accents of its letters
/// and the control characters between them.
class WordPiece final : public Tokenizer
{
public:
    /// `special` are ids of `vocabulary`; `unknown`, `begin` and `end` have a value.
    WordPiece(Vocabulary vocabulary, const SpecialTokens& special, WordPieceOptions options);

    [[nodiscard]] TokenSequence encode(std::string_view text, std::size_t limit) const override;
    [[nodiscard]] std::string_view piece(TokenId id) const noexcept override
    {
        return m_vocabulary.piece(id);
    }
    [[nodiscard]] std::size_t vocabularySize() const noexcept override { return m_vocabulary.size(); }
    [[nodiscard]] const SpecialTokens& specialTokens() const noexcept override { return m_special; }

private:
    class Encoding;
    struct Protected
    {
        std::u32string spelling;
        TokenId id = 0;
    };

    [[nodiscard]] const Protected* protectedAt(const std::vector<Character>& text,
                                               std::size_t at) const noexcept;
    [[nodiscard]] std::vector<Character> lowerCased(const std::vector<Character>& text) const;

    Vocabulary m_vocabulary;
    SpecialTokens m_special;
    WordPieceOptions m_options;
    std::vector<Protected> m_protected; ///< special tokens that may be typed, longest first
};

} // namespace mixlens
