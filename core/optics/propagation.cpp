#include "core/optics/propagation.h"

#include "core/math/fft.h"

#include <algorithm>
#include <cmath>

namespace mixlens::optics {

double unitaryScale(Shape shape) noexcept
{
    return 1.0 / std::sqrt(static_cast<double>(shape.size()));
}

void propagate(ConstMatrixView transmission, double amplitude, FieldView atModulator, FieldView atReceiver)
{
    assert(atModulator.data() != atReceiver.data());
    const auto scale = static_cast<float>(amplitude * unitaryScale(transmission.shape()));
    for (Index row = 0; row < transmission.rows(); ++row)
        std::ranges::transform(transmission.row(row), atModulator.row(row).begin(),
                               [scale](float t) { return std::complex<float>(scale * t, 0.0F); });
    FftPlan::plan(FftKind::Complex2d, transmission.shape())->forward(atModulator, atReceiver);
}

} // namespace mixlens::optics
