#include "core/mixing/fourier_influence.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace mixlens {
namespace {

/// table[r] = value(2π r / N), in double, for the N angles that i j mod N can take.
template<class Value>
std::vector<float> byResidue(Index tokens, Value value)
{
    std::vector<float> table(static_cast<std::size_t>(tokens));
    for (std::size_t r = 0; r < table.size(); ++r) {
        const double turn = static_cast<double>(r) / static_cast<double>(tokens);
        table[r] = static_cast<float>(value(2.0 * std::numbers::pi * turn));
    }
    return table;
}

/// out[j] = table[i j mod N]; adding i each time keeps the argument exact for any N.
void fillRow(const std::vector<float>& table, Index i, std::span<float> out)
{
    const std::size_t step = static_cast<std::size_t>(i);
    std::size_t residue = 0;
    for (float& value : out) {
        value = table[residue];
        residue += step;
        if (residue >= table.size())
            residue -= table.size();
    }
}

} // namespace

Result<Matrix> fourierInfluence(Shape input, const std::stop_token& stop)
{
    const double d = static_cast<double>(input.cols);
    const double swing = input.cols % 2 == 0 ? d : 0.5 * d;
    // max: for d = 1 rounding may leave the square of a zero just below zero.
    const std::vector<float> norms = byResidue(input.rows, [=](double theta) {
        return std::sqrt(std::max(0.0, 0.5 * d * d + swing * std::cos(2.0 * theta)));
    });
    Matrix influence(input.rows, input.rows);
    for (Index i = 0; i < input.rows; ++i) {
        if (stop.stop_requested())
            return failure(Error::Code::Cancelled, "Cancelled: a newer question came.");
        fillRow(norms, i, influence.view().row(i));
    }
    return influence;
}

Matrix fourierWeights(Index tokens)
{
    const std::vector<float> cosines = byResidue(tokens, [](double theta) { return std::cos(theta); });
    Matrix weights(tokens, tokens);
    for (Index i = 0; i < tokens; ++i)
        fillRow(cosines, i, weights.view().row(i));
    return weights;
}

} // namespace mixlens
