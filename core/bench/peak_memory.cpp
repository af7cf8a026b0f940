#include "core/bench/peak_memory.h"

#include "core/base/files.h"

#include <fstream>
#include <malloc.h>

namespace mixlens {
namespace {

/// Makes the present resident size the peak (proc(5), clear_refs 5).
bool resetPeak()
{
    std::ofstream reset("/proc/self/clear_refs");
    reset << "5" << std::flush;
    return reset.good();
}

} // namespace

PeakMemory::PeakMemory()
{
    ::malloc_trim(0);
    if (resetPeak())
        m_before = peakResidentMemory();
}

std::uint64_t PeakMemory::growth() const
{
    const std::uint64_t now = peakResidentMemory();
    return m_before && now > *m_before ? now - *m_before : 0;
}

} // namespace mixlens
