#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& opticsModelCommand() noexcept;

} // namespace mixlens
