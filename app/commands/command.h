#pragma once

#include "app/command_line.h"
#include "core/base/result.h"

#include <span>
#include <string_view>

namespace mixlens {

/// One word after the program's name: what --help says of it, what it takes, what it does.
struct Command
{
    std::string_view name;
    std::string_view summary;  ///< one line
    std::string_view synopsis; ///< what follows the name, e.g. "--model ID --out FILE"
    std::span<const OptionSpec> options;
    bool draws = false; ///< needs fonts and painters, and so Qt's offscreen platform
    Result<void> (*run)(const Arguments&) = nullptr;
    std::string_view drawsWith = {}; ///< of a command that draws: the option without which it draws nothing
    bool takesFiles = false;         ///< words without dashes are files, not mistakes
    /// Second words that are commands of their own; their names are both words, "bench merge".
    std::span<const Command* const> parts = {};
};

} // namespace mixlens
