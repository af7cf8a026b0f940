#include "core/mixing/control_mixers.h"

#include "core/base/random.h"
#include "core/math/linear_algebra.h"
#include "core/mixing/mixer_settings.h"

#include <cmath>

namespace mixlens {
namespace {

constexpr std::string_view bothSides = "A X B";

/// y = A x Wᵀ. A is (most tokens x most tokens), of which the upper left (tokens x tokens) is used, as rows
/// beyond the sentence would be padding; W is (hidden x hidden), (out x in), so B = Wᵀ.
class TwoSidedMixer final : public TokenMixer
{
public:
    struct Matrices
    {
        ConstMatrixView tokens;
        ConstMatrixView hidden;
        Matrix ownTokens; ///< storage where nobody gave matrices
        Matrix ownHidden;
    };

    TwoSidedMixer(std::string_view id, bool learned, Matrices matrices)
        : m_id(id), m_learned(learned), m_matrices(std::move(matrices))
    {}

    [[nodiscard]] std::string_view id() const noexcept override { return m_id; }

    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        const auto tokens = static_cast<std::uint64_t>(input.rows);
        const auto hidden = static_cast<std::uint64_t>(input.cols);
        const auto stored = static_cast<std::uint64_t>(m_matrices.tokens.shape().size()) + hidden * hidden;
        const std::uint64_t read = 2 * tokens * hidden + tokens * tokens + hidden * hidden;
        return {.flops = 2 * tokens * hidden * (tokens + hidden),
                .bytes = sizeof(float) * read,
                .parameters = m_learned ? stored : 0,
                .workspace = sizeof(float) * tokens * hidden};
    }

    void forward(ConstMatrixView x, KeyMask, MatrixView y, MixWorkspace& workspace, MixTape*) const override
    {
        const MatrixView mixedHidden = workspace.matrix(0, x.shape());
        multiplyTransposed(x, m_matrices.hidden, mixedHidden);
        multiply(overTokens(x.rows()), mixedHidden, y);
    }

    /// d y_i / d x_j = A_ij Bᵀ, whose Frobenius norm is |A_ij| ‖B‖.
    [[nodiscard]] Result<Matrix> influence(ConstMatrixView x, KeyMask, const MixTape&,
                                           const std::stop_token&) const override
    {
        Matrix norms(overTokens(x.rows()));
        const auto size = static_cast<float>(frobeniusNorm(m_matrices.hidden));
        for (float& entry : norms.values())
            entry = std::abs(entry) * size;
        return norms;
    }

    [[nodiscard]] std::optional<Matrix> weights(Index tokens, Index, const MixTape&) const override
    {
        return Matrix(overTokens(tokens));
    }

private:
    [[nodiscard]] ConstMatrixView overTokens(Index tokens) const
    {
        assert(tokens <= m_matrices.tokens.rows());
        return m_matrices.tokens.middleRows(0, tokens).middleCols(0, tokens);
    }

    std::string_view m_id;
    bool m_learned;
    Matrices m_matrices;
};

class IdentityMixer final : public TokenMixer
{
public:
    [[nodiscard]] std::string_view id() const noexcept override { return "none"; }

    [[nodiscard]] Cost cost(Shape input) const noexcept override
    {
        return {.bytes = 2 * sizeof(float) * static_cast<std::uint64_t>(input.size())};
    }

    void forward(ConstMatrixView x, KeyMask, MatrixView y, MixWorkspace&, MixTape*) const override
    {
        copy(x, y);
    }

    /// The identity's norm, sqrt(hidden), on the diagonal.
    [[nodiscard]] Result<Matrix> influence(ConstMatrixView x, KeyMask, const MixTape&,
                                           const std::stop_token&) const override
    {
        return diagonal(x.rows(), std::sqrt(static_cast<float>(x.cols())));
    }

