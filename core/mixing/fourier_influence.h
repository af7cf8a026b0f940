#pragma once

#include "core/base/result.h"
#include "core/math/matrix.h"

#include <stop_token>

namespace mixlens {

/// How much token j moves token i in y = Re(F_N X F_d), (tokens x tokens). The Jacobian block (i, j) has the
/// entries cos(θ + 2π m l / d), m, l = 0..d-1, with θ = 2π i j / N. With cos² a = (1 + cos 2a) / 2 and
/// because Σ_l exp(4πi m l / d) is d where 2m is a multiple of d and 0 elsewhere, its squared Frobenius norm
/// is
///     d²/2 + d cos 2θ    for even d (m = 0 and m = d/2 remain),
///     d²/2 + d/2 cos 2θ  for odd d  (m = 0 remains).
[[nodiscard]] Result<Matrix> fourierInfluence(Shape input, const std::stop_token& stop);

/// cos(2π i j / N): the real part of what token j is multiplied by on its way to sequence frequency i.
[[nodiscard]] Matrix fourierWeights(Index tokens);

} // namespace mixlens
