#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

/// Re(F_N X F_d) by a simulated lens (core/optics): what Fourier mixing becomes when light computes it. Its
/// settings are the values of optics::DeviceSpec; MixerSetup::seed seeds the noise, so equal inputs give
/// equal outputs.
///
/// With a tape it also leaves the facts of the pass (predicted_snr, simulated_snr, frames, device_time,
/// device_energy, …) and "camera", the receiver's difference n+ - n- in electrons. Influence and weights are
/// those of the exact transform: noise moves tokens, but not because of other tokens.
[[nodiscard]] const MixerInfo& opticalInfo() noexcept;

} // namespace mixlens
