#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

/// "fourier-folded": only the point-symmetric half of X reaches Re(F_N X F_d), and it leaves a quarter of the
/// complex transform's work. The fastest of the exact mixers: what "fourier" in a model file means.
[[nodiscard]] const MixerInfo& fourierFoldedInfo() noexcept;

} // namespace mixlens
