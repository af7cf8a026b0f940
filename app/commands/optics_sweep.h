#pragma once

#include "app/commands/command.h"

namespace mixlens {

[[nodiscard]] const Command& opticsSweepCommand() noexcept;

} // namespace mixlens
