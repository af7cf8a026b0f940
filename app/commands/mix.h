#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& mixCommand() noexcept;

} // namespace mixlens
