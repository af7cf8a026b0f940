#include "core/mixing/attention_mixer.h"

#include "core/base/random.h"
#include "core/math/linear_algebra.h"
#include "core/mixing/attention_heads.h"
#include "core/mixing/attention_influence.h"
#include "core/mixing/attention_tiles.h"
#include "core/mixing/mixer_settings.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mixlens {

namespace {

enum Slot : std::size_t { querySlot, keySlot, valueSlot, contextSlot, attendSlots };

constexpr std::array<std::string_view, 4> weightNames{"query.weight", "key.weight", "value.weight",
                                                      "output.dense.weight"};
constexpr std::array<std::string_view, 4> biasNames{"query.bias", "key.bias", "value.bias",
                                                    "output.dense.bias"};

std::string shapeText(Shape shape)
{
    return std::to_string(shape.rows) + " x " + std::to_string(shape.cols);
}

/// Standard normal entries over sqrt(hidden): scores and outputs of order one.
Matrix drawnWeight(Index hidden, std::uint64_t seed, std::uint64_t stream)
{
    Matrix weight(hidden, hidden);
    const Philox random(seed, stream);
    const double scale = 1.0 / std::sqrt(static_cast<double>(hidden));
    std::uint64_t counter = 0;
    for (float& value : weight.values())
        value = static_cast<float>(scale * random.normal(counter++));
    return weight;
}

Result<std::unique_ptr<TokenMixer>> make(const MixerSetup& setup)
{
    SettingReader reader("attention", setup, attentionInfo().settings);
    if (auto problem = reader.problem(); !problem)
        return tl::unexpected(problem.error());
    if (setup.hidden < 1 || setup.heads < 1 || setup.hidden % setup.heads != 0)
        return failure(Error::Code::OutOfRange,
                       "attention splits its hidden size into equal heads, but " +
                           std::to_string(setup.hidden) + " units do not divide into " +
                           std::to_string(setup.heads) + " heads; choose another number of heads.");
    std::array<ConstMatrixView, 4> weights;
    std::array<std::span<const float>, 4> biases;
    std::vector<Matrix> owned;
    owned.reserve(weights.size());
    const bool any =
        std::ranges::any_of(weightNames, [&](auto name) { return setup.parameters.contains(name); });
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const auto found = setup.parameters.find(weightNames[i]);
        if (found != setup.parameters.end()) {
            weights[i] = found->second;
        } else if (any) {
            return failure(Error::Code::BadFormat, "attention has some of its matrices but not \"" +
                                                       std::string(weightNames[i]) +
                                                       "\"; give all four or none.");
        } else {
            owned.push_back(drawnWeight(setup.hidden, setup.seed, i));
            weights[i] = owned.back().view();
        }
        if (weights[i].shape() != Shape{setup.hidden, setup.hidden})
            return failure(Error::Code::BadFormat, "attention's \"" + std::string(weightNames[i]) + "\" is " +
                                                       shapeText(weights[i].shape()) + " where " +
                                                       shapeText({setup.hidden, setup.hidden}) +
                                                       " is needed.");
        const auto bias = setup.parameters.find(biasNames[i]);
        if (bias == setup.parameters.end())
            continue;
        if (bias->second.shape() != Shape{1, setup.hidden})
            return failure(Error::Code::BadFormat, "attention's \"" + std::string(biasNames[i]) + "\" has " +
                                                       shapeText(bias->second.shape()) + " values where " +
                                                       std::to_string(setup.hidden) + " are needed.");
        biases[i] = bias->second.row(0);
    }
    const AttentionParameters parameters{weights[0], weights[1], weights[2], weights[3],
                                         biases[0],  biases[1],  biases[2],  biases[3]};
    return std::make_unique<AttentionMixer>(setup.heads, parameters, std::move(owned));
}

} // namespace

AttentionMixer::AttentionMixer(Index heads, const AttentionParameters& parameters, std::vector<Matrix> owned)
    : m_heads(heads), m_parameters(parameters), m_owned(std::move(owned))
{}

