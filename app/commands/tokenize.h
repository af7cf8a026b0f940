#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& tokenizeCommand() noexcept;

} // namespace mixlens
