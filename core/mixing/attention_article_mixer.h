#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

[[nodiscard]] const MixerInfo& attentionArticleInfo() noexcept;

} // namespace mixlens
