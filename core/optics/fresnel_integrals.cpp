#include "core/optics/fresnel_integrals.h"

#include <cmath>
#include <numbers>

namespace mixlens::optics {
namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

/// Σ (iπ/2)^k x^(2k+1) / (k! (2k+1)).
Complex bySeries(double x) noexcept
{
    const Complex step(0.0, 0.5 * pi * x * x);
    Complex term = x;
    Complex sum = x;
    for (int k = 1; k < 60; ++k) {
        term *= step / static_cast<double>(k);
        sum += term / static_cast<double>(2 * k + 1);
        if (std::abs(term) < 1e-17)
            break;
    }
    return sum;
}

/// (1+i)/2 (1 - erfc(z)), z = √π (1 - i) x / 2, with Laplace's continued fraction of erfc by Lentz's method
/// (Press et al., Numerical Recipes, § 6.8.1).
Complex byFraction(double x) noexcept
{
    constexpr double tiny = 1e-300;
    Complex b(1.0, -pi * x * x);
    Complex c = 1.0 / tiny;
    Complex d = 1.0 / b;
    Complex h = d;
    for (int k = 1, n = -1; k < 400; ++k) {
        n += 2;
        const double a = -n * (n + 1.0);
        b += 4.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        const Complex change = c * d;
        h *= change;
        if (std::abs(change.real() - 1.0) + std::abs(change.imag()) < 1e-16)
            break;
    }
    h *= Complex(x, -x);
    return Complex(0.5, 0.5) * (1.0 - std::polar(1.0, 0.5 * pi * x * x) * h);
}

} // namespace

Complex fresnelIntegral(double x) noexcept
{
    const double size = std::abs(x);
    const Complex value = size < 1.6 ? bySeries(size) : byFraction(size);
    return x < 0.0 ? -value : value;
}

} // namespace mixlens::optics
