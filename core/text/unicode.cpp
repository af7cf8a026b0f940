#include "core/text/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace mixlens {
namespace {

utf8proc_category_t category(char32_t code) noexcept
{
    return utf8proc_category(static_cast<utf8proc_int32_t>(code));
}

int combiningClass(char32_t code) noexcept
{
    return utf8proc_get_property(static_cast<utf8proc_int32_t>(code))->combining_class;
}

/// What a first byte announces: the length of its sequence and the bytes that may come second. The limits
/// keep out overlong forms, surrogates and what is beyond U+10FFFF (Unicode 15, table 3-7). Length 0: never
/// first.
struct LeadByte
{
    std::size_t length = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
};

LeadByte leadByte(unsigned char byte) noexcept
{
    if (byte < 0x80)
        return {1};
    if (byte < 0xC2)
        return {0};
    if (byte < 0xE0)
        return {2};
    if (byte < 0xF0)
        return {3, static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80),
                static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF)};
    if (byte < 0xF5)
        return {4, static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80),
                static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF)};
    return {0};
}

} // namespace

DecodedText decodeUtf8(std::string_view text)
{
    DecodedText decoded;
    decoded.characters.reserve(text.size());
    const auto byteAt = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t begin = 0; begin < text.size();) {
        LeadByte lead = leadByte(byteAt(begin));
        // The payload of a first byte of a sequence of n > 1 bytes is its last 7 - n bits.
        char32_t code = lead.length <= 1 ? byteAt(begin) : byteAt(begin) & (0x7FU >> lead.length);
        std::size_t end = begin + 1;
        while (end < text.size() && end - begin < lead.length && byteAt(end) >= lead.low &&
               byteAt(end) <= lead.high) {
            code = code << 6U | (byteAt(end) & 0x3FU);
            lead.low = 0x80;
            lead.high = 0xBF;
            ++end;
        }
        if (end - begin != lead.length) {
            code = replacementCharacter;
            decoded.invalidBytes += end - begin;
        }
        decoded.characters.push_back({code, {begin, end}});
        begin = end;
    }
    return decoded;
}

void appendUtf8(char32_t code, std::string& text)
{
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto count = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code), bytes.data());
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
        text.push_back(static_cast<char>(bytes[i]));
}

void appendLowerCase(const Character& character, std::vector<Character>& out)
{
    constexpr char32_t capitalIWithDot = U'\u0130';
    constexpr char32_t combiningDotAbove = U'\u0307';
    if (character.code == capitalIWithDot) { // the only unconditional row for lower case in SpecialCasing.txt
        out.push_back({U'i', character.span});
        out.push_back({combiningDotAbove, character.span});
        return;
    }
    const auto lower = utf8proc_tolower(static_cast<utf8proc_int32_t>(character.code));
    out.push_back({static_cast<char32_t>(lower), character.span});
}

std::vector<Character> canonicalDecomposition(const std::vector<Character>& text)
{
    std::vector<Character> result;
    result.reserve(text.size());
    for (const Character& character : text) {
        std::array<utf8proc_int32_t, 8> parts{}; // a canonical decomposition has at most 4
        const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(character.code),
                                                   parts.data(), parts.size(), UTF8PROC_DECOMPOSE, nullptr);
        if (count < 0 || static_cast<std::size_t>(count) > parts.size()) {
            result.push_back(character);
            continue;
        }
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
            result.push_back({static_cast<char32_t>(parts[i]), character.span});
    }
    // Each run of characters with a combining class is sorted by it; equal classes keep their order.
    const auto isStarter = [](const Character& c) { return combiningClass(c.code) == 0; };
    for (auto run = result.begin(); run != result.end();) {
        run = std::find_if_not(run, result.end(), isStarter);
        const auto end = std::find_if(run, result.end(), isStarter);
        std::stable_sort(run, end, [](const Character& a, const Character& b) {
            return combiningClass(a.code) < combiningClass(b.code);
        });
        run = end;
    }
    return result;
}

bool isOther(char32_t code) noexcept
{
    switch (category(code)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
        return true;
    default:
        return false;
    }
}

bool isSeparator(char32_t code) noexcept
{
    const utf8proc_category_t found = category(code);
    return found >= UTF8PROC_CATEGORY_ZS && found <= UTF8PROC_CATEGORY_ZP;
}

bool isPunctuation(char32_t code) noexcept
{
    const utf8proc_category_t found = category(code);
    return found >= UTF8PROC_CATEGORY_PC && found <= UTF8PROC_CATEGORY_PO;
}

bool isNonspacingMark(char32_t code) noexcept
{
    return category(code) == UTF8PROC_CATEGORY_MN;
}

} // namespace mixlens
