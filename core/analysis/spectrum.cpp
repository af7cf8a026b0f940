#include "core/analysis/spectrum.h"

#include "core/math/fft.h"

#include <algorithm>
#include <cmath>

namespace mixlens {

TokenSpectrum tokenSpectrum(ConstMatrixView activation)
{
    TokenSpectrum spectrum;
    spectrum.tokens = activation.rows();
    if (activation.shape().size() == 0)
        return spectrum;
    const Matrix x(activation); // compact and aligned, as plans want it
    const Index frequencies = x.rows() / 2 + 1;
    Field transform(frequencies, x.cols());
    FftPlan::plan(FftKind::RealColumns, x.shape())->forward(x.view(), transform.view());

    spectrum.amplitude = Matrix(frequencies, x.cols());
    for (Index k = 0; k < frequencies; ++k) {
        // X[-k] = conj X[k]: each frequency but zero and Nyquist stands for two.
        const bool alone = k == 0 || 2 * k == x.rows();
        double sum = 0.0;
        double power = 0.0;
        double largest = 0.0;
        for (Index m = 0; m < x.cols(); ++m) {
            const auto amplitude = static_cast<double>(std::abs(transform(k, m)));
            spectrum.amplitude(k, m) = static_cast<float>(amplitude);
            sum += amplitude;
            power += amplitude * amplitude;
            largest = std::max(largest, amplitude);
        }
        spectrum.mean.push_back(sum / static_cast<double>(x.cols()));
        spectrum.max.push_back(largest);
        spectrum.power.push_back(alone ? power : 2.0 * power);
    }
    return spectrum;
}

PlaneSpectrum planeSpectrum(ConstMatrixView activation)
{
    PlaneSpectrum spectrum;
    spectrum.amplitude = Matrix(activation.shape());
    spectrum.phase = Matrix(activation.shape());
    if (activation.shape().size() == 0)
        return spectrum;
    Field plane(activation.shape());
    for (Index n = 0; n < activation.rows(); ++n)
        std::ranges::copy(activation.row(n), plane.view().row(n).begin());
    FftPlan::plan(FftKind::Complex2d, plane.shape())->forward(plane.view(), plane.view());
    std::ranges::transform(plane.values(), spectrum.amplitude.values().begin(),
                           [](std::complex<float> z) { return std::abs(z); });
    // Adding zero makes a negative zero positive: a negative real bin has phase π, never -π.
    std::ranges::transform(plane.values(), spectrum.phase.values().begin(), [](std::complex<float> z) {
        return z == 0.0F ? 0.0F : std::atan2(z.imag() + 0.0F, z.real());
    });
    return spectrum;
}

} // namespace mixlens
