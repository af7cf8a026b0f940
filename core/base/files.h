#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace mixlens {

/// The whole file as text. Refuses what is larger than `limit` bytes, since callers parse it in memory.
[[nodiscard]] Result<std::string> readTextFile(const std::filesystem::path& path,
                                               std::size_t limit = 64U << 20U);

/// Writes beside the target, then renames: after a failure (full disk, no permission, power) the old file is
/// still whole. The error says which.
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// Memory the kernel says may still be taken, in bytes (MemAvailable); 0 where it doesn't say.
[[nodiscard]] std::size_t availableMemory() noexcept;

/// Peak resident size of this process so far, in bytes.
[[nodiscard]] std::size_t peakResidentMemory() noexcept;

/// "38.7 GB", for error sentences. Decimal units.
[[nodiscard]] std::string bytesText(double bytes);

} // namespace mixlens
