#include "app/commands/command_table.h"

#include "app/commands/analyse.h"
#include "app/commands/backends.h"
#include "app/commands/export.h"
#include "app/commands/mix.h"
#include "app/commands/report.h"
#include "app/commands/tokenize.h"

#include <algorithm>
#include <array>

namespace mixlens {

std::span<const Command* const> commands() noexcept
{
    static const std::array table{
        &analyseCommand(),  &tokenizeCommand(), &mixCommand(),
        &backendsCommand(), &exportCommand(),   &reportCommand(),
    };
    return table;
}

const Command* findCommand(std::string_view name) noexcept
{
    const auto found = std::ranges::find(commands(), name, &Command::name);
    return found == commands().end() ? nullptr : *found;
}

std::string commandHelp(const Command& command)
{
    return "mixlens " + std::string(command.name) + " " + std::string(command.synopsis) + "\n" +
           std::string(command.summary) + "\n\n" + optionHelp(command.options) + "  --help, --version\n";
}

} // namespace mixlens
