#pragma once

#include "core/math/matrix.h"

#include <span>

namespace mixlens {

/// C = A B. Shapes (m x k), (k x n), (m x n); C overlaps neither.
void multiply(ConstMatrixView a, ConstMatrixView b, MatrixView c);

/// C = A Bᵀ. Shapes (m x k), (n x k), (m x n): how weights stored as (out x in) meet activations.
void multiplyTransposed(ConstMatrixView a, ConstMatrixView b, MatrixView c);

/// Y = X Wᵀ + b. W is (out x in), b has `out` values or none.
void affine(ConstMatrixView x, ConstMatrixView weight, std::span<const float> bias, MatrixView y);

/// Y += X.
void addTo(ConstMatrixView x, MatrixView y);

void copy(ConstMatrixView from, MatrixView to);
void fill(MatrixView x, float value);

/// Square root of the sum of squares, summed in double.
[[nodiscard]] double frobeniusNorm(ConstMatrixView x);

} // namespace mixlens
