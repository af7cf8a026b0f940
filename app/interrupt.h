#pragma once

namespace mixlens {

/// While one lives, SIGINT (Ctrl+C) and SIGTERM (a batch scheduler's notice) only ask: the work in hand looks
/// at requested() between two steps. A second one ends the program at once. At most one at a time.
class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    [[nodiscard]] bool requested() const noexcept;
};

} // namespace mixlens
