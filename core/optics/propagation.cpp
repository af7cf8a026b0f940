#include "core/optics/propagation.h"

#include "core/math/fft.h"

#include <cmath>

namespace mixlens::optics {

double unitaryScale(Shape shape) noexcept
{
    return 1.0 / std::sqrt(static_cast<double>(shape.size()));
}

void propagate(FieldView field, double amplitude, [[maybe_unused]] Propagator propagator)
{
    assert(propagator == Propagator::Fast && field.isContiguous());
    FftPlan::plan(FftKind::Complex2d, field.shape())->forward(field, field);
    const auto scale = static_cast<float>(amplitude * unitaryScale(field.shape()));
    for (Index row = 0; row < field.rows(); ++row) {
        for (std::complex<float>& value : field.row(row))
            value *= scale;
    }
}

} // namespace mixlens::optics
