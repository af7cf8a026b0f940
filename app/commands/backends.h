#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& backendsCommand() noexcept;

} // namespace mixlens
