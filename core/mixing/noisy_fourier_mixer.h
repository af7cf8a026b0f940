#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

/// "fourier-noise": the exact Re(F_N X F_d) plus white Gaussian noise of a given signal-to-noise ratio, the
/// control for simulated devices: what differs from it at the same ratio is due to structure, not to
/// strength. Signal and noise live in the bins that a device with a bypass measures: row 0 and column 0 stay
/// exact. Settings: "snr" in dB; "even": 1 draws noise with y[-k, -l] = y[k, l], as symmetrised read-out
/// leaves it.
[[nodiscard]] const MixerInfo& noisyFourierInfo() noexcept;

} // namespace mixlens
