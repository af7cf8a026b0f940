#include "core/mixing/attention_influence.h"

#include "core/math/linear_algebra.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace mixlens {

namespace {

double dot(std::span<const float> a, std::span<const float> b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

Matrix transposed(ConstMatrixView x)
{
    Matrix result(x.cols(), x.rows());
    for (Index r = 0; r < x.rows(); ++r)
        for (Index c = 0; c < x.cols(); ++c)
            result(c, r) = x(r, c);
    return result;
}

/// Products of pairs of heads that do not depend on the sentence.
struct HeadGrams
{
    Matrix output; ///< (d x d), block (h, g) = W_O^hᵀ W_O^g
    Matrix key;    ///< (d x d), block (h, g) = W_K^h W_K^gᵀ
    Matrix cross;  ///< (d x d), block (h, g) = W_V^h W_K^gᵀ
    Matrix values; ///< (heads x heads), <W_O^h W_V^h, W_O^g W_V^g>

    HeadGrams(Index heads, const AttentionParameters& p)
        : output(p.output.cols(), p.output.cols()), key(p.key.shape()), cross(p.value.shape()),
          values(heads, heads)
    {
        const Matrix outputTransposed = transposed(p.output);
        multiplyTransposed(outputTransposed.view(), outputTransposed.view(), output.view());
        multiplyTransposed(p.key, p.key, key.view());
        multiplyTransposed(p.value, p.key, cross.view());
        Matrix valueGram(p.value.rows(), p.value.rows());
        multiplyTransposed(p.value, p.value, valueGram.view());
        const Index width = p.value.rows() / heads;
        for (Index h = 0; h < heads; ++h) {
            for (Index g = 0; g < heads; ++g) {
                double sum = 0.0;
                for (Index r = 0; r < width; ++r)
                    sum += dot(
                        output.view()
                            .row(h * width + r)
                            .subspan(static_cast<std::size_t>(g * width), static_cast<std::size_t>(width)),
                        valueGram.view()
                            .row(h * width + r)
                            .subspan(static_cast<std::size_t>(g * width), static_cast<std::size_t>(width)));
                values(h, g) = static_cast<float>(sum);
            }
        }
    }
};

class InfluenceRows
{
public:
    InfluenceRows(const AttentionParameters& parameters, const AttentionPass& pass)
        : m_rows(pass.weights), m_heads(pass.weights.heads()), m_width(parameters.query.rows() / m_heads),
          m_tokens(pass.query.rows()), m_scale(1.0F / std::sqrt(static_cast<float>(m_width))),
          m_parameters(parameters), m_pass(pass), m_grams(m_heads, parameters),
          m_outputContext(m_heads * m_tokens, m_heads * m_width),
          m_crossQuery(m_heads * m_tokens, m_heads * m_width), m_valueForms(m_tokens, m_heads * m_heads),
          m_keyForms(m_tokens, m_heads * m_heads), m_byOutput(m_heads * m_tokens, m_heads),
          m_byCross(m_heads * m_tokens, m_heads), m_pull(parameters.query.cols(), parameters.query.cols()),
          m_block(parameters.output.rows(), parameters.query.cols())
    {
        Matrix forms(m_tokens, m_width);
        Matrix mapped(m_width, m_width);
        for (Index h = 0; h < m_heads; ++h) {
            for (Index g = 0; g < m_heads; ++g) {
                const ConstMatrixView output = gram(m_grams.output, h, g);
                // u_i = O^hg c_i^g, stored as row (h, i), columns of g.
                store(
                    m_outputContext, h, g,
                    [&](MatrixView to) { multiplyTransposed(head(m_pass.context, g), output, to); }, forms);
                // r_i = O^gh (W_V^h W_K^gᵀ) q_i^g / sqrt(w), stored as row (g, i), columns of h.
                multiply(gram(m_grams.output, g, h), gram(m_grams.cross, h, g), mapped.view());
                store(
                    m_crossQuery, g, h,
                    [&](MatrixView to) { multiplyTransposed(head(m_pass.query, g), mapped.view(), to); },
                    forms);
                multiplyTransposed(head(m_pass.value, g), output, forms.view());
                for (Index j = 0; j < m_tokens; ++j)
                    m_valueForms(j, h * m_heads + g) =
                        static_cast<float>(dot(head(m_pass.value, h).row(j), forms.view().row(j)));
                multiplyTransposed(head(m_pass.query, g), gram(m_grams.key, h, g), forms.view());
                for (Index i = 0; i < m_tokens; ++i)
                    m_keyForms(i, h * m_heads + g) =
                        m_scale * m_scale *
                        static_cast<float>(dot(head(m_pass.query, h).row(i), forms.view().row(i)));
            }
        }
        for (float& value : m_crossQuery.values())
            value *= m_scale;
    }

    void write(Index i, std::span<float> row)
    {
        m_weights = m_rows.of(i);
        offDiagonal(i, row);
        row[static_cast<std::size_t>(i)] = static_cast<float>(diagonal(i));
    }

private:
    [[nodiscard]] ConstMatrixView head(ConstMatrixView x, Index h) const
    {
        return x.middleCols(h * m_width, m_width);
    }
    [[nodiscard]] ConstMatrixView headRows(ConstMatrixView x, Index h) const
    {
        return x.middleRows(h * m_width, m_width);
    }
    [[nodiscard]] ConstMatrixView gram(const Matrix& all, Index h, Index g) const
    {
        return all.view().middleRows(h * m_width, m_width).middleCols(g * m_width, m_width);
    }

    template<class Product>
    void store(Matrix& to, Index row, Index col, Product product, Matrix& scratch)
    {
        product(scratch.view());
        copy(scratch.view(),
             to.view().middleRows(row * m_tokens, m_tokens).middleCols(col * m_width, m_width));
    }

    /// Row i of `from` for head h as (heads x width).
    [[nodiscard]] ConstMatrixView pairs(const Matrix& from, Index h, Index i) const
    {
        return {from.view().row(h * m_tokens + i).data(), {m_heads, m_width}};
    }

    void offDiagonal(Index i, std::span<float> row)
    {
        for (Index h = 0; h < m_heads; ++h) {
            multiplyTransposed(head(m_pass.value, h), pairs(m_outputContext, h, i),
                               m_byOutput.view().middleRows(h * m_tokens, m_tokens));
            multiplyTransposed(head(m_pass.value, h), pairs(m_crossQuery, h, i),
                               m_byCross.view().middleRows(h * m_tokens, m_tokens));
        }
        std::vector<double> contextForms(static_cast<std::size_t>(m_heads * m_heads));
        std::vector<double> contextCross(contextForms.size());
        for (Index h = 0; h < m_heads; ++h) {
            for (Index g = 0; g < m_heads; ++g) {
                const auto pair = static_cast<std::size_t>(h * m_heads + g);
                contextForms[pair] = dot(head(m_pass.context, h).row(i), pairs(m_outputContext, h, i).row(g));
                contextCross[pair] = dot(head(m_pass.context, g).row(i), pairs(m_crossQuery, g, i).row(h));
            }
        }
        for (Index j = 0; j < m_tokens; ++j) {
            double squared = 0.0;
            for (Index h = 0; h < m_heads; ++h) {
                for (Index g = 0; g < m_heads; ++g) {
                    const auto pair = static_cast<std::size_t>(h * m_heads + g);
                    const double both =
                        static_cast<double>(m_weights(h, j)) * static_cast<double>(m_weights(g, j));
                    const double cross =
                        static_cast<double>(m_byCross(g * m_tokens + j, h)) - contextCross[pair];
                    const double form = static_cast<double>(m_valueForms(j, h * m_heads + g)) -
                                        static_cast<double>(m_byOutput(h * m_tokens + j, g)) -
                                        static_cast<double>(m_byOutput(g * m_tokens + j, h)) +
                                        contextForms[pair];
                    squared += both * (static_cast<double>(m_grams.values(h, g)) + 2.0 * cross +
                                       form * static_cast<double>(m_keyForms(i, h * m_heads + g)));
                }
            }
            row[static_cast<std::size_t>(j)] = static_cast<float>(std::sqrt(std::max(squared, 0.0)));
        }
    }

    /// ‖W_O D‖ where head h owns rows of D = a_ii (W_V + (v_i - c_i) p_iᵀ) + Σ_m a_im (v_m - c_i) k_mᵀ W_Q /
    /// sqrt(w).
    [[nodiscard]] double diagonal(Index i)
    {
        Matrix weightedKeys(m_tokens, m_width);
        Matrix covariance(m_width, m_width);
        Matrix query(1, m_width);
        Matrix pulled(1, m_parameters.key.cols());
        for (Index h = 0; h < m_heads; ++h) {
            const ConstMatrixView values = head(m_pass.value, h);
            const ConstMatrixView keys = head(m_pass.key, h);
            const auto context = head(m_pass.context, h).row(i);
            fill(covariance.view(), 0.0F);
            for (Index m = 0; m < m_tokens; ++m) {
                const float a = m_scale * m_weights(h, m);
                for (Index r = 0; r < m_width; ++r) {
                    const float weighted = a * (values(m, r) - context[static_cast<std::size_t>(r)]);
                    for (Index c = 0; c < m_width; ++c)
                        covariance(r, c) += weighted * keys(m, c);
                }
            }
            const MatrixView part = m_pull.view().middleRows(h * m_width, m_width);
            multiply(covariance.view(), headRows(m_parameters.query, h), part);
            copy(head(m_pass.query, h).middleRows(i, 1), query.view());
            multiply(query.view(), headRows(m_parameters.key, h), pulled.view());
            const float own = m_weights(h, i);
            for (Index r = 0; r < m_width; ++r) {
                const float moved = m_scale * (values(i, r) - context[static_cast<std::size_t>(r)]);
                for (Index c = 0; c < part.cols(); ++c)
                    part(r, c) += own * (headRows(m_parameters.value, h)(r, c) + moved * pulled(0, c));
            }
        }
        multiply(m_parameters.output, m_pull.view(), m_block.view());
        return frobeniusNorm(m_block.view());
    }

    AttentionRows m_rows;
    ConstMatrixView m_weights; ///< (heads x tokens) of the row at hand
    Index m_heads;
    Index m_width;
    Index m_tokens;
    float m_scale; ///< 1 / sqrt(width)
    const AttentionParameters& m_parameters;
    const AttentionPass& m_pass;
    HeadGrams m_grams;
    Matrix m_outputContext; ///< row (h, i): O^hg c_i^g for each g
    Matrix m_crossQuery;    ///< row (g, i): O^gh W_V^h p_i^g for each h
    Matrix m_valueForms;    ///< row j: v_j^hᵀ O^hg v_j^g for each pair
    Matrix m_keyForms;      ///< row i: p_i^h · p_i^g for each pair
    Matrix m_byOutput;      ///< for the row at hand: row (h, j), v_j^h · u_i^hg
    Matrix m_byCross;       ///< for the row at hand: row (g, j), v_j^g · r_i^hg
    Matrix m_pull;          ///< D of the diagonal block
    Matrix m_block;
};

} // namespace

Result<Matrix> attentionInfluence(const AttentionParameters& parameters, const AttentionPass& pass,
                                  const std::stop_token& stop)
{
    Matrix influence(pass.query.rows(), pass.query.rows());
    InfluenceRows rows(parameters, pass);
    for (Index i = 0; i < influence.rows(); ++i) {
        if (stop.stop_requested())
            return failure(Error::Code::Cancelled, "A newer question has come.");
        rows.write(i, influence.view().row(i));
    }
    return influence;
}

std::uint64_t attentionInfluenceBytes(Index tokens, Index hidden, Index heads) noexcept
{
    // Two maps of each head to each other and what is at hand of them, weights of some rows, forms of each
    // pair of heads, and a handful of (hidden x hidden) matrices.
    const auto n = static_cast<std::uint64_t>(tokens);
    const auto d = static_cast<std::uint64_t>(hidden);
    const auto h = static_cast<std::uint64_t>(heads);
    return sizeof(float) * (2 * h * n * d + 4 * n * h * h +
                            static_cast<std::uint64_t>(AttentionRows::rowsAhead) * h * n + 7 * d * d);
}

} // namespace mixlens
