#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string_view>

namespace mixlens {

/// What a JSON text may be before it is parsed into memory.
struct JsonLimits
{
    std::size_t bytes = std::size_t{256} << 20U;
    std::size_t values = 8'000'000; ///< about 40 bytes each once parsed
    std::size_t depth = 16;
};

/// Empty, or why parsing `text` would take more memory than a sound file needs: "it is 300.0 MB long".
/// Looks at brackets, commas and quotation marks only; whether the text is JSON, the parser says.
[[nodiscard]] std::string jsonExcess(std::string_view text, const JsonLimits& limits);

} // namespace mixlens
