#pragma once

#include <string>
#include <string_view>

namespace mixlens {

inline constexpr std::string_view csvLineEnd = "\r\n"; ///< RFC 4180, §2.1

/// Quoted where it must be (RFC 4180, §2.5 to 2.7), and where a leading '#' would make the row a comment.
[[nodiscard]] inline std::string csvField(const std::string& text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos && !text.starts_with('#'))
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted.append(c == '"' ? "\"\"" : std::string(1, c));
    return quoted + '"';
}

} // namespace mixlens
