#pragma once

#include <span>
#include <string_view>

namespace mixlens::optics {

/// The text of each file in resources/devices, as it was when the program was built.
[[nodiscard]] std::span<const std::string_view> presetTexts() noexcept;

} // namespace mixlens::optics
