#pragma once

#include "app/commands/command.h"

#include <string>

namespace mixlens {

/// All commands, in the order in which --help lists them. A plain table in one source file.
[[nodiscard]] std::span<const Command* const> commands() noexcept;

/// Null when there is none.
[[nodiscard]] const Command* findCommand(std::string_view name) noexcept;

/// The command that the first words name, of which it takes one or two off the front; null, and nothing
/// taken, when the first word is none. Usage for a second word that such a command does not know.
[[nodiscard]] Result<const Command*> takeCommand(std::span<const std::string>& words);

[[nodiscard]] std::string commandHelp(const Command& command);

} // namespace mixlens
