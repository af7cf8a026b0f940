#pragma once

#include "core/math/matrix.h"
#include "core/text/tokenizer.h"

#include <string>
#include <vector>

namespace mixlens {

struct Candidate
{
    TokenId id = 0;
    std::string piece;
    double probability = 0.0; ///< softmax over the whole vocabulary
};

/// What a model would put in the place of one token.
struct Prediction
{
    std::size_t position = 0;    ///< row
    std::vector<Candidate> best; ///< most likely first
    double entropy = 0.0;        ///< of the whole distribution, in nats
};

/// `logits` is one row over the vocabulary; equal logits are ordered by id.
[[nodiscard]] Prediction predict(std::size_t position, ConstMatrixView logits, std::size_t count,
                                 const Tokenizer* names);

} // namespace mixlens
