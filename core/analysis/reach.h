#pragma once

#include "core/math/matrix.h"

#include <vector>

namespace mixlens {

/// Rows scaled to sum 1: how the influence on token i is shared among the tokens j. A row of zeros stays
/// zero.
[[nodiscard]] Matrix rowShares(ConstMatrixView nonNegative);

/// exp(entropy) of each row of shares: the number of tokens that a token effectively listens to, 1..N; 0 for
/// a row of zeros.
[[nodiscard]] std::vector<double> reach(ConstMatrixView shares);

/// Sum of each column: what each token gives in all.
[[nodiscard]] std::vector<double> received(ConstMatrixView shares);

/// (max - min) / mean over all entries: 0.0026 reads "uniform to 0.26 %". 0 for an empty matrix.
[[nodiscard]] double relativeSpread(ConstMatrixView values);

} // namespace mixlens
