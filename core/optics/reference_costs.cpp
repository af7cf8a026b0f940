#include "core/optics/reference_costs.h"

namespace mixlens::optics {

std::vector<ReferenceCost> referenceCosts(Shape input)
{
    const auto points = static_cast<double>(input.size());
    constexpr double bytesAPoint = 32.0; // complex float, read and written, two passes
    constexpr double bandwidth = 1.26e12;
    constexpr double board = 400.0; // W
    const double seconds = bytesAPoint * points / bandwidth;
    constexpr double asicPoint = 50e-12; // J
    return {
        {"a100", "NVIDIA A100, batched", Provenance::Cited, seconds, seconds * board, 0.5 * seconds * board,
         seconds * board,
         "VkFFT benchmark on A100 (1.26 TB/s); board power 400 W, half of it with clock scaling "
         "(arXiv:2009.06009)"},
        {"asic", "digital FFT chip, estimate", Provenance::Modelled, 0.0, points * asicPoint,
         0.5 * points * asicPoint, 2.0 * points * asicPoint,
         "assumed: 80 operations a point at 0.3 pJ and four passes through on-chip memory"},
    };
}

} // namespace mixlens::optics
