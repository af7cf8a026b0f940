#include "core/mixing/single_head_influence.h"

#include "core/math/linear_algebra.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mixlens {
namespace {

/// All products of a row of `a` with a row of `b`.
Matrix gram(ConstMatrixView a, ConstMatrixView b)
{
    Matrix products(a.rows(), b.rows());
    multiplyTransposed(a, b, products.view());
    return products;
}

double dot(std::span<const float> a, std::span<const float> b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

/// The products that rows of the influence are made of.
class Products
{
public:
    explicit Products(const SingleHeadPass& pass)
        : m_pass(pass), m_rows(pass.weights), m_values(gram(pass.value, pass.value)),
          m_pulls(gram(pass.queryPull, pass.queryPull)), m_keyPulls(gram(pass.keyPull, pass.queryPull)),
          m_valuePulls(gram(pass.valuePull, pass.value)), m_keyValues(gram(pass.keyValue, pass.value)),
          m_centred(static_cast<std::size_t>(pass.value.rows()))
    {}

    void writeRow(Index i, std::span<float> row)
    {
        const Index tokens = m_pass.value.rows();
        m_row = m_rows.of(i).row(0);
        const double meanSquare = centre();
        const double keySquare = dot(m_pass.keyPull.row(i), m_pass.keyPull.row(i));
        const double keyMean = averageOf(m_keyValues, i); // y_i · p_i V
        const double valueSquare = m_pass.valueNorm * m_pass.valueNorm;
        const auto direct = [&](Index j) { // ‖Vᵀ + u_j p_iᵀ‖²
            return valueSquare + 2.0 * (at(m_keyValues, i, j) - keyMean) +
                   spread(j, j, meanSquare) * keySquare;
        };
        for (Index j = 0; j < tokens; ++j) {
            const double square = direct(j) * a(j) * a(j);
            row[static_cast<std::size_t>(j)] = static_cast<float>(std::sqrt(std::max(0.0, square)));
        }
        // The block (i, i) adds S = Σ_m a_im u_m r_mᵀ, the way by which x_i's query moves every weight.
        double own = 0.0;   // ‖S‖²
        double cross = 0.0; // <Vᵀ + u_i p_iᵀ, S>
        for (Index m = 0; m < tokens; ++m) {
            double sum = 0.0;
            for (Index l = 0; l < tokens; ++l)
                sum += a(l) * spread(m, l, meanSquare) * at(m_pulls, m, l);
            own += a(m) * sum;
            const double throughValue = at(m_valuePulls, m, m) - averageOf(m_valuePulls, m);
            cross += a(m) * (throughValue + spread(i, m, meanSquare) * at(m_keyPulls, i, m));
        }
        const double square = a(i) * a(i) * direct(i) + 2.0 * a(i) * cross + own;
        row[static_cast<std::size_t>(i)] = static_cast<float>(std::sqrt(std::max(0.0, square)));
    }

private:
    /// a_ij of the row at hand, i
    [[nodiscard]] double a(Index j) const { return static_cast<double>(m_row[static_cast<std::size_t>(j)]); }
    [[nodiscard]] static double at(const Matrix& matrix, Index i, Index j)
    {
        return static_cast<double>(matrix(i, j));
    }

    /// Σ_m a_im products[row, m]
    [[nodiscard]] double averageOf(const Matrix& products, Index row) const
    {
        return dot(m_row, products.view().row(row));
    }

    /// Keeps y_i · v_m for every m; returns y_i · y_i.
    double centre()
    {
        double square = 0.0;
        for (Index m = 0; m < m_values.rows(); ++m) {
            m_centred[static_cast<std::size_t>(m)] = averageOf(m_values, m);
            square += a(m) * m_centred[static_cast<std::size_t>(m)];
        }
        return square;
    }

    /// u_m · u_l
    [[nodiscard]] double spread(Index m, Index l, double meanSquare) const
    {
        return at(m_values, m, l) - m_centred[static_cast<std::size_t>(m)] -
               m_centred[static_cast<std::size_t>(l)] + meanSquare;
    }

    const SingleHeadPass& m_pass;
    AttentionRows m_rows;
    std::span<const float> m_row; ///< a_i· of the row at hand
    Matrix m_values;              ///< v_m · v_l
    Matrix m_pulls;               ///< r_m · r_l
    Matrix m_keyPulls;            ///< p_i · r_m
    Matrix m_valuePulls;          ///< r_m V · v_l
    Matrix m_keyValues;           ///< p_i V · v_j
    std::vector<double> m_centred;
};

} // namespace

Result<Matrix> singleHeadInfluence(const SingleHeadPass& pass, const std::stop_token& stop)
{
    Matrix influence(pass.value.rows(), pass.value.rows());
    Products products(pass);
    for (Index i = 0; i < influence.rows(); ++i) {
        if (stop.stop_requested())
            return failure(Error::Code::Cancelled, "A newer question has come.");
        products.writeRow(i, influence.view().row(i));
    }
    return influence;
}

} // namespace mixlens
