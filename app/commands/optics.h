#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& opticsCommand() noexcept;

} // namespace mixlens
