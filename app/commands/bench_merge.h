#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& benchMergeCommand() noexcept;

} // namespace mixlens
