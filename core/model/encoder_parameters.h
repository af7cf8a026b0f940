#pragma once

#include "core/base/result.h"
#include "core/mixing/mixer_registry.h"
#include "core/model/encoder_config.h"
#include "core/nn/parameter_store.h"

#include <string>
#include <string_view>

namespace mixlens {

/// "encoder.layer.<layer>.<rest>".
[[nodiscard]] std::string layerName(std::size_t layer, std::string_view rest);

/// The norm after mixing is named after the mixer a layer was published with, whichever runs there now.
[[nodiscard]] std::string mixingNorm(const ParameterStore& parameters, std::size_t layer);

/// BadFormat, naming the tensor, where one that the configuration calls for is missing or has another shape.
[[nodiscard]] Result<void> checkParameters(const EncoderConfig& config, const ParameterStore& parameters);

/// Hands a layer's attention matrices, where there are any, to its mixer under the mixer's own names.
void addMixerParameters(const ParameterStore& parameters, std::size_t layer, MixerSetup& setup);

} // namespace mixlens
