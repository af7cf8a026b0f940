#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

[[nodiscard]] const MixerInfo& opticalInfo() noexcept;

} // namespace mixlens
