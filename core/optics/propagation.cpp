#include "core/optics/propagation.h"

#include "core/math/fft.h"

#include <algorithm>
#include <cmath>

namespace mixlens::optics {

double unitaryScale(Shape shape) noexcept
{
    return 1.0 / std::sqrt(static_cast<double>(shape.size()));
}

void propagate(ConstMatrixView transmission, double amplitude, FieldView scratch, FieldView atReceiver)
{
    const Shape shape = transmission.shape();
    assert(scratch.data() != atReceiver.data() && scratch.shape() == shape && atReceiver.shape() == shape);
    if (shape.cols < 2) { // nothing to mirror, and half of it wouldn't fit
        for (Index row = 0; row < shape.rows; ++row)
            std::ranges::copy(transmission.row(row), scratch.row(row).begin());
        FftPlan::plan(FftKind::Complex2d, shape)->forward(scratch, atReceiver);
        for (Index row = 0; row < shape.rows; ++row) {
            for (std::complex<float>& value : atReceiver.row(row))
                value *= static_cast<float>(amplitude * unitaryScale(shape));
        }
        return;
    }
    const FieldView half(scratch.data(), {shape.rows, shape.cols / 2 + 1});
    FftPlan::plan(FftKind::Real2d, shape)->forward(transmission, half);
    const auto scale = static_cast<float>(amplitude * unitaryScale(shape));
    for (Index k = 0; k < shape.rows; ++k) {
        const std::complex<float>* here = half.row(k).data();
        const std::complex<float>* there = half.row(k == 0 ? 0 : shape.rows - k).data();
        std::complex<float>* out = atReceiver.row(k).data();
        for (Index l = 0; l < half.cols(); ++l)
            out[l] = {scale * here[l].real(), scale * here[l].imag()};
        for (Index l = half.cols(); l < shape.cols; ++l) { // X[k, l] = conj(X[-k, -l])
            const std::complex<float> mirror = there[shape.cols - l];
            out[l] = {scale * mirror.real(), -scale * mirror.imag()};
        }
    }
}

} // namespace mixlens::optics
