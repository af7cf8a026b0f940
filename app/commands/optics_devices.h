#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& opticsDevicesCommand() noexcept;

} // namespace mixlens
