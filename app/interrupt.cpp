#include "app/interrupt.h"

#include <array>
#include <csignal>

namespace mixlens {

namespace {

constexpr std::array signals{SIGINT, SIGTERM};
volatile std::sig_atomic_t asked = 0;

extern "C" void ask(int number)
{
    asked = 1;
    std::signal(number, SIG_DFL); // the second one is not asked about
}

} // namespace

Interrupt::Interrupt()
{
    asked = 0;
    for (const int number : signals)
        // Whoever started the program with a signal ignored (nohup, a shell's background job) meant it.
        if (std::signal(number, ask) == SIG_IGN)
            std::signal(number, SIG_IGN);
}

Interrupt::~Interrupt()
{
    for (const int number : signals)
        if (std::signal(number, SIG_DFL) == SIG_IGN)
            std::signal(number, SIG_IGN);
}

bool Interrupt::requested() const noexcept
{
    return asked != 0;
}

} // namespace mixlens
