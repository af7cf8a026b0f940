#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

/// The FNet paper's controls (Lee-Thorp et al. 2021, §3.3 and §4): what is left when the Fourier transform is
/// replaced by learned matrices, by fixed random ones, or by nothing.

/// y = A x B, learned: "tokens.weight" is A, "hidden.weight" is Bᵀ, (out x in). Drawn from the seed if
/// neither is given.
[[nodiscard]] const MixerInfo& linearInfo() noexcept;
/// y = A x B, drawn from the seed and never learned.
[[nodiscard]] const MixerInfo& randomInfo() noexcept;
/// y = x, so that the residual doubles it: the FF-only of the paper, whose code (google-research/f_net) has
/// an IdentityTransform where the other models mix, and keeps the residual and its LayerNorm.
[[nodiscard]] const MixerInfo& noneInfo() noexcept;

} // namespace mixlens
