#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

/// "fourier-real": FFTW's real 2-D transform gives hidden frequencies 0..d/2; the rest follows from Hermitian
/// symmetry. What a careful user of FFTW or PyTorch would write.
[[nodiscard]] const MixerInfo& fourierRealInfo() noexcept;

} // namespace mixlens
