#include "app/console.h"

#include "core/bench/environment.h"
#include "core/kernels/kernels.h"

#include <QString>

#include <cstdio>

namespace mixlens {

ExitCode exitCodeOf(Error::Code code) noexcept
{
    switch (code) {
    case Error::Code::Usage:
    case Error::Code::OutOfRange:
        return ExitCode::Usage;
    case Error::Code::NotFound:
    case Error::Code::Unreadable:
    case Error::Code::BadFormat:
    case Error::Code::Unsupported:
        return ExitCode::BadFile;
    case Error::Code::OutOfMemory:
        return ExitCode::Resources;
    case Error::Code::Cancelled:
        return ExitCode::Interrupted;
    case Error::Code::Internal:
        break;
    }
    return ExitCode::Failed;
}

void say(std::string_view line)
{
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
}

void complain(std::string_view line)
{
    std::string visible = "mixlens: ";
    for (const char c : line)
        visible += static_cast<unsigned char>(c) < 0x20 || c == 0x7f
                       ? '?'
                       : c; // a terminal must not obey a file name
    visible += '\n';
    std::fwrite(visible.data(), 1, visible.size(), stderr);
}

std::string versionText()
{
    std::string text = "mixlens " MIXLENS_VERSION "\nkernels ";
    text += environment().kernels;
    text += " (of";
    for (const KernelTable* table : kernelTables())
        text += std::string(" ") + table->name;
    text += ")\n";
    text += environment().fft;
    text += "\nQt ";
    text += qVersion();
    return text;
}

std::string repairedText(const std::string& bytes, std::string_view option)
{
    const std::string repaired =
        QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size())).toStdString();
    if (repaired != bytes)
        complain("--" + std::string(option) +
                 " is not valid UTF-8; what could not be read stands as \xEF\xBF\xBD.");
    return repaired;
}

} // namespace mixlens
