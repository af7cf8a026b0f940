#pragma once

#include "core/math/matrix.h"

namespace mixlens::optics {

/// How light gets from the modulator to the receiver.
enum class Propagator {
    Fast ///< the Fourier integral of an ideal lens, sampled at bins λf / (N p): a unitary DFT
};

/// 1 / sqrt(N d): the energy-keeping normalisation of a lens against the transform FNet writes without one.
/// The one place where it is written down.
[[nodiscard]] double unitaryScale(Shape shape) noexcept;

/// In place: field = amplitude · unitaryScale · DFT(field), with exp(-2πi nk/N), sample [0, 0] and bin [0, 0]
/// on the axis. Contiguous, 64-byte aligned.
void propagate(FieldView field, double amplitude, Propagator propagator = Propagator::Fast);

} // namespace mixlens::optics
