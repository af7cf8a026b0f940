#pragma once

#include "core/bench/bench_result.h"

#include <string>
#include <vector>

namespace mixlens {

/// What stands with every table of a result: run, machine, build, and what was measured. One line of text
/// each, whatever line breaks a title or note has.
[[nodiscard]] std::vector<std::string> provenanceLines(const BenchResult& result);

/// Of these, the lines "Machine: …" and "Build: …".
[[nodiscard]] std::vector<std::string> machineLines(const Environment& machine);

/// The text with line breaks and other control characters as spaces.
[[nodiscard]] std::string onOneLine(std::string text);

} // namespace mixlens
