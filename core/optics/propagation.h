#pragma once

#include "core/math/matrix.h"

namespace mixlens::optics {

/// 1 / sqrt(N d): the energy-keeping normalisation of a lens against the transform FNet writes without one.
/// The one place where it is written down.
[[nodiscard]] double unitaryScale(Shape shape) noexcept;

/// Light of `amplitude` passes a modulator of real `transmission`: `atReceiver` becomes the DFT of amplitude
/// · unitaryScale · transmission, with exp(-2πi nk/N), sample [0, 0] and bin [0, 0] on the axis. A real
/// transmission has a Hermitian spectrum, so half of it is computed, in `scratch`, and mirrored. All are
/// contiguous, 64-byte aligned, of one shape and apart.
void propagate(ConstMatrixView transmission, double amplitude, FieldView scratch, FieldView atReceiver);

} // namespace mixlens::optics
