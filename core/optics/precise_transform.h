#pragma once

#include "core/optics/precise_field.h"

#include <span>

namespace mixlens::optics {

/// In place, X[k, l] = Σ x[n, m] exp(-2πi (nk / N + ml / d)) in double precision, for any shape: mixed radix,
/// by definition for what is prime. The oracle that single precision answers to, some ten times slower than
/// FFTW.
void transformPrecisely(PreciseField& field);

/// The same for one line.
void transformPrecisely(std::span<std::complex<double>> line);

} // namespace mixlens::optics
