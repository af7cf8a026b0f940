#pragma once

#include "core/base/result.h"
#include "core/text/token.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace mixlens {

struct SpecialTokens
{
    std::optional<TokenId> padding, unknown, begin, end, mask; ///< begin and end: [CLS] and [SEP]
};

/// Splits sentences into a model's tokens. Immutable; may be shared between threads.
class Tokenizer
{
public:
    virtual ~Tokenizer() = default;

    /// The sentence between [CLS] and [SEP], at most `limit` tokens in all (limit >= 2); what does not fit is
    /// dropped from the end and counted. Takes any bytes.
    [[nodiscard]] virtual TokenSequence encode(std::string_view text, std::size_t limit) const = 0;

    /// How the vocabulary spells a token; empty when there is no such id.
    [[nodiscard]] virtual std::string_view piece(TokenId id) const noexcept = 0;
    [[nodiscard]] virtual std::size_t vocabularySize() const noexcept = 0;
    [[nodiscard]] virtual const SpecialTokens& specialTokens() const noexcept = 0;
};

/// The tokenizer of a model folder: vocab.txt (WordPiece), read with tokenizer_config.json where there is
/// one.
[[nodiscard]] Result<std::unique_ptr<const Tokenizer>> openTokenizer(const std::filesystem::path& folder);

} // namespace mixlens
