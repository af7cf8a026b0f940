#pragma once

#include "core/mixing/mixer_registry.h"

namespace mixlens {

/// Attention as the article prints it: softmax(X Q (X K)ᵀ / n) X V. One head of full width, no output
/// projection, no biases, and a free divisor n (setting "n"; 0 stands for sqrt(hidden), the usual one).
///
/// Parameters: "query", "key", "value", (hidden x hidden), used as X Q; or "query.weight", "key.weight",
/// "value.weight" stored as (out x in). Drawn from the seed where none is given. Padding keys are hidden, as
/// in multi-head attention. Tape: "q", "k", "v" (tokens x hidden), "attn" (tokens x tokens) or, as there,
/// "lse" and "mask".
[[nodiscard]] const MixerInfo& attentionArticleInfo() noexcept;

} // namespace mixlens