    [[nodiscard]] std::optional<Matrix> weights(Index tokens, Index, const MixTape&) const override
    {
        return diagonal(tokens, 1.0F);
    }

private:
    [[nodiscard]] static Matrix diagonal(Index size, float value)
    {
        Matrix matrix(size, size);
        for (Index i = 0; i < size; ++i)
            matrix(i, i) = value;
        return matrix;
    }
};

/// Normal entries over sqrt(size), so that y is as large as x (LeCun et al. 1998, as the paper's Random).
Matrix drawn(Index size, const Philox& random)
{
    Matrix matrix(size, size);
    const double scale = 1.0 / std::sqrt(static_cast<double>(size));
    std::uint64_t index = 0;
    for (float& value : matrix.values())
        value = static_cast<float>(scale * random.normal(index++));
    return matrix;
}

Result<void> checkSquare(std::string_view mixer, std::string_view name, ConstMatrixView matrix, Index size)
{
    if (matrix.rows() == matrix.cols() && (size == 0 || matrix.rows() == size))
        return {};
    const std::string wanted =
        size == 0 ? "a square one" : std::to_string(size) + " x " + std::to_string(size);
    return failure(Error::Code::BadFormat, std::string(mixer) + "'s \"" + std::string(name) + "\" is " +
                                               std::to_string(matrix.rows()) + " x " +
                                               std::to_string(matrix.cols()) + ", where " + wanted +
                                               " is needed; check the model file.");
}

Result<std::unique_ptr<TokenMixer>> makeTwoSided(const MixerInfo& info, const MixerSetup& setup, bool learned)
{
    const SettingReader reader(info.id, setup, info.settings);
    if (auto problem = reader.problem(); !problem)
        return tl::unexpected(problem.error());
    const auto tokens = setup.parameters.find("tokens.weight");
    const auto hidden = setup.parameters.find("hidden.weight");
    const bool given = learned && tokens != setup.parameters.end() && hidden != setup.parameters.end();
    if (learned && !given && (tokens != setup.parameters.end() || hidden != setup.parameters.end()))
        return failure(
            Error::Code::BadFormat,
            "linear has one of its matrices \"tokens.weight\" and \"hidden.weight\" but not the other; "
            "give both or none.");
    TwoSidedMixer::Matrices matrices;
    if (given) {
        if (auto checked = checkSquare(info.id, "tokens.weight", tokens->second, 0); !checked)
            return tl::unexpected(checked.error());
        if (auto checked = checkSquare(info.id, "hidden.weight", hidden->second, setup.hidden); !checked)
            return tl::unexpected(checked.error());
        matrices = {tokens->second, hidden->second, {}, {}};
    } else {
        if (setup.maxTokens < 1 || setup.hidden < 1)
            return failure(Error::Code::OutOfRange,
                           std::string(info.id) +
                               " draws a matrix over tokens and one over hidden units and must know "
                               "how many there can be; give maxTokens and hidden of at least 1.");
        matrices.ownTokens = drawn(setup.maxTokens, Philox(setup.seed, 0));
        matrices.ownHidden = drawn(setup.hidden, Philox(setup.seed, 1));
        matrices.tokens = matrices.ownTokens.view();
        matrices.hidden = matrices.ownHidden.view();
    }
    return std::make_unique<TwoSidedMixer>(info.id, learned, std::move(matrices));
}

Result<std::unique_ptr<TokenMixer>> makeLinear(const MixerSetup& setup)
{
    return makeTwoSided(linearInfo(), setup, true);
}

Result<std::unique_ptr<TokenMixer>> makeRandom(const MixerSetup& setup)
{
    return makeTwoSided(randomInfo(), setup, false);
}

Result<std::unique_ptr<TokenMixer>> makeNone(const MixerSetup& setup)
{
    const SettingReader reader("none", setup, noneInfo().settings);
    if (auto problem = reader.problem(); !problem)
        return tl::unexpected(problem.error());
    return std::make_unique<IdentityMixer>();
}

} // namespace

const MixerInfo& linearInfo() noexcept
{
    static constexpr MixerInfo info{.id = "linear",
                                    .title = "Linear, learned",
                                    .formula = bothSides,
                                    .source =
                                        "Lee-Thorp et al. 2021, section 4; f_net/layers.py, LinearTransform",
                                    .family = MixerFamily::Control,
                                    .settings = {},
                                    .make = makeLinear};
    return info;
}

const MixerInfo& randomInfo() noexcept
{
    static constexpr MixerInfo info{.id = "random",
                                    .title = "Random, fixed",
                                    .formula = bothSides,
                                    .source =
                                        "Lee-Thorp et al. 2021, section 4; f_net/layers.py, RandomTransform",
                                    .family = MixerFamily::Control,
                                    .settings = {},
                                    .make = makeRandom};
    return info;
}

const MixerInfo& noneInfo() noexcept
{
    static constexpr MixerInfo info{
        .id = "none",
        .title = "No mixing",
        .formula = "X",
        .source = "Lee-Thorp et al. 2021, section 4, FF-only; f_net/layers.py, IdentityTransform",
        .family = MixerFamily::Control,
        .settings = {},
        .make = makeNone};
    return info;
}

} // namespace mixlens
