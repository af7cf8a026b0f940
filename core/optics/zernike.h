#pragma once

namespace mixlens::optics {

/// Zernike polynomial `index` of Noll's order (J. Opt. Soc. Am. 66, 1976), 1 … 11, at (x, y) in units of the
/// pupil's radius; mean square 1 over the unit disc. Beyond the disc the polynomial goes on.
[[nodiscard]] double zernike(int index, double x, double y) noexcept;

} // namespace mixlens::optics
