#pragma once

#include <string>
#include <string_view>

namespace mixlens {

/// A name from a file, fit for a sentence: in quotation marks, without control characters, shortened.
[[nodiscard]] std::string inQuotes(std::string_view name);

} // namespace mixlens
