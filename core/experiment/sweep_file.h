#pragma once

#include "core/experiment/precision_sweep.h"

#include <span>
#include <string>
#include <string_view>

namespace mixlens {

/// "format": "mixlens-sweep", "version": 1; numbers keep every digit.
[[nodiscard]] std::string sweepJson(const SweepResult& result);
[[nodiscard]] Result<SweepResult> parseSweepJson(std::string_view text, const std::string& fileName);
/// One row a point and kind of mixing (device, white noise); RFC 4180, provenance as '#' lines.
[[nodiscard]] std::string sweepCsv(const SweepResult& result);
[[nodiscard]] Result<SweepResult> readSweepFile(const std::filesystem::path& file);
[[nodiscard]] Result<void> writeSweepFile(const std::filesystem::path& file, const SweepResult& result);
/// Shards of one plan; anything else is refused by a sentence.
[[nodiscard]] Result<SweepResult> mergeSweeps(std::span<const SweepResult> shards);

} // namespace mixlens
