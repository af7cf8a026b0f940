#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& analyseCommand() noexcept;

} // namespace mixlens
