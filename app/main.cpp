#include "app/commands/command_table.h"
#include "app/console.h"
#include "app/platform.h"
#include "app/window.h"
#include "core/kernels/kernels.h"

#include <QGuiApplication>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>
#include <new>

namespace {

using namespace mixlens;

constexpr int code(ExitCode exit)
{
    return static_cast<int>(exit);
}

std::string generalHelp()
{
    std::string text =
        "mixlens: see how attention, the Fourier transform and simulated optics mix a sentence\n\n"
        "mixlens [options] [FILE …]     open the window\n"
        "mixlens COMMAND [options]      do one thing without a window\n\nCommands\n";
    for (const Command* command : commands()) {
        std::string line = "  " + std::string(command->name);
        line.resize(14, ' ');
        text += line + std::string(command->summary) + "\n";
    }
    return text + "\nOptions of the window\n" + optionHelp(windowOptions()) +
           "  --help, --version\n\n'mixlens COMMAND --help' lists the options of a command.\n"
           "Exit codes: 0 done, 2 usage, 3 a file that cannot be used, 4 not enough memory or no display,\n"
           "130 stopped by Ctrl+C or by SIGTERM; what was finished is kept.\n"
           "Environment: MIXLENS_KERNELS names the instruction set, MIXLENS_DATA the folder of models.";
}

int fail(const Error& error)
{
    complain(error.message);
    return code(exitCodeOf(error.code));
}

/// What the first words without dashes mean: a command, which is taken off the front, or else a file for the
/// window.
Result<const Command*> commandOf(std::span<const std::string>& words)
{
    if (words.empty() || words.front().starts_with('-'))
        return nullptr;
    if (const auto command = takeCommand(words); !command || *command != nullptr)
        return command;
    std::error_code ignored;
    if (std::filesystem::exists(words.front(), ignored))
        return nullptr;
    std::vector<std::string_view> names;
    for (const Command* command : commands())
        names.push_back(command->name);
    return failure(Error::Code::Usage, "'" + words.front() + "' is neither a command nor a file" +
                                           suggestion(words.front(), names));
}

bool asks(std::span<const std::string> words, std::string_view option)
{
    return std::ranges::find(words, option) != words.end();
}

int runCommand(const Command& command, std::span<const std::string> words, int argc, char** argv)
{
    const auto arguments = parseArguments(words, command.options, command.takesFiles);
    if (!arguments)
        return fail({arguments.error().code, arguments.error().message + " ('mixlens " +
                                                 std::string(command.name) + " --help' lists the options)"});
    Result<void> done;
    if (command.draws && (command.drawsWith.empty() || arguments->has(command.drawsWith))) {
        drawOffscreen();
        const QGuiApplication application(argc, argv);
        if (const std::string problem = fontProblem(); !problem.empty())
            complain(problem);
        done = command.run(*arguments);
    } else {
        done = command.run(*arguments);
    }
    return done ? code(ExitCode::Ok) : fail(done.error());
}

int run(int argc, char** argv)
{
    const std::vector<std::string> all(argv + std::min(argc, 1), argv + argc);
    std::span<const std::string> words(all);
    if (const std::string problem = kernelChoiceProblem(); !problem.empty())
        return fail({Error::Code::Usage, problem});
    const auto command = commandOf(words);
    if (!command && !asks(words, "--help") && !asks(words, "--version"))
        return fail(command.error());
    if (asks(words, "--version")) {
        say(versionText());
        return code(ExitCode::Ok);
    }
    const Command* chosen = command.value_or(nullptr);
    if (asks(words, "--help") || asks(words, "-h")) {
        say(chosen != nullptr ? commandHelp(*chosen) : generalHelp());
        return code(ExitCode::Ok);
    }
    if (chosen != nullptr)
        return runCommand(*chosen, words, argc, argv);

    const auto arguments = parseArguments(words, windowOptions(), true);
    if (!arguments)
        return fail(arguments.error());
    const auto closed = runWindow(*arguments, argc, argv);
    return closed ? code(ExitCode::Ok) : fail(closed.error());
}

/// A full disk behind the standard output is found when it is flushed.
int flushed(int result)
{
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0)
        return result;
    complain(std::string("The standard output cannot be written (") + std::strerror(errno) + ").");
    return result == code(ExitCode::Ok) ? code(ExitCode::BadFile) : result;
}

} // namespace

int main(int argc, char** argv)
{
    std::signal(SIGXFSZ, SIG_IGN); // a file too large is a failed write with a reason, not the end
    ensureUtf8Locale();
    catchFatalMessages();
    try {
        return flushed(run(argc, argv));
    } catch (const std::bad_alloc&) {
        complain("There is not enough memory for this; give a shorter sentence or a smaller tensor.");
        return code(ExitCode::Resources);
    } catch (const std::exception& problem) {
        complain(std::string("Something went wrong that should not (") + problem.what() +
                 "); please report it with what you typed.");
        return code(ExitCode::Failed);
    }
}
