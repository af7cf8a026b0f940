#include "core/model/encoder_model.h"

#include "core/base/files.h"
#include "core/math/linear_algebra.h"
#include "core/mixing/attention_heads.h"
#include "core/mixing/attention_influence.h"
#include "core/model/encoder_parameters.h"

#include <algorithm>

namespace mixlens {

namespace {

using Clock = std::chrono::steady_clock;
using Settings = std::map<std::string, std::string, std::less<>>;

/// Bytes; for fewer, asking the system what is free would take a tenth of a small model's time.
constexpr std::uint64_t worthAsking = 32U << 20U;

enum Slot : std::size_t { hiddenSlot, mixedSlot, activationSlot, feedForwardSlot };

/// Those of `settings` that the mixer has; a key that no layer's mixer has is told by
/// refuseUnknownSettings().
Settings settingsFor(const MixerInfo& info, const Settings& settings)
{
    Settings own;
    for (const auto& [key, value] : settings) {
        if (std::ranges::any_of(info.settings, [&](const MixerSetting& s) { return s.key == key; }))
            own.emplace(key, value);
    }
    return own;
}

Result<void> refuseUnknownSettings(const std::vector<std::string>& mixerIds, const Settings& settings)
{
    for (const auto& [key, value] : settings) {
        const bool known = std::ranges::any_of(mixerIds, [&](const std::string& id) {
            const MixerInfo* info = findMixer(id);
            return info &&
                   std::ranges::any_of(info->settings, [&](const MixerSetting& s) { return s.key == key; });
        });
        if (!known)
            return failure(Error::Code::Usage, "None of this model's mixers has a setting \"" + key +
                                                   "\"; `mixlens backends` lists the settings of each.");
    }
    return {};
}

std::string countText(Index count, const std::string& noun)
{
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

Result<void> checkInput(const EncoderConfig& config, const EncoderInput& input)
{
    const auto tokens = static_cast<Index>(input.ids.size());
    if (tokens == 0)
        return failure(Error::Code::OutOfRange, "There is nothing to run: the sequence has no tokens.");
    if (tokens > config.positions)
        return failure(Error::Code::OutOfRange, "The sequence has " + countText(tokens, "token") +
                                                    ", but the model has positions for " +
                                                    std::to_string(config.positions) + "; shorten it.");
    if ((!input.tokenTypes.empty() && input.tokenTypes.size() != input.ids.size()) ||
        (!input.mask.empty() && input.mask.size() != input.ids.size()))
        return failure(Error::Code::Usage,
                       "The sequence has " + countText(tokens, "token") + ", but " +
                           std::to_string(input.tokenTypes.size()) + " token types and a mask of " +
                           std::to_string(input.mask.size()) + "; give one for each token or none.");
    for (const TokenId id : input.ids) {
        if (id < 0 || id >= config.vocabulary)
            return failure(Error::Code::OutOfRange,
                           "Token " + std::to_string(id) +
                               " is not in the model's vocabulary, whose ids are 0 to " +
                               std::to_string(config.vocabulary - 1) + ".");
    }
    for (const TokenId type : input.tokenTypes) {
        if (type < 0 || type >= config.tokenTypes)
            return failure(Error::Code::OutOfRange, "Token type " + std::to_string(type) +
                                                        " is not among the model's, which are 0 to " +
                                                        std::to_string(config.tokenTypes - 1) + ".");
    }
    return {};
}

} // namespace

Result<std::shared_ptr<const EncoderModel>>
EncoderModel::make(EncoderConfig config, std::shared_ptr<const ParameterStore> parameters,
                   const Settings& settings, std::uint64_t seed)
{
    if (auto checked = checkParameters(config, *parameters); !checked)
        return tl::unexpected(checked.error());
    if (config.dftMatrix)
        std::ranges::replace(config.mixers, std::string("fourier"), std::string("dft-matrix"));
    if (auto known = refuseUnknownSettings(config.mixers, settings); !known)
        return tl::unexpected(known.error());
    std::vector<std::unique_ptr<const TokenMixer>> layerMixers;
    for (std::size_t layer = 0; layer < config.mixers.size(); ++layer) {
        MixerSetup setup;
        setup.hidden = config.hidden;
        setup.heads = config.heads;
        setup.maxTokens = config.positions;
        setup.seed = seed + layer;
        if (const MixerInfo* info = findMixer(config.mixers[layer]))
            setup.settings = settingsFor(*info, settings);
        addMixerParameters(*parameters, layer, setup);
        auto mixer = makeMixer(config.mixers[layer], setup);
        if (!mixer)
            return failure(mixer.error().code,
                           "Layer " + std::to_string(layer + 1) + ": " + mixer.error().message);
        layerMixers.push_back(std::move(*mixer));
    }
    std::shared_ptr<EncoderModel> model(new EncoderModel);
    model->m_config = std::move(config);
    model->m_parameters = std::move(parameters);
    model->m_mixers = std::move(layerMixers);
    return model;
}

Result<std::shared_ptr<const EncoderModel>> EncoderModel::withMixers(std::vector<std::string> mixerIds,
                                                                     const Settings& settings,
                                                                     std::uint64_t seed) const
{
    EncoderConfig config = m_config;
    config.dftMatrix = false;
    if (mixerIds.size() == 1 && !config.mixers.empty())
        mixerIds.resize(config.mixers.size(), mixerIds.front());
    if (mixerIds.size() != config.mixers.size())
        return failure(Error::Code::Usage,
                       "The model has " + countText(static_cast<Index>(config.mixers.size()), "layer") +
                           ", but " + std::to_string(mixerIds.size()) +
                           " mixers were named; name one for all layers or one for each.");
    config.mixers = std::move(mixerIds);
    return make(std::move(config), m_parameters, settings, seed);
}

void EncoderModel::embed(const EncoderInput& input, MatrixView h, EncoderWorkspace& workspace) const
{
    const ConstMatrixView words = m_parameters->matrix("embeddings.word_embeddings.weight");
    const ConstMatrixView positions = m_parameters->matrix("embeddings.position_embeddings.weight");
    const ConstMatrixView types = m_parameters->matrix("embeddings.token_type_embeddings.weight");
    for (Index i = 0; i < h.rows(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const auto word = words.row(input.ids[at]);
        const auto position = positions.row(i);
        const auto type = types.row(input.tokenTypes.empty() ? 0 : input.tokenTypes[at]);
        const auto row = h.row(i);
        for (std::size_t c = 0; c < row.size(); ++c)
            row[c] = word[c] + type[c] + position[c];
    }
    layerNorm(h, m_parameters->vector("embeddings.LayerNorm.weight"),
              m_parameters->vector("embeddings.LayerNorm.bias"), m_config.layerNormEpsilon, h,
              workspace.layers.pool());
    if (!m_parameters->contains("embeddings.projection.weight"))
        return;
    const MatrixView normed = workspace.layers.matrix(mixedSlot, h.shape());
    copy(h, normed);
    affine(normed, m_parameters->matrix("embeddings.projection.weight"),
           m_parameters->vector("embeddings.projection.bias"), h, workspace.layers.pool());
}

std::uint64_t EncoderModel::traceBytes(Index tokens, const TraceOptions& options) const noexcept
{
    const auto n = static_cast<std::uint64_t>(tokens);
    const auto d = static_cast<std::uint64_t>(m_config.hidden);
    const auto f = static_cast<std::uint64_t>(m_config.feedForward);
    std::uint64_t floats = n * d * 4 + n * f; // running buffers and embeddings
    std::uint64_t scratch = 0;
    for (const auto& mixer : m_mixers) {
        scratch = std::max(scratch, mixer->cost({tokens, m_config.hidden}).workspace);
        floats += options.intermediates ? n * (4 * d + f) : 0;
        if (options.intermediates && mixer->id().starts_with("attention"))
            floats += 4 * n * d + attendRecorded(tokens, mixer->heads());
        if (options.influence)
            floats += n * n;
        if (options.influence && mixer->id().starts_with("attention"))
            scratch = std::max(scratch, attentionInfluenceBytes(tokens, m_config.hidden, mixer->heads()));
    }
    return floats * sizeof(float) + scratch;
}

Result<EncodingTrace> EncoderModel::encode(const EncoderInput& input, const TraceOptions& options,
                                           EncoderWorkspace& workspace, const std::stop_token& stop) const
{
    if (auto checked = checkInput(m_config, input); !checked)
        return tl::unexpected(checked.error());
    const auto tokens = static_cast<Index>(input.ids.size());
    const std::uint64_t needed = traceBytes(tokens, options);
    const std::size_t available = needed > worthAsking ? availableMemory() : 0;
    if (available > 0 && needed > available) {
        Index fits = tokens;
        while (fits > 1 && traceBytes(fits, options) > available)
            fits /= 2;
        return failure(Error::Code::OutOfMemory, "Running " + countText(tokens, "token") + " needs " +
                                                     bytesText(static_cast<double>(needed)) + ", but only " +
                                                     bytesText(static_cast<double>(available)) +
                                                     " are free; " + countText(fits, "token") +
                                                     " would fit.");
    }

    const Shape shape{tokens, m_config.hidden};
    EncodingTrace trace;
    const auto lap = [clock = workspace.clock](Operation operation) {
        if (clock)
            clock->lap(operation);
    };
    if (workspace.clock)
        workspace.clock->start();
    const auto began = Clock::now();
    const MatrixView hidden = workspace.layers.matrix(hiddenSlot, shape);
    embed(input, hidden, workspace);
    lap(Operation::Embedding);
    trace.embeddingTime = Clock::now() - began;
    trace.input = input;
    if (options.intermediates || m_mixers.empty())
        trace.embeddings = Matrix(ConstMatrixView(hidden));

    TaskPool* pool = workspace.layers.pool();
    const MatrixView mixed = workspace.layers.matrix(mixedSlot, shape);
    const MatrixView activation = workspace.layers.matrix(activationSlot, {tokens, m_config.feedForward});
    const MatrixView feedForward = workspace.layers.matrix(feedForwardSlot, shape);
    trace.layers.resize(m_mixers.size());
    for (std::size_t layer = 0; layer < m_mixers.size(); ++layer) {
        if (stop.stop_requested())
            return failure(Error::Code::Cancelled, "A newer question has come.");
        const TokenMixer& mixer = *m_mixers[layer];
        const ParameterStore& p = *m_parameters;
        LayerTrace& kept = trace.layers[layer];
        const bool keep = options.intermediates;
        const auto layerBegan = Clock::now();

        // Lee-Thorp et al. 2021, figure 1; Devlin et al. 2019: h' = LN(h + mix(h)), h = LN(h' + FF(h')).
        mixer.forward(hidden, input.mask, mixed, workspace.mixing, keep ? &kept.tape : nullptr);
        kept.mixingTime = Clock::now() - layerBegan;
        lap(Operation::Mixing);
        if (keep)
            kept.mixed = Matrix(ConstMatrixView(mixed));
        if (options.influence) {
            auto influence = mixer.influence(hidden, input.mask, kept.tape, stop);
            if (!influence)
                return tl::unexpected(influence.error());
            kept.influence = std::move(*influence);
        }
        addTo(mixed, hidden);
        const std::string norm = mixingNorm(p, layer);
        layerNorm(hidden, p.vector(norm + ".weight"), p.vector(norm + ".bias"), m_config.layerNormEpsilon,
                  hidden, pool);
        lap(Operation::Norm);
        if (keep)
            kept.mixedNorm = Matrix(ConstMatrixView(hidden));

        affine(hidden, p.matrix(layerName(layer, "intermediate.dense.weight")),
               p.vector(layerName(layer, "intermediate.dense.bias")), activation, pool);
        activate(m_config.activation, activation, pool);
        if (keep)
            kept.feedForwardActivation = Matrix(ConstMatrixView(activation));
        affine(activation, p.matrix(layerName(layer, "output.dense.weight")),
               p.vector(layerName(layer, "output.dense.bias")), feedForward, pool);
        lap(Operation::FeedForward);
        if (keep)
            kept.feedForwardOutput = Matrix(ConstMatrixView(feedForward));
        addTo(feedForward, hidden);
        layerNorm(hidden, p.vector(layerName(layer, "output.LayerNorm.weight")),
                  p.vector(layerName(layer, "output.LayerNorm.bias")), m_config.layerNormEpsilon, hidden,
                  pool);
        lap(Operation::Norm);
        if (keep || layer + 1 == m_mixers.size())
            kept.output = Matrix(ConstMatrixView(hidden));
        kept.mixer = mixer.id();
        kept.cost = mixer.cost(shape);
        kept.layerTime = Clock::now() - layerBegan;
    }
    return trace;
}

} // namespace mixlens
