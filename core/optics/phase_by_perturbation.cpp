#include "core/optics/phase_by_perturbation.h"

#include <array>
#include <cmath>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;

/// R of one sub-function, whose transform is R where it is even and iR where it is odd.
PreciseField signedRoot(PreciseField input, Complex epsilon, const IntensityCamera& camera)
{
    const PreciseField alone = camera(input);
    input(0, 0) += epsilon;
    PreciseField root = camera(input);
    for (std::size_t i = 0; i < root.values.size(); ++i) {
        const double intensity = alone.values[i].real();
        const double change = root.values[i].real() - intensity - std::norm(epsilon);
        root.values[i] = std::copysign(std::sqrt(std::max(0.0, intensity)), change);
    }
    return root;
}

} // namespace

PreciseField transformByPerturbation(const PreciseField& input, double epsilon, const IntensityCamera& camera)
{
    const auto [rows, cols] = input.shape;
    std::array<PreciseField, 4> parts; // even and odd of the real part, then of the imaginary part
    parts.fill(PreciseField(input.shape));
    for (Index n = 0; n < rows; ++n) {
        for (Index m = 0; m < cols; ++m) {
            const Complex here = input(n, m);
            const Complex there = input(mirrored(n, rows), mirrored(m, cols));
            parts[0](n, m) = 0.5 * (here.real() + there.real());
            parts[1](n, m) = 0.5 * (here.real() - there.real());
            parts[2](n, m) = 0.5 * (here.imag() + there.imag());
            parts[3](n, m) = 0.5 * (here.imag() - there.imag());
        }
    }
    constexpr std::array<Complex, 4> share{Complex(1, 0), Complex(0, 1), Complex(0, 1), Complex(-1, 0)};
    PreciseField sum(input.shape);
    for (std::size_t part = 0; part < parts.size(); ++part) {
        const Complex origin = part % 2 == 0 ? Complex(epsilon, 0.0) : Complex(0.0, epsilon);
        const PreciseField root = signedRoot(std::move(parts[part]), origin, camera);
        for (std::size_t i = 0; i < sum.values.size(); ++i)
            sum.values[i] += share[part] * root.values[i];
    }
    return sum;
}

} // namespace mixlens::optics
