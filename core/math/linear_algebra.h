#pragma once

#include "core/math/matrix.h"

#include <span>

namespace mixlens {

class TaskPool;

// Products may share their rows, or columns where rows are few, among the threads of `pool`. Shares are whole
// blocks of the kernel, so each element is the same sum in the same order: the result is the same to the last
// bit for any number of threads.

/// C = A B. Shapes (m x k), (k x n), (m x n); C overlaps neither.
void multiply(ConstMatrixView a, ConstMatrixView b, MatrixView c, TaskPool* pool = nullptr);

/// C = A Bᵀ. Shapes (m x k), (n x k), (m x n): how weights stored as (out x in) meet activations.
void multiplyTransposed(ConstMatrixView a, ConstMatrixView b, MatrixView c, TaskPool* pool = nullptr);

/// Y = X Wᵀ + b. W is (out x in), b has `out` values or none.
void affine(ConstMatrixView x, ConstMatrixView weight, std::span<const float> bias, MatrixView y,
            TaskPool* pool = nullptr);

/// Y += X.
void addTo(ConstMatrixView x, MatrixView y);

void copy(ConstMatrixView from, MatrixView to);
void fill(MatrixView x, float value);

/// Square root of the sum of squares, summed in double.
[[nodiscard]] double frobeniusNorm(ConstMatrixView x);

} // namespace mixlens
