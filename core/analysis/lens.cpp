#include "core/analysis/lens.h"

#include "core/analysis/reach.h"

#include <algorithm>
#include <numeric>

namespace mixlens {

namespace {

/// What the layer multiplies by: one head's, or the mean over heads.
std::optional<Matrix> layerWeights(const TokenMixer& mixer, const LayerTrace& layer, Index tokens,
                                   std::optional<Index> head)
{
    if (mixer.heads() == 1 || head)
        return mixer.weights(tokens, std::clamp<Index>(head.value_or(0), 0, mixer.heads() - 1), layer.tape);
    std::optional<Matrix> mean;
    for (Index h = 0; h < mixer.heads(); ++h) {
        const auto weights = mixer.weights(tokens, h, layer.tape);
        if (!weights)
            return std::nullopt;
        if (!mean)
            mean = Matrix(tokens, tokens);
        std::ranges::transform(
            weights->values(), mean->values(), mean->values().begin(),
            [scale = 1.0F / static_cast<float>(mixer.heads())](float w, float m) { return m + scale * w; });
    }
    return mean;
}

std::vector<Index> shownTokens(Index rows, const TokenSequence& sequence, const LensOptions& options)
{
    std::vector<Index> shown;
    const auto typed = std::min(rows, static_cast<Index>(sequence.tokens.size()));
    for (Index i = 0; i < rows; ++i) {
        const bool added = i < typed && sequence.tokens[static_cast<std::size_t>(i)].special &&
                           sequence.tokens[static_cast<std::size_t>(i)].span.empty();
        if ((i >= typed && !options.padding) || (added && !options.specialTokens))
            continue;
        shown.push_back(i);
    }
    return shown;
}

/// Columns of [CLS] and [SEP] set to zero, so that what is left can be shared anew.
void hideSpecial(Matrix& values, const TokenSequence& sequence)
{
    for (std::size_t token = 0; token < sequence.tokens.size(); ++token) {
        if (!sequence.tokens[token].special || !sequence.tokens[token].span.empty())
            continue;
        for (Index row = 0; row < values.rows(); ++row)
            values(row, static_cast<Index>(token)) = 0.0F;
    }
}

double mean(const std::vector<double>& values)
{
    return values.empty()
               ? 0.0
               : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

std::optional<LensMatrix> lensMatrix(const EncoderModel& encoder, const EncodingTrace& trace,
                                     const TokenSequence& sequence, const LensOptions& options)
{
    if (options.layer >= trace.layers.size())
        return std::nullopt;
    const LayerTrace& layer = trace.layers[options.layer];
    const Index rows = trace.embeddings.rows();
    LensMatrix result;
    result.mixed = rows;
    result.tokens = shownTokens(rows, sequence, options);

    std::optional<Matrix> whole;
    if (options.lens == Lens::Influence) {
        if (layer.influence.empty())
            return std::nullopt;
        whole = layer.influence;
    } else {
        whole = layerWeights(encoder.mixer(options.layer), layer, rows, options.head);
        if (!whole)
            return std::nullopt;
    }
    result.isSigned = std::ranges::any_of(whole->values(), [](float value) { return value < 0.0F; });
    if (!result.isSigned) {
        if (!options.specialTokens)
            hideSpecial(*whole, sequence);
        if (options.lens == Lens::Influence || !options.specialTokens)
            whole = rowShares(whole->view());
    }

    const auto count = static_cast<Index>(result.tokens.size());
    result.values = Matrix(count, count);
    for (Index r = 0; r < count; ++r)
        for (Index c = 0; c < count; ++c)
            result.values(r, c) = (*whole)(result.tokens[static_cast<std::size_t>(r)],
                                           result.tokens[static_cast<std::size_t>(c)]);
    result.spread = relativeSpread(result.values.view());
    if (result.isSigned)
        return result;

    const std::vector<double> everyReach = reach(whole->view());
    const auto typed = static_cast<Index>(sequence.tokens.size());
    double toPadding = 0.0;
    for (const Index row : result.tokens) {
        result.reach.push_back(everyReach[static_cast<std::size_t>(row)]);
        for (Index col = typed; col < rows; ++col)
            toPadding += static_cast<double>((*whole)(row, col));
    }
    result.paddingShare = count == 0 ? 0.0 : toPadding / static_cast<double>(count);
    result.received = received(result.values.view());
    result.meanReach = mean(result.reach);
    return result;
}

} // namespace mixlens
