#pragma once

#include "core/math/matrix.h"
#include "core/model/encoder_model.h"
#include "core/text/token.h"

#include <optional>
#include <string>
#include <vector>

namespace mixlens {

/// Two ways of asking a mixing layer "who listens to whom".
enum class Lens {
    Weight,   ///< what the mixer multiplies by; not comparable between kinds of mixer
    Influence ///< norm of the Jacobian block as a share of its row; comparable between all
};

struct LensOptions
{
    Lens lens = Lens::Influence;
    std::size_t layer = 0;
    std::optional<Index> head =
        {};                    ///< none: the mean over heads. Influence is a property of the whole sub-layer.
    bool padding = false;      ///< show rows and columns of padding
    bool specialTokens = true; ///< false: [CLS] and [SEP] are left out and shares are renormalised
};

/// A layer seen through a lens, ready to draw.
struct LensMatrix
{
    Matrix values;             ///< (shown x shown)
    std::vector<Index> tokens; ///< which row of the model each shown row is
    bool isSigned = false;     ///< -1..1 (Fourier weights) instead of non-negative
    std::vector<double>
        reach; ///< per shown row, over everything the model mixed, padding included; empty when signed
    std::vector<double> received; ///< per shown column, sum of what is shown; empty when signed
    double meanReach = 0.0;
    Index mixed = 0;           ///< tokens that the layer mixed: reach is at most this
    double paddingShare = 0.0; ///< mean share that goes to padding, 0..1
    double spread = 0.0;       ///< relativeSpread of values
};

/// Empty when the layer has no such number (weights of a mixer that has none, influence not computed).
[[nodiscard]] std::optional<LensMatrix> lensMatrix(const EncoderModel& encoder, const EncodingTrace& trace,
                                                   const TokenSequence& sequence, const LensOptions& options);

} // namespace mixlens
