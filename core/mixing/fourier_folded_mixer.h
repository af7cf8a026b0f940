#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

/// "fourier-folded": only the point-symmetric half of X reaches Re(F_N X F_d), and it leaves a quarter of the
/// complex transform's work, here done by FFTW: as "fourier" does it, but for the transforms themselves.
[[nodiscard]] const MixerInfo& fourierFoldedInfo() noexcept;

} // namespace mixlens
