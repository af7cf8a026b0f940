#include "core/base/in_quotes.h"

namespace mixlens {

std::string inQuotes(std::string_view name)
{
    constexpr std::size_t longest = 100;
    const bool shortened = name.size() > longest;
    if (shortened) {
        std::size_t end = longest;
        while (end > longest - 4 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U)
            --end; // not inside a UTF-8 sequence
        name = name.substr(0, end);
    }
    std::string text = "\"";
    for (const char c : name)
        text.push_back(static_cast<unsigned char>(c) < 0x20 || c == '\x7F' ? '?' : c);
    return text + (shortened ? "...\"" : "\"");
}

} // namespace mixlens
