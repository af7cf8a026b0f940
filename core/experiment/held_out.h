#pragma once

#include "core/base/result.h"
#include "core/model/encoder_model.h"
#include "core/text/tokenizer.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace mixlens {

/// One line of a held-out file: "source<tab>sentence".
struct HeldOutSentence
{
    std::string source;
    std::string text;
};

/// NotFound, Unreadable or BadFormat with the line's number. At most 100,000 lines.
[[nodiscard]] Result<std::vector<HeldOutSentence>> readHeldOut(const std::filesystem::path& file);

/// FNV-1a of sources and sentences in their order, 64 bits, 16 hexadecimal digits: tells files apart that
/// were not made to be mistaken for each other, whatever their line ends (Fowler, Noll and Vo).
[[nodiscard]] std::string hashOf(const std::vector<HeldOutSentence>& sentences);

/// A sentence with one word hidden from the model.
struct MaskedSentence
{
    EncoderInput input;       ///< padded to config.padTo
    std::size_t position = 0; ///< row of [MASK]
    TokenId hidden = 0;       ///< what stood there
};

/// Masks one word that is a single token of letters, chosen by `seed` and the sentence's number; sentences
/// without one, or longer than the model takes, are left out. Precondition: the tokenizer has a [MASK].
[[nodiscard]] std::vector<MaskedSentence> maskSentences(const std::vector<HeldOutSentence>& sentences,
                                                        const Tokenizer& tokenizer,
                                                        const EncoderConfig& config, std::size_t count,
                                                        std::uint64_t seed);

} // namespace mixlens
