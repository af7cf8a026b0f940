#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

/// The FNet paper's controls (Lee-Thorp et al. 2021, §3.3 and §4): what is left when the Fourier transform is
/// replaced by learned matrices, by fixed random ones, or by nothing.
/// y = A x B, learned.
[[nodiscard]] const MixerInfo& linearInfo() noexcept;
/// y = A x B, drawn once and never learned.
[[nodiscard]] const MixerInfo& randomInfo() noexcept;
/// y = x: the paper's FF-only.
[[nodiscard]] const MixerInfo& noneInfo() noexcept;

} // namespace mixlens
