#pragma once

#include "core/math/matrix.h"

namespace mixlens::optics {

/// Sums that the constant-row bypass works with: over hidden units for each token (1 x tokens), over tokens
/// for each hidden unit (1 x hidden); or what transformLines() makes of them, column 0 and row 0 of the
/// spectrum.
struct ConstantLines
{
    FieldView tokens;
    FieldView hidden;
};

/// plane = x - row means - column means + mean, whose spectrum is x's with row 0 and column 0 zeroed; fills
/// `lines`. Repeated rows (padding) and a common mean would otherwise set the converter's range for all other
/// bins.
void removeMeans(ConstMatrixView x, const ConstantLines& lines, MatrixView plane);

/// Two digital 1-D transforms: X[0, l] = F_d(Σ_n x[n, m]), X[k, 0] = F_N(Σ_m x[n, m]). `spectra` is apart.
void transformLines(const ConstantLines& sums, const ConstantLines& spectra);

/// y = factor · difference, or with `symmetrise` factor · (difference[k, l] + difference[-k, -l]) / 2: the
/// wanted Re F(x) is even, so this halves independent noise (+3.01 dB).
void scaleBack(ConstMatrixView difference, double factor, bool symmetrise, MatrixView y);

/// Row 0 and column 0 of y from the transformed lines.
void placeLines(const ConstantLines& lines, MatrixView y);

} // namespace mixlens::optics
