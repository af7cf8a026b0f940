#pragma once

#include <complex>

namespace mixlens::optics {

/// C(x) + i S(x) = ∫₀ˣ exp(iπt²/2) dt (Abramowitz and Stegun 7.3), absolute error below 1e-13.
[[nodiscard]] std::complex<double> fresnelIntegral(double x) noexcept;

} // namespace mixlens::optics
