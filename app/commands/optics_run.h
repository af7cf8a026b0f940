#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& opticsRunCommand() noexcept;

} // namespace mixlens
