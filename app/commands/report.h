#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& reportCommand() noexcept;

} // namespace mixlens
