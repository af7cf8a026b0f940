#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& benchCommand() noexcept;

} // namespace mixlens
