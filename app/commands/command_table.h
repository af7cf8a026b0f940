#pragma once

#include "app/commands/command.h"

#include <string>

namespace mixlens {

/// All commands, in the order in which --help lists them. A plain table in one source file.
[[nodiscard]] std::span<const Command* const> commands() noexcept;

/// Null when there is none.
[[nodiscard]] const Command* findCommand(std::string_view name) noexcept;

[[nodiscard]] std::string commandHelp(const Command& command);

} // namespace mixlens
