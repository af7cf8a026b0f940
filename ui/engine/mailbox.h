#pragma once

#include <mutex>
#include <optional>
#include <utility>

namespace mixlens::ui {

/// Room for one letter between two threads. A newer letter replaces one that has not been fetched, so a slow
/// reader sees the newest only and its event queue stays short.
template<class Letter>
class Mailbox
{
public:
    /// True when the box was empty: the reader has to be woken.
    [[nodiscard]] bool put(Letter letter)
    {
        const std::scoped_lock lock(m_mutex);
        const bool wasEmpty = !m_letter.has_value();
        m_letter = std::move(letter);
        return wasEmpty;
    }

    /// A copy of what lies in the box, which stays; a letter as new where there is none.
    [[nodiscard]] Letter peek() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_letter.value_or(Letter());
    }

    [[nodiscard]] std::optional<Letter> take()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_letter, std::nullopt);
    }

private:
    mutable std::mutex m_mutex;
    std::optional<Letter> m_letter;
};

} // namespace mixlens::ui
