#include "core/mixing/attention_heads.h"

#include "core/kernels/kernels.h"
#include "core/math/linear_algebra.h"

#include <algorithm>
#include <limits>

namespace mixlens {
namespace {

enum Slot : std::size_t { scratchSlot, biasSlot };

Block<const float> block(ConstMatrixView x)
{
    return {x.data(), x.rows(), x.cols(), x.stride()};
}

Block<float> block(MatrixView x)
{
    return {x.data(), x.rows(), x.cols(), x.stride()};
}

constexpr Index roundedUp(Index count, Index step)
{
    return (count + step - 1) / step * step;
}

/// How a head's queries and keys are cut: a block of queries with its context stays in a core's second cache
/// (80 K floats each), a block of keys with its values and weights near the first.
struct Blocks
{
    Index queries;
    Index keys;
    Index scratch; ///< floats

    Blocks(Index tokens, Index width)
    {
        constexpr Index queryFloats = 80 * 1024;
        constexpr Index mostPanels = 4;
        const Index panels = std::clamp<Index>(queryFloats / (width * attentionPanel), 1, mostPanels);
        queries = std::min(panels * attentionPanel, roundedUp(tokens, attentionPanel));
        keys = 64;
        const Index padded = roundedUp(width, attentionTile);
        scratch = roundedUp(queries * (width + padded + 2) + keys * (padded + attentionPanel), 16);
    }
};

template<class Body>
void share(TaskPool* pool, Index parts, Body&& body)
{
    if (pool)
        pool->run(parts, body);
    for (Index part = 0; !pool && part < parts; ++part)
        body(part, 0);
}

ConstMatrixView headOf(ConstMatrixView x, Index head, Index heads)
{
    const Index width = x.cols() / heads;
    return x.middleCols(head * width, width);
}

MatrixView headOf(MatrixView x, Index head, Index heads)
{
    const Index width = x.cols() / heads;
    return x.middleCols(head * width, width);
}

/// 0 for tokens, the most negative float for padding; null when there is no padding.
const float* biasOf(KeyMask mask, MatrixView bias)
{
    std::ranges::transform(mask, bias.data(), [](std::uint8_t token) {
        return token != 0 ? 0.0F : std::numeric_limits<float>::lowest();
    });
    return mask.empty() ? nullptr : bias.data();
}

void attendDensely(const AttentionInput& in, MatrixView context, MixWorkspace& workspace,
                   std::size_t firstSlot, AttentionRecord* record)
{
    const Index tokens = in.query.rows();
    const MatrixView scratch =
        workspace.matrix(firstSlot + scratchSlot, {workspace.threads() * tokens, tokens});
    const MatrixView bias =
        workspace.matrix(firstSlot + biasSlot, {in.mask.empty() ? 0 : 1, static_cast<Index>(in.mask.size())});
    const float* keyBias = biasOf(in.mask, bias);
    share(workspace.pool(), in.heads, [&](Index head, int thread) {
        const MatrixView weights = scratch.middleRows(thread * tokens, tokens);
        multiplyTransposed(headOf(in.query, head, in.heads), headOf(in.key, head, in.heads), weights);
        kernels().softmaxRows(block(weights), in.scale, keyBias);
        if (record)
            copy(weights, record->weights.view().middleRows(head * tokens, tokens));
        multiply(weights, headOf(in.value, head, in.heads), headOf(context, head, in.heads));
    });
}

void attendStreaming(const AttentionInput& in, MatrixView context, MixWorkspace& workspace,
                     std::size_t firstSlot, AttentionRecord* record)
{
    const Index tokens = in.query.rows();
    const Blocks blocks(tokens, in.query.cols() / in.heads);
    const MatrixView scratch =
        workspace.matrix(firstSlot + scratchSlot, {workspace.threads(), blocks.scratch});
    const Index blocksOfHead = (tokens + blocks.queries - 1) / blocks.queries;
    share(workspace.pool(), in.heads * blocksOfHead, [&](Index part, int thread) {
        const Index head = part / blocksOfHead;
        const Index first = part % blocksOfHead * blocks.queries;
        const Index count = std::min(blocks.queries, tokens - first);
        kernels().attend({.query = block(headOf(in.query, head, in.heads).middleRows(first, count)),
                          .key = block(headOf(in.key, head, in.heads)),
                          .value = block(headOf(in.value, head, in.heads)),
                          .mask = in.mask.empty() ? nullptr : in.mask.data(),
                          .scale = in.scale,
                          .context = block(headOf(context, head, in.heads).middleRows(first, count)),
                          .logSumExp = record ? &record->logSums(head, first) : nullptr,
                          .scratch = scratch.row(thread).data(),
                          .keyBlock = blocks.keys});
    });
}

} // namespace

void attend(const AttentionInput& input, MatrixView context, MixWorkspace& workspace, std::size_t firstSlot,
            AttentionRecord* record)
{
    const Index tokens = input.query.rows();
    const bool dense = tokens <= denseAttentionTokens;
    if (record && dense)
        record->weights = Matrix(input.heads * tokens, tokens);
    else if (record)
        record->logSums = Matrix(input.heads, tokens);
    (dense ? attendDensely : attendStreaming)(input, context, workspace, firstSlot, record);
}

std::uint64_t attendScratch(Index tokens, Index width) noexcept
{
    return static_cast<std::uint64_t>(tokens <= denseAttentionTokens ? tokens * tokens
                                                                     : Blocks(tokens, width).scratch);
}

std::uint64_t attendRecorded(Index tokens, Index heads) noexcept
{
    return static_cast<std::uint64_t>(heads * tokens * (tokens <= denseAttentionTokens ? tokens : 1));
}

void saveAttention(const AttentionInput& input, AttentionRecord record, MixTape& tape)
{
    if (!record.weights.empty()) {
        tape.saved.push_back({"attn", std::move(record.weights)});
        return;
    }
    tape.saved.push_back({"lse", std::move(record.logSums)});
    if (input.mask.empty())
        return;
    Matrix mask(1, static_cast<Index>(input.mask.size()));
    std::ranges::copy(input.mask, mask.values().begin());
    tape.saved.push_back({"mask", std::move(mask)});
}

} // namespace mixlens
