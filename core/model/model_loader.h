#pragma once

#include "core/base/result.h"
#include "core/model/encoder_model.h"
#include "core/text/tokenizer.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mixlens {

/// A model folder, opened: config.json, model.safetensors, and a tokenizer where there is one.
struct LoadedModel
{
    std::string id; ///< the folder's name
    std::filesystem::path folder;
    std::shared_ptr<const EncoderModel> model;
    std::shared_ptr<const Tokenizer> tokenizer; ///< null: the model can be run on ids only
    std::vector<std::string> unused;            ///< tensors that nothing here reads
};

/// NotFound, Unreadable, BadFormat or Unsupported. Accepts published names with or without their prefix, old
/// "gamma"/"beta", tied or own decoders.
[[nodiscard]] Result<LoadedModel> loadModel(const std::filesystem::path& folder);

} // namespace mixlens
