#pragma once

#include "core/math/matrix.h"

#include <complex>
#include <memory>
#include <vector>

namespace mixlens {

/// exp(-2πi j / n) for j = 0..n-1, in double: any exp(-2πi jk / n) is the entry jk mod n, with no error in
/// its argument however large j k is. Kept for the lengths used last, as are the matrices below.
[[nodiscard]] std::shared_ptr<const std::vector<std::complex<double>>> rootsOfUnity(Index n);

enum class SineSign { Plus, Minus };

/// The two symmetric matrices of a DFT side by side, (n x 2n), each entry rounded once from double:
/// (j, k) is cos(2π jk / n) and (j, n + k) is ±sin(2π jk / n).
[[nodiscard]] std::shared_ptr<const Matrix> dftMatrix(Index n, SineSign sign);

/// Y = Re(F_N X F_d) = C_N X C_d - S_N X S_d by products with these matrices, the way of FNet's TPU code.
/// `scratch` is (2N x d). Nothing is allocated once the matrices for N and d are there.
void realDftByProducts(ConstMatrixView x, MatrixView scratch, MatrixView y);

} // namespace mixlens
