#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace mixlens {

/// What the shell learns; the same for every command.
enum class ExitCode : int {
    Ok = 0,
    Failed = 1,    ///< a mistake of the program's own
    Usage = 2,     ///< an option or setting that makes no sense
    BadFile = 3,   ///< a file or model that cannot be found, read, understood or written
    Resources = 4, ///< not enough memory, or no display for a window
    /// Stopped by SIGINT or SIGTERM, as shells count (128 + SIGINT); what was finished is kept.
    Interrupted = 130,
};

[[nodiscard]] ExitCode exitCodeOf(Error::Code code) noexcept;

/// One line on the standard output.
void say(std::string_view line);

/// "mixlens: line" on the standard error, with control characters made visible.
void complain(std::string_view line);

/// "mixlens 0.1.0" and the versions of what decides its numbers.
[[nodiscard]] std::string versionText();

/// Bytes that are not UTF-8 become U+FFFD, which is said on the standard error.
[[nodiscard]] std::string repairedText(const std::string& bytes, std::string_view option);

} // namespace mixlens
