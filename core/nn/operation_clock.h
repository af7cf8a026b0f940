#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace mixlens {

/// The kinds of work in a forward pass, as a profile of it names them.
enum class Operation { Embedding, Mixing, Norm, FeedForward };
inline constexpr std::array operations{Operation::Embedding, Operation::Mixing, Operation::Norm,
                                       Operation::FeedForward};

[[nodiscard]] constexpr std::string_view operationName(Operation operation) noexcept
{
    switch (operation) {
    case Operation::Embedding:
        return "embedding";
    case Operation::Mixing:
        return "mixing";
    case Operation::Norm:
        return "residual and LayerNorm";
    case Operation::FeedForward:
        return "feed-forward";
    }
    return "";
}

/// Adds up where the time of forward passes goes. start(), then lap() at the end of each piece of work: what
/// has passed since the mark before is that operation's. One reading of the clock a lap, some 25 ns.
class OperationClock
{
public:
    using Clock = std::chrono::steady_clock;

    void start() noexcept { m_mark = Clock::now(); }
    void lap(Operation operation) noexcept
    {
        const auto now = Clock::now();
        m_times[static_cast<std::size_t>(operation)] += now - m_mark;
        m_mark = now;
    }
    [[nodiscard]] double seconds(Operation operation) const noexcept
    {
        return std::chrono::duration<double>(m_times[static_cast<std::size_t>(operation)]).count();
    }

private:
    Clock::time_point m_mark;
    std::array<Clock::duration, operations.size()> m_times{};
};

} // namespace mixlens
