#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

/// "fourier-fftw": the whole as complex numbers through FFTW's complex 2-D transform, then the real part. The
/// textbook way, and the baseline that the others are compared with.
[[nodiscard]] const MixerInfo& fourierFftwInfo() noexcept;

} // namespace mixlens
