#pragma once

#include "core/math/fft.h"
#include "core/mixing/token_mixer.h"

namespace mixlens {

/// Y = Re(F_N X F_d) from the point-symmetric half of X alone, with about a quarter of the complex FFT's
/// work.
///
/// With E[n, m] = (X[n, m] + X[-n, -m]) / 2, indices modulo the shape, Y = F_N E F_d: the other half of X
/// transforms to the imaginary part. E is real and so is Y, hence
/// 1. columns: G = F_N E is needed for m = 0..d/2 only. Two real columns make one complex one;
/// 2. rows: Y is needed for k = 0..N/2 only, Y[-k, -l] = Y[k, l]. Each row of G is Hermitian, G[k, -m] =
///    conj(G[k, m]), so its transform is real, and two rows make one complex one.
/// Columns are taken in panels whose fold stays in the cache; X, Y and what lies between are touched once.
void pointSymmetricFft(ConstMatrixView x, MatrixView y, PlanRigour rigour, MixWorkspace& workspace);

[[nodiscard]] std::uint64_t pointSymmetricWorkspace(Shape shape) noexcept;

} // namespace mixlens
