#pragma once

#include <cstdint>
#include <optional>

namespace mixlens {

/// By how much this process's resident memory grew at its peak since construction. Gives what earlier work
/// has freed back to the system first, so that it cannot hide the growth. Linux counts pages in batches a
/// thread: a result is right to some hundred kilobytes. One at a time, since the system keeps one peak.
class PeakMemory
{
public:
    PeakMemory();
    /// Bytes; 0 where the system does not let its peak be reset.
    [[nodiscard]] std::uint64_t growth() const;

private:
    std::optional<std::uint64_t> m_before; ///< resident bytes at construction
};

} // namespace mixlens
