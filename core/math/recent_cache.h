#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace mixlens {

/// The most recently used values of something costly to make, shared by all threads. Looking up allocates
/// nothing. A value that falls out lives on with whoever still holds it.
template<class Key, class Value>
class RecentCache
{
public:
    using Pointer = std::shared_ptr<const Value>;

    explicit RecentCache(std::size_t capacity) : m_capacity(capacity) { m_entries.reserve(capacity); }

    /// Null when there is none.
    [[nodiscard]] Pointer find(const Key& key)
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = std::ranges::find(m_entries, key, &Entry::key);
        if (found == m_entries.end())
            return nullptr;
        found->lastUse = ++m_clock;
        return found->value;
    }

    /// Keeps `value`, at the cost of the least recently used one when full. If another thread was faster, its
    /// value is returned and stays.
    [[nodiscard]] Pointer keep(const Key& key, Pointer value)
    {
        Pointer evicted; // declared first, so that it is destroyed after the lock is released
        const std::scoped_lock lock(m_mutex);
        const auto found = std::ranges::find(m_entries, key, &Entry::key);
        if (found != m_entries.end())
            return found->value;
        if (m_entries.size() < m_capacity) {
            m_entries.push_back({key, value, ++m_clock});
            return value;
        }
        Entry& oldest = *std::ranges::min_element(m_entries, {}, &Entry::lastUse);
        evicted = std::move(oldest.value);
        oldest = {key, value, ++m_clock};
        return value;
    }

private:
    struct Entry
    {
        Key key;
        Pointer value;
        std::uint64_t lastUse = 0;
    };

    std::mutex m_mutex;
    std::vector<Entry> m_entries; ///< a few hundred at most: a linear search takes less than a microsecond
    std::size_t m_capacity;
    std::uint64_t m_clock = 0;
};

} // namespace mixlens
