#pragma once

#include "core/math/matrix.h"

#include <vector>

namespace mixlens {

/// Fourier transform along the tokens of an activation (tokens x hidden), unnormalised and unwindowed, as
/// FNet takes it. Frequency k counts cycles per sequence; its period is N / k tokens.
struct TokenSpectrum
{
    Index tokens = 0;
    Matrix amplitude;          ///< (N / 2 + 1 x hidden), |X[k, m]|
    std::vector<double> mean;  ///< per k, over hidden units
    std::vector<double> max;   ///< per k, over hidden units
    std::vector<double> power; ///< per k, sum of |X|^2 over hidden units, both ±k counted: sums to N ||x||^2
};

[[nodiscard]] TokenSpectrum tokenSpectrum(ConstMatrixView activation);

/// The whole two-dimensional transform F2(x): rows sequence frequencies 0..N-1, columns hidden frequencies
/// 0..d-1. Its real part is what an FNet layer adds to its input.
struct PlaneSpectrum
{
    Matrix amplitude; ///< |X[k, l]|
    Matrix phase;     ///< arg X[k, l] in (-π, π]; 0 where the amplitude is 0
};

[[nodiscard]] PlaneSpectrum planeSpectrum(ConstMatrixView activation);

} // namespace mixlens
