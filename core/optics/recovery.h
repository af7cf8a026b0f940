#pragma once

#include "core/math/matrix.h"

namespace mixlens::optics {

/// Sums that the constant-row bypass works with: over hidden units for each token (1 x tokens), over tokens
/// for each hidden unit (1 x hidden). After transformLines() they are column 0 and row 0 of the spectrum.
struct ConstantLines
{
    FieldView tokens;
    FieldView hidden;
};

/// field = x, imaginary parts 0.
void load(ConstMatrixView x, FieldView field);

/// field = x - row means - column means + mean, whose spectrum is x's with row 0 and column 0 zeroed; fills
/// `lines`. Repeated rows (padding) and a common mean would otherwise set the converter's range for all other
/// bins.
void loadWithoutMeans(ConstMatrixView x, const ConstantLines& lines, FieldView field);

/// Two digital 1-D transforms: X[0, l] = F_d(Σ_n x[n, m]), X[k, 0] = F_N(Σ_m x[n, m]).
void transformLines(const ConstantLines& lines);

/// y = factor · difference.
void scaleBack(ConstMatrixView difference, double factor, MatrixView y);

/// y[k, l] = (y[k, l] + y[-k, -l]) / 2: the wanted Re F(x) is even, so this halves independent noise (+3.01
/// dB).
void symmetrise(MatrixView y);

/// Row 0 and column 0 of y from the transformed lines.
void placeLines(const ConstantLines& lines, MatrixView y);

} // namespace mixlens::optics