Cost AttentionMixer::cost(Shape input) const noexcept
{
    const auto n = static_cast<std::uint64_t>(input.rows);
    const auto d = static_cast<std::uint64_t>(input.cols);
    const auto h = static_cast<std::uint64_t>(m_heads);
    Cost cost;
    // Four projections, scores and contexts as products; 5 operations per score for the softmax.
    cost.flops = 8 * n * d * d + 4 * n * d + 4 * n * n * d + 5 * h * n * n;
    cost.parameters = 4 * d * d + 4 * d;
    cost.bytes = sizeof(float) * (cost.parameters + 2 * n * d);
    cost.workspace = sizeof(float) * (4 * n * d + attendScratch(input.rows, input.cols / m_heads));
    return cost;
}

void AttentionMixer::forward(ConstMatrixView x, KeyMask mask, MatrixView y, MixWorkspace& workspace,
                             MixTape* tape) const
{
    const MatrixView query = workspace.matrix(querySlot, x.shape());
    const MatrixView key = workspace.matrix(keySlot, x.shape());
    const MatrixView value = workspace.matrix(valueSlot, x.shape());
    const MatrixView context = workspace.matrix(contextSlot, x.shape());
    TaskPool* pool = workspace.pool();
    affine(x, m_parameters.query, m_parameters.queryBias, query, pool);
    affine(x, m_parameters.key, m_parameters.keyBias, key, pool);
    affine(x, m_parameters.value, m_parameters.valueBias, value, pool);
    const AttentionInput input{m_heads, query, key, value, mask, scale()};
    AttentionRecord record;
    attend(input, context, workspace, attendSlots, tape ? &record : nullptr);
    affine(context, m_parameters.output, m_parameters.outputBias, y, pool);
    if (!tape)
        return;
    tape->saved.push_back({"q", Matrix(ConstMatrixView(query))});
    tape->saved.push_back({"k", Matrix(ConstMatrixView(key))});
    tape->saved.push_back({"v", Matrix(ConstMatrixView(value))});
    tape->saved.push_back({"ctx", Matrix(ConstMatrixView(context))});
    saveAttention(input, std::move(record), *tape);
}

float AttentionMixer::scale() const noexcept
{
    return 1.0F / std::sqrt(static_cast<float>(m_parameters.query.rows() / m_heads));
}

Result<Matrix> AttentionMixer::influence(ConstMatrixView x, KeyMask, const MixTape& tape,
                                         const std::stop_token& stop) const
{
    const Matrix* query = tape.find("q");
    const Matrix* key = tape.find("k");
    const Matrix* value = tape.find("v");
    const Matrix* context = tape.find("ctx");
    const auto weights = AttentionTiles::of(tape, x.rows(), m_heads, scale());
    assert(query && key && value && context && weights);
    return attentionInfluence(m_parameters,
                              {query->view(), key->view(), value->view(), context->view(), *weights}, stop);
}

std::optional<Matrix> AttentionMixer::weights(Index tokens, Index head, const MixTape& tape) const
{
    const auto tiles = AttentionTiles::of(tape, tokens, m_heads, scale());
    if (!tiles)
        return std::nullopt;
    Matrix all(tokens, tokens);
    tiles->write(head, 0, 0, all.view());
    return all;
}

bool AttentionMixer::weightTile(Index tokens, Index head, const MixTape& tape, Index row, Index col,
                                MatrixView tile) const
{
    const auto tiles = AttentionTiles::of(tape, tokens, m_heads, scale());
    if (tiles)
        tiles->write(head, row, col, tile);
    return tiles.has_value();
}

const MixerInfo& attentionInfo() noexcept
{
    static constexpr MixerInfo info{"attention",
                                    "Multi-head attention",
                                    "concat_h(softmax(Q_h K_h^T / sqrt(w)) V_h) W_O^T",
                                    "Vaswani et al. 2017, section 3.2; Devlin et al. 2019",
                                    MixerFamily::Attention,
                                    {},
                                    make};
    return info;
}

} // namespace mixlens
