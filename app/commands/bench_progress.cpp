#include "app/commands/bench_progress.h"

#include "app/console.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sys/ioctl.h>
#include <unistd.h>

namespace mixlens {

namespace {

constexpr std::chrono::milliseconds terminalPause{100};
constexpr std::chrono::milliseconds logPause{10'000};

std::string twoDigits(long long number)
{
    return (number < 10 ? "0" : "") + std::to_string(number);
}

/// Columns of the terminal behind the standard error; 80 where it doesn't say.
std::size_t terminalWidth()
{
    winsize size = {};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

} // namespace

std::string remainingText(double seconds)
{
    const long long whole = std::llround(std::max(0.0, std::min(seconds, 1e9)));
    if (whole < 60)
        return std::to_string(whole) + " s";
    if (whole < 3600)
        return std::to_string(whole / 60) + " min " + twoDigits(whole % 60) + " s";
    return std::to_string(whole / 3600) + " h " + twoDigits(whole / 60 % 60) + " min";
}

std::string progressText(const BenchProgress& progress)
{
    std::string text = std::to_string(progress.cellsDone) + " of " + std::to_string(progress.cells) +
                       " cells, " + remainingText(progress.remainingSeconds) + " left";
    if (!progress.now.empty())
        text += ": " + progress.now;
    return text;
}

ProgressLine::ProgressLine() : m_terminal(::isatty(STDERR_FILENO) == 1), m_last(Clock::now()) {}

ProgressLine::~ProgressLine()
{
    clear();
}

bool ProgressLine::isDue() const
{
    return Clock::now() - m_last >= (m_terminal ? terminalPause : logPause);
}

void ProgressLine::show(std::string line)
{
    m_last = Clock::now();
    if (!m_terminal) {
        complain(line);
        return;
    }
    if (const std::size_t width = terminalWidth(); line.size() >= width)
        line.resize(width - 1); // a line that wraps could not be taken back
    std::fprintf(stderr, "\r%s\x1b[K", line.c_str());
    std::fflush(stderr);
    m_shown = true;
}

void ProgressLine::clear()
{
    if (m_shown) {
        std::fputs("\r\x1b[K", stderr);
        std::fflush(stderr);
    }
    m_shown = false;
}

} // namespace mixlens
