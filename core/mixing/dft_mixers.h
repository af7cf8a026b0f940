#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

/// "dft-matrix": products with precomputed DFT matrices, the way FNet ran on TPUs below 4096 tokens. The
/// matrices, 8 N² + 8 d² bytes, are kept for the lengths used last and count as workspace.
[[nodiscard]] const MixerInfo& dftMatrixInfo() noexcept;

/// "dft-definition": the two sums as they are printed, in double precision, hidden units inside tokens:
/// N d (N + d) complex terms. The oracle that the fast ways answer to, for small sizes.
[[nodiscard]] const MixerInfo& dftDefinitionInfo() noexcept;

} // namespace mixlens
