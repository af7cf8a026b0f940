#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& opticsMergeCommand() noexcept;

} // namespace mixlens
