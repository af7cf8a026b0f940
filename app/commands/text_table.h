#pragma once

#include <string>
#include <vector>

namespace mixlens {

/// Rows of equally many cells as aligned columns, the first to the left and all others to the right, one line
/// a row. Widths are counted in characters, not bytes.
[[nodiscard]] std::string textTable(const std::vector<std::vector<std::string>>& rows);

} // namespace mixlens
