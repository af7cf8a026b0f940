#pragma once

#include "app/command_line.h"

namespace mixlens {

[[nodiscard]] std::span<const OptionSpec> windowOptions() noexcept;

/// Opens the window and returns when it is closed. OutOfMemory, the code for what the machine lacks, without
/// a display.
[[nodiscard]] Result<void> runWindow(const Arguments& arguments, int argc, char** argv);

} // namespace mixlens
