#pragma once

#include "core/optics/device_spec.h"
#include "core/optics/precise_field.h"

namespace mixlens::optics {

/// One axis of the set-up, which light crosses as if the other weren't there: pixels, quadratic phases and a
/// square aperture are products of one factor an axis.
struct LensAxis
{
    Index samples = 0;
    double pitch = 0.0;         ///< m, of the modulators
    double pixelWidth = 0.0;    ///< m; 0: points
    double binPitch = 0.0;      ///< m, between receivers
    double wavelength = 0.0;    ///< m
    double focalLength = 0.0;   ///< m
    double aperture = 0.0;      ///< m, edge of the lens
    double tilt = 0.0;          ///< rad
    double defocus = 0.0;       ///< m, receiver behind the focal plane
    double distance = 0.0;      ///< m, modulator in front of the focal plane
    double inputShift = 0.0;    ///< m
    double detectorShift = 0.0; ///< m
};

/// λf / (N p): where a receiver of matched pitch has its bins.
[[nodiscard]] double matchedPitch(const LensAxis& axis) noexcept;
/// N p + λf / p: a smaller lens cuts light that the outermost bins need.
[[nodiscard]] double leastAperture(const LensAxis& axis) noexcept;

[[nodiscard]] LensAxis tokenAxis(const DeviceSpec& device, Index samples);
/// `share` 2 where each hidden unit has two pixels, each half as wide.
[[nodiscard]] LensAxis hiddenAxis(const DeviceSpec& device, Index samples, Index share = 1);

/// Fourier integral at any pitch, (bins x samples): exp(-2πi x_n u_k / (λf)) with x and u from the axis, bins
/// in the order of a DFT. Soummer et al. 2007, "matrix Fourier transform". The constant phase that both
/// shifts together make belongs to the reference beam and is left out.
[[nodiscard]] PreciseField fourierMatrix(const LensAxis& axis, Index bins);

/// The same by Fresnel propagation f + distance → lens of finite aperture → f + defocus, tilt, shifts and
/// pixel width included. With time as exp(-iωt) the field at u from a point at x is (Goodman, ch. 5)
///   exp(iπ (x²/z1 + u²/z2) / λ) ∫ exp(iπ (α ξ² - 2 ξ β) / λ) dξ,  α = 1/z1 + 1/z2 - 1/f,  β = x/z1 + u/z2
/// over the aperture, a difference of Fresnel integrals; scaled so that an unbounded lens in focus gives
/// fourierMatrix(). Pixels are averaged by Gauss-Legendre quadrature.
[[nodiscard]] PreciseField fullWaveMatrix(const LensAxis& axis, Index bins);

/// Y = T x Hᵀ.
[[nodiscard]] PreciseField carry(const PreciseField& tokens, const PreciseField& x,
                                 const PreciseField& hidden);

} // namespace mixlens::optics
