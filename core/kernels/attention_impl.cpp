// Compiled once for each instruction set, as kernels_impl.cpp is and by the same rules.
//
// Attention without its matrix (Milakov and Gimelshein 2018; Dao et al. 2022): scores exist for one block of
// keys and one panel of queries at a time; maximum, sum and context of each query are corrected whenever a
// block brings a larger score. Queries lie along the register, so that the softmax needs no sum across one:
//   Sᵀ = K Qᵀ,  P = 2^(S - m),  Cᵀ = Cᵀ 2^(m_old - m) + Vᵀ Pᵀ,  with log2 e in Q's scale.
#include "core/kernels/kernels.h"

namespace mixlens::MIXLENS_ISA {
namespace {

using Size = std::ptrdiff_t;

// A tile of a product holds tileRows x up to panelRegisters accumulators: as many as the registers allow.
#if defined(__AVX512F__)
constexpr Size lanes = 16;
constexpr Size tileRows = 8;
constexpr Size panelRegisters = 3;
#elif defined(__AVX2__)
constexpr Size lanes = 8;
constexpr Size tileRows = 4;
constexpr Size panelRegisters = 3;
#else
constexpr Size lanes = 4;
constexpr Size tileRows = 4;
constexpr Size panelRegisters = 2; // a product needs a register of its own where there is no multiply-add
#endif
static_assert(attentionPanel % (panelRegisters * lanes) == 0 && attentionTile % tileRows == 0);

typedef float Floats __attribute__((vector_size(lanes * sizeof(float))));
typedef float Unaligned __attribute__((vector_size(lanes * sizeof(float)), aligned(4), may_alias));

constexpr float log2e = 1.44269504F;
constexpr float ln2 = 0.693147181F;
constexpr float lowest = -3.40282347e38F;

inline Floats load(const float* from)
{
    return *reinterpret_cast<const Unaligned*>(from);
}

inline void store(float* to, Floats value)
{
    *reinterpret_cast<Unaligned*>(to) = value;
}

inline Floats all(float value)
{
    return value - Floats{};
}

/// 2^x to 3e-7 relative for x <= 0: 2^n by its bits, times the polynomial of 2^f on [-1/2, 1/2] whose largest
/// relative error is least. Below -126 exactly 0.
inline Floats powerOfTwo(Floats x)
{
    const Floats magic = all(12582912.0F); // 1.5 * 2^23: adding it rounds to a whole number
    const Floats rounded = x + magic;
    const Floats f = x - (rounded - magic);
    Floats series = all(0.0013276472F);
    series = series * f + 0.00967554133F;
    series = series * f + 0.0555071327F;
    series = series * f + 0.240221197F;
    series = series * f + 0.693146967F;
    series = series * f + 1.00000007F;
    using Bits [[gnu::vector_size(sizeof(Floats))]] = unsigned; // what is beyond 32 bits falls off
    const Bits bits = __builtin_bit_cast(Bits, series) + (__builtin_bit_cast(Bits, rounded) << 23U);
    return x < all(-126.0F) ? Floats{} : __builtin_bit_cast(Floats, bits);
}

inline Floats larger(Floats a, Floats b)
{
    return a > b ? a : b;
}

/// What one call keeps in its scratch memory.
struct Work
{
    Size width;
    Size paddedWidth; ///< a multiple of tileRows
    float* values;    ///< (key block x paddedWidth)
    float* scores;    ///< (key block, rounded up to tileRows, x panel)
};

/// N registers of queries: everything of theirs is N * lanes wide.
struct Panel
{
    const float* query; ///< (width x panel), scaled
    float* context;     ///< (paddedWidth x panel), not yet divided by `sum`
    float* largest;
    float* sum;
};

struct KeyBlock
{
    const float* keys;
    Size stride;
    Size count;
    const std::uint8_t* mask; ///< or null
};

/// tileRows rows of Sᵀ; those past the last key repeat it and nobody reads them.
template<Size N>
void scoreTile(const KeyBlock& block, Size first, const float* query, Size width, float* scores)
{
    const float* key[tileRows];
    for (Size r = 0; r < tileRows; ++r)
        key[r] = block.keys + (first + r < block.count ? first + r : block.count - 1) * block.stride;
    Floats sum[tileRows][N] = {};
    for (Size c = 0; c < width; ++c) {
        Floats q[N];
#pragma GCC unroll 3
        for (Size n = 0; n < N; ++n)
            q[n] = load(query + (c * N + n) * lanes);
#pragma GCC unroll 8
        for (Size r = 0; r < tileRows; ++r) {
            const Floats k = all(key[r][c]);
#pragma GCC unroll 3
            for (Size n = 0; n < N; ++n)
                sum[r][n] += k * q[n];
        }
    }
#pragma GCC unroll 8
    for (Size r = 0; r < tileRows; ++r)
#pragma GCC unroll 3
        for (Size n = 0; n < N; ++n)
            store(scores + ((first + r) * N + n) * lanes, sum[r][n]);
}

/// tileRows rows of Cᵀ = Cᵀ correction + Vᵀ Pᵀ.
template<Size N>
void contextTile(const float* values, Size stride, const float* weights, Size keys, const Floats* correction,
                 float* context)
{
    Floats sum[tileRows][N];
#pragma GCC unroll 8
    for (Size r = 0; r < tileRows; ++r)
#pragma GCC unroll 3
        for (Size n = 0; n < N; ++n)
            sum[r][n] = load(context + (r * N + n) * lanes) * correction[n];
    for (Size j = 0; j < keys; ++j) {
        Floats p[N];
#pragma GCC unroll 3
        for (Size n = 0; n < N; ++n)
            p[n] = load(weights + (j * N + n) * lanes);
#pragma GCC unroll 8
        for (Size r = 0; r < tileRows; ++r) {
            const Floats v = all(values[j * stride + r]);
#pragma GCC unroll 3
            for (Size n = 0; n < N; ++n)
                sum[r][n] += v * p[n];
        }
    }
#pragma GCC unroll 8
    for (Size r = 0; r < tileRows; ++r)
#pragma GCC unroll 3
        for (Size n = 0; n < N; ++n)
            store(context + (r * N + n) * lanes, sum[r][n]);
}

/// Scores become weights relative to the largest score so far; returns by what older sums must be multiplied.
template<Size N>
void weigh(float* scores, const KeyBlock& block, const Panel& panel, Floats* correction)
{
    if (block.mask) {
        for (Size j = 0; j < block.count; ++j)
            for (Size n = 0; n < N && !block.mask[j]; ++n)
                store(scores + (j * N + n) * lanes, all(lowest));
    }
    Floats largest[N];
    Floats sum[N] = {};
    for (Size n = 0; n < N; ++n)
        largest[n] = load(panel.largest + n * lanes);
    for (Size j = 0; j < block.count; ++j)
#pragma GCC unroll 3
        for (Size n = 0; n < N; ++n)
            largest[n] = larger(load(scores + (j * N + n) * lanes), largest[n]);
    for (Size j = 0; j < block.count; ++j) {
#pragma GCC unroll 3
        for (Size n = 0; n < N; ++n) {
            const Floats weight = powerOfTwo(load(scores + (j * N + n) * lanes) - largest[n]);
            store(scores + (j * N + n) * lanes, weight);
            sum[n] += weight;
        }
    }
    for (Size n = 0; n < N; ++n) {
        correction[n] = powerOfTwo(load(panel.largest + n * lanes) - largest[n]);
        store(panel.largest + n * lanes, largest[n]);
        store(panel.sum + n * lanes, load(panel.sum + n * lanes) * correction[n] + sum[n]);
    }
}

template<Size N>
void mixBlock(const Work& work, const KeyBlock& block, const Panel& panel)
{
    for (Size j = 0; j < block.count; j += tileRows)
        scoreTile<N>(block, j, panel.query, work.width, work.scores);
    Floats correction[N];
    weigh<N>(work.scores, block, panel, correction);
    for (Size c = 0; c < work.paddedWidth; c += tileRows)
        contextTile<N>(work.values + c, work.paddedWidth, work.scores, block.count, correction,
                       panel.context + c * N * lanes);
}

void mixBlock(Size registers, const Work& work, const KeyBlock& block, const Panel& panel)
{
    if (registers == panelRegisters)
        mixBlock<panelRegisters>(work, block, panel);
    else if (registers == 2)
        mixBlock<2>(work, block, panel);
    else
        mixBlock<1>(work, block, panel);
}

/// The queries of a panel that starts at `first`, and how many registers they take.
struct PanelPlace
{
    Size first;
    Size queries;
    Size registers;
};

PanelPlace placeOf(Size first, Size queries)
{
    constexpr Size most = panelRegisters * lanes;
    const Size left = queries - first;
    const Size count = left < most ? left : most;
    return {first, count, (count + lanes - 1) / lanes};
}

/// Rows of a head lie a whole token apart, where the processor doesn't look ahead by itself.
inline void prefetchRow(const float* row, Size width)
{
    constexpr Size line = 16;
    for (Size c = 0; c < width; c += line)
        __builtin_prefetch(row + c);
}

constexpr Size rowsAhead = 8;

void packQueries(const AttentionBlock& in, const PanelPlace& place, float* packed)
{
    const Size panel = place.registers * lanes;
    const Size width = in.query.cols;
    for (Size lane = 0; lane < panel; ++lane) {
        const float* row = in.query.data + (place.first + lane) * in.query.stride;
        if (lane + rowsAhead < place.queries)
            prefetchRow(row + rowsAhead * in.query.stride, width);
        for (Size c = 0; c < width; ++c)
            packed[c * panel + lane] = lane < place.queries ? row[c] * (in.scale * log2e) : 0.0F;
    }
}

void packValues(Block<const float> value, Size first, Size count, const Work& work)
{
    for (Size j = 0; j < count; ++j) {
        const float* from = value.data + (first + j) * value.stride;
        float* to = work.values + j * work.paddedWidth;
        if (j + rowsAhead < count)
            prefetchRow(from + rowsAhead * value.stride, work.width);
        for (Size c = 0; c < work.width; ++c)
            to[c] = from[c];
        for (Size c = work.width; c < work.paddedWidth; ++c)
            to[c] = 0.0F;
    }
}

void finish(const AttentionBlock& out, const PanelPlace& place, const Panel& panel)
{
    const Size stride = place.registers * lanes;
    for (Size lane = 0; lane < place.queries; ++lane) {
        const float inverse = 1.0F / panel.sum[lane];
        float* row = out.context.data + (place.first + lane) * out.context.stride;
        for (Size c = 0; c < out.context.cols; ++c)
            row[c] = panel.context[c * stride + lane] * inverse;
        if (!out.logSumExp)
            continue;
        const float largest = panel.largest[lane];
        out.logSumExp[place.first + lane] =
            largest == lowest ? lowest : ln2 * largest + __builtin_logf(panel.sum[lane]);
    }
}

} // namespace

void attend(const AttentionBlock& block)
{
    const Size queries = block.query.rows;
    const Size width = block.query.cols;
    const Size paddedWidth = (width + attentionTile - 1) / attentionTile * attentionTile;
    const Size paddedQueries = (queries + attentionPanel - 1) / attentionPanel * attentionPanel;
    float* next = block.scratch;
    const auto take = [&next](Size count) {
        float* here = next;
        next += count;
        return here;
    };
    float* query = take(width * paddedQueries);
    float* context = take(paddedWidth * paddedQueries);
    float* largest = take(paddedQueries);
    float* sum = take(paddedQueries);
    const Work work{width, paddedWidth, take(block.keyBlock * paddedWidth),
                    take(block.keyBlock * attentionPanel)};
    for (Size i = 0; i < paddedQueries; ++i) {
        largest[i] = -__builtin_inff();
        sum[i] = 0.0F;
    }
    for (Size i = 0; i < paddedWidth * paddedQueries; ++i)
        context[i] = 0.0F;

    const auto panelAt = [&](Size first) {
        return Panel{query + first * width, context + first * paddedWidth, largest + first, sum + first};
    };
    constexpr Size step = panelRegisters * lanes;
    for (Size first = 0; first < queries; first += step)
        packQueries(block, placeOf(first, queries), query + first * width);
    for (Size key = 0; key < block.key.rows; key += block.keyBlock) {
        const Size left = block.key.rows - key;
        const KeyBlock keys{block.key.data + key * block.key.stride, block.key.stride,
                            left < block.keyBlock ? left : block.keyBlock,
                            block.mask ? block.mask + key : nullptr};
        packValues(block.value, key, keys.count, work);
        for (Size first = 0; first < queries; first += step)
            mixBlock(placeOf(first, queries).registers, work, keys, panelAt(first));
    }
    for (Size first = 0; first < queries; first += step)
        finish(block, placeOf(first, queries), panelAt(first));
}

} // namespace mixlens::MIXLENS_ISA
