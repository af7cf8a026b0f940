#pragma once

#include "core/base/result.h"
#include "core/math/matrix.h"
#include "core/nn/layers.h"
#include "core/text/token.h"

#include <filesystem>
#include <string>
#include <vector>

namespace mixlens {

enum class ModelKind { Bert, FNet };

/// What config.json of a BERT- or FNet-like model says, in the field's words.
struct EncoderConfig
{
    ModelKind kind = ModelKind::Bert;
    Index vocabulary = 0;
    Index positions = 0; ///< longest sequence, in tokens
    Index tokenTypes = 0;
    Index hidden = 0;
    Index feedForward = 0; ///< width of the intermediate layer
    Index heads = 1;
    Activation activation = Activation::GeluErf;
    float layerNormEpsilon = 1e-12F;
    TokenId paddingId = 0;
    Index padTo = 0; ///< rows the model was trained with; 0 when it takes sentences as they are
    std::vector<std::string> mixers; ///< one registry id per layer: BERT, FNet and hybrids are one list
    bool dftMatrix = false;          ///< use_tpu_fourier_optimizations: the same transform by two products
};

/// Reads and checks config.json of `folder`; the message names the key, its value and what is allowed.
[[nodiscard]] Result<EncoderConfig> readEncoderConfig(const std::filesystem::path& folder);

} // namespace mixlens
