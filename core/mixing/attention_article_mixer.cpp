#include "core/mixing/attention_article_mixer.h"

#include "core/base/random.h"
#include "core/math/linear_algebra.h"
#include "core/mixing/attention_heads.h"
#include "core/mixing/attention_tiles.h"
#include "core/mixing/mixer_settings.h"
#include "core/mixing/single_head_influence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace mixlens {
namespace {

constexpr std::string_view mixerId = "attention-article";
constexpr std::array<std::string_view, 3> names{"query", "key", "value"};
constexpr std::array articleSettings{
    MixerSetting{"n", "0", "divisor of the scores, up to 1e9; 0: the square root of the hidden size"}};

enum Slot : std::size_t { querySlot, keySlot, valueSlot, attendSlots };

/// One of Q, K, V, in whichever way it is stored.
struct Projection
{
    ConstMatrixView matrix;
    bool outByIn = false; ///< stored transposed, as "….weight"

    /// X M
    void apply(ConstMatrixView x, MatrixView y, TaskPool* pool = nullptr) const
    {
        outByIn ? multiplyTransposed(x, matrix, y, pool) : multiply(x, matrix, y, pool);
    }
    /// Y Mᵀ: each row goes back through M.
    [[nodiscard]] Matrix pull(ConstMatrixView y) const
    {
        Matrix x(y.shape());
        outByIn ? multiply(y, matrix, x.view()) : multiplyTransposed(y, matrix, x.view());
        return x;
    }
};

struct Projections
{
    Projection query, key, value;
    std::vector<Matrix> owned; ///< storage where nobody gave matrices
};

class AttentionArticleMixer final : public TokenMixer
{
public:
    AttentionArticleMixer(Projections projections, double divisor)
        : m_projections(std::move(projections)), m_scale(static_cast<float>(1.0 / divisor))
    {}

    [[nodiscard]] std::string_view id() const noexcept override { return mixerId; }

    /// Three projections, two products of tokens with tokens, 5 operations a score for the softmax.
    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        const auto tokens = static_cast<std::uint64_t>(input.rows);
        const auto hidden = static_cast<std::uint64_t>(input.cols);
        const std::uint64_t parameters = 3 * hidden * hidden;
        return {.flops = 6 * tokens * hidden * hidden + 4 * tokens * tokens * hidden + 5 * tokens * tokens,
                .bytes = sizeof(float) * (parameters + 2 * tokens * hidden),
                .parameters = parameters,
                .workspace = sizeof(float) * (3 * tokens * hidden + attendScratch(input.rows, input.cols))};
    }

    void forward(ConstMatrixView x, KeyMask mask, MatrixView y, MixWorkspace& workspace,
                 MixTape* tape) const override
    {
        const MatrixView query = workspace.matrix(querySlot, x.shape());
        const MatrixView key = workspace.matrix(keySlot, x.shape());
        const MatrixView value = workspace.matrix(valueSlot, x.shape());
        TaskPool* pool = workspace.pool();
        m_projections.query.apply(x, query, pool);
        m_projections.key.apply(x, key, pool);
        m_projections.value.apply(x, value, pool);
        const AttentionInput input{1, query, key, value, mask, m_scale};
        AttentionRecord record;
        attend(input, y, workspace, attendSlots, tape ? &record : nullptr);
        if (!tape)
            return;
        tape->saved.push_back({"q", Matrix(ConstMatrixView(query))});
        tape->saved.push_back({"k", Matrix(ConstMatrixView(key))});
        tape->saved.push_back({"v", Matrix(ConstMatrixView(value))});
        saveAttention(input, std::move(record), *tape);
    }

    [[nodiscard]] Result<Matrix> influence(ConstMatrixView x, KeyMask, const MixTape& tape,
                                           const std::stop_token& stop) const override
    {
        const Matrix* query = tape.find("q");
        const Matrix* key = tape.find("k");
        const Matrix* value = tape.find("v");
        const auto weights = AttentionTiles::of(tape, x.rows(), 1, m_scale);
        assert(query && key && value && weights);
        const Matrix queryPull = scaled(m_projections.query.pull(key->view()));
        const Matrix keyPull = scaled(m_projections.key.pull(query->view()));
        Matrix valuePull(x.shape());
        Matrix keyValue(x.shape());
        m_projections.value.apply(queryPull.view(), valuePull.view());
        m_projections.value.apply(keyPull.view(), keyValue.view());
        return singleHeadInfluence({.value = value->view(),
                                    .weights = *weights,
                                    .queryPull = queryPull.view(),
                                    .keyPull = keyPull.view(),
                                    .valuePull = valuePull.view(),
                                    .keyValue = keyValue.view(),
                                    .valueNorm = frobeniusNorm(m_projections.value.matrix)},
                                   stop);
    }

