#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& exportCommand() noexcept;

} // namespace mixlens
