#include "core/bench/json_guard.h"

#include "core/base/files.h"

namespace mixlens {

std::string jsonExcess(std::string_view text, const JsonLimits& limits)
{
    if (text.size() > limits.bytes)
        return "it is " + bytesText(static_cast<double>(text.size())) + " long";
    std::size_t depth = 0;
    std::size_t values = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"')
            quoted = !quoted;
        else if (quoted)
            i += c == '\\' ? 1U : 0U;
        else if (c == '[' || c == '{') {
            ++values;
            if (++depth > limits.depth)
                return "its lists are nested deeper than " + std::to_string(limits.depth) + " levels";
        } else if (c == ']' || c == '}')
            depth -= depth > 0 ? 1U : 0U;
        else if (c == ',')
            ++values;
        if (values > limits.values)
            return "it holds more than " + std::to_string(limits.values) + " values";
    }
    return {};
}

} // namespace mixlens
