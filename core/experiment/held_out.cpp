#include "core/experiment/held_out.h"

#include "core/base/files.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>

namespace mixlens {
namespace {

constexpr std::size_t mostLines = 100'000;
constexpr std::uint64_t maskStream = 0x6D61736B;

/// A token that is a whole word of ASCII letters: neither a piece of one nor punctuation, which any model
/// guesses.
bool isWord(const TokenSequence& sequence, std::size_t at)
{
    const Token& token = sequence.tokens[at];
    if (token.special || token.piece.empty() ||
        !std::ranges::all_of(token.piece, [](char c) { return c >= 'a' && c <= 'z'; }))
        return false;
    return at + 1 == sequence.tokens.size() || !sequence.tokens[at + 1].piece.starts_with("##");
}

} // namespace

Result<std::vector<HeldOutSentence>> readHeldOut(const std::filesystem::path& file)
{
    const auto text = readTextFile(file);
    if (!text)
        return tl::unexpected(text.error());
    std::vector<HeldOutSentence> sentences;
    std::string_view rest(*text);
    for (std::size_t line = 1; !rest.empty(); ++line) {
        const std::string_view whole = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), whole.size() + 1));
        if (whole.empty())
            continue;
        const std::size_t tab = whole.find('\t');
        if (tab == std::string_view::npos || tab + 1 == whole.size())
            return failure(Error::Code::BadFormat, "'" + file.string() + "', line " + std::to_string(line) +
                                                       ": a source, a tab and a sentence are needed.");
        if (sentences.size() == mostLines)
            return failure(Error::Code::BadFormat, "'" + file.string() + "' has more than " +
                                                       std::to_string(mostLines) +
                                                       " sentences; give a part of it.");
        sentences.push_back({std::string(whole.substr(0, tab)), std::string(whole.substr(tab + 1))});
    }
    return sentences;
}

std::string hashOf(const std::vector<HeldOutSentence>& sentences)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    const auto mix = [&hash](std::string_view text, unsigned char end) {
        for (const char byte : text)
            hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
        hash = (hash ^ end) * 0x100000001b3U;
    };
    for (const HeldOutSentence& sentence : sentences) {
        std::string_view text(sentence.text);
        if (text.ends_with('\r'))
            text.remove_suffix(1);
        mix(sentence.source, '\t');
        mix(text, '\n');
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex(16, '0');
    for (std::size_t i = 0; i < hex.size(); ++i)
        hex[i] = digits[static_cast<std::size_t>(hash >> (60 - 4 * i)) & 15U];
    return hex;
}

std::vector<MaskedSentence> maskSentences(const std::vector<HeldOutSentence>& sentences,
                                          const Tokenizer& tokenizer, const EncoderConfig& config,
                                          std::size_t count, std::uint64_t seed)
{
    const Philox random(seed, maskStream);
    std::vector<MaskedSentence> masked;
    for (std::size_t number = 0; number < sentences.size() && masked.size() < count; ++number) {
        const TokenSequence sequence =
            tokenizer.encode(sentences[number].text, static_cast<std::size_t>(config.positions));
        if (sequence.dropped > 0)
            continue;
        std::vector<std::size_t> words;
        for (std::size_t at = 0; at < sequence.tokens.size(); ++at) {
            if (isWord(sequence, at))
                words.push_back(at);
        }
        if (words.empty())
            continue;
        const auto choice =
            static_cast<std::size_t>(random.uniform(number) * static_cast<double>(words.size()));
        MaskedSentence sentence;
        sentence.position = words[std::min(choice, words.size() - 1)];
        for (const Token& token : sequence.tokens)
            sentence.input.ids.push_back(token.id);
        sentence.hidden = sentence.input.ids[sentence.position];
        sentence.input.ids[sentence.position] = *tokenizer.specialTokens().mask;
        if (static_cast<Index>(sentence.input.ids.size()) < config.padTo) {
            sentence.input.mask.assign(sentence.input.ids.size(), 1);
            sentence.input.mask.resize(static_cast<std::size_t>(config.padTo), 0);
            sentence.input.ids.resize(static_cast<std::size_t>(config.padTo), config.paddingId);
        }
        masked.push_back(std::move(sentence));
    }
    return masked;
}

} // namespace mixlens
