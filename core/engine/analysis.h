#pragma once

#include "core/analysis/predictions.h"
#include "core/base/quantity.h"
#include "core/model/encoder_model.h"
#include "core/text/token.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace mixlens {

/// One encoder to run beside others: a model, with its own mixers or with others in their place.
struct Lane
{
    std::string title;               ///< for people, e.g. "Optical (simulated)"
    std::string model;               ///< id or folder
    std::vector<std::string> mixers; ///< one for all layers, or one each; empty keeps the model's own
    std::map<std::string, std::string, std::less<>> settings; ///< for mixers that have any
    friend bool operator==(const Lane&, const Lane&) = default;
};

/// What a person asked for.
struct AnalysisRequest
{
    std::uint64_t revision = 0; ///< grows with each request
    std::string text;
    std::vector<Lane> lanes;
    bool influence = true;
    std::size_t candidates = 5;
    std::uint64_t seed = 1;
};

/// Tokens of one lane, delivered before its layers are computed.
struct TokensReady
{
    std::uint64_t revision = 0;
    std::size_t lane = 0;
    TokenSequence sequence;
    Index rows = 0; ///< rows the model will run, padding included
};

/// One lane's answer. Immutable from the moment it leaves the engine.
struct Analysis
{
    std::uint64_t revision = 0;
    std::size_t lane = 0;
    Lane setup;
    std::shared_ptr<const EncoderModel> encoder; ///< immutable; for lensMatrix() and its configuration
    TokenSequence sequence; ///< tokens 0..sequence.tokens.size()-1 are rows; rows beyond are padding
    EncodingTrace trace;
    std::vector<Prediction> predictions; ///< one per [MASK], in order
    std::vector<Quantity> device; ///< modelled time and energy of the optical device, summed over layers;
                                  ///< empty for digital lanes
    std::chrono::nanoseconds tokenizeTime{};
    std::chrono::nanoseconds totalTime{}; ///< tokens to predictions with the trace kept: what a keystroke
                                          ///< cost, not the lane's speed
    bool influenceRefused = false;        ///< asked for, but it would have taken too long for typing

    [[nodiscard]] Index rows() const noexcept { return trace.embeddings.rows(); }
    [[nodiscard]] Index tokenCount() const noexcept { return static_cast<Index>(sequence.tokens.size()); }
};

using TokensPtr = std::shared_ptr<const TokensReady>;
using AnalysisPtr = std::shared_ptr<const Analysis>;

} // namespace mixlens
