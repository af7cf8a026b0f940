#include "app/commands/command_table.h"

#include "app/commands/analyse.h"
#include "app/commands/backends.h"
#include "app/commands/bench.h"
#include "app/commands/export.h"
#include "app/commands/mix.h"
#include "app/commands/optics.h"
#include "app/commands/report.h"
#include "app/commands/tokenize.h"

#include <algorithm>
#include <array>
#include <vector>

namespace mixlens {

std::span<const Command* const> commands() noexcept
{
    static const std::array table{
        &analyseCommand(), &tokenizeCommand(), &mixCommand(),   &backendsCommand(),
        &exportCommand(),  &reportCommand(),   &benchCommand(), &opticsCommand(),
    };
    return table;
}

const Command* findCommand(std::string_view name) noexcept
{
    const auto found = std::ranges::find(commands(), name, &Command::name);
    return found == commands().end() ? nullptr : *found;
}

Result<const Command*> takeCommand(std::span<const std::string>& words)
{
    const Command* command = words.empty() ? nullptr : findCommand(words.front());
    if (command == nullptr)
        return nullptr;
    words = words.subspan(1);
    if (command->parts.empty() || words.empty() || words.front().starts_with('-'))
        return command;
    std::vector<std::string_view> names;
    for (const Command* part : command->parts) {
        names.push_back(part->name.substr(command->name.size() + 1));
        if (names.back() == words.front()) {
            words = words.subspan(1);
            return part;
        }
    }
    return failure(Error::Code::Usage, "'" + words.front() + "' is no part of 'mixlens " +
                                           std::string(command->name) + "'" +
                                           suggestion(words.front(), names));
}

std::string commandHelp(const Command& command)
{
    std::string text = "mixlens " + std::string(command.name) + " " + std::string(command.synopsis) + "\n" +
                       std::string(command.summary) + "\n\n" + optionHelp(command.options) +
                       "  --help, --version\n";
    for (const Command* part : command.parts)
        text += "\nmixlens " + std::string(part->name) + " " + std::string(part->synopsis) + "\n" +
                std::string(part->summary) + "\n";
    return text;
}

} // namespace mixlens
