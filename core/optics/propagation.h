#pragma once

#include "core/math/matrix.h"

namespace mixlens::optics {

/// 1 / sqrt(N d): the energy-keeping normalisation of a lens against the transform FNet writes without one.
/// The one place where it is written down.
[[nodiscard]] double unitaryScale(Shape shape) noexcept;

/// Light of `amplitude` passes a modulator of real `transmission`: `atModulator` becomes amplitude ·
/// unitaryScale · transmission, and `atReceiver` its DFT, with exp(-2πi nk/N), sample [0, 0] and bin [0, 0]
/// on the axis. Fields are contiguous, 64-byte aligned and apart: FFTW borrows memory for a transform in
/// place.
void propagate(ConstMatrixView transmission, double amplitude, FieldView atModulator, FieldView atReceiver);

} // namespace mixlens::optics
