#pragma once

#include "core/base/result.h"
#include "core/mixing/mixer_registry.h"
#include "core/model/encoder_config.h"
#include "core/nn/operation_clock.h"
#include "core/nn/parameter_store.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace mixlens {

/// One sequence as the model takes it. Row i of every activation is ids[i].
struct EncoderInput
{
    std::vector<TokenId> ids;
    std::vector<TokenId> tokenTypes; ///< empty: all 0
    std::vector<std::uint8_t> mask;  ///< 1 token, 0 padding; empty: all tokens
};

/// What one layer did to a sentence. Everything a view may ask for, nothing it may change.
struct LayerTrace
{
    std::string mixer;            ///< MixerInfo::id
    Matrix mixed;                 ///< (tokens x hidden) out of the mixing sub-layer, before the residual sum
    Matrix mixedNorm;             ///< LayerNorm(input + mixed)
    Matrix feedForwardActivation; ///< (tokens x feed-forward) after the activation
    Matrix feedForwardOutput;     ///< (tokens x hidden) before the residual sum
    Matrix output;                ///< LayerNorm(mixedNorm + feedForwardOutput): the next layer's input
    MixTape tape;
    Matrix influence; ///< (tokens x tokens) of TokenMixer::influence; empty unless asked for
    Cost cost;
    std::chrono::nanoseconds mixingTime{};
    std::chrono::nanoseconds layerTime{};
};

struct EncodingTrace
{
    EncoderInput input;
    Matrix embeddings; ///< (tokens x hidden), what the first layer takes
    std::vector<LayerTrace> layers;
    std::chrono::nanoseconds embeddingTime{};

    [[nodiscard]] const Matrix& output() const noexcept
    {
        return layers.empty() ? embeddings : layers.back().output;
    }
    /// What layer `layer` takes. 0 <= layer <= layers.size(); the last one is the model's output.
    [[nodiscard]] const Matrix& hidden(std::size_t layer) const noexcept
    {
        return layer == 0 ? embeddings : layers[layer - 1].output;
    }
};

/// How much encode() keeps.
struct TraceOptions
{
    bool intermediates = true; ///< everything in LayerTrace; otherwise only `output`
    bool influence = false;    ///< the influence matrix of every mixing sub-layer (needs intermediates)
};

/// Buffers of one running encoder, reused from call to call; one per thread.
struct EncoderWorkspace
{
    MixWorkspace mixing;
    MixWorkspace layers;
    OperationClock* clock = nullptr; ///< learns where encode() spends its time; null: nobody asks

    /// Shares each sub-layer's work among the threads of `pool`, which must outlive its use here; null, as at
    /// birth: the caller's thread alone. The model's output is the same to the last bit either way.
    void useThreads(TaskPool* pool) noexcept
    {
        mixing.useThreads(pool);
        layers.useThreads(pool);
    }
};

/// A BERT, an FNet or any hybrid, ready to run. Immutable, so it is shared as shared_ptr<const EncoderModel>.
class EncoderModel
{
public:
    /// Checks that every parameter is there with the right shape. `settings` go to every mixer that knows
    /// them.
    [[nodiscard]] static Result<std::shared_ptr<const EncoderModel>>
    make(EncoderConfig config, std::shared_ptr<const ParameterStore> parameters,
         const std::map<std::string, std::string, std::less<>>& settings = {}, std::uint64_t seed = 1);

    [[nodiscard]] const EncoderConfig& config() const noexcept { return m_config; }
    [[nodiscard]] const ParameterStore& parameters() const noexcept { return *m_parameters; }
    [[nodiscard]] std::size_t layerCount() const noexcept { return m_mixers.size(); }
    [[nodiscard]] const TokenMixer& mixer(std::size_t layer) const noexcept { return *m_mixers[layer]; }

    /// The same parameters with other mixers, one id per layer (or one id for all). A mixer that needs
    /// parameters which this model lacks draws its own from the seed.
    [[nodiscard]] Result<std::shared_ptr<const EncoderModel>>
    withMixers(std::vector<std::string> mixers,
               const std::map<std::string, std::string, std::less<>>& settings = {},
               std::uint64_t seed = 1) const;

    /// OutOfRange for ids, types or lengths the model has no rows for; OutOfMemory, with both numbers, when
    /// the trace would not fit; Cancelled within one layer's time of `stop`.
    [[nodiscard]] Result<EncodingTrace> encode(const EncoderInput& input, const TraceOptions& options,
                                               EncoderWorkspace& workspace,
                                               const std::stop_token& stop = {}) const;

    /// Bytes that encode() would hold at the end and at its peak, from the shapes.
    [[nodiscard]] std::uint64_t traceBytes(Index tokens, const TraceOptions& options) const noexcept;

    [[nodiscard]] bool hasMaskedTokenHead() const noexcept;
    [[nodiscard]] bool hasPooler() const noexcept;
    [[nodiscard]] bool hasNextSentenceHead() const noexcept;
    /// Logits (rows x vocabulary) of the masked-token head for rows of the model's output.
    /// LayerNorm(act(H Wᵀ + b)) Eᵀ + bias, E the word embedding unless the file has its own decoder.
    [[nodiscard]] Matrix maskedTokenLogits(ConstMatrixView rows) const;
    [[nodiscard]] Matrix pooled(ConstMatrixView output) const; ///< (1 x hidden), tanh(W h_0 + b)
    [[nodiscard]] Matrix nextSentenceLogits(ConstMatrixView pooled) const;

private:
    EncoderModel() = default;
    void embed(const EncoderInput& input, MatrixView h, EncoderWorkspace& workspace) const;

    EncoderConfig m_config;
    std::shared_ptr<const ParameterStore> m_parameters;
    std::vector<std::unique_ptr<const TokenMixer>> m_mixers;
};

} // namespace mixlens