    [[nodiscard]] std::optional<Matrix> weights(Index tokens, Index, const MixTape& tape) const override
    {
        const auto tiles = AttentionTiles::of(tape, tokens, 1, m_scale);
        if (!tiles)
            return std::nullopt;
        Matrix all(tokens, tokens);
        tiles->write(0, 0, 0, all.view());
        return all;
    }

    bool weightTile(Index tokens, Index, const MixTape& tape, Index row, Index col,
                    MatrixView tile) const override
    {
        const auto tiles = AttentionTiles::of(tape, tokens, 1, m_scale);
        if (tiles)
            tiles->write(0, row, col, tile);
        return tiles.has_value();
    }

private:
    [[nodiscard]] Matrix scaled(Matrix matrix) const
    {
        for (float& value : matrix.values())
            value *= m_scale;
        return matrix;
    }

    Projections m_projections;
    float m_scale; ///< 1 / n
};

/// Standard normal entries over sqrt(hidden): queries, keys and values as large as the input.
Matrix drawn(Index hidden, const Philox& random)
{
    Matrix matrix(hidden, hidden);
    const double scale = 1.0 / std::sqrt(static_cast<double>(hidden));
    std::uint64_t index = 0;
    for (float& value : matrix.values())
        value = static_cast<float>(scale * random.normal(index++));
    return matrix;
}

/// The matrix called `name` or `name`.weight; an empty view where there is none.
Projection given(const MixerSetup& setup, std::string_view name)
{
    if (const auto plain = setup.parameters.find(name); plain != setup.parameters.end())
        return {plain->second, false};
    if (const auto weight = setup.parameters.find(std::string(name) + ".weight");
        weight != setup.parameters.end())
        return {weight->second, true};
    return {};
}

Result<Projections> projectionsOf(const MixerSetup& setup)
{
    std::array<Projection, 3> found{given(setup, names[0]), given(setup, names[1]), given(setup, names[2])};
    const auto missing =
        std::ranges::count_if(found, [](const Projection& p) { return p.matrix.data() == nullptr; });
    Projections projections;
    projections.owned.reserve(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        ConstMatrixView& matrix = found[i].matrix;
        if (missing == 3) {
            projections.owned.push_back(drawn(setup.hidden, Philox(setup.seed, i)));
            matrix = projections.owned.back().view();
        } else if (missing != 0 && matrix.data() == nullptr) {
            return failure(Error::Code::BadFormat, std::string(mixerId) +
                                                       " has some of its matrices but not \"" +
                                                       std::string(names[i]) + "\"; give all three or none.");
        }
        if (matrix.shape() != Shape{setup.hidden, setup.hidden})
            return failure(Error::Code::BadFormat,
                           std::string(mixerId) + "'s \"" + std::string(names[i]) + "\" is " +
                               std::to_string(matrix.rows()) + " x " + std::to_string(matrix.cols()) +
                               ", where " + std::to_string(setup.hidden) + " x " +
                               std::to_string(setup.hidden) + " is needed; check the model file.");
    }
    projections.query = found[0];
    projections.key = found[1];
    projections.value = found[2];
    return projections;
}

Result<std::unique_ptr<TokenMixer>> make(const MixerSetup& setup)
{
    SettingReader reader(mixerId, setup, articleSettings);
    const double wanted = reader.number("n", 0.0, 1e9);
    if (auto problem = reader.problem(); !problem)
        return tl::unexpected(problem.error());
    if (setup.hidden < 1)
        return failure(Error::Code::OutOfRange,
                       std::string(mixerId) +
                           " needs a hidden size of at least 1; check the model's config.json.");
    auto projections = projectionsOf(setup);
    if (!projections)
        return tl::unexpected(projections.error());
    const double divisor = wanted > 0.0 ? wanted : std::sqrt(static_cast<double>(setup.hidden));
    return std::make_unique<AttentionArticleMixer>(std::move(*projections), divisor);
}

} // namespace

const MixerInfo& attentionArticleInfo() noexcept
{
    static constexpr MixerInfo info{
        .id = mixerId,
        .title = "Attention, article form",
        .formula = "softmax(X Q (X K)^T / n) X V",
        .source = "Optalysys, Attention: Fourier Transforms. A giant leap in transformer efficiency",
        .family = MixerFamily::Attention,
        .settings = articleSettings,
        .make = make};
    return info;
}

} // namespace mixlens
