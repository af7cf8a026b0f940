#include "core/analysis/spectrum.h"

#include "core/math/fft.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace mixlens {
namespace {

/// In (-π, π]: -π, which rounding and negative zeros make of a negative real number, is π.
float phaseOf(std::complex<float> value)
{
    constexpr float pi = std::numbers::pi_v<float>;
    const float phase = std::arg(value);
    return phase <= -pi ? pi : phase;
}

void put(PlaneSpectrum& plane, Index k, Index l, std::complex<float> value)
{
    const float amplitude = std::abs(value);
    plane.amplitude(k, l) = amplitude;
    plane.phase(k, l) = amplitude == 0.0F ? 0.0F : phaseOf(value);
}

} // namespace

TokenSpectrum tokenSpectrum(ConstMatrixView activation)
{
    const Shape shape = activation.shape();
    TokenSpectrum spectrum;
    spectrum.tokens = shape.rows;
    if (shape.size() == 0)
        return spectrum;
    const Matrix x(activation); // plans are for compact aligned data
    Field transform(shape.rows / 2 + 1, shape.cols);
    FftPlan::plan(FftKind::RealColumns, shape)->forward(x.view(), transform.view());

    spectrum.amplitude = Matrix(transform.shape());
    for (Index k = 0; k < transform.rows(); ++k) {
        double sum = 0.0;
        double largest = 0.0;
        double power = 0.0;
        for (Index m = 0; m < transform.cols(); ++m) {
            const std::complex<double> value(transform(k, m));
            const double amplitude = std::abs(value);
            spectrum.amplitude(k, m) = static_cast<float>(amplitude);
            sum += amplitude;
            largest = std::max(largest, amplitude);
            power += std::norm(value);
        }
        const bool ownMirror = k == 0 || 2 * k == shape.rows; // there k and -k are the same frequency
        spectrum.mean.push_back(sum / static_cast<double>(shape.cols));
        spectrum.max.push_back(largest);
        spectrum.power.push_back(ownMirror ? power : 2.0 * power);
    }
    return spectrum;
}

PlaneSpectrum planeSpectrum(ConstMatrixView activation)
{
    const Shape shape = activation.shape();
    PlaneSpectrum plane{Matrix(shape), Matrix(shape)};
    if (shape.size() == 0)
        return plane;
    const Matrix x(activation);
    Field half(shape.rows, shape.cols / 2 + 1);
    FftPlan::plan(FftKind::Real2d, shape)->forward(x.view(), half.view());
    for (Index k = 0; k < shape.rows; ++k) {
        const Index opposite = k == 0 ? 0 : shape.rows - k;
        for (Index l = 0; l < half.cols(); ++l)
            put(plane, k, l, half(k, l));
        for (Index l = half.cols(); l < shape.cols; ++l) // X[k, l] = conj(X[-k, -l])
            put(plane, k, l, std::conj(half(opposite, shape.cols - l)));
    }
    return plane;
}

} // namespace mixlens
