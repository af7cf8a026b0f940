#include "core/kernels/lane_fourier.h"

#include <algorithm>
#include <array>

namespace mixlens {

// Defined in lane_fourier_impl.cpp, once for each instruction set, in the order of the tables.
namespace baseline {
extern const LaneFourierWidths laneFourierWidths;
}
namespace v3 {
extern const LaneFourierWidths laneFourierWidths;
}
namespace v4 {
extern const LaneFourierWidths laneFourierWidths;
}

std::span<const LaneFourier> laneFourier(const KernelTable& table) noexcept
{
    static constexpr std::array built{&baseline::laneFourierWidths, &v3::laneFourierWidths,
                                      &v4::laneFourierWidths};
    const auto tables = kernelTables();
    const auto at = static_cast<std::size_t>(std::ranges::find(tables, &table) - tables.begin());
    const LaneFourierWidths& widths = *built[std::min(at, tables.size() - 1)];
    return std::span(widths.of).first(static_cast<std::size_t>(widths.count));
}

} // namespace mixlens
