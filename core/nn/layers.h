#pragma once

#include "core/math/matrix.h"

#include <span>

namespace mixlens {

class TaskPool;

enum class Activation { GeluErf, GeluTanh, Relu };

/// Y = (X - mean) / sqrt(variance + epsilon) ∘ gain + offset, row by row (Ba et al. 2016). X and Y may be the
/// same. Rows are shared among the threads of `pool`, which changes no bit.
void layerNorm(ConstMatrixView x, std::span<const float> gain, std::span<const float> offset, float epsilon,
               MatrixView y, TaskPool* pool = nullptr);

void activate(Activation activation, MatrixView x, TaskPool* pool = nullptr);

/// Overwrites each row with softmax(row), in double precision: for a handful of rows of logits.
void softmaxRows(MatrixView x);

} // namespace mixlens
